"""Refuses SPARQL queries that would ask another host. They are read as tokens of the grammar, not as plain text."""

from __future__ import annotations

import re

from kg.errors import QueryError

# Section 19 of SPARQL 1.1: what may hold any letters, then words. A `<` that begins no IRI is a single sign.
TOKENS = re.compile(
    r"""(?P<comment>\#[^\n\r]*)
    |(?P<iri><[^\x00-\x20<>"{}|^`\\]*>)
    |(?P<text>'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''|\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"
        |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    |(?P<variable>[?$]\w+)
    |(?P<tag>@[A-Za-z-]+)
    |(?P<word>[\w-]*:?[\w-]*)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)


def refuse_services(sparql: str) -> None:
    """Raises QueryError if a query has a SERVICE clause, which would send data over the network."""
    if "service" not in sparql.casefold():
        return
    for found in TOKENS.finditer(sparql):
        if found.lastgroup == "word" and found[0].partition(":")[0].casefold() == "service":
            raise QueryError("SERVICE is not allowed: queries use this store only; remove the clause")

"""The graphs that a query names with FROM. An unknown one only makes an answer empty: nothing is fetched."""

from __future__ import annotations

import re

from kg.vocab import PREFIXES

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


def graphs_of(query: str) -> list[str]:
    """The IRIs of FROM and FROM NAMED, with prefixes expanded."""
    if "from" not in query.casefold():
        return []
    tokens = [
        token for token in TOKENS.finditer(query) if token.lastgroup in {"iri", "word"} and token[0].strip()
    ]
    prefixes, graphs = dict(PREFIXES), []
    for place, token in enumerate(tokens):
        word, rest = token[0].casefold(), [after[0] for after in tokens[place + 1 : place + 3]]
        if token.lastgroup != "word" or not rest:
            continue
        if word == "prefix" and len(rest) > 1:
            prefixes[rest[0].rstrip(":")] = rest[1].strip("<>")
        if word == "from":
            name = rest[-1] if rest[0].casefold() == "named" else rest[0]
            graphs.append(_expanded(name, prefixes))
    return graphs


def _expanded(name: str, prefixes: dict[str, str]) -> str:
    if name.startswith("<"):
        return name.strip("<>")
    prefix, _, name_part = name.partition(":")
    return prefixes.get(prefix, "") + name_part

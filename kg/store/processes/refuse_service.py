"""Refuses SPARQL queries that would ask another host: those that the engine's own parser reads as such."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph

from kg.errors import QueryError
from kg.vocab import PREFIXES

FIRST_LETTER = re.compile("s(?=ervice)", re.IGNORECASE | re.ASCII)
CLAUSE = re.compile(r"service((?:\s|#[^\n\r]*)*silent\b)?", re.IGNORECASE | re.ASCII)


def refuse_services(sparql: str, prefixes: Mapping[str, str] = PREFIXES) -> None:
    """Raises QueryError if a query has a SERVICE clause, which would send data over the network; or SyntaxError.

    The engine does not show how it parses a query, so it is asked by an experiment. Wherever the letters "service"
    occur, they are replaced by others, the same everywhere. Names, texts and comments can have any letters, so the
    query still parses, unless they are the keyword. The query itself is not evaluated, and its replacement on no data.
    """
    if not FIRST_LETTER.search(sparql):
        return
    try:
        _parse(_renamed(sparql), prefixes)
    except SyntaxError:
        _parse(CLAUSE.sub("GRAPH", sparql), prefixes)  # raises SyntaxError if something else is wrong
        raise QueryError("SERVICE is not allowed: queries use this store only; remove the clause") from None


def _renamed(sparql: str) -> str:
    """The query with other letters that do not occur in it: no two names become the same."""
    letters = "z"
    while f"{letters}ervice" in sparql.casefold():
        letters += "z"
    return FIRST_LETTER.sub(lambda found: letters.upper() if found[0].isupper() else letters, sparql)


def _parse(sparql: str, prefixes: Mapping[str, str]) -> None:
    pyoxigraph.Store().query(sparql, prefixes=dict(prefixes))

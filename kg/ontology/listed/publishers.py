"""A user's table of publishers and their owners, so that independent sources are counted by owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.ontology.folding import comparable
from kg.ontology.listed.read_entity_list import EXTRA_CELLS, BadRow, rows_of, values_of

COLUMNS = ("publisher", "owner", "country", "aliases")


def read_publishers(paths: Iterable[Path]) -> tuple[dict[str, str], tuple[BadRow, ...]]:
    """The owner of each publisher by comparable name, aliases too, and the rows that cannot be used.

    A file has a head with "publisher", "owner" and perhaps "aliases", separated by "|"; "country" is for the reader.
    Raises OntologyError if a file cannot be read, or has no such head.
    """
    owners: dict[str, str] = {}
    bad: list[BadRow] = []
    for path in paths:
        for line, cells in rows_of(path, COLUMNS, needed="publisher"):
            names = [comparable(name) for name in (cells["publisher"], *values_of(cells.get("aliases", "")))]
            if reason := _fault(cells, names, owners):
                bad.append(BadRow(path, line, reason))
            else:
                owners.update(dict.fromkeys(names, comparable(cells["owner"])))
    return owners, tuple(bad)


def _fault(cells: Mapping[str, str], names: Iterable[str], known: Mapping[str, str]) -> str:
    if "" in cells:
        return EXTRA_CELLS
    for column in ("publisher", "owner"):
        if not comparable(cells.get(column, "")):
            return f"has no {column}"
    owner = comparable(cells["owner"])
    twice = next((name for name in names if known.get(name, owner) != owner), None)
    return f"'{twice}' has another owner in an earlier row" if twice else ""

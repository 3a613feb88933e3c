"""Edges between entities: all claims of one class and one factuality between two of them, in one direction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.api.tables.fill import Row
from kg.api.tables.ontology import SPEAKER, Ontology

MOST_IDS = 100  # of claims that an edge names
# Of two fillers the one whose role comes first is where the edge begins.
ROLES = ("agent", "instrument", "topic", "patient", "recipient", "destination", "origin", "place")

Key = tuple[str, str, str, str]  # source, target, class, factuality
PAIRS = f"""
SELECT f.entity, f.role, g.entity, g.role, c.id, c.class, c.factuality, c.article, c.published, a.copies
FROM fills f JOIN claim c ON c.id = f.claim JOIN fills g ON g.claim = f.claim AND g.entity != f.entity
JOIN article a ON a.id = c.article
WHERE f.role != '{SPEAKER}' AND g.role != '{SPEAKER}'
"""
LATEST_FIRST = "c.published DESC, c.id"


def by_key(ontology: Ontology, rows: Iterable[Row]) -> dict[Key, dict[str, Row]]:
    """The claims of each edge by id, from rows of PAIRS; an edge is met from both of its ends if both are asked for."""
    found: dict[Key, dict[str, Row]] = {}
    for row in rows:
        one, role, other, other_role, claim, kind, factuality = row[:7]
        forth = _rank(role) < _rank(other_role) or (_rank(role) == _rank(other_role) and one < other)
        if ontology.info(kind).symmetric:
            forth = one < other
        source, target = (one, other) if forth else (other, one)
        found.setdefault((source, target, kind, factuality), {}).setdefault(claim, row)
    return found


def _rank(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)


def edge_row(ontology: Ontology, key: Key, claims: Mapping[str, Row]) -> Row:
    """An edge as the table `edge` has it."""
    source, target, kind, factuality = key
    days = [row[8] for row in claims.values() if row[8]]
    return (
        f"{source}-{target}-{ontology.info(kind).name}-{factuality}",
        *key,
        len(claims),
        len({row[7] for row in claims.values()}),
        len({row[9] for row in claims.values()}),
        min(days, default=None),
        max(days, default=None),
        " ".join(list(claims)[:MOST_IDS]),
    )

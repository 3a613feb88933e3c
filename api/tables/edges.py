"""Edges between entities: all claims of one named class and one factuality between two of them, in one direction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kg.api.tables.ontology import PLAIN, SPEAKER, Ontology
from kg.api.tables.rows import EdgeRow, EntityPair

MAX_IDS = 100  # of claims in an edge
# An edge begins at the filler whose role comes first in this list.
ROLES = ("agent", "instrument", "topic", "patient", "recipient", "destination", "origin", "place")


class EdgeKey(NamedTuple):
    """What all claims of an edge share."""

    source: str
    target: str
    event_class: str
    factuality: str
    inferred: bool


# Its columns are the fields of EntityPair. Claims of named classes, also uncertain ones, about two entities of the
# default graph; PAIRS_OR_INFERRED: also those with an inferred filler.
_PAIRS = f"""
SELECT f.entity, f.role, g.entity, g.role, c.id, c.class, c.factuality, c.article, c.published, a.copies, {{inferred}}
FROM {{fills}} f JOIN claim c ON c.id = f.claim JOIN {{fills}} g ON g.claim = f.claim AND g.entity != f.entity
JOIN article a ON a.id = c.article
WHERE f.role != '{SPEAKER}' AND g.role != '{SPEAKER}' AND f.node AND g.node
AND c.class != '{PLAIN}'
"""
PAIRS = _PAIRS.format(fills="fills", inferred="0")
PAIRS_OR_INFERRED = _PAIRS.format(fills="fills_or_inferred", inferred="MAX(f.inferred, g.inferred)")
LATEST_FIRST = "c.published DESC, c.id"


def by_key(ontology: Ontology, pairs: Iterable[EntityPair]) -> dict[EdgeKey, dict[str, EntityPair]]:
    """The claims of each edge by id, from the pairs of PAIRS; a query may yield a pair in both orders."""
    edges: dict[EdgeKey, dict[str, EntityPair]] = {}
    for pair in pairs:
        first = _is_first(pair, symmetric=ontology.info(pair.event_class).symmetric)
        source, target = (pair.entity, pair.other) if first else (pair.other, pair.entity)
        key = EdgeKey(source, target, pair.event_class, pair.factuality, bool(pair.inferred))
        edges.setdefault(key, {}).setdefault(pair.claim, pair)
    return edges


def _is_first(pair: EntityPair, *, symmetric: bool) -> bool:
    """True if the edge begins at `entity`: by roles, and by ids where these do not decide."""
    ranks = (0, 0) if symmetric else (_rank(pair.role), _rank(pair.other_role))
    return (ranks[0], pair.entity) < (ranks[1], pair.other)


def _rank(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)


def edge_row(ontology: Ontology, key: EdgeKey, claims: Mapping[str, EntityPair]) -> EdgeRow:
    """The edge of a key, from its claims by id."""
    pairs = claims.values()
    line = f"{key.factuality}-inferred" if key.inferred else key.factuality
    days = [pair.published for pair in pairs if pair.published]
    return EdgeRow(
        id=f"{key.source}-{key.target}-{ontology.info(key.event_class).name}-{line}",
        **key._asdict(),
        claims=len(claims),
        articles=len({pair.article for pair in pairs}),
        sources=len({pair.copies for pair in pairs}),
        first=min(days, default=None),
        last=max(days, default=None),
        claim_ids=" ".join(list(claims)[:MAX_IDS]),
    )

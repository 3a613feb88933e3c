"""Edges between entities: all claims of one class, relation and factuality between two of them, in one direction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kg.api.tables.ontology import SPEAKER, Ontology
from kg.api.tables.rows import EdgeRow, EntityPair
from kg.query.phrases.edge_words import ACTS, ALONGSIDE, UNDERGOING, role_rank

MAX_IDS = 100  # of claims in an edge

AGENT = "agent"
MUTUAL = frozenset({AGENT, "patient"})  # in a symmetric class, whoever fills these does the same


class EdgeKey(NamedTuple):
    """What all claims of an edge share."""

    source: str
    target: str
    event_class: str
    relation: str
    factuality: str
    inferred: bool
    uncertain: bool


# Its columns are the fields of EntityPair. Claims about two entities of the default graph, also uncertain claims and
# those of no named class; PAIRS_OR_INFERRED: also those with an inferred filler.
_PAIRS = f"""
SELECT f.entity, f.role, g.entity, g.role, c.id, c.class, c.factuality, c.article, c.published, a.copies,
    f.role = g.role AND EXISTS (SELECT 1 FROM fills p WHERE p.claim = c.id AND p.role = 'patient'),
    {{inferred}}, c.uncertain
FROM {{fills}} f JOIN claim c ON c.id = f.claim JOIN {{fills}} g ON g.claim = f.claim AND g.entity != f.entity
JOIN article a ON a.id = c.article
WHERE f.role != '{SPEAKER}' AND g.role != '{SPEAKER}' AND f.node AND g.node
"""
PAIRS = _PAIRS.format(fills="fills", inferred="0")
PAIRS_OR_INFERRED = _PAIRS.format(fills="fills_or_inferred", inferred="MAX(f.inferred, g.inferred)")
LATEST_FIRST = "c.published DESC, c.id"


def by_key(ontology: Ontology, pairs: Iterable[EntityPair]) -> dict[EdgeKey, dict[str, EntityPair]]:
    """The claims of each edge by id, from the pairs of PAIRS; a query may yield a pair in both orders."""
    edges: dict[EdgeKey, dict[str, EntityPair]] = {}
    for pair in pairs:
        symmetric = ontology.info(pair.event_class).symmetric
        relation, forward = _relation(pair, symmetric=symmetric)
        source, target = (pair.entity, pair.other) if forward else (pair.other, pair.entity)
        key = EdgeKey(source, target, pair.event_class, relation, *_kind(pair))
        edges.setdefault(key, {}).setdefault(pair.claim, pair)
    return edges


def _relation(pair: EntityPair, *, symmetric: bool) -> tuple[str, bool]:
    """The relation of the two entities of a claim, and whether the edge begins at `entity`, by roles or else by ids."""
    roles = {pair.role, pair.other_role}
    if symmetric and roles <= MUTUAL and (len(roles) == 2 or not pair.shared):
        return ACTS, pair.entity < pair.other
    if len(roles) == 1:
        return ALONGSIDE + ("-undergoing" if roles <= UNDERGOING else ""), pair.entity < pair.other
    forward = (role_rank(pair.role), pair.role) < (role_rank(pair.other_role), pair.other_role)
    source, target = (pair.role, pair.other_role) if forward else (pair.other_role, pair.role)
    if source == AGENT:
        return ACTS if target == "patient" else target, forward
    return f"{source}-{target}", forward


def is_directed(ontology: Ontology, row: EdgeRow) -> bool:
    """Whether it matters at which of the two entities an edge begins."""
    is_mutual = row.relation == ACTS and ontology.info(row.event_class).symmetric
    return not is_mutual and not row.relation.startswith(ALONGSIDE)


def _kind(pair: EntityPair) -> tuple[str, bool, bool]:
    return pair.factuality, bool(pair.inferred), bool(pair.uncertain)


def edge_row(ontology: Ontology, key: EdgeKey, claims: Mapping[str, EntityPair]) -> EdgeRow:
    """The edge of a key, from its claims by id."""
    pairs = claims.values()
    marks = "-inferred" * key.inferred + "-uncertain" * key.uncertain
    relation = "" if key.relation == ACTS else f"-{key.relation}"
    days = [pair.published for pair in pairs if pair.published]
    return EdgeRow(
        id=f"{key.source}-{key.target}-{ontology.info(key.event_class).name}{relation}-{key.factuality}{marks}",
        **key._asdict(),
        claims=len(claims),
        articles=len({pair.article for pair in pairs}),
        sources=len({pair.copies for pair in pairs}),
        first=min(days, default=None),
        last=max(days, default=None),
        claim_ids=" ".join(list(claims)[:MAX_IDS]),
    )

"""The whole network or its most important part: as objects, or as columns, which take a fifth of the bytes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.api import models
from kg.api.rest.network import NodeRow, node_of, node_rows, place_of
from kg.api.tables.ontology import PLAIN, SPEAKER
from kg.api.tables.open_build import Graph
from kg.query.facts import last_part
from kg.query.network.analysis import NetworkActor

MAX_ACTORS = 1_000_000
SCALE = 10_000  # coordinates are integers up to this value
Actor = tuple[str, NetworkActor | None]  # id and place
NAMED = f"""
SELECT f.entity FROM fills f JOIN claim c ON c.id = f.claim
WHERE f.role != '{SPEAKER}' AND f.node AND NOT c.uncertain AND c.class != '{PLAIN}'
"""
TIES = f"""
SELECT DISTINCT f.entity, g.entity, c.class, c.id FROM fills f JOIN claim c ON c.id = f.claim
JOIN fills g ON g.claim = f.claim AND g.entity > f.entity WHERE f.role != '{SPEAKER}' AND g.role != '{SPEAKER}'
AND f.node AND g.node AND NOT c.uncertain AND c.class != '{PLAIN}'
"""


def overview(graph: Graph, *, limit: int) -> models.Overview:
    """The most important entities that have an edge, and what joins them."""
    actors, total = _actors(graph, limit)
    ties = [
        models.Tie(source=one, target=other, family=family, claims=claims)
        for one, other, family, claims in _ties(graph, {id for id, _ in actors})
    ]
    degree = Counter(end for tie in ties for end in (tie.source, tie.target))
    return models.Overview(
        nodes=[
            node_of(graph, row, degree=degree[row.id], **(place_of(place) if place else {}))
            for row, place in _rows(graph, actors)
        ],
        edges=ties,
        total=total,
        truncated=total > len(actors),
        has_positions=graph.analysis is not None,
        communities=_communities(graph),
    )


def overview_columns(graph: Graph, *, limit: int) -> bytes:
    """JSON of models.OverviewColumns."""
    actors, total = _actors(graph, limit)
    rows = list(_rows(graph, actors))
    number = {row.id: place for place, (row, _) in enumerate(rows)}
    types, families = _Numbers(), _Numbers()
    ties = [
        (number[one], number[other], families[family], claims)
        for one, other, family, claims in _ties(graph, number.keys())
    ]
    nodes = [(row.id, row.label, types[row.type], row.mentions, *_drawn(place)) for row, place in rows]
    content = {
        "nodes": _columns(("id", "label", "type", "mentions", "x", "y", "community", "importance"), nodes),
        "edges": _columns(("source", "target", "family", "claims"), ties),
        "types": list(types),
        "families": list(families),
        "total": total,
        "truncated": total > len(actors),
        "has_positions": graph.analysis is not None,
        "communities": [each.model_dump() for each in _communities(graph)],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _drawn(place: NetworkActor | None) -> tuple[Any, ...]:
    """Position, community and importance in short numbers."""
    if place is None:
        return None, None, None, None
    return round(place.x * SCALE), round(place.y * SCALE), place.community, round(place.importance, 2)


def _columns(names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> dict[str, Sequence[Any]]:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return dict(zip(names, columns, strict=True))


class _Numbers(dict[str, int]):
    """Numbers names in the order of their first use."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


# --- nodes and edges


def _actors(graph: Graph, limit: int) -> tuple[list[Actor], int]:
    """The entities of an overview, the most important first, and how many there are without a limit."""
    if graph.analysis:
        tied = [actor for actor in graph.analysis.actors(MAX_ACTORS) if actor.ties]
        return [(last_part(actor.actor), actor) for actor in tied[:limit]], len(tied)
    total = graph.table.value(f"SELECT COUNT(*) FROM entity WHERE id IN ({NAMED})")
    rows = graph.table.rows(
        f"SELECT id FROM entity WHERE id IN ({NAMED}) ORDER BY mentions DESC, id LIMIT ?", [limit]
    )
    return [(id, None) for (id,) in rows], total


def _rows(graph: Graph, actors: Sequence[Actor]) -> Iterator[tuple[NodeRow, NetworkActor | None]]:
    rows = {row.id: row for row in node_rows(graph, [id for id, _ in actors])}
    return ((rows[id], place) for id, place in actors if id in rows)


def _ties(graph: Graph, ids: Iterable[str]) -> Iterator[tuple[str, str, str, int]]:
    """Two entities that share claims, the most frequent family of these claims, and their number."""
    shown = frozenset(ids)
    family_of = {kind: info.family for kind, info in graph.ontology.classes.items()}
    families: dict[tuple[str, str], Counter[str]] = {}
    for one, other, kind, _ in graph.table.rows(TIES):
        if one in shown and other in shown:
            name = family_of.get(kind) or graph.ontology.info(kind).family
            families.setdefault((one, other), Counter())[name] += 1
    for (one, other), counts in sorted(families.items()):
        yield one, other, counts.most_common(1)[0][0], counts.total()


def _communities(graph: Graph) -> list[models.Community]:
    communities = graph.analysis.communities() if graph.analysis else []
    return [models.Community(number=each.community, size=each.size, label=each.label) for each in communities]

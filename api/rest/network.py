"""Edges between entities, neighbourhoods and paths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

from kg import vocab
from kg.api import models
from kg.api.rest.filters import Filters, is_in
from kg.api.rest.titles.edge_labels import EdgeLabel, edge_labels
from kg.api.tables.edges import LATEST_FIRST, PAIRS, PAIRS_OR_INFERRED, by_key, edge_row, is_directed
from kg.api.tables.ontology import PLAIN, SPEAKER, Ontology
from kg.api.tables.open_build import Graph
from kg.api.tables.rows import EdgeRow, EntityPair
from kg.query.facts import facts_of, real
from kg.query.network.analysis import NetworkActor
from kg.records import PLACE_TYPES

MAX_CLAIMS = 50_000  # the latest ones, read for one neighbourhood
MAX_VISITED = 20_000  # entities visited in the search for a path
STRONGEST_FIRST = "ORDER BY sources DESC, claims DESC, id"


class NodeRow(NamedTuple):
    """Columns of the table of entities that a node shows."""

    id: str
    label: str
    type: str
    named: int
    size: float | None
    mentions: int
    articles: int
    sources: int


def edges_of(graph: Graph, ids: Sequence[str], filters: Filters, *, among: bool = False) -> list[models.Edge]:
    """The edges of some entities, or only those among them; those with most sources first."""
    where, values = filters.where_edges(graph.ontology)
    ends, end_values = is_in("f.entity", ids)
    others, other_values = is_in("g.entity", ids) if among else ("1", ())
    pairs = PAIRS_OR_INFERRED if filters.inferred else PAIRS
    rows = graph.table.rows(
        f"{pairs} AND {ends} AND {others} AND {where} ORDER BY {LATEST_FIRST} LIMIT {MAX_CLAIMS}",
        (*end_values, *other_values, *values),
    )
    edges = (
        edge_row(graph.ontology, key, claims)
        for key, claims in by_key(graph.ontology, map(EntityPair._make, rows)).items()
    )
    supported = [edge for edge in edges if edge.sources >= filters.min_sources]
    return _edges(graph, sorted(supported, key=lambda edge: (-edge.sources, -edge.claims, edge.id)))


def all_edges_of(graph: Graph, id: str, limit: int = -1) -> list[models.Edge]:
    """The edges of an entity without filters, in the same order; -1: no limit."""
    ends = " UNION ALL ".join(
        f"SELECT * FROM (SELECT * FROM edge WHERE {end} = :id {STRONGEST_FIRST} LIMIT :limit)"
        for end in ("source", "target")
    )
    rows = graph.table.rows(f"{ends} {STRONGEST_FIRST} LIMIT :limit", {"id": id, "limit": limit})
    return _edges(graph, [EdgeRow._make(row) for row in rows])


def _edges(graph: Graph, rows: Sequence[EdgeRow]) -> list[models.Edge]:
    return [
        _edge(graph.ontology, row, label) for row, label in zip(rows, edge_labels(graph, rows), strict=True)
    ]


def _edge(ontology: Ontology, row: EdgeRow, label: EdgeLabel) -> models.Edge:
    info = ontology.info(row.event_class)
    return models.Edge(
        id=row.id,
        source=row.source,
        target=row.target,
        class_=info.name,
        label=label.label,
        other_labels=label.others,
        family=info.family,
        factuality=row.factuality,  # type: ignore[arg-type]  # the table has no others
        inferred=bool(row.inferred),
        uncertain=bool(row.uncertain),
        directed=is_directed(ontology, row),
        claims=row.claims,
        articles=row.articles,
        sources=row.sources,
        claim_ids=row.claim_ids.split(),
        first=row.first,  # type: ignore[arg-type]  # the model reads ISO dates
        last=row.last,  # type: ignore[arg-type]
    )


# --- nodes


def nodes_of(graph: Graph, ids: Sequence[str], *, named: bool = False) -> list[models.Node]:
    """Entities, in this order; `named`: their degrees count only neighbours with a name or a number."""
    nodes = {}
    for row in node_rows(graph, ids):
        id = row.id
        where = {}
        if row.type in PLACE_TYPES:
            facts = facts_of(graph.store, graph.entity(id))
            where = {"latitude": real(facts, vocab.GEO + "lat"), "longitude": real(facts, vocab.GEO + "long")}
        nodes[id] = node_of(graph, row, degree=_degree(graph, id, named=named), **where, **_placed(graph, id))
    return [nodes[id] for id in ids if id in nodes]


def node_of(graph: Graph, row: NodeRow, **more: Any) -> models.Node:
    """A node of one of node_rows."""
    fields = row._asdict()
    return models.Node(iri=graph.entity(row.id), is_named=bool(fields.pop("named")), **fields, **more)


def refs_of(graph: Graph, ids: Iterable[str]) -> list[models.EntityRef]:
    """References to entities."""
    return [
        models.EntityRef(id=row.id, iri=graph.entity(row.id), label=row.label, type=row.type)
        for row in node_rows(graph, list(ids))
    ]


def node_rows(graph: Graph, ids: Sequence[str]) -> Iterator[NodeRow]:
    """Entities with their counts, in any order."""
    columns = ", ".join(NodeRow._fields)
    for start in range(0, len(ids), 500):
        where, values = is_in("id", ids[start : start + 500])
        rows = graph.table.rows(f"SELECT {columns} FROM entity WHERE {where}", values)
        yield from map(NodeRow._make, rows)


def _degree(graph: Graph, id: str, *, named: bool) -> int:
    clear = "JOIN entity e ON e.id = g.entity AND (e.named OR e.size IS NOT NULL) " if named else ""
    return int(
        graph.table.value(
            "SELECT COUNT(DISTINCT g.entity) FROM fills f JOIN fills g ON g.claim = f.claim "
            f"JOIN claim c ON c.id = f.claim {clear}WHERE f.entity = ? AND g.entity != f.entity AND f.node AND g.node "
            f"AND NOT c.uncertain AND c.class != '{PLAIN}' AND f.role != '{SPEAKER}' AND g.role != '{SPEAKER}'",
            [id],
        )
    )


def _placed(graph: Graph, id: str) -> dict[str, Any]:
    """The position of an entity in the whole network, if the build has positions."""
    actor = graph.analysis.actor(graph.entity(id)) if graph.analysis else None
    return place_of(actor) if actor else {}


def place_of(actor: NetworkActor) -> dict[str, Any]:
    return {"x": actor.x, "y": actor.y, "community": actor.community, "importance": actor.importance}


# --- neighbourhood


def neighbourhood(
    graph: Graph, id: str, filters: Filters, *, limit: int, between: bool
) -> models.Neighbourhood:
    """An entity with its neighbours, those with most sources and claims first."""
    edges = (
        all_edges_of(graph, id)
        if replace(filters, named=False) == Filters()
        else edges_of(graph, [id], filters)
    )
    strength: Counter[str] = Counter()
    for edge in edges:
        strength[_other(edge, id)] += 1000 * edge.sources + edge.claims
    near = sorted(strength, key=lambda other: (-strength[other], other))
    clear = [row.id for row in node_rows(graph, near) if row.named or row.size is not None]
    unnamed = len(near) - len(clear)
    if filters.named:
        near = [other for other in near if other in set(clear)]
    shown = near[:limit]
    shown_edges = [edge for edge in edges if _other(edge, id) in set(shown)]
    if between and len(shown) > 1:
        shown_edges += edges_of(graph, shown, filters, among=True)
    return models.Neighbourhood(
        center=id,
        nodes=nodes_of(graph, [id, *shown], named=filters.named),
        edges=shown_edges,
        total=len(near),
        unnamed=unnamed,
        truncated=len(near) > limit,
    )


def _other(edge: models.Edge, id: str) -> str:
    return edge.target if edge.source == id else edge.source


# --- paths


def find_paths(
    graph: Graph, ends: tuple[str, str], filters: Filters, *, max_hops: int, limit: int
) -> models.Paths:
    """The shortest paths between two entities."""
    source, target = ends
    before: dict[str, list[str]] = {source: []}
    reached = [source]
    for _ in range(max_hops):
        if target in before or not reached or len(before) > MAX_VISITED:
            break
        reached = _step(graph, reached, before, filters)
    if target not in before or source == target:
        return models.Paths(paths=[])
    paths = list(_paths_back(before, target, limit))
    return models.Paths(paths=[_path(graph, path, filters) for path in paths])


def _step(graph: Graph, reached: list[str], before: dict[str, list[str]], filters: Filters) -> list[str]:
    """The entities one hop further; adds their predecessors to `before`."""
    where, values = filters.where_edges(graph.ontology)
    new: dict[str, list[str]] = {}
    for start in range(0, len(reached), 500):
        ends, end_values = is_in("f.entity", reached[start : start + 500])
        rows = graph.table.rows(
            f"SELECT f.entity, g.entity, COUNT(*) FROM {filters.fills} f JOIN claim c ON c.id = f.claim "
            f"JOIN {filters.fills} g ON g.claim = f.claim AND g.entity != f.entity WHERE f.role != '{SPEAKER}' "
            f"AND g.role != '{SPEAKER}' AND f.node AND g.node AND {ends} AND {where} "
            "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 50000",
            (*end_values, *values),
        )
        for one, other, _ in rows:
            if other not in before:
                new.setdefault(other, []).append(one)
    before.update(new)
    return list(new)


def _paths_back(before: dict[str, list[str]], target: str, limit: int) -> Iterator[list[str]]:
    """Paths from the source to the target, at most `limit`."""
    todo, count = [[target]], 0
    while todo and count < limit:
        way = todo.pop()
        if not before[way[0]]:
            count += 1
            yield way
        todo += [[one, *way] for one in reversed(before[way[0]][:limit])]


def _path(graph: Graph, way: list[str], filters: Filters) -> models.Path:
    hops = [
        models.Hop(source=one, target=other, edges=edges_of(graph, [one, other], filters, among=True))
        for one, other in pairwise(way)
    ]
    return models.Path(nodes=nodes_of(graph, way), hops=hops)

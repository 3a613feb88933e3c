"""Entities as models of the REST interface: lists, searches, pages, timelines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kg.api import models
from kg.api.rest.claims import ClaimReader
from kg.api.rest.events import summary
from kg.api.rest.filters import Condition, Filters, is_in, joined
from kg.api.rest.network import all_edges_of, refs_of
from kg.api.rest.titles.edge_labels import state_words
from kg.api.tables.ontology import SPEAKER, ClassInfo
from kg.api.tables.open_build import Graph
from kg.query.facts import last_part
from kg.query.search import is_near

MAX_RESULTS = 1000  # of a search
STRONGEST = 10  # edges on a page
FIELDS = (
    "id",
    "label",
    "type",
    "names",
    "named",
    "mentions",
    "articles",
    "sources",
    "latitude",
    "longitude",
    "country",
    "same_as",
)


TOTALS = "SELECT class, factuality, claims, said, first, last FROM claim_totals WHERE entity = ?"


class ClaimTotals(NamedTuple):
    """Counts of claims of one class and factuality: with the entity in a role, or as the source. Days are ISO dates."""

    event_class: str
    factuality: str
    claims: int
    said: int
    first: Any
    last: Any


@dataclass(frozen=True, slots=True)
class EntityQuery:
    """Conditions of a list of entities."""

    words: str = ""
    type: str | None = None  # or a supertype
    min_sources: int = 1
    named: bool | None = None

    def conditions(self) -> Iterator[Condition]:
        if self.min_sources > 1:
            yield "sources >= ?", (self.min_sources,)
        if self.type is not None:
            yield "INSTR(types, ?)", (f" {self.type} ",)
        # what only its article knows is listed on request
        yield ("node", ()) if self.named is not False else ("NOT named", ())
        if self.named:
            yield "named", ()


def list_entities(graph: Graph, query: EntityQuery, *, limit: int, offset: int) -> models.Entities:
    """A page of entities: what a search finds, or the most mentioned."""
    if query.words.strip():
        return _search(graph, query, limit=limit, offset=offset)
    where, values = joined(list(query.conditions()))
    total = graph.table.value(f"SELECT COUNT(*) FROM entity WHERE {where}", values)
    rows = graph.table.rows(
        f"SELECT id FROM entity WHERE {where} ORDER BY mentions DESC, id LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    items = [models.EntityHit(**entity_fields(graph, id)) for (id,) in rows]
    return models.Entities(total=total, limit=limit, offset=offset, items=items)


def _search(graph: Graph, query: EntityQuery, *, limit: int, offset: int) -> models.Entities:
    results = graph.search.nearest_names(query.words, MAX_RESULTS, query.type)
    hits = [hit for hit in results if hit.sources >= query.min_sources]
    if query.named is False:  # a search by name finds no unnamed entity
        hits = []
    items = [
        models.EntityHit(
            **entity_fields(graph, last_part(hit.entity)), matched=hit.name, score=min(1.0, hit.score)
        )
        for hit in hits[offset : offset + limit]
    ]
    exact = any(is_near(query.words, hit.name) for hit in hits)
    return models.Entities(total=len(hits), limit=limit, offset=offset, items=items, exact=exact)


def entity_fields(graph: Graph, id: str) -> dict[str, Any]:
    """The fields of models.Entity; the entity must exist."""
    (row,) = graph.table.rows(f"SELECT {', '.join(FIELDS)} FROM entity WHERE id = ?", [id])
    fields = dict(zip(FIELDS, row, strict=True))
    kind, names, same = fields["type"], json.loads(fields["names"]), json.loads(fields["same_as"])
    types = [kind, *graph.ontology.types.get(kind, ())]
    named = bool(fields.pop("named"))
    return {
        **fields,
        "iri": graph.entity(id),
        "types": types,
        "names": names,
        "same_as": same,
        "is_named": named,
    }


def is_entity(graph: Graph, id: str) -> bool:
    return graph.table.value("SELECT 1 FROM entity WHERE id = ?", [id]) is not None


def entity_detail(graph: Graph, id: str) -> models.EntityDetail:
    """The page of an entity, which must exist."""
    totals = [ClaimTotals._make(row) for row in graph.table.rows(TOTALS, [id])]
    by_class: Counter[str] = Counter()
    by_factuality: Counter[str] = Counter()
    for each in totals:
        by_class[graph.ontology.info(each.event_class).name] += each.claims
        by_factuality[each.factuality] += each.claims
    edges = all_edges_of(graph, id, STRONGEST)
    return models.EntityDetail(
        **entity_fields(graph, id),
        positions=positions(graph, id),
        claims=by_class.total(),
        said=sum(each.said for each in totals),
        by_class=_most_first(by_class),
        by_factuality=_most_first(by_factuality),  # type: ignore[arg-type]  # the table has no others
        first=min((each.first for each in totals if each.first), default=None),
        last=max((each.last for each in totals if each.last), default=None),
        neighbours=edges,
        nodes=refs_of(graph, dict.fromkeys(end for edge in edges for end in (edge.source, edge.target))),
    )


def _most_first(counts: Counter[str]) -> dict[str, int]:
    return {
        name: count for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if count
    }


def positions(graph: Graph, id: str) -> list[models.Position]:
    """The states with an entity as agent, those with most sources first."""
    rows = graph.table.rows(
        "SELECT e.id, e.class, e.title, e.factuality, e.begins, e.ends, e.claims, e.articles, e.sources "
        "FROM position p JOIN event e ON e.id = p.event WHERE p.entity = ? "
        "ORDER BY e.sources DESC, e.claims DESC, e.id LIMIT 50",
        [id],
    )
    others = _others(graph, [state for state, *_ in rows]) if rows else {}
    reader = ClaimReader(graph)
    names = "title", "factuality", "begins", "ends", "claims", "articles", "sources"
    return [
        models.Position(
            id=state,
            class_=graph.ontology.info(kind).name,
            others=others.get(state, []),
            words=_words(reader, state, graph.ontology.info(kind), fields[0], others.get(state)),
            **dict(zip(names, fields, strict=True)),
        )
        for state, kind, *fields in rows
    ]


def _words(reader: ClaimReader, state: str, info: ClassInfo, title: str | None, others: object) -> str | None:
    """What title and participants leave unsaid: "formerly president"; without both, the whole state."""
    if title:
        words = state_words(info.shortcut_label or info.label, title)
        return words if words != title and title in words else None
    return None if others else summary(reader, state).title


def _others(graph: Graph, states: Sequence[str]) -> dict[str, list[models.EntityRef]]:
    """The participants of each of these states, without the agent."""
    where, values = is_in("p.event", states)
    rows = graph.table.rows(
        "SELECT p.event, n.id, n.label, n.type FROM part p JOIN entity n ON n.id = p.entity "
        f"WHERE {where} AND p.role != 'agent' ORDER BY p.event, p.role, p.entity",
        values,
    )
    others: dict[str, list[models.EntityRef]] = {}
    for state, id, label, kind in rows:
        ref = models.EntityRef(id=id, iri=graph.entity(id), label=label, type=kind)
        others.setdefault(state, []).append(ref)
    return others


def timeline(graph: Graph, id: str, filters: Filters, *, limit: int, offset: int) -> models.Timeline:
    """The events with an entity in a role or as the source of a claim, by day."""
    where, values = filters.where(graph.ontology)
    query = (
        "SELECT c.event AS event, GROUP_CONCAT(DISTINCT f.role) AS roles, MIN(c.published) AS published "
        f"FROM {filters.fills} f JOIN claim c ON c.id = f.claim WHERE f.entity = ? AND {where} GROUP BY c.event"
    )
    total = graph.table.value(f"SELECT COUNT(*) FROM ({query})", (id, *values))
    rows = graph.table.rows(
        "SELECT e.id, COALESCE(e.begins, e.ends), COALESCE(e.begins, e.ends, selected.published) AS day, "
        "selected.roles "
        f"FROM ({query}) selected JOIN event e ON e.id = selected.event "
        "ORDER BY day IS NULL, day, e.id LIMIT ? OFFSET ?",
        (id, *values, limit, offset),
    )
    reader = ClaimReader(graph)
    items = [
        models.TimelineEntry(
            day=first,
            is_told=day_of_event is not None,
            event=summary(reader, event),
            roles=_roles(roles.split(",")),
        )
        for event, day_of_event, first, roles in rows
    ]
    return models.Timeline(total=total, limit=limit, offset=offset, items=items)


def _roles(names: Iterable[str]) -> list[str]:
    return sorted(set(names) - {SPEAKER})

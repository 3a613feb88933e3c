"""Entities as the REST interface tells them: lists and searches, pages, timelines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from api import models
from api.claims import Reader
from api.events import summary
from api.facts import day, facts_of, last_part, number, real, text
from api.filters import Condition, Filters, joined
from api.graph import Graph
from api.network import edges_of, refs_of
from api.table import SPEAKER
from kg import vocab
from kg.vocab import KG

MOST_FOUND = 1000  # by a search
STRONGEST = 10  # edges on a page


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entities are asked for."""

    query: str = ""
    type: str | None = None  # or one above it
    min_sources: int = 1
    named: bool | None = None

    def conditions(self) -> Iterator[Condition]:
        yield "sources >= ?", (self.min_sources,)
        if self.type is not None:
            yield "INSTR(types, ?)", (f" {self.type} ",)
        if self.named is not None:
            yield "named = ?", (int(self.named),)


def list_entities(graph: Graph, asked: Asked, *, limit: int, offset: int) -> models.Entities:
    """A page of entities: what a search finds, or the most mentioned."""
    if asked.query.strip():
        return _search(graph, asked, limit=limit, offset=offset)
    where, values = joined(list(asked.conditions()))
    total = graph.table.value(f"SELECT COUNT(*) FROM entity WHERE {where}", values)
    rows = graph.table.rows(
        f"SELECT id FROM entity WHERE {where} ORDER BY mentions DESC, id LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    items = [models.EntityHit(**entity_fields(graph, id)) for (id,) in rows]
    return models.Entities(total=total, limit=limit, offset=offset, items=items)


def _search(graph: Graph, asked: Asked, *, limit: int, offset: int) -> models.Entities:
    found = graph.search.names(asked.query, MOST_FOUND, asked.type)
    hits = [hit for hit in found if hit.sources >= asked.min_sources]
    if asked.named is False:  # only what has a name is found by it
        hits = []
    items = [
        models.EntityHit(
            **entity_fields(graph, last_part(hit.entity)), matched=hit.name, score=min(1.0, hit.score)
        )
        for hit in hits[offset : offset + limit]
    ]
    return models.Entities(total=len(hits), limit=limit, offset=offset, items=items)


def entity_fields(graph: Graph, id: str) -> dict[str, Any]:
    """The fields of models.Entity; the entity must be there."""
    iri = graph.entity(id)
    facts = facts_of(graph.store, iri)
    kind = graph.table.value("SELECT type FROM entity WHERE id = ?", [id])
    return {
        "id": id,
        "iri": iri,
        "label": text(facts, vocab.LABEL) or "",
        "type": kind,
        "types": [kind, *graph.ontology.types.get(kind, ())],
        "names": [name.value for name in facts.get(vocab.ALT_LABEL, [])],
        "is_named": text(facts, vocab.IS_NAMED) == "true",
        "mentions": number(facts, vocab.MENTIONS),
        "articles": number(facts, vocab.ARTICLES),
        "sources": number(facts, vocab.SOURCES),
        "latitude": real(facts, vocab.GEO + "lat"),
        "longitude": real(facts, vocab.GEO + "long"),
        "country": text(facts, vocab.COUNTRY),
        "same_as": [same.value for same in facts.get(vocab.SAME_AS, [])],
    }


def is_entity(graph: Graph, id: str) -> bool:
    return graph.table.value("SELECT 1 FROM entity WHERE id = ?", [id]) is not None


def entity_detail(graph: Graph, id: str) -> models.EntityDetail:
    """The page of an entity that there is."""
    rows = graph.table.rows(
        f"SELECT c.class, c.factuality, c.published, MIN(f.role = '{SPEAKER}'), MAX(f.role = '{SPEAKER}') "
        "FROM fills f JOIN claim c ON c.id = f.claim WHERE f.entity = ? GROUP BY c.id",
        [id],
    )
    told = [row for row in rows if not row[3]]  # in which it has a role
    days = [row[2] for row in rows if row[2]]
    edges = edges_of(graph, [id], Filters())[:STRONGEST]
    by_class = Counter(graph.ontology.info(row[0]).name for row in told)
    return models.EntityDetail(
        **entity_fields(graph, id),
        positions=positions(graph, id),
        claims=len(told),
        said=sum(row[4] for row in rows),
        by_class=dict(sorted(by_class.items(), key=lambda pair: (-pair[1], pair[0]))),
        by_factuality=dict(Counter(row[1] for row in told).most_common()),
        first=min(days, default=None),
        last=max(days, default=None),
        neighbours=edges,
        nodes=refs_of(graph, dict.fromkeys(end for edge in edges for end in (edge.source, edge.target))),
    )


def positions(graph: Graph, id: str) -> list[models.Position]:
    """The states that an entity is the agent of, those that most sources tell first."""
    rows = graph.table.rows(
        "SELECT DISTINCT e.id, e.sources, e.claims FROM fills f JOIN claim c ON c.id = f.claim "
        "JOIN event e ON e.id = c.event WHERE f.entity = ? AND f.role = 'agent' AND e.state "
        "ORDER BY e.sources DESC, e.claims DESC, e.id LIMIT 50",
        [id],
    )
    return [_position(graph, state) for state, _, _ in rows]


def _position(graph: Graph, id: str) -> models.Position:
    found = summary(Reader(graph), id)
    facts = facts_of(graph.store, graph.event(id))
    others = [part.entity for part in found.participants if part.entity and part.role != "agent"]
    return models.Position(
        id=id,
        class_=found.class_,
        title=text(facts, KG + "title"),
        others=others,
        factuality=found.factuality,
        begins=day(facts, vocab.BEGINS),
        ends=day(facts, vocab.ENDS),
        claims=found.claims,
        articles=found.articles,
        sources=found.sources,
    )


def timeline(graph: Graph, id: str, filters: Filters, *, limit: int, offset: int) -> models.Timeline:
    """The events in which an entity has a role or says so, by day."""
    where, values = filters.where(graph.ontology)
    asked = (
        "SELECT c.event AS event, GROUP_CONCAT(DISTINCT f.role) AS roles, MIN(c.published) AS told "
        f"FROM fills f JOIN claim c ON c.id = f.claim WHERE f.entity = ? AND {where} GROUP BY c.event"
    )
    total = graph.table.value(f"SELECT COUNT(*) FROM ({asked})", (id, *values))
    rows = graph.table.rows(
        "SELECT e.id, COALESCE(e.begins, e.ends) AS own, COALESCE(e.begins, e.ends, found.told) AS day, found.roles "
        f"FROM ({asked}) found JOIN event e ON e.id = found.event "
        "ORDER BY day IS NULL, day, e.id LIMIT ? OFFSET ?",
        (id, *values, limit, offset),
    )
    reader = Reader(graph)
    items = [
        models.TimelineEntry(
            day=first, is_told=own is not None, event=summary(reader, event), roles=_roles(roles.split(","))
        )
        for event, own, first, roles in rows
    ]
    return models.Timeline(total=total, limit=limit, offset=offset, items=items)


def _roles(names: Iterable[str]) -> list[str]:
    return sorted(set(names) - {SPEAKER})

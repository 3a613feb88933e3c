"""Events and states as models of the REST interface: lists, and pages with all claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from kg import vocab
from kg.api import models
from kg.api.rest.claims import EARLIEST_FIRST, ClaimReader, quantities, time_of
from kg.api.rest.filters import Condition, Filters, is_in, joined
from kg.api.rest.titles.event_titles import event_title
from kg.api.rest.titles.title_fillers import EventFacts
from kg.api.tables.ontology import PLAIN
from kg.api.tables.open_build import Graph
from kg.query.facts import Facts, facts_of, factuality, local_name, text
from kg.query.phrases.edge_words import pronouns
from kg.vocab import KG

MOST_CLAIMS = 500  # on one page
HAS_WORD = """(INSTR(LOWER(e.label), ?) > 0
    OR e.id IN (SELECT event FROM claim WHERE predicate = ? OR "trigger" = ?)
    OR e.id IN (SELECT event FROM part WHERE entity IN (SELECT id FROM entity WHERE INSTR(LOWER(label), ?))))"""


def summary(reader: ClaimReader, id: str) -> models.EventSummary:
    """An event, which must exist."""
    return models.EventSummary(**_fields(reader, id))


def _fields(reader: ClaimReader, id: str) -> dict[str, Any]:
    """The fields of models.EventSummary."""
    graph, iri = reader.graph, reader.graph.event(id)
    (row,) = graph.table.rows("SELECT class, claims, articles, sources, node FROM event WHERE id = ?", [id])
    kind, claims, articles, sources, has_node = row
    facts = facts_of(graph.store, iri) if has_node else reader.first_claim(id)[1]
    info = graph.ontology.info(kind)
    known = EventFacts(
        factuality=factuality(facts),
        participants=list(_participants(reader, facts)),
        quantities=list(quantities(facts, graph)),
        disputed=_is_disputed(graph, id),
        post=text(facts, KG + "title"),
    )
    latitude, longitude, role = _where(graph, id)
    return {
        "id": id,
        "iri": iri,
        "label": text(facts, vocab.LABEL) or reader.local_label(id),
        "class_": info.name,
        "class_label": info.label,
        "family": info.family,
        "is_state": info.is_state,
        "title": event_title(reader, id, info, known),
        "factuality": known.factuality,
        "participants": known.participants,
        "time": time_of(facts),
        "quantities": known.quantities,
        "latitude": latitude,
        "longitude": longitude,
        "located_by": role,
        "claims": claims,
        "articles": articles,
        "sources": sources,
        "disputed": known.disputed,
    }


def _participants(reader: ClaimReader, facts: Facts) -> Iterator[models.Participant]:
    for role in sorted(reader.graph.ontology.roles & {local_name(name) for name in facts}):
        for value in facts[KG + role]:
            entity = reader.entity(value.value) if value.value.startswith(reader.graph.base) else None
            event = reader.event(value.value) if value.value.startswith(reader.graph.base) else None
            known = entity or event
            if not entity and value.value.lower() in pronouns():
                continue
            yield models.Participant(
                role=role, text=known.label if known else value.value, entity=entity, event=event
            )


def _where(graph: Graph, id: str) -> tuple[float | None, float | None, str | None]:
    """The coordinates of an event on the map, and the role of the place that has them."""
    rows = graph.table.rows("SELECT latitude, longitude, role FROM located WHERE event = ?", [id])
    return next(((latitude, longitude, role) for latitude, longitude, role in rows), (None, None, None))


def _is_disputed(graph: Graph, id: str) -> bool:
    claim = graph.table.value(
        "SELECT 1 FROM claim c JOIN dispute d ON d.first = c.id WHERE c.event = ? AND d.kind = 'disputes'",
        [id],
    )
    return claim is not None


def is_event(graph: Graph, id: str) -> bool:
    return graph.table.value("SELECT 1 FROM event WHERE id = ?", [id]) is not None


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Conditions of a list of events: words of an event, only events or only states, and places on the map.

    A word is one of the event's label, a verb of its claims, or in the name of a participant.
    """

    words: str = ""
    state: bool | None = None
    places: tuple[str, ...] = ()  # ids of entities

    def thresholds(self) -> Iterator[int]:
        """How many of the words an event must have: all; if none has all of more than two, two thirds."""
        number = len(self.words.split())
        yield number
        if number > 2:
            yield max(2, ceil(number * 2 / 3))

    def score(self) -> Condition:
        """An SQL expression: how many of the words an event `e` has."""
        words = self.words.lower().split()
        return " + ".join([HAS_WORD] * len(words)) or "NULL", tuple(word for word in words for _ in range(4))

    def conditions(self, least: int) -> Iterator[Condition]:
        if least:
            score, values = self.score()
            yield f"{score} >= {least}", values
        if self.state is not None:
            yield "e.state = ?", (int(self.state),)
        if self.places:
            where, values = is_in("entity", self.places)
            yield f"e.id IN (SELECT event FROM located WHERE {where})", values


def list_events(
    graph: Graph, query: EventQuery, filters: Filters, *, limit: int, offset: int
) -> models.Events:
    """A page of the events with a claim that passes the filters: those with most words first, then the latest.

    If none has the words, misspelt ones count as the words that they resemble.
    """
    for least in query.thresholds():
        where, values = joined([filtered(graph, filters), *query.conditions(least)])
        total = graph.table.value(f"SELECT COUNT(*) FROM event e WHERE {where}", values)
        if total:
            break
    if not total and (corrected := graph.search.corrected(query.words)) != query.words.lower():
        return list_events(graph, replace(query, words=corrected), filters, limit=limit, offset=offset)
    score, words = query.score()
    rows = graph.table.rows(
        f"SELECT e.id FROM event e WHERE {where} ORDER BY {score} DESC, e.begins DESC, e.id LIMIT ? OFFSET ?",
        (*values, *words, limit, offset),
    )
    reader = ClaimReader(graph)
    items = [summary(reader, id) for (id,) in rows]
    return models.Events(total=total, limit=limit, offset=offset, items=items)


def filtered(graph: Graph, filters: Filters) -> Condition:
    """An SQL condition on a row `e` of events: one of its claims passes the filters."""
    if filters == Filters():
        return f"e.node AND e.class != '{PLAIN}'", ()
    where, values = filters.where(graph.ontology)
    return f"e.id IN (SELECT c.event FROM claim c WHERE {where})", values


def event_detail(graph: Graph, id: str, *, uncertain: bool = False) -> models.EventDetail:
    """The page of an event, which must exist; without its uncertain claims, unless it has no others."""
    rows = graph.table.rows(
        "SELECT c.id FROM claim c JOIN event e ON e.id = c.event WHERE c.event = ? "
        f"AND (? OR NOT e.node OR NOT c.uncertain) ORDER BY {EARLIEST_FIRST} LIMIT {MOST_CLAIMS}",
        (id, uncertain),
    )
    reader = ClaimReader(graph)
    claims = reader.claims(claim for (claim,) in rows)
    return models.EventDetail(**_fields(reader, id), told=claims, disputes=list(_disputes(graph, claims)))


def _disputes(graph: Graph, claims: list[models.Claim]) -> Iterator[models.Dispute]:
    by_id = {claim.id: claim for claim in claims}
    pairs = [
        (kind, *((by_id[other], claim) if kind == "refines" else (claim, by_id[other])))
        for claim in claims
        for kind, others in (("disputes", claim.disputes), ("refines", claim.refines))
        for other in others
        if other in by_id and (kind == "refines" or claim.id < other)
    ]
    named = _named(graph, claims) if pairs else frozenset()
    for kind, first, second in pairs:
        about = _differences(first, second, named)
        yield models.Dispute.model_validate(
            {"kind": kind, "about": about, "first": first.id, "second": second.id}
        )


def _named(graph: Graph, claims: list[models.Claim]) -> frozenset[str]:
    """The ids of the fillers that have a name."""
    ids = sorted({filler.entity.id for claim in claims for filler in claim.fillers if filler.entity})
    asked = ", ".join("?" * len(ids))
    return frozenset(
        id for (id,) in graph.table.rows(f"SELECT id FROM entity WHERE named AND id IN ({asked})", ids)
    )


def _differences(first: models.Claim, second: models.Claim, named: frozenset[str]) -> list[str]:
    """What differs: quantities, times, and roles that both claims fill with names; whether one denies the other."""
    numbers = [{quantity.name: quantity.value for quantity in claim.quantities} for claim in (first, second)]
    names = [name for name in numbers[0] if name in numbers[1] and numbers[0][name] != numbers[1][name]]
    fills = [_by_role(claim) for claim in (first, second)]
    roles = [
        role
        for role in fills[0]
        if role in fills[1]
        and all(each[role] & named for each in fills)
        and not fills[0][role] & fills[1][role]
    ]
    if first.time and second.time and _are_other_times(first.time, second.time):
        names.append("time")
    if {first.factuality, second.factuality} == {"actual", "negated"}:
        names.append("factuality")
    return names + roles


def _are_other_times(one: models.Time, other: models.Time) -> bool:
    """Whether two times do not overlap; those without dates, whether their words differ."""
    if one.begins and one.ends and other.begins and other.ends:
        return one.ends < other.begins or other.ends < one.begins
    return one.words != other.words


def _by_role(claim: models.Claim) -> dict[str, set[str]]:
    fillers: dict[str, set[str]] = {}
    for filler in claim.fillers:
        fillers.setdefault(filler.role, set()).add(filler.entity.id if filler.entity else filler.text)
    return fillers

"""What one article contributes to an entity, an event or a short-cut of the default graph.

Every record is a line of JSON, a list that begins with its kind and with the IRI that it is about, so that sorting the
lines as text brings all evidence about one IRI together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import orjson

from kg.rdf.support import rounded
from kg.records import Article, Claim, Coordinates, Entity, ImpliedKind, article_id


class Place(NamedTuple):
    """Where GeoNames has an entity: its number, degrees of WGS 84, and the country's code."""

    geonames: int
    latitude: float | None
    longitude: float | None
    country: str | None


class EntityEvidence(NamedTuple):
    """What one article says of an entity."""

    kind: str
    iri: str
    article: str
    type: str
    label: str
    names: Sequence[str]
    is_named: bool
    mentions: int
    place: Place | None
    size: float | None  # of an unnamed group
    ids: Sequence[str] = ()  # of a list


class Days(NamedTuple):
    """First and last day as ISO dates, empty where that side is open."""

    begin: str
    end: str
    granularity: str


class FillerEvidence(NamedTuple):
    """A role and what fills it; `iri` is None where the default graph has only words.

    `is_participant` is False of a title and the like, which is words in every graph.
    """

    role: str
    iri: str | None
    text: str
    is_participant: bool


class ImpliedEvidence(NamedTuple):
    """An implied filler of a claim: the entity of a role, and the rule."""

    kind: ImpliedKind
    role: str
    iri: str
    rule: str


class EventEvidence(NamedTuple):
    """What one claim says of its event, which has a node if one of its claims makes it: a plain one may not."""

    kind: str
    iri: str
    claim: str  # IRI
    article: str
    published: str  # ISO date, empty if not known
    event_class: str
    predicate: str
    factuality: str
    is_own_voice: bool  # of the article, without attribution
    confidence: float
    days: Days | None
    fillers: Sequence[FillerEvidence]
    quantities: Sequence[tuple[str, float]]  # name and value
    makes_node: bool = True
    implied: Sequence[ImpliedEvidence] = ()


class EdgeEvidence(NamedTuple):
    """An actual claim that supports a short-cut between two entities; `implied` are the IRIs of implied ends."""

    kind: str
    iri: str
    source: str  # IRI
    property: str
    target: str  # IRI
    claim: str  # IRI
    article: str
    basis: str = ""  # "derived" or "inferred" if an end is
    implied: Sequence[str] = ()


Evidence = EntityEvidence | EventEvidence | EdgeEvidence


# --- from an extraction


def entity_evidence(iri: str, article: str, entity: Entity) -> EntityEvidence:
    where = entity.coordinates
    return EntityEvidence(
        kind="entity",
        iri=iri,
        article=article,
        type=entity.type,
        label=entity.label,
        names=entity.names,
        is_named=entity.is_named,
        mentions=len(entity.mentions),
        place=_place(where) if where else None,
        size=entity.size,
        ids=entity.ids,
    )


def _place(where: Coordinates) -> Place:
    return Place(
        geonames=where.geonames,
        latitude=where.latitude,
        longitude=where.longitude,
        country=where.country,
    )


def event_evidence(
    iri: str,
    claim_iri: str,
    claim: Claim,
    *,
    article: Article,
    fillers: Sequence[FillerEvidence],
) -> EventEvidence:
    return EventEvidence(
        kind="event",
        iri=iri,
        claim=claim_iri,
        article=article_id(article),
        published=article.published.isoformat() if article.published else "",
        event_class=claim.event_class,
        predicate=claim.predicate,
        factuality=claim.factuality,
        is_own_voice=not claim.attributed_to,
        confidence=rounded(claim.confidence),
        days=_days(claim),
        fillers=fillers,
        quantities=[(quantity.name, quantity.value) for quantity in claim.quantities],
    )


def _days(claim: Claim) -> Days | None:
    if claim.time is None or not claim.time.is_known:
        return None
    begin, end = (side.isoformat() if side else "" for side in (claim.time.begin, claim.time.end))
    return Days(begin, end, claim.time.granularity)


# --- as lines


def to_line(evidence: Evidence) -> str:
    return orjson.dumps(evidence, default=tuple).decode()


def from_line(line: str) -> Evidence:
    values = orjson.loads(line)
    return READERS[values[0]](values)


def _entity(values: Sequence[Any]) -> EntityEvidence:
    evidence = EntityEvidence._make(values)
    return evidence._replace(place=Place._make(evidence.place)) if evidence.place else evidence


def _event(values: Sequence[Any]) -> EventEvidence:
    evidence = EventEvidence._make(values)
    return evidence._replace(
        days=Days._make(evidence.days) if evidence.days else None,
        fillers=[FillerEvidence._make(filler) for filler in evidence.fillers],
        implied=[ImpliedEvidence._make(each) for each in evidence.implied],
    )


READERS: dict[str, Callable[[Sequence[Any]], Evidence]] = {
    "entity": _entity,
    "event": _event,
    "edge": EdgeEvidence._make,
}

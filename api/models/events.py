"""Events and states, in lists, on their pages and by day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kg.api.models.base import Answer, Count, Factuality, Id, Iri
from kg.api.models.claims import Claim, Quantity, Time
from kg.api.models.references import EntityRef, EventRef


class Participant(Answer):
    """The filler of a role of an event, as its claims agree: an `entity`, an `event`, or only text."""

    role: str
    text: str
    entity: EntityRef | None = None
    event: EventRef | None = None


class EventSummary(Answer):
    """An event or state, as its claims together describe it."""

    id: Id
    iri: Iri
    label: Annotated[str, Field(examples=["Meeting: Orla Venn, Estria"])]
    title: Annotated[
        str, Field(description="What happened, in words.", examples=["Orla Venn met Tom Arley in Quito"])
    ]
    class_: Annotated[str, Field(alias="class", examples=["Meeting"])]
    class_label: str
    family: str
    is_state: bool
    factuality: Annotated[Factuality, Field(description="Factuality of its latest and strongest claim.")]
    participants: list[Participant]
    time: Time | None = None
    quantities: list[Quantity]
    latitude: Annotated[float | None, Field(description="Latitude of its place.")] = None
    longitude: float | None = None
    located_by: Annotated[
        str | None,
        Field(
            description="Role of the place with these coordinates; one other than `place`, `destination` and "
            "`origin` is a place that takes part.",
            examples=["place"],
        ),
    ] = None
    claims: Count
    articles: Count
    sources: Count
    disputed: Annotated[bool, Field(description="True: two of its claims contradict each other.")]


class Events(Answer):
    """A page of events and states: those with a time first, the latest of them first."""

    total: Count
    limit: int
    offset: int
    items: list[EventSummary]


class Dispute(Answer):
    """Two claims of one event that contradict each other, or of which the second is more specific."""

    kind: Literal["disputes", "refines"]
    about: Annotated[
        list[str],
        Field(
            description="The names of differing quantities and roles, `time`, `factuality`.",
            examples=[["killed"]],
        ),
    ]
    first: Annotated[str, Field(description="Id of a claim.")]
    second: str


class EventDetail(EventSummary):
    """The page of an event, with its claims."""

    told: Annotated[list[Claim], Field(description="Its claims, at most 500, the earliest article first.")]
    disputes: list[Dispute]


class Disputed(Answer):
    """A page of events whose claims contradict each other, those with most sources first."""

    total: Count
    limit: int
    offset: int
    items: list[EventDetail]


class News(Answer):
    """What the latest articles report."""

    since: Annotated[
        date | None, Field(description="First day of the latest articles; None if no article has a day.")
    ]
    until: date | None
    articles: Annotated[Count, Field(description="Number of these articles.")]
    events: Annotated[
        list[EventSummary],
        Field(description="Those with most independent sources, named participants and numbers first."),
    ]
    new: Annotated[
        list[EntityRef],
        Field(description="Entities that no earlier article mentions, the most mentioned first."),
    ]


class TimelineEntry(Answer):
    """An event on the timeline of an entity."""

    day: Annotated[
        date | None,
        Field(description="The first day of the event, or of its first article if it has no time."),
    ]
    is_told: Annotated[
        bool, Field(description="False: the event has no time, and `day` is a day of publication.")
    ]
    event: EventSummary
    roles: Annotated[list[str], Field(description="The roles of the entity, without attributedTo.")]


class Timeline(Answer):
    """The events of an entity by day, the earliest first."""

    total: Count
    limit: int
    offset: int
    items: list[TimelineEntry]


class MapPlace(Answer):
    """A place with the events that the map shows there."""

    id: Id
    label: str
    latitude: float
    longitude: float
    events: Count
    at: Annotated[Count, Field(description="Events of which it is the place, destination or origin.")]


class EventMap(Answer):
    """All events that have a place on the map, by place."""

    places: list[MapPlace]
    total: Annotated[Count, Field(description="Events that pass the filters, also those without a place.")]


class Days(Answer):
    """How many events begin on each day."""

    events: dict[date, int]

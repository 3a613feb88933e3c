"""Events and states, in lists, on their pages and by day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kg.api.models.base import Answer, Count, Factuality, Id, Iri
from kg.api.models.claims import Claim, Quantity, Time
from kg.api.models.references import EntityRef, EventRef


class Participant(Answer):
    """Who or what fills a role of an event, as its claims agree: `entity`, or `event`, or only words."""

    role: str
    text: str
    entity: EntityRef | None = None
    event: EventRef | None = None


class EventSummary(Answer):
    """An event or state as its claims together have it."""

    id: Id
    iri: Iri
    label: Annotated[str, Field(examples=["Meeting: Orla Venn, Estria"])]
    class_: Annotated[str, Field(alias="class", examples=["Meeting"])]
    class_label: str
    family: str
    is_state: bool
    factuality: Annotated[Factuality, Field(description="As its latest and strongest claim has it.")]
    participants: list[Participant]
    time: Time | None = None
    quantities: list[Quantity]
    latitude: Annotated[float | None, Field(description="Of its place, for a map.")] = None
    longitude: float | None = None
    claims: Count
    articles: Count
    sources: Count
    disputed: Annotated[bool, Field(description="True: two of its claims cannot both be right.")]


class Events(Answer):
    """A page of events and states: those with a time first, the latest of them first."""

    total: Count
    limit: int
    offset: int
    items: list[EventSummary]


class Dispute(Answer):
    """Two claims of one event that cannot both be right, or of which the second says more."""

    kind: Literal["disputes", "refines"]
    about: Annotated[
        list[str],
        Field(
            description="What differs: a quantity's name, time, factuality, a role.", examples=[["killed"]]
        ),
    ]
    first: Annotated[str, Field(description="Id of a claim.")]
    second: str


class EventDetail(EventSummary):
    """The page of an event: its claims side by side."""

    told: Annotated[list[Claim], Field(description="Its claims, the earliest article's first; at most 500.")]
    disputes: list[Dispute]


class TimelineEntry(Answer):
    """An event with the claims about it that are asked for."""

    day: Annotated[
        date | None, Field(description="Its first day, or if none is told its first article's day.")
    ]
    is_told: Annotated[bool, Field(description="False: no time is told, `day` is that of publication.")]
    event: EventSummary
    roles: Annotated[list[str], Field(description="The roles of the entity in it; attributedTo is none.")]


class Timeline(Answer):
    """The events of an entity by day, the earliest first."""

    total: Count
    limit: int
    offset: int
    items: list[TimelineEntry]


class Days(Answer):
    """How many events begin on each day."""

    events: dict[date, int]

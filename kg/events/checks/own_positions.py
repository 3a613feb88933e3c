"""Takes from positions who holds them: in "Ada Lunt became the party's nominee" the position is not Ada Lunt.

Whom somebody replaces is no position either: "*the manager, Ada Lunt*, was replaced".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.events.context import EventContext
from kg.records import Event, Filler

POSITION = "position"


def with_own_positions(context: EventContext, events: Iterable[Event]) -> Iterator[Event]:
    """The events; a position that refers to another participant is its words alone, and a name or pronoun is none.

    A named person in the slot of an object is the patient.
    """
    for event in events:
        event = event.with_fillers(
            replace(each, role="patient") if _is_object(context, event, each) else each
            for each in event.fillers
        )
        others = {each.entity for each in event.fillers if each.role != POSITION and each.entity}
        yield event.with_fillers(
            replace(each, entity=None) if _is_one_of(each, others) else each
            for each in event.fillers
            if not (_is_one_of(each, others) and _is_name(context, each))
        )


def _is_one_of(filler: Filler, entities: set[str]) -> bool:
    return filler.role == POSITION and filler.entity in entities


def _is_name(context: EventContext, filler: Filler) -> bool:
    """True for a name or a pronoun, and for words that end with a name: "the mill's manager, Ada Lunt"."""
    entity = context.entity(filler.token) if filler.token >= 0 else None
    mentions = entity.mentions if entity else ()
    return any(
        each.kind != "noun" and (each.head == filler.token or each.end == filler.end) for each in mentions
    )


def _is_object(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for a position that is a named person, and what the event's verb acts on."""
    frame = context.parsed.frames.get(event.trigger)
    entity = context.entity(filler.token) if filler.role == POSITION and filler.token >= 0 else None
    if frame is None or entity is None or entity.type != "Person" or not entity.is_named:
        return False
    return filler.token in (frame.subject if frame.is_passive else frame.object)

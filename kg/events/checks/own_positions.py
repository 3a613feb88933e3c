"""Takes from positions who holds them: in "Ada Lunt became the party's nominee" the position is not Ada Lunt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.events.context import EventContext
from kg.records import Event, Filler

POSITION = "position"


def with_own_positions(context: EventContext, events: Iterable[Event]) -> Iterator[Event]:
    """The events; a position that refers to another participant is its words alone, and a name or pronoun is none."""
    for event in events:
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

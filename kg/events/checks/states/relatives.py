"""Whose relative somebody is: "President Brandt freed *Lunt's* brother, Ole"."""

from __future__ import annotations

from kg.events.context import EventContext
from kg.events.fillers import filler_of
from kg.events.relations.scored_pairs import (
    KINSHIP,
)
from kg.grammar.tree import conjuncts
from kg.records import Event, Filler


def as_relative(context: EventContext, event: Event, filler: Filler) -> Filler:
    """The husband of "she and *her husband*, both teachers": the noun behind says what both are."""
    if event.event_class != KINSHIP or filler.role != "agent" or filler.token < 0:
        return filler
    tree, totals = context.parsed.tree, context.parsed.language.claims.totals
    is_of_both = any(tree.words[word] in totals for word in tree.get(filler.token, "determiner", "adjective"))
    is_other = is_of_both and filler.token != event.trigger and context.entity(event.trigger) is not None
    return filler_of(context, "agent", event.trigger) if is_other else filler


def of_own_relative(context: EventContext, event: Event) -> Event:
    """A kinship with those alone whose relative the word says it is: "President Brandt freed *Lunt's* brother, Ole".

    Without anybody where that is no filler: "Ada Lunt, *her mother's* cousin", whose own relative is the mother.
    """
    tree = context.parsed.tree
    if event.event_class != KINSHIP:
        return event
    owners = {token for kid in tree.get(event.trigger, "possessive") for token in conjuncts(tree, kid)}
    keys = {entity.key for token in owners if (entity := context.entity(token))}
    own = {each for each in event.fillers_of("patient") if each.token in owners or each.entity in keys}
    if not own and not keys:
        return event
    return event.with_fillers(each for each in event.fillers if each.role != "patient" or each in own)

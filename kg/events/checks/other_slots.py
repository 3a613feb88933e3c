"""Gives recipients the roles of their slots in the class file: who gives something does not get it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.events.context import EventContext
from kg.grammar.frames import Frame
from kg.grammar.relative_clauses import ACTORS
from kg.ontology.classes.lexicon import EventClass
from kg.records import Event, Filler

AGENT, RECIPIENT, TOPIC = "agent", "recipient", "topic"


def with_roles_of_slots(context: EventContext, events: Iterable[Event]) -> Iterator[Event]:
    """The events, with recipients only in slots of a recipient.

    The subject of "*awarded* him a prize" is the agent. Of what is told, the object of "*described* a rival" and the
    name of "said *of* a rival" are the topic, the object of "*warned* a rival" is the recipient. The subject of what
    is said is neither: "argued that *the mayor* lied".
    """
    for event in events:
        event_class = context.lexicon.classes.get(event.event_class)
        frame = context.parsed.frames.get(event.trigger)
        if event_class is None or frame is None or not event.fillers:
            yield event
            continue
        fillers = [_as_agent(context, each, event_class, frame) for each in event.fillers]
        if _tells_about(event_class):
            placed = [_placed(context, each, event_class, frame) for each in fillers]
            fillers = [each for each in placed if each is not None]
        yield event.with_fillers(sorted(fillers, key=lambda each: (each.role, each.begin)))


def _as_agent(context: EventContext, filler: Filler, event_class: EventClass, frame: Frame) -> Filler:
    """The filler as agent if it is the subject of a verb that has its recipients in other slots."""
    if filler.role != RECIPIENT or frame.is_passive or filler.token not in frame.subject:
        return filler
    own = _slots(context, event_class, frame, RECIPIENT)
    is_giver = own and "subject" not in own and "subject" in _slots(context, event_class, frame, AGENT)
    return replace(filler, role=AGENT) if is_giver else filler


def _tells_about(event_class: EventClass) -> bool:
    """True for a class of what clauses say, whose recipient is no object: of "say", not of "ask"."""
    recipient, topic = event_class.role(RECIPIENT), event_class.role(TOPIC)
    if recipient is None or topic is None:
        return False
    return "object" not in recipient.slots and "clause" in topic.slots


def _placed(context: EventContext, filler: Filler, event_class: EventClass, frame: Frame) -> Filler | None:
    slot = _slot(context, filler, frame) if filler.role in (RECIPIENT, TOPIC) else None
    own = _slots(context, event_class, frame, RECIPIENT)
    topics = _slots(context, event_class, frame, TOPIC)
    if filler.role == TOPIC:
        is_told = slot == "object" and slot in own - topics and context.kind(filler.token) in ACTORS
        return replace(filler, role=RECIPIENT) if is_told else filler
    if slot is None or not own or slot in own:
        return filler
    if slot == "clause":
        return None
    return replace(filler, role=TOPIC) if slot in topics else filler


def _slot(context: EventContext, filler: Filler, frame: Frame) -> str | None:
    """The slot of a filler of a verb; "clause" for the subject of what is said, None where it may have several."""
    tree, token = context.parsed.tree, filler.token
    if token < 0:
        return None
    if any(_says_of(context, clause.token, token) for clause in frame.complements):
        return "clause"
    if frame.is_passive and token in frame.subject:
        return "object"  # "*she* is said to have left"
    if (
        token in frame.object
        and tree.slots[token] == "object"
        and not frame.is_passive
        and not frame.complements
    ):
        return "object"
    return next((each.preposition for each in frame.obliques if each.token == token), None)


def _says_of(context: EventContext, clause: int, token: int) -> bool:
    """True for the own subject of a finite clause."""
    said = context.parsed.frames.get(clause)
    is_own = said is not None and said.form.mood == "finite" and said.subject_source == "own"
    return said is not None and is_own and token in said.subject


def _slots(context: EventContext, event_class: EventClass, frame: Frame, name: str) -> frozenset[str]:
    """The slots of a role with a verb, by the class and by all its entries for the verb; empty for no such verb."""
    lemmas = {frame.lemma, context.parsed.tree.lemmas[frame.predicate]}
    triggers = [each for lemma in lemmas for each in context.lexicon.triggers(lemma, "verb")]
    own = [each for each in triggers if each.event_class == event_class.name]
    roles = [each.role(name) for each in own]
    return frozenset(slot for role in roles if role is not None for slot in role.slots)

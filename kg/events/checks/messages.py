"""Gives what a message says to its sender, not to who received it: "Ada Lunt got a letter *saying* that she won"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.events.context import EventContext
from kg.events.fillers import filler_of
from kg.grammar.relative_clauses import ACTORS
from kg.grammar.tree import conjuncts, preposition
from kg.records import Event, Filler

AGENT = "agent"


def with_senders(context: EventContext, events: Iterable[Event]) -> Iterator[Event]:
    """The events; of what a message says its sender is the agent, or the message itself."""
    for event in events:
        message = _message(context, event)
        recipients = _recipients(context, message) if message is not None else frozenset()
        others = [each for each in event.fillers if each.role != AGENT or each.token not in recipients]
        if message is None or len(others) == len(event.fillers):
            yield event
            continue
        senders = _senders(context, event, message) if not any(each.role == AGENT for each in others) else []
        yield event.with_fillers(sorted([*others, *senders], key=lambda each: (each.role, each.begin)))


def _message(context: EventContext, event: Event) -> int | None:
    """The noun that a participle describes: the *letter* of "a letter saying that she had won"."""
    frame = context.parsed.frames.get(event.trigger)
    kind = context.lexicon.stance.kind(frame.lemma, "verb") if frame else None
    if frame is None or frame.subject_source != "modifier" or len(frame.subject) != 1:
        return None
    noun = frame.subject[0]
    return noun if kind and kind.attributed and context.kind(noun) not in ACTORS else None


def _recipients(context: EventContext, message: int) -> frozenset[int]:
    """Those who receive, read or cite a message, with those whose conjuncts they are."""
    tree = context.parsed.tree
    verb = context.parsed.frames.get(tree.heads[message])
    if verb is None or verb.lemma not in context.words.reading or message not in verb.undergoer:
        return frozenset()
    return frozenset(each for token in verb.doer for each in conjuncts(tree, token))


def _senders(context: EventContext, event: Event, message: int) -> list[Filler]:
    """Who sent a message, "a letter from *the union*"; else the message, if the class takes one as agent."""
    tree = context.parsed.tree
    senders = [noun for noun in tree.get(message, "nominal") if preposition(tree, noun) in ("from", "by")]
    event_class = context.lexicon.classes.get(event.event_class)
    role = event_class.role(AGENT) if event_class else None
    found = [noun for noun in (*senders[:1], message) if role and context.fits(noun, role.types)]
    return [filler_of(context, AGENT, noun) for noun in found[:1]]

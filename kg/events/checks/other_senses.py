"""Takes their class from words that have another sense where they stand: "killed the bill", "scared to death"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.events.checks.plain_events import as_plain
from kg.events.context import EventContext
from kg.events.predicates import Predicate
from kg.events.roles import holds
from kg.ontology.classes.lexicon import EventClass
from kg.records import Event

ANY = "any"  # word of a sense that every word of its part of speech may have


def without_other_senses(
    context: EventContext, events: Iterable[Event], rules: Iterable[Event], predicates: Iterable[Predicate]
) -> Iterator[Event]:
    """The events without those whose words mean something else by their class file.

    Such a word has the class of the rules' event if that is another; otherwise a verb is a plain event, a noun none.
    """
    at = defaultdict[int, list[Predicate]](list)
    for predicate in predicates:
        at[predicate.token].append(predicate)
    instead = {event.trigger: event for event in rules if not _means_other(context, event, at)}
    for event in events:
        if not _means_other(context, event, at):
            yield event
        elif event.trigger in instead:
            yield instead[event.trigger]
        elif context.parsed.tree.is_verb(event.trigger):
            yield as_plain(context, event)


def _means_other(context: EventContext, event: Event, at: Mapping[int, list[Predicate]]) -> bool:
    event_class = context.lexicon.classes.get(event.event_class)
    if event_class is None:
        return False
    return any(_has_other_sense(context, event_class, predicate) for predicate in at.get(event.trigger, ()))


def _has_other_sense(context: EventContext, event_class: EventClass, predicate: Predicate) -> bool:
    return any(
        sense.pos == predicate.pos
        and (sense.word == ANY or sense.head in predicate.lemmas)
        and holds(context, predicate, sense)
        for sense in event_class.other_senses
    )

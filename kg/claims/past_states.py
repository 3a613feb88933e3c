"""States that are over on the day of publication: "led the party from 2009 to 2012", "the 2012 nominee"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kg.grammar.parsed import Parsed
from kg.ontology.classes.lexicon import Lexicon
from kg.records import Event, Interval

SPANS = frozenset({"range", "decade"})  # what is said of these is said of their whole length


def with_past_states(
    events: Iterable[Event], parsed: Parsed, when: Mapping[int, Interval | None], lexicon: Lexicon
) -> Iterator[Event]:
    """The events, with the class that `former` names for a state that is over; each class once for a trigger."""
    events = list(events)
    found = {(event.event_class, event.trigger) for event in events}
    for event in events:
        event_class = lexicon.classes.get(event.event_class)
        former = event_class.former if event_class and lexicon.is_state(event_class) else None
        if former in (None, event.event_class) or not _is_over(event, parsed, when.get(event.trigger)):
            yield event
        elif (former, event.trigger) not in found:
            yield replace(event, event_class=former)


def _is_over(event: Event, parsed: Parsed, time: Interval | None) -> bool:
    """True for a state whose time ended before publication: a span, or a day or year that its past verb names.

    A candidate is one in the year that stands beside the word. Who "was elected mayor in 2009" may still be mayor.
    """
    if time is None or time.end is None:
        return False
    published = parsed.article.published
    if published is not None and time.end >= published:
        return False
    if time.granularity in SPANS:
        return True
    frame = parsed.frames.get(event.trigger)
    is_predicate = frame is not None and (frame.kind == "verb" or frame.copula is not None)
    is_past = frame is not None and is_predicate and frame.form.tense == "past" and not frame.form.modals
    is_candidate = parsed.tree.lemmas[event.trigger] in parsed.language.events.candidates
    return is_past or (is_candidate and published is not None and time.end.year < published.year)

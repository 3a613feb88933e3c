"""States that are over on the day of publication: "led the party from 2009 to 2012", "the 2012 nominee".

So is a post that its holder has left: "was sacked as mayor", "succeeded Lunt as mayor". A post that somebody is only
to be given is as sure as that: "plans to name her as *mayor*".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.grammar.parsed import Parsed
from kg.ontology.classes.lexicon import Lexicon
from kg.records import Event, Factuality, Interval

DEPARTURE = "Departure"
CHANGES = frozenset({DEPARTURE, "Appointment"})  # events in which somebody leaves a post
TAKINGS = frozenset({"Appointment", "Election"})  # and takes one
SPANS = frozenset({"range", "decade"})  # what is said of these is said of their whole length


def with_past_states(
    events: Iterable[Event], parsed: Parsed, when: Mapping[int, Interval | None], lexicon: Lexicon
) -> Iterator[Event]:
    """The events, with the class that `former` names for a state that is over; each class once for a trigger."""
    return _with_former(list(events), lexicon, lambda event: _is_over(event, parsed, when.get(event.trigger)))


def _with_former(
    events: Sequence[Event], lexicon: Lexicon, is_over: Callable[[Event], bool]
) -> Iterator[Event]:
    found = {(event.event_class, event.trigger) for event in events}
    for event in events:
        event_class = lexicon.classes.get(event.event_class)
        former = event_class.former if event_class and lexicon.is_state(event_class) else None
        if former in (None, event.event_class) or not is_over(event):
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


def with_left_posts(
    events: Sequence[Event], parsed: Parsed, lexicon: Lexicon, is_actual: Callable[[Event], bool]
) -> Iterator[Event]:
    """The events; a post that somebody has left is a former one: "resigned as *chairman*", "succeeded Lunt as *mayor*".

    Who leaves and the post are those of an actual departure or appointment.
    """
    changes = [each for each in events if each.event_class in CHANGES and each.fillers_of("position")]
    left = [(each, _leavers(each, parsed, lexicon)) for each in changes if is_actual(each)]
    parted = [part for event in events for part in _parted(event, left, parsed)]
    return _with_former(
        parted, lexicon, lambda event: any(_is_left(event, change, who, parsed) for change, who in left)
    )


def _parted(
    post: Event, left: Iterable[tuple[Event, frozenset[str | None]]], parsed: Parsed
) -> Iterator[Event]:
    """A post; two of "Lunt succeeded Dahl as *mayor*": of those who leave it, and of those who take it."""
    for change, who in left:
        staying = [each for each in post.fillers if each.role != "agent" or each.entity not in who]
        leaving = [each for each in post.fillers if each.role != "agent" or each.entity in who]
        is_parted = len(staying) < len(post.fillers) > len(leaving)
        if is_parted and _is_left(post.with_fillers(leaving), change, who, parsed):
            yield post.with_fillers(staying)
            yield post.with_fillers(leaving)
            return
    yield post


def _leavers(change: Event, parsed: Parsed, lexicon: Lexicon) -> frozenset[str]:
    """The entities that leave a post: of an appointment those in `origin`, and the object of "replaced *Lunt*"."""
    patients = change.fillers_of("patient")
    if change.event_class == DEPARTURE:
        leavers = patients or change.fillers_of("agent")
    else:
        frame, lemma = parsed.frames.get(change.trigger), parsed.tree.lemmas[change.trigger]
        own = [each for each in lexicon.triggers(lemma, "verb") if each.event_class == change.event_class]
        origins = [role for each in own if (role := each.role("origin"))]
        is_object = frame is not None and any("object" in role.slots for role in origins)
        objects = frame.undergoer if frame is not None and is_object else ()
        leavers = (*change.fillers_of("origin"), *(each for each in patients if each.token in objects))
    return frozenset(each.entity for each in leavers if each.entity)


def _is_left(post: Event, change: Event, leavers: frozenset[str | None], parsed: Parsed) -> bool:
    """True for the post that a change names, where all who hold it leave or take it."""
    word = parsed.begins[post.trigger]
    is_named = any(each.begin <= word < each.end for each in change.fillers_of("position"))
    holders = post.fillers_of("agent") if post.fillers_of("title") else ()
    return is_named and bool(holders) and all(each.entity in leavers for each in holders)


def posts_to_come(
    events: Sequence[Event], parsed: Parsed, statuses: Mapping[tuple[str, int], Factuality]
) -> dict[tuple[str, int], Factuality]:
    """The factuality of the posts that an appointment which is not actual would give, by their class and trigger.

    `statuses` has the factuality of each event in the same way. Whom somebody nominates as minister is none yet, but
    a candidate.
    """
    words, lemmas = parsed.language, parsed.tree.lemmas
    found: dict[tuple[str, int], Factuality] = {}
    for taking in events:
        if taking.event_class not in TAKINGS or not taking.fillers_of("position"):
            continue
        who = frozenset(each.entity for each in taking.fillers_of("patient") or taking.fillers_of("agent"))
        status = statuses[taking.event_class, taking.trigger]
        is_proposed = status == "actual" and lemmas[taking.trigger] in words.claims.proposing
        behind = (each for each in events if each.trigger > taking.trigger)  # before it stands who takes it
        for post in (each for each in behind if _is_left(each, taking, who - {None}, parsed)):
            if is_proposed and lemmas[post.trigger] not in words.events.candidates:
                found[post.event_class, post.trigger] = "planned"
            elif status != "actual":
                found[post.event_class, post.trigger] = status
    return found

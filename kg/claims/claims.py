"""Events to claims: factuality, attribution and time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.claims.attribution import read_speech
from kg.claims.factuality import alleged_acts, factuality, is_presupposed
from kg.claims.past_states import posts_to_come, with_left_posts, with_past_states
from kg.claims.stances import Stances, read_stances
from kg.grammar.noun_phrases import core
from kg.grammar.parsed import Parsed
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.words.claim_words import ClaimWords
from kg.records import Claim, Event, Factuality, Filler, Interval, Resolution


def read_claims(
    events: Iterable[Event],
    parsed: Parsed,
    resolution: Resolution,
    when: Mapping[int, Interval | None],
    lexicon: Lexicon,
) -> Iterator[tuple[Claim, Event]]:
    """The claim of each event of an article, in text order; `when` has each event's time by its trigger."""
    events, stances = _with_former_states(events, parsed, when, lexicon)
    speech, statuses = read_speech(stances), _factualities(events, stances, when)
    # a name may be the trigger of a state, and of an event that another has as its filler
    named = sorted(events, key=lambda event: not lexicon.is_state_name(event.event_class))
    keys, words = {event.trigger: claim_key(event, parsed) for event in named}, parsed.language.claims

    def claim(event: Event) -> Claim:
        time = when.get(event.trigger)
        sources = _sources(speech.speakers(event.trigger), parsed, resolution)
        joined = (_joined(filler, keys) for filler in event.fillers)
        begin, end = parsed.span(event.trigger, event.trigger + 1)
        factual = statuses[event.event_class, event.trigger]
        return Claim(
            key=claim_key(event, parsed),
            event_class=event.event_class,
            predicate=event.predicate,
            sentence=parsed.sentence(event.trigger),
            begin=begin,
            end=end,
            trigger=parsed.text(event.trigger, event.trigger + 1),
            fillers=tuple(_spoken(filler, sources, resolution, words) for filler in joined),
            factuality=factual,
            attributed_to=sources,
            time=None if factual == "actual" and _is_future(time, parsed) else time,
            quantities=event.quantities,
        )

    return ((claim(event), event) for event in events)


def _factualities(
    events: Sequence[Event], stances: Stances, when: Mapping[int, Interval | None]
) -> dict[tuple[str, int], Factuality]:
    """The factuality of each event by its class and trigger."""
    found = {
        (event.event_class, event.trigger): factuality(event, stances, when.get(event.trigger))
        for event in events
    }
    told = [event for event in events if not is_presupposed(event, stances)]
    return found | posts_to_come(told, stances.parsed, found) | alleged_acts(told, stances, found)


def _with_former_states(
    events: Iterable[Event], parsed: Parsed, when: Mapping[int, Interval | None], lexicon: Lexicon
) -> tuple[list[Event], Stances]:
    """The events in text order, with former states for those that are over, and their stances."""
    current = with_past_states(events, parsed, when, lexicon)
    events = sorted(current, key=lambda event: (event.trigger, event.event_class))
    stances = read_stances(parsed, lexicon, events)

    def is_actual(event: Event) -> bool:
        return factuality(event, stances, when.get(event.trigger)) == "actual"

    return list(with_left_posts(events, parsed, lexicon, is_actual)), stances


def _is_future(time: Interval | None, parsed: Parsed) -> bool:
    """True for days after publication: what has happened did not happen on them."""
    published = parsed.article.published
    return bool(time and time.begin and published and time.begin > published)


def claim_key(event: Event, parsed: Parsed) -> str:
    return f"{event.event_class}@{parsed.begins[event.trigger]}"


def _joined(filler: Filler, keys: Mapping[int, str]) -> Filler:
    return filler if filler.event is None else replace(filler, claim=keys.get(filler.event))


def _sources(tokens: Iterable[int], parsed: Parsed, resolution: Resolution) -> tuple[Filler, ...]:
    """The speakers, each once, without an unresolved "we": the quoted person is the source."""
    speakers = [_speaker(token, parsed, resolution) for token in tokens]
    first_person = parsed.language.claims.first_person
    known = [s for s in speakers if s.entity or s.text.lower() not in first_person]
    return tuple({speaker.entity or speaker.text: speaker for speaker in known}.values())


def _spoken(filler: Filler, sources: tuple[Filler, ...], resolution: Resolution, words: ClaimWords) -> Filler:
    """ "I" is who speaks; so is the "we" of a body that speaks, but not of a person: whom he counts in is not said."""
    if filler.entity or filler.text.lower() not in words.first_person or not sources:
        return filler
    speaker = resolution.entity(sources[-1].token)
    is_one = filler.text.lower() in words.first_person_singular
    fits = speaker is not None and (speaker.type == "Person") == is_one
    return replace(filler, entity=speaker.key) if speaker and fits else filler


def _speaker(token: int, parsed: Parsed, resolution: Resolution) -> Filler:
    entity = resolution.entity(token)
    words = core(parsed.tree, token)
    return parsed.filler("attributedTo", words, token, entity=entity.key if entity else None)

"""Events to claims: factuality, attribution, time, and confidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import exp

from kg.claims.attribution import read_speech
from kg.claims.factuality import factuality
from kg.claims.stances import read_stances
from kg.grammar.noun_phrases import core
from kg.grammar.parsed import Parsed
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.words.claim_words import ClaimWords
from kg.records import Claim, Event, Filler, Interval, Resolution

# Log odds that a claim is right. Set by hand: the order is what counts, and an event's own verb with its named
# fillers goes first.
WEIGHTS: Mapping[str, float] = {
    "bias": 0.6,
    "verb": 0.4,
    "class": 0.3,
    "roles": 0.4,  # for each of two at most
    "named": 0.3,  # for each of two at most
    "unresolved": -0.5,  # for each unresolved pronoun
    "long": -0.5,
    "headline": -0.3,
    "stance": -0.2,
}
LONG_SENTENCE = 45  # words
CORE_ROLES = frozenset(
    {"agent", "patient", "recipient", "topic", "place", "destination", "origin", "position"}
)


def read_claims(
    events: Iterable[Event],
    parsed: Parsed,
    resolution: Resolution,
    when: Mapping[int, Interval | None],
    lexicon: Lexicon,
) -> tuple[Claim, ...]:
    """The claims of an article's events, in text order; `when` has each event's time by its trigger."""
    events = sorted(events, key=lambda event: (event.trigger, event.event_class))
    stances = read_stances(parsed, lexicon, events)
    speech = read_speech(stances)
    keys, words = {event.trigger: claim_key(event, parsed) for event in events}, parsed.language.claims

    def claim(event: Event) -> Claim:
        time = when.get(event.trigger)
        sources = _sources(speech.speakers(event.trigger), parsed, resolution)
        joined = (_joined(filler, keys) for filler in event.fillers)
        begin, end = parsed.span(event.trigger, event.trigger + 1)
        draft = Claim(
            key=keys[event.trigger],
            event_class=event.event_class,
            predicate=event.predicate,
            sentence=parsed.sentence(event.trigger),
            begin=begin,
            end=end,
            trigger=parsed.text(event.trigger, event.trigger + 1),
            fillers=tuple(_spoken(filler, sources, resolution, words) for filler in joined),
            factuality=factuality(event, stances, time),
            attributed_to=sources,
            time=time,
            quantities=event.quantities,
        )
        return replace(draft, confidence=confidence(draft, event, parsed, resolution))

    return tuple(claim(event) for event in events)


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
    start, stop = core(parsed.tree, token)
    begin, end = parsed.span(start, stop)
    entity = resolution.entity(token)
    return Filler(
        role="attributedTo",
        begin=begin,
        end=end,
        text=parsed.text(start, stop),
        entity=entity.key if entity else None,
        token=token,
    )


# --- confidence


def confidence(claim: Claim, event: Event, parsed: Parsed, resolution: Resolution) -> float:
    """How sure the reading is, between 0 and 1; of two claims the one to read first has more."""
    values = features(claim, event, parsed, resolution)
    odds = sum(WEIGHTS[name] * value for name, value in values.items())
    return round(1 / (1 + exp(-odds)), 3)


def features(claim: Claim, event: Event, parsed: Parsed, resolution: Resolution) -> dict[str, float]:
    """What the confidence is made of; the names are those of `WEIGHTS`."""
    fillers = [filler for filler in claim.fillers if filler.role in CORE_ROLES]
    entities = [resolution.entity(filler.token) for filler in fillers if filler.token >= 0]
    pronouns = [filler for filler in fillers if parsed.tree.pos[filler.token] == "PRON" and filler.token >= 0]
    words = len(claim.sentence.text.split())
    return {
        "bias": 1,
        "verb": float(parsed.tree.is_verb(event.anchor)),
        "class": float(claim.event_class != "Event"),
        "roles": min(len({filler.role for filler in fillers}), 2),
        "named": min(sum(1 for entity in entities if entity and entity.is_named), 2),
        "unresolved": sum(1 for filler in pronouns if filler.entity is None and filler.event is None),
        "long": float(words > LONG_SENTENCE),
        "headline": float(claim.sentence.section == "headline"),
        "stance": float(claim.factuality != "actual"),
    }

"""Event profiles: what one claim says of its event, as the record that event coreference compares.

A profile says who, where, when, how many and in which words, with ids of the graph for the entities.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from kg.link.engine.key_value_table import join_key
from kg.link.engine.spellings import stem, words
from kg.link.engine.weights import Weights
from kg.link.events.fillers import ArticleEntities
from kg.link.events.occurrence import Occurrence, find_occurrence, is_definite, is_further
from kg.link.events.units import in_base_unit
from kg.records import (
    Claim,
    Entity,
    Extraction,
    Factuality,
    Interval,
    LocalId,
    Quantity,
    SectionKind,
    Sentence,
    article_id,
)

# The class of an event whose trigger no class of the ontology has
UNKNOWN_CLASS = "Event"
# Begins the kind of the claims of one group of an article
GROUP = "@"
# Times that an article gives to what happened before its news
LONG_TIMES = ("year", "decade")
# Sentences of a body that report the news
LEAD_SENTENCES = 2


class EventProfile(Struct, frozen=True, array_like=True):
    """The event of one claim. Entities are "family/id", of those that other articles may name."""

    local_id: LocalId
    event_class: str
    # Stems of the trigger and its predicate, so that verbs and their nouns meet
    trigger_stems: frozenset[str]
    # Only claims that share one are compared
    kinds: frozenset[str]
    # Named fillers by role, and the head words of unnamed ones
    fillers: Mapping[str, frozenset[str]]
    unnamed_fillers: Mapping[str, frozenset[str]]
    places: frozenset[str]
    # All named fillers and places
    entities: frozenset[str]
    # The countries in which the places lie, and whether a place is itself a country
    countries: frozenset[str]
    are_countries: bool
    time: Interval | None
    # The day of the week, where no date is known; Monday is 0
    weekday: int | None
    published: date | None
    # All quantities in base units
    numbers: tuple[Quantity, ...]
    # Where the trigger begins, and its sentence
    begin: int
    sentence: int
    section: SectionKind
    # In the first sentence of the body with an event; in a headline or one of the first such sentences
    is_first: bool
    is_news: bool
    sentence_stems: frozenset[str]
    # All that the sentence names, and the one day that it gives, if to another claim
    sentence_entities: frozenset[str]
    sentence_day: date | None
    # A noun for an event mentioned before ("the bombing"); an event beside another one ("a second bomb")
    is_definite: bool
    is_further: bool
    # Long before its article
    is_background: bool
    factuality: Factuality
    occurrence: Occurrence
    # Keys of the claims that fill its roles: what is asked for or said
    content_claims: frozenset[str]
    # Who says so, as in `fillers`; head words of unnamed speakers; the words for all of them
    speakers: frozenset[str]
    attributed_to: frozenset[str]
    confidence: float
    # The first key of its group in `Extraction.event_groups`, if the article has groups and one has the claim
    group: str | None = None

    @property
    def article(self) -> str:
        return self.local_id[0]

    @property
    def quantities(self) -> dict[tuple[str, str | None], float]:
        """The values by name and unit."""
        return {(each.name, each.unit): each.value for each in self.numbers}

    @property
    def is_planned(self) -> bool:
        return self.factuality == "planned"


def find_event_profiles(
    extraction: Extraction, ids: Mapping[LocalId, str], weights: Weights
) -> Iterator[EventProfile]:
    """The profile of each claim of an article; `ids` are those of the graph for its entities."""
    entities = ArticleEntities(extraction, ids, weights)
    sentences = _Sentences(extraction, weights)
    for claim in extraction.claims:
        yield _profile(claim, entities, sentences, weights)


def _profile(
    claim: Claim, entities: ArticleEntities, sentences: _Sentences, weights: Weights
) -> EventProfile:
    (fillers, unnamed), places = entities.fillers(claim), entities.places(claim)
    place_ids, trigger_stems = entities.known_ids(places), _trigger_stems(claim, weights)
    sentence, group = claim.sentence.begin, sentences.groups.get(claim.key)
    return EventProfile(
        local_id=(sentences.article, claim.key),
        event_class=claim.event_class,
        trigger_stems=trigger_stems,
        kinds=_kinds(claim.event_class, trigger_stems, (sentences.article, group), weights),
        fillers=fillers,
        unnamed_fillers=unnamed,
        places=place_ids,
        entities=place_ids.union(*fillers.values()),
        countries=_countries(places),
        are_countries=any(place.type == "Country" for place in places),
        time=claim.time if claim.time and claim.time.is_known else None,
        weekday=_weekday(claim.time, weights),
        published=sentences.published,
        numbers=tuple(in_base_unit(quantity, weights) for quantity in claim.quantities),
        begin=claim.begin,
        sentence=sentence,
        section=claim.sentence.section,
        is_first=sentence == sentences.first,
        is_news=claim.sentence.section == "headline" or sentence in sentences.lead,
        sentence_stems=sentences.stems(claim.sentence),
        sentence_entities=entities.sentence_entities(sentence),
        sentence_day=sentences.days.get(sentence) if claim.time is None else None,
        is_definite=is_definite(claim, weights),
        is_further=is_further(claim, weights),
        is_background=_is_background(claim.time, sentences.published),
        factuality=claim.factuality,
        occurrence=find_occurrence(claim, sentences.is_top(claim), sentences.trigger_stems, weights),
        content_claims=frozenset(filler.claim for filler in claim.fillers if filler.claim),
        speakers=entities.speakers(claim),
        attributed_to=frozenset(filler.text for filler in claim.attributed_to),
        confidence=claim.confidence,
        group=group,
    )


def _countries(places: Iterable[Entity]) -> frozenset[str]:
    coordinates = filter(None, (place.coordinates for place in places))
    return frozenset(each.country for each in coordinates if each.country)


def _kinds(
    event_class: str, trigger_stems: Iterable[str], group: tuple[str, str | None], weights: Weights
) -> frozenset[str]:
    """The class of a claim, each compatible pair of classes that it is in, the stems of its trigger, its group."""
    pairs = weights.class_pairs.get(event_class, ())
    stems = (f"={stem}" for stem in trigger_stems)
    groups = (join_key((GROUP, group[0], group[1])),) if group[1] else ()
    return frozenset((event_class, *pairs, *stems, *groups)) - {UNKNOWN_CLASS}


class _Sentences:
    """What the sentences and groups of an article contribute to the profiles of its claims."""

    def __init__(self, extraction: Extraction, weights: Weights) -> None:
        self.article, self.published = article_id(extraction.article), extraction.article.published
        self._weights = weights
        self.groups = {key: group[0] for group in extraction.event_groups or () for key in group}
        self._stems: dict[int, frozenset[str]] = {}
        events = (claim for claim in extraction.claims if claim.event_class not in weights.state_classes)
        body = sorted({claim.sentence.begin for claim in events if claim.sentence.section == "body"})
        self.first = body[0] if body else -1
        self.lead = frozenset(body[:LEAD_SENTENCES])
        self.days = _sentence_days(extraction, weights)
        self.trigger_stems = frozenset(
            stem(claim.trigger.lower(), weights.endings) for claim in extraction.claims
        )

    def is_top(self, claim: Claim) -> bool:
        """Whether a claim is in a headline, or in the first sentence of the body with an event."""
        return claim.sentence.section == "headline" or claim.sentence.begin == self.first

    def stems(self, sentence: Sentence) -> frozenset[str]:
        """The stems of a sentence, without small words."""
        if sentence.begin not in self._stems:
            stems = frozenset(stem(word, self._weights.endings) for word in words(sentence.text))
            self._stems[sentence.begin] = stems - self._weights.stop_words
        return self._stems[sentence.begin]


def _sentence_days(extraction: Extraction, weights: Weights) -> Mapping[int, date]:
    """The day of each sentence that gives exactly one, apart from the day on which somebody says so."""
    days: defaultdict[int, set[date]] = defaultdict(set)
    for claim in extraction.claims:
        is_speech = claim.event_class in weights.speech_classes or claim.predicate in weights.stop_words
        if not is_speech and claim.time and claim.time.granularity == "day" and claim.time.begin:
            days[claim.sentence.begin].add(claim.time.begin)
    return {begin: next(iter(each)) for begin, each in days.items() if len(each) == 1}


def _is_background(time: Interval | None, published: date | None) -> bool:
    """Whether a time is that of another year than its article: "two years ago", "in 2003"."""
    if time is None or time.granularity not in LONG_TIMES:
        return False
    return published is None or time.end is None or time.end.year < published.year


def _weekday(time: Interval | None, weights: Weights) -> int | None:
    """The weekday of a time of one day; "on Monday" has one even if the day of the article is unknown."""
    if time is None or time.granularity != "day":
        return None
    if time.begin:
        return time.begin.weekday()
    weekdays = (weights.weekdays.get(word) for word in words(time.words))
    return next((number for number in weekdays if number is not None), None)


def _trigger_stems(claim: Claim, weights: Weights) -> frozenset[str]:
    """The stems of the predicate without light and small words, and of the last word of the trigger."""
    all_words = {*words(claim.predicate), *words(claim.trigger)[-1:]}
    telling = all_words - weights.stop_words - weights.light_words
    return frozenset(stem(word, weights.endings) for word in telling or all_words)

"""What a claim says of its event, ready to be held against another: who, where, when, how many, in which words.

An event of the graph is one happening. A claim may tell something else, and `course` says so:

- "many": what is told as repeated, growing or adding up: "repeated air strikes", "has killed 1,000 people since it
  began", "has retaken some of the province", "ten raids", "the militia, which fights the army". No day is its day.
- "lasting": by its word, without a day: a war, fighting, a campaign.
- "unplaced": a background that no date places: "was later overrun", "the first town to fall"; and what somebody asks,
  says, backs or turns down without a date, which they may do every week, unless it is of a happening just told.
- "once": all else, and what a headline or a first sentence tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from kg.link.engine.spellings import words
from kg.link.engine.weights import Weights
from kg.link.entities.profiles import family, is_state
from kg.link.events.amounts import measured
from kg.records import (
    Claim,
    Entity,
    Extraction,
    Filler,
    Interval,
    LocalId,
    SectionKind,
    Sentence,
    article_id,
)

PLACES = ("place", "origin", "destination")
SCENES = (*PLACES, "patient")  # a city that is bombed or visited is where that happens
SIDES = ("agent", "patient")
DOERS = ("agent", "instrument")
BEFORE = 40  # characters before a trigger in which its article stands
LEAD = 2  # sentences of a body that tell the news
NEAR = 5  # words before a trigger, of its clause, that say how it happens
CLAUSE = re.compile(r"[,;:.!?\"“”()]")

Course = Literal["once", "many", "lasting", "unplaced"]


@dataclass(frozen=True, slots=True)
class Happening:
    """A claim's event as one sentence tells it. `who` and `where` are "family/id" of entities that others may name."""

    own: LocalId
    article: str
    event_class: str
    predicate: str
    lemmas: frozenset[str]  # of the trigger, stemmed: verbs and their nouns meet
    who: Mapping[str, frozenset[str]]  # by role
    local: Mapping[str, frozenset[str]]  # the head words of fillers that no name tells
    where: frozenset[str]
    named: frozenset[str]  # all of `who` and `where`
    lands: frozenset[str]  # the countries they lie in
    are_lands: bool  # the places are countries themselves
    interval: Interval | None
    published: date | None
    numbers: Mapping[tuple[str, str | None], float]  # by name and unit
    begin: int
    sentence: int  # where it begins
    section: SectionKind
    is_first: bool  # of the body's first sentence that tells anything
    is_news: bool  # of a headline, or of the first sentences that tell anything
    is_definite: bool  # a noun that points back: "the bombing"
    terms: frozenset[str]  # the telling words of its sentence
    course: Course = "once"
    is_planned: bool = False
    near: frozenset[str] = frozenset()  # who and where else its sentence names
    day: date | None = None  # the one day that its sentence gives, to another claim
    contents: frozenset[str] = frozenset()  # keys of claims that fill its roles: what is asked for
    is_further: bool = False  # told as another beside one: "a second bomb"
    by: frozenset[str] = frozenset()  # who says so, as in `who`; of one without a name its head word
    weekday: int | None = None  # Monday is 0


def find_happenings(
    extraction: Extraction, ids: Mapping[LocalId, str], weights: Weights
) -> Iterator[Happening]:
    """Each claim of an article with the graph's ids for its fillers."""
    article = article_id(extraction.article)
    entities = {entity.key: entity for entity in extraction.entities}
    told_in = (claim.sentence for claim in extraction.claims if claim.event_class[0].isupper())
    telling = sorted({sentence.begin for sentence in told_in if sentence.section == "body"})
    first = telling[0] if telling else -1
    towns = _towns(extraction)
    near, days = _near_names(extraction, ids, weights), _near_days(extraction, weights)
    told = frozenset(stem(claim.trigger.lower(), weights.endings) for claim in extraction.claims)
    terms = {claim.sentence.begin: _terms(claim.sentence, weights) for claim in extraction.claims}
    for claim in extraction.claims:
        who, local = _fillers(claim, article, entities, ids, weights)
        fillers = ((f.role, entities[f.entity]) for f in claim.fillers if f.entity in entities)
        places = [
            filler
            for role, filler in fillers
            if _is_where(role, filler) or _is_scene(claim, role, filler, weights)
        ]
        places += [town for filler in claim.fillers for town in _town(filler, claim.sentence, towns, weights)]
        where = frozenset(
            f"{family(place)}/{ids[article, place.key]}" for place in places if _is_known(place, weights)
        )
        yield Happening(
            own=(article, claim.key),
            article=article,
            event_class=claim.event_class,
            predicate=claim.predicate,
            lemmas=_lemmas(claim, weights),
            who=who,
            local=local,
            where=where,
            named=where.union(*who.values()),
            lands=frozenset(
                place.coordinates.country
                for place in places
                if place.coordinates and place.coordinates.country
            ),
            are_lands=any(place.type == "Country" for place in places),
            interval=claim.time if claim.time and claim.time.is_known else None,
            published=extraction.article.published,
            numbers={
                (each.name, each.unit): each.value
                for each in (measured(q, weights) for q in claim.quantities)
            },
            begin=claim.begin,
            sentence=claim.sentence.begin,
            section=claim.sentence.section,
            is_first=claim.sentence.begin == first,
            is_news=claim.sentence.section == "headline" or claim.sentence.begin in telling[:LEAD],
            is_definite=_is_definite(claim, weights),
            terms=terms[claim.sentence.begin],
            course=_course(claim, _is_news(claim, first), told, weights),
            is_planned=claim.factuality == "planned",
            near=near.get(claim.sentence.begin, frozenset()),
            day=days.get(claim.sentence.begin) if claim.time is None else None,
            contents=frozenset(filler.claim for filler in claim.fillers if filler.claim),
            is_further=_is_further(claim, weights),
            by=frozenset(_said_by(claim, article, entities, ids, weights)),
            weekday=_weekday(claim.time, weights),
        )


def _terms(sentence: Sentence, weights: Weights) -> frozenset[str]:
    """The telling words of a sentence, without their endings."""
    return frozenset(stem(word, weights.endings) for word in words(sentence.text)) - weights.small


def _is_where(role: str, entity: Entity) -> bool:
    """Whether it says where on the map: a person that a thing is bought *from* and a burning ship do not."""
    return role in PLACES and family(entity) == "Place"


def _is_scene(claim: Claim, role: str, entity: Entity, weights: Weights) -> bool:
    """Whether a place that something is done to is where: not so of a river that bursts its banks."""
    return (
        role == "patient" and family(entity) == "Place" and claim.event_class not in weights.unplaced_patients
    )


def _towns(extraction: Extraction) -> Mapping[int, Entity]:
    """Named places by where a mention of them ends."""
    return {
        mention.end: entity
        for entity in extraction.entities
        if entity.is_named and family(entity) == "Place"
        for mention in entity.mentions
        if mention.kind == "name"
    }


def _town(
    filler: Filler, sentence: Sentence, towns: Mapping[int, Entity], weights: Weights
) -> Iterator[Entity]:
    """The place that "the flooded port of Orrin" and "a bank in Orrin" name."""
    town = towns.get(filler.end) if filler.role in SCENES else None
    if town is not None:
        at = filler.end - sentence.begin
        before = sentence.text[filler.begin - sentence.begin : at]
        rest = (before.removesuffix(name) for name in town.names if before.endswith(name))
        if any(map(weights.phrases.town_of.search, rest)):
            yield town


def _near_names(
    extraction: Extraction, ids: Mapping[LocalId, str], weights: Weights
) -> Mapping[int, frozenset[str]]:
    """The ids of all that a sentence names, by where it begins."""
    article = article_id(extraction.article)
    found: dict[int, set[str]] = {}
    for entity in extraction.entities:
        if _is_known(entity, weights):
            for mention in entity.mentions:
                found.setdefault(mention.sentence.begin, set()).add(
                    f"{family(entity)}/{ids[article, entity.key]}"
                )
    return {begin: frozenset(names) for begin, names in found.items()}


def _weekday(time: Interval | None, weights: Weights) -> int | None:
    """Of one day; "on Monday" tells it in an article whose own day is not known, too."""
    if time is None or time.granularity != "day":
        return None
    if time.begin:
        return time.begin.weekday()
    told = (weights.weekdays.get(word) for word in words(time.words))
    return next((number for number in told if number is not None), None)


def _near_days(extraction: Extraction, weights: Weights) -> Mapping[int, date]:
    """The day of what a sentence tells, but for what is said of it, where it gives one."""
    found: dict[int, set[date]] = {}
    for claim in extraction.claims:
        is_told = claim.event_class not in weights.repeated and claim.predicate not in weights.small
        if is_told and claim.time and claim.time.granularity == "day" and claim.time.begin:
            found.setdefault(claim.sentence.begin, set()).add(claim.time.begin)
    return {begin: next(iter(days)) for begin, days in found.items() if len(days) == 1}


@lru_cache(maxsize=1 << 16)
def stem(word: str, endings: tuple[str, ...]) -> str:
    """A word without its ending: "bombing", "bombed", "bombs" and "bomb" are one."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def head_word(text: str, weights: Weights) -> str:
    """The last word of a noun phrase before what follows its head."""
    found = words(weights.phrases.after_head.split(f" {text.strip()}", maxsplit=1)[0]) or words(text)
    return stem(found[-1], weights.endings) if found else ""


def _fillers(
    claim: Claim, article: str, entities: Mapping[str, Entity], ids: Mapping[LocalId, str], weights: Weights
) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Ids of named fillers, and heads of the others, by role; of two who meet, the first by id is the doer."""
    who: dict[str, set[str]] = {}
    local: dict[str, set[str]] = {}
    for filler in claim.fillers:
        entity = entities.get(filler.entity or "")
        if entity is not None and _is_where(filler.role, entity) and _is_known(entity, weights):
            continue
        if entity is not None and _is_known(entity, weights):
            who.setdefault(filler.role, set()).add(f"{family(entity)}/{ids[article, entity.key]}")
        else:
            local.setdefault(filler.role, set()).add(
                head_word(entity.label if entity else filler.text, weights)
            )
    if claim.event_class in weights.mutual and {*map(len, (who.get(role, ()) for role in SIDES))} == {1}:
        who |= {
            role: {name} for role, name in zip(SIDES, sorted(who["agent"] | who["patient"]), strict=False)
        }
    return _frozen(who), _frozen(local)


def _said_by(
    claim: Claim, article: str, entities: Mapping[str, Entity], ids: Mapping[LocalId, str], weights: Weights
) -> Iterator[str]:
    for filler in claim.attributed_to:
        entity = entities.get(filler.entity or "")
        if entity is not None and _is_known(entity, weights):
            yield f"{family(entity)}/{ids[article, entity.key]}"
        else:
            yield head_word(entity.label if entity else filler.text, weights)


def _lemmas(claim: Claim, weights: Weights) -> frozenset[str]:
    """The stems of the predicate's telling words, and of the trigger's last."""
    found = {*words(claim.predicate), *words(claim.trigger)[-1:]}
    return frozenset(stem(word, weights.endings) for word in (found - weights.small - weights.light) or found)


def _frozen(found: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {role: frozenset(values - {""}) for role, values in sorted(found.items())}


def _is_known(entity: Entity, weights: Weights) -> bool:
    """Whether other articles may name it: it has a name, or is a state by its country."""
    return entity.is_named or is_state(entity, weights)


def _is_definite(claim: Claim, weights: Weights) -> bool:
    at = claim.begin - claim.sentence.begin
    before = claim.sentence.text[max(0, at - BEFORE) : at]
    noun = claim.predicate.split(" ")[-1]
    return claim.trigger.lower() in (noun, f"{noun}s", f"{noun}es") and bool(
        weights.phrases.definite.search(before)
    )


def _is_further(claim: Claim, weights: Weights) -> bool:
    """Whether its noun, or what does it, is told as another: "a second bomb killed nine"."""
    before, _ = _around(claim)
    doers = (filler.text for filler in claim.fillers if filler.role in DOERS)
    texts = (before, *(text.removesuffix(text.split()[-1]) for text in doers if text))
    return any(map(weights.phrases.further.search, texts))


def _course(claim: Claim, is_news: bool, told: frozenset[str], weights: Weights) -> Course:
    """Whether a claim tells one happening; see the head of this file."""
    near = _near(claim)
    if _is_many(claim, near, weights):
        return "many"
    if claim.time is not None and claim.time.granularity == "day":
        return "once"
    if not weights.lasting.isdisjoint(words(f"{claim.predicate} {claim.trigger}")):
        return "lasting"
    if claim.time is not None or is_news or claim.quantities:
        return "once"
    is_said = claim.event_class in weights.repeated and not _reacts(claim, told, weights)
    return "unplaced" if is_said or not weights.vague.isdisjoint(near) else "once"


def _reacts(claim: Claim, told: frozenset[str], weights: Weights) -> bool:
    """Whether it is of a happening that its article tells: "condemned the strikes"."""
    pointing = (f.text for f in claim.fillers_of("patient") if weights.phrases.pointing.match(f.text))
    return any(head_word(text, weights) in told for text in pointing)


def _is_news(claim: Claim, first: int) -> bool:
    """Whether it stands in a headline, or in the first sentence of the body."""
    return claim.sentence.section == "headline" or claim.sentence.begin == first


def _is_many(claim: Claim, near: frozenset[str], weights: Weights) -> bool:
    """Whether it is told as repeated or growing, as a sum until now, by a count, or in the present of a habit."""
    if not weights.recurring.isdisjoint((*near, *words(claim.predicate))):
        return True
    if any(quantity.name == "count" and quantity.value > 1 for quantity in claim.quantities):
        return True
    phrases, (before, after) = weights.phrases, _around(claim)
    is_until_now = phrases.until_now.search(before) and (
        phrases.sum.search(after) or phrases.part.match(after)
    )
    if is_until_now or _is_sum(claim.time, weights):
        return True
    return bool(phrases.relative.search(before)) and claim.trigger.lower() in _presents(claim.predicate)


def _is_sum(time: Interval | None, weights: Weights) -> bool:
    if time is None or time.granularity == "day":
        return False
    return bool(weights.phrases.recent.search(time.words))


def _around(claim: Claim) -> tuple[str, str]:
    """A sentence before the trigger, and after it."""
    at = claim.begin - claim.sentence.begin
    return claim.sentence.text[:at], claim.sentence.text[at + len(claim.trigger) :]


def _near(claim: Claim) -> frozenset[str]:
    """The words of its clause that stand next before the trigger."""
    before, _ = _around(claim)
    return frozenset(words(CLAUSE.split(before)[-1])[-NEAR:])


def _presents(predicate: str) -> frozenset[str]:
    """The forms of the present: "fights", "publishes"."""
    verb = predicate.split(" ")[0]
    return frozenset((verb, f"{verb}s", f"{verb}es"))

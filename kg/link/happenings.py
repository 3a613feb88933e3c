"""What a claim says of its event, ready to be held against another: who, where, when, how many, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kg.link.names import words
from kg.link.profiles import family
from kg.link.weights import Weights
from kg.places import load_atlas
from kg.records import Claim, Entity, Extraction, Interval, Own, Quantity, SectionKind, article_id

# Where the head of a noun phrase ends: "delegation" of "a delegation from the capital"
AFTER_HEAD = re.compile(
    r"\s(?:of|from|in|on|at|for|to|by|with|that|who|which|against|near|headed|led)\s|[,(]"
)
PLACES = ("place", "origin", "destination")
DEFINITE = re.compile(r"\b(?:the|this|that|these|those)(?:\s[\w-]+)?\s?$", re.IGNORECASE)
BEFORE = 40  # characters before a trigger in which its article stands


@dataclass(frozen=True, slots=True)
class Happening:
    """A claim's event as one sentence tells it. `who` and `where` are "family/id" of entities that others may name."""

    own: Own
    event_class: str
    predicate: str
    lemmas: frozenset[str]  # of the trigger, stemmed: verbs and their nouns meet
    who: Mapping[str, frozenset[str]]  # by role
    local: Mapping[str, frozenset[str]]  # the head words of fillers that no name tells
    where: frozenset[str]
    lands: frozenset[str]  # the countries they lie in
    are_lands: bool  # the places are countries themselves
    interval: Interval | None
    published: date | None
    quantities: tuple[Quantity, ...]
    begin: int
    sentence: int  # where it begins
    section: SectionKind
    is_first: bool  # of the body's first sentence
    is_definite: bool  # a noun that points back: "the bombing"
    terms: frozenset[str]  # the telling words of its sentence

    @property
    def article(self) -> str:
        return self.own[0]

    @property
    def named(self) -> frozenset[str]:
        return frozenset(id_ for ids in self.who.values() for id_ in ids) | self.where


def find_happenings(extraction: Extraction, ids: Mapping[Own, str], weights: Weights) -> Iterator[Happening]:
    """Each claim of an article with the graph's ids for its fillers."""
    article = article_id(extraction.article)
    entities = {entity.key: entity for entity in extraction.entities}
    first = min((s.begin for s in extraction.sentences if s.section == "body"), default=-1)
    for claim in extraction.claims:
        who, local = _fillers(claim, article, entities, ids)
        places = [entities[f.entity] for f in claim.fillers if f.role in PLACES and f.entity in entities]
        yield Happening(
            (article, claim.key),
            claim.event_class,
            claim.predicate,
            _lemmas(claim, weights),
            who,
            local,
            frozenset(f"{family(place)}/{ids[article, place.key]}" for place in places if _is_known(place)),
            frozenset(place.spot.country for place in places if place.spot and place.spot.country),
            any(place.type == "Country" for place in places),
            claim.time,
            extraction.article.published,
            claim.quantities,
            claim.begin,
            claim.sentence.begin,
            claim.sentence.section,
            claim.sentence.begin == first,
            _is_definite(claim),
            frozenset(stem(word) for word in words(claim.sentence.text)) - weights.small,
        )


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word without its endings: "bombing", "bombed", "bombs" and "bomb" are one."""
    for ending in (
        "ations",
        "ation",
        "ings",
        "ing",
        "ions",
        "ion",
        "ments",
        "ment",
        "ers",
        "ed",
        "es",
        "er",
        "s",
        "e",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def head_word(text: str) -> str:
    """The last word of a noun phrase before what follows its head."""
    found = words(AFTER_HEAD.split(f" {text.strip()}", maxsplit=1)[0]) or words(text)
    return stem(found[-1]) if found else ""


def _fillers(
    claim: Claim, article: str, entities: Mapping[str, Entity], ids: Mapping[Own, str]
) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Ids of named fillers, and heads of the others, by role."""
    who: dict[str, set[str]] = {}
    local: dict[str, set[str]] = {}
    for filler in claim.fillers:
        entity = entities.get(filler.entity or "")
        if filler.role in PLACES and entity is not None and _is_known(entity):
            continue
        if entity is not None and _is_known(entity):
            who.setdefault(filler.role, set()).add(f"{family(entity)}/{ids[article, entity.key]}")
        else:
            local.setdefault(filler.role, set()).add(head_word(entity.label if entity else filler.text))
    return _frozen(who), _frozen(local)


def _lemmas(claim: Claim, weights: Weights) -> frozenset[str]:
    """The stems of the predicate's telling words, and of the trigger's last."""
    found = {*words(claim.predicate), *words(claim.trigger)[-1:]}
    return frozenset(stem(word) for word in (found - weights.small - weights.light) or found)


def _frozen(found: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {role: frozenset(values - {""}) for role, values in sorted(found.items())}


def _is_known(entity: Entity) -> bool:
    """Whether other articles may name it: it has a name, or is a state by its country."""
    return entity.is_named or load_atlas().country(entity.label.split(" ")[0]) is not None


def _is_definite(claim: Claim) -> bool:
    at = claim.begin - claim.sentence.begin
    before = claim.sentence.text[max(0, at - BEFORE) : at]
    return bool(DEFINITE.search(before))

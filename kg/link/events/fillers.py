"""The entities of a claim: named and unnamed fillers by role, places, and speakers, with ids of the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.link.engine.spellings import head_word
from kg.link.engine.weights import Weights
from kg.link.entities.profiles import family, is_state
from kg.records import PLACE_ROLES, Claim, Entity, Extraction, Filler, LocalId, Sentence, article_id

# A city that is bombed or visited is where that happens
SCENE_ROLES = (*PLACE_ROLES, "patient")
# The roles that a mutual event may swap
MUTUAL_ROLES = ("agent", "patient")


class Fillers(NamedTuple):
    """Named fillers, as "family/id", and the head words of unnamed ones, by role."""

    named: Mapping[str, frozenset[str]]
    unnamed: Mapping[str, frozenset[str]]


class ArticleEntities:
    """The entities of one article by the places where they are mentioned; `ids` are those of the graph."""

    def __init__(self, extraction: Extraction, ids: Mapping[LocalId, str], weights: Weights) -> None:
        article, self._weights = article_id(extraction.article), weights
        self._entities = {entity.key: entity for entity in extraction.entities}
        # Those that other articles may name: they have a name, or are states
        self._known_ids = {
            entity.key: f"{family(entity)}/{ids[article, entity.key]}"
            for entity in extraction.entities
            if entity.is_named or is_state(entity, weights)
        }
        self._places_by_end = _places_by_end(extraction)
        self._in_sentence = self._by_sentence(extraction)

    def fillers(self, claim: Claim) -> Fillers:
        """The fillers of a claim, without those that are its places."""
        named: defaultdict[str, set[str]] = defaultdict(set)
        unnamed: defaultdict[str, set[str]] = defaultdict(set)
        for filler in claim.fillers:
            entity = self._entities.get(filler.entity or "")
            id_ = self._known_ids.get(entity.key) if entity else None
            if entity is None or id_ is None:
                unnamed[filler.role].add(self._head_word(entity, filler))
            elif not _is_place(filler.role, entity):
                named[filler.role].add(id_)
        if claim.event_class in self._weights.mutual_classes:
            named.update(_sorted_sides(named))
        return Fillers(_frozen(named), _frozen(unnamed))

    def places(self, claim: Claim) -> list[Entity]:
        """The places of a claim: fillers of place roles, scenes, and places that end a filler."""
        fillers = ((f.role, self._entities[f.entity]) for f in claim.fillers if f.entity in self._entities)
        places = [
            entity
            for role, entity in fillers
            if _is_place(role, entity) or self._is_scene(claim, role, entity)
        ]
        return [
            *places,
            *(place for each in claim.fillers for place in self._final_place(each, claim.sentence)),
        ]

    def known_ids(self, entities: Iterable[Entity]) -> frozenset[str]:
        """The ids of those entities that other articles may name."""
        return frozenset(self._known_ids[each.key] for each in entities if each.key in self._known_ids)

    def speakers(self, claim: Claim) -> frozenset[str]:
        """The ids of those to whom a claim is attributed; of unnamed ones the head words."""
        return frozenset(self._speaker(filler) for filler in claim.attributed_to)

    def sentence_entities(self, sentence: int) -> frozenset[str]:
        """The ids of all that a sentence names, by where it begins."""
        return self._in_sentence.get(sentence, frozenset())

    def _speaker(self, filler: Filler) -> str:
        entity = self._entities.get(filler.entity or "")
        id_ = self._known_ids.get(entity.key) if entity else None
        return id_ or self._head_word(entity, filler)

    def _by_sentence(self, extraction: Extraction) -> Mapping[int, frozenset[str]]:
        ids: defaultdict[int, set[str]] = defaultdict(set)
        for entity in extraction.entities:
            if id_ := self._known_ids.get(entity.key):
                for mention in entity.mentions:
                    ids[mention.sentence.begin].add(id_)
        return {sentence: frozenset(each) for sentence, each in ids.items()}

    def _head_word(self, entity: Entity | None, filler: Filler) -> str:
        return head_word(entity.label if entity else filler.text, self._weights)

    def _is_scene(self, claim: Claim, role: str, entity: Entity) -> bool:
        """Whether an event happens in the place to which it is done; a river that bursts its banks is no scene."""
        is_patient = role == "patient" and family(entity) == "Place"
        return is_patient and claim.event_class not in self._weights.unplaced_patient_classes

    def _final_place(self, filler: Filler, sentence: Sentence) -> Iterator[Entity]:
        """The place at the end of a filler: "the flooded port of Orrin", "a bank in Orrin"."""
        place = self._places_by_end.get(filler.end) if filler.role in SCENE_ROLES else None
        if place is not None:
            text = sentence.text[filler.begin - sentence.begin : filler.end - sentence.begin]
            before = (text.removesuffix(name) for name in place.names if text.endswith(name))
            if any(map(self._weights.phrases.town_of.search, before)):
                yield place


def _is_place(role: str, entity: Entity) -> bool:
    """Whether a filler of a place role is a place, and not somebody to buy *from* or a burning ship."""
    return role in PLACE_ROLES and family(entity) == "Place"


def _places_by_end(extraction: Extraction) -> Mapping[int, Entity]:
    """Named places by the ends of their mentions."""
    return {
        mention.end: entity
        for entity in extraction.entities
        if entity.is_named and family(entity) == "Place"
        for mention in entity.mentions
        if mention.kind == "name"
    }


def _sorted_sides(named: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The one agent and the one patient of a mutual event in the order of their ids: either may be named first."""
    sides = [named.get(role, set()) for role in MUTUAL_ROLES]
    if {*map(len, sides)} != {1}:
        return {}
    return {role: {id_} for role, id_ in zip(MUTUAL_ROLES, sorted(set().union(*sides)), strict=False)}


def _frozen(fillers: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {role: frozenset(values - {""}) for role, values in sorted(fillers.items())}

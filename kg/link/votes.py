"""What kind of thing a name names, where articles differ: most sources have it.

One article that takes a country for a person would have an entity of its own, apart from the country of all others. It
is given the kind that the others have, unless something speaks against: its place on the map, a position it holds,
another name, an article that tells both apart, or company that none of the others keeps.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.link.names import words
from kg.link.profiles import Name, family
from kg.link.weights import Weights
from kg.records import Entity, EntityType, Extraction, article_id

MOST = 2  # how many times as many sources as all other kinds together the winner has
OPEN = "Thing"  # what nobody knew the kind of, which says nothing


@dataclass(frozen=True, slots=True)
class Winner:
    """The kind that a name has, and what else is named in the articles that have it so."""

    family: str
    type: EntityType
    company: frozenset[Name]


def agreed(
    extractions: Sequence[Extraction], sources: Mapping[str, str], weights: Weights
) -> list[Extraction]:
    """The extractions with the kinds that their names have in most."""
    winners = _winners(extractions, sources)
    return (
        [_retyped(extraction, winners, weights) for extraction in extractions] if winners else [*extractions]
    )


def _name(entity: Entity) -> Name:
    return words(entity.label)


def _winners(extractions: Sequence[Extraction], sources: Mapping[str, str]) -> Mapping[Name, Winner]:
    """By name, where one kind outweighs the others."""
    told: defaultdict[Name, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    types: defaultdict[tuple[Name, str], Counter[EntityType]] = defaultdict(Counter)
    for extraction in extractions:
        article = article_id(extraction.article)
        for entity in extraction.entities:
            if entity.is_named:
                told[_name(entity)][family(entity)].add(sources[article])
                types[_name(entity), family(entity)][entity.type] += 1
    kinds = {name: kind for name, by_kind in told.items() if len(by_kind) > 1 and (kind := _kind(by_kind))}
    company = _company(extractions, kinds)
    return {
        name: Winner(kind, _commonest(types[name, kind]), frozenset(company[name] - {name}))
        for name, kind in kinds.items()
    }


def _kind(by_kind: Mapping[str, set[str]]) -> str | None:
    """The family that has so many more sources than the others."""
    counts = sorted(((len(found), kind) for kind, found in by_kind.items() if kind != OPEN), reverse=True)
    (most, kind), *others = counts
    return kind if not others or most >= MOST * sum(count for count, _ in others) else None


def _commonest(types: Counter[EntityType]) -> EntityType:
    return min(types, key=lambda type_: (-types[type_], type_))


def _company(extractions: Sequence[Extraction], kinds: Mapping[Name, str]) -> Mapping[Name, set[Name]]:
    """What else is named in the articles that have a name as the winning kind."""
    company: defaultdict[Name, set[Name]] = defaultdict(set)
    for extraction in extractions:
        names = {_name(entity) for entity in extraction.entities if entity.is_named}
        for entity in extraction.entities:
            if entity.is_named and kinds.get(_name(entity)) == family(entity):
                company[_name(entity)] |= names
    return company


def _retyped(extraction: Extraction, winners: Mapping[Name, Winner], weights: Weights) -> Extraction:
    named = [entity for entity in extraction.entities if entity.is_named]
    names = Counter(map(_name, named))
    holders = {
        filler.entity
        for claim in extraction.claims
        if claim.event_class in weights.states
        for filler in claim.fillers_of("agent")
    }
    changed = {
        entity.key: replace(entity, type=winner.type)
        for entity in named
        if (winner := winners.get(_name(entity))) is not None
        and winner.family != family(entity)
        and not _speaks_against(entity, entity.key in holders)
        and names[_name(entity)] == 1
        and winner.company & names.keys()
    }
    if not changed:
        return extraction
    entities = tuple(changed.get(entity.key, entity) for entity in extraction.entities)
    return replace(extraction, entities=entities)


def _speaks_against(entity: Entity, is_holder: bool) -> bool:
    """Whether its article knows more of it than a bare name."""
    is_person = entity.type == "Person" and is_holder
    return is_person or entity.spot is not None or any(words(name) != _name(entity) for name in entity.names)

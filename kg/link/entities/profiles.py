"""Profiles: what one article says of each entity that other articles may name.

A profile has the names of an entity, its coarse type, countries, positions, and the names around it. It is the record
that all later steps compare.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from kg.link.engine.block_index import block_number
from kg.link.engine.key_value_table import join_key
from kg.link.engine.spellings import words
from kg.link.engine.weights import Weights
from kg.ontology.places import Atlas
from kg.records import Entity, Extraction, LocalId, article_id

Name = tuple[str, ...]
NICKNAME = re.compile(r"""["“'‘(]([^\W\d_]{2,})["”'’)](?!\w)""")
# Articles may differ on the type within a family. Entities of two families never merge.
FAMILIES = {"Country": "Place", "City": "Place", "Group": "Organization"}


class Profile(Struct, frozen=True, array_like=True):
    """One article's entity. Names are folded words; the name or demonym of a country is its code in capitals.

    `generation` is "jr", "iii" and the like, the last word of the name of a person who has one.
    `context` are the names of the other entities of the article, each as its number.
    `listed` is the key of its row in the user's list,
    `never` names of others that it is not.
    """

    local_id: LocalId
    family: str
    name: Name
    names: frozenset[Name]
    countries: frozenset[str]
    positions: frozenset[str]
    generation: str | None
    context: frozenset[int]
    year: int | None
    source: str
    geonames: int | None
    listed: str | None = None
    never: frozenset[Name] = frozenset()


def find_profiles(extraction: Extraction, source: str, weights: Weights) -> Iterator[Profile]:
    """The profiles of an article's entities that have a name, or are states ("the Syrian regime")."""
    article = article_id(extraction.article)
    countries, positions = _countries_and_positions(extraction, weights)
    names = {entity.key: _main_name(entity, weights) for entity in extraction.entities}
    named = {key: name for key, name in names.items() if name}
    numbers = {key: name_number(name) for key, name in named.items()}
    published = extraction.article.published
    for entity in extraction.entities:
        name = named.get(entity.key)
        if name is None:
            continue
        others = filter(None, _all_names(entity, weights)) if entity.is_named else ()
        yield Profile(
            local_id=(article, entity.key),
            family=family(entity),
            name=name,
            names=frozenset((name, *others)),
            countries=frozenset(countries[entity.key]),
            positions=frozenset(positions[entity.key]),
            generation=_generation(name, weights) if entity.type == "Person" else None,
            context=frozenset(other for key, other in numbers.items() if key != entity.key),
            year=published.year if published else None,
            source=source,
            geonames=entity.coordinates.geonames if entity.coordinates else None,
            listed=entity.listed.key if entity.listed else None,
            never=_never(entity, weights),
        )


@lru_cache(maxsize=1 << 14)
def name_number(name: Name) -> int:
    """The number of a name in a context: a hash of 64 bits."""
    return block_number(join_key(name))


def most_frequent(names: Mapping[Name, int]) -> Name:
    """The most frequent name; of several the longest."""
    return min(names, key=lambda name: (-names[name], -len(name), name))


def family(entity: Entity) -> str:
    """The coarse type of an entity."""
    return FAMILIES.get(entity.type, entity.type)


def _never(entity: Entity, weights: Weights) -> frozenset[Name]:
    never = entity.listed.never if entity.listed else ()
    return frozenset(_normalized(name, family(entity), weights) for name in never)


def is_country_code(word: str) -> bool:
    """Whether a word of a name is the code of a country. All other words are folded to lower case."""
    return word.isupper()


def without_generation(name: Name, weights: Weights) -> Name:
    """A person's name without "Jr." and the like."""
    return name[:-1] if _generation(name, weights) else name


def _generation(name: Name, weights: Weights) -> str | None:
    return name[-1] if len(name) > 1 and name[-1] in weights.generations else None


def connector_index(name: Name, weights: Weights) -> int:
    """Where "of" is in a name, after its first word; -1 without one."""
    return next((at for at, word in enumerate(name) if at and word in weights.connectors), -1)


def is_state(entity: Entity, weights: Weights) -> bool:
    """Whether a name combines a country with a noun that means the state: "the Syrian regime"."""
    names = (_normalized(name, "Organization", weights) for name in entity.names)
    return family(entity) == "Organization" and any(_state_name(name, weights) for name in names)


def _main_name(entity: Entity, weights: Weights) -> Name | None:
    """The name to link an entity by; None if it is local to its article."""
    if family(entity) == "Organization":
        names = (_normalized(name, "Organization", weights) for name in entity.names)
        state = next(filter(None, (_state_name(name, weights) for name in names)), None)
        if state:
            return state
    if not entity.is_named:
        return None
    name = _normalized(entity.label, family(entity), weights)
    return (_singular(name) if entity.type == "Group" else name) or None


def _singular(name: Name) -> Name:
    """The name of a people without the ending of the plural: "Muslims", "Tories"."""
    if not name or is_country_code(name[-1]) or not name[-1].endswith("s") or name[-1].endswith("ss"):
        return name
    last = name[-1].removesuffix("s")
    return *name[:-1], f"{last[:-2]}y" if last.endswith("ie") else last


def _state_name(name: Name, weights: Weights) -> Name | None:
    """("SY", "state") for "Syrian regime", "Syrian government" and "federal government of Syria"."""
    # A code in capitals sorts first
    rest = sorted(word for word in name if word not in weights.state_modifiers)
    if len(rest) == 2 and is_country_code(rest[0]) and rest[1] in weights.state_nouns:
        return rest[0], "state"
    return None


def _all_names(entity: Entity, weights: Weights) -> Iterator[Name]:
    """All names of an entity, with variants.

    "Department of the Treasury" adds "Treasury Department", and a nickname adds "Jerry Orr".
    """
    for text in entity.names:
        name = _normalized(text, family(entity), weights)
        yield name
        if entity.type == "Person":
            surname = without_generation(name, weights)[-1:]
            yield from ((*words(nick), *surname) for nick in NICKNAME.findall(text) if surname)
        elif family(entity) == "Organization" and 0 < (at := connector_index(name, weights)) < len(name) - 1:
            codes = tuple(filter(is_country_code, name))
            yield *codes, *(word for word in (*name[at + 1 :], *name[:at]) if word not in codes)


def _normalized(text: str, family: str, weights: Weights) -> Name:
    """The words of a name without particles; in the name of an organization countries become codes."""
    if family == "Person":
        dropped = weights.particles | weights.surname_particles
        plain = words(NICKNAME.sub(" ", text)) or words(text)
        return tuple(word for word in plain if word not in dropped) or plain
    name = tuple(word for word in words(text) if word not in weights.particles)
    if family != "Organization" or len(name) < 2:
        return name
    while len(name) > 1 and name[-1] in weights.legal_forms:
        name = name[:-1]
    expanded = (part for word in name for part in weights.abbreviations.get(word, (word,)))
    return tuple(_with_country_codes(tuple(expanded), weights.atlas))


def _with_country_codes(name: Name, atlas: Atlas) -> Iterator[str]:
    """A name in which the longest names of countries become codes: "South Korean army" is ("KR", "army")."""
    at = 0
    while at < len(name):
        ends = (end for end in range(min(len(name), at + 3), at, -1) if atlas.country(" ".join(name[at:end])))
        end = next(ends, 0)
        yield atlas.country(" ".join(name[at:end])) or "" if end else name[at]
        at = end or at + 1


def _countries_and_positions(
    extraction: Extraction, weights: Weights
) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """The countries and the positions of each entity, from the states that the article claims."""
    by_key = {entity.key: entity for entity in extraction.entities}
    countries: defaultdict[str, set[str]] = defaultdict(set)
    positions: defaultdict[str, set[str]] = defaultdict(set)
    for claim in extraction.claims:
        if claim.event_class not in weights.affiliation_classes:
            continue
        titles = {_office(filler.text, weights) for filler in claim.fillers_of("title")}
        codes = {
            code
            for filler in claim.fillers_of("patient")
            for code in _country_codes(by_key.get(filler.entity or ""), filler.text, weights.atlas)
        }
        for filler in claim.fillers_of("agent"):
            if filler.entity:
                countries[filler.entity] |= codes
                positions[filler.entity] |= titles
    return countries, positions


def _office(title: str, weights: Weights) -> str:
    """The words of a position; that of a president-elect is the president's."""
    name = words(title)
    while len(name) > 1 and name[-1] in weights.coming_holders:
        name = name[:-1]
    return " ".join(name)


def _country_codes(entity: Entity | None, text: str, atlas: Atlas) -> Iterable[str]:
    """The countries that an entity lies in, or that its name contains."""
    if entity and entity.coordinates and entity.coordinates.country:
        return (entity.coordinates.country,)
    name = words(entity.label if entity else text)
    return set(filter(is_country_code, _with_country_codes(name, atlas)))

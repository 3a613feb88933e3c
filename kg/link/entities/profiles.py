"""What an article says of each entity that may be known elsewhere: names, kind, countries, positions, company."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.link.engine.spellings import words
from kg.link.engine.weights import Weights
from kg.ontology.places import Atlas
from kg.records import Entity, Extraction, LocalId, article_id

Name = tuple[str, ...]
# Types that one body or one place may have; between families nothing is merged.
NICKNAME = re.compile(r"""["“'‘(]([^\W\d_]{2,})["”'’)](?!\w)""")
FAMILIES = {"Country": "Place", "City": "Place", "Group": "Organization"}


@dataclass(frozen=True, slots=True)
class Profile:
    """One article's entity. Names are folded words, in which a country's name or demonym is its code in capitals."""

    own: LocalId
    family: str
    label: str
    name: Name
    names: frozenset[Name]
    countries: frozenset[str]
    positions: frozenset[str]
    near: frozenset[Name]  # the names of others in the article
    year: int | None
    source: str
    spot: int | None


def find_profiles(extraction: Extraction, source: str, weights: Weights) -> Iterator[Profile]:
    """The entities of an article that others may speak of: those with a name, and states ("the Syrian regime")."""
    article = article_id(extraction.article)
    countries, positions = _said(extraction, weights)
    names = {entity.key: _name(entity, weights) for entity in extraction.entities}
    named = {key: name for key, name in names.items() if name}
    published = extraction.article.published
    for entity in extraction.entities:
        name = named.get(entity.key)
        if name is None:
            continue
        yield Profile(
            (article, entity.key),
            family(entity),
            entity.label,
            name,
            frozenset((name, *filter(None, _names(entity, weights))))
            if entity.is_named
            else frozenset((name,)),
            frozenset(countries[entity.key]),
            frozenset(positions[entity.key]),
            frozenset(other for key, other in named.items() if key != entity.key),
            published.year if published else None,
            source,
            entity.coordinates.geonames if entity.coordinates else None,
        )


def family(entity: Entity) -> str:
    return FAMILIES.get(entity.type, entity.type)


def _name(entity: Entity, weights: Weights) -> Name | None:
    """What to look an entity up by; None of one that is its article's own."""
    if family(entity) == "Organization":
        states = (_state(_folded(name, "Organization", weights), weights) for name in entity.names)
        found = next((state for state in states if state), None)
        if found:
            return found
    return _folded(entity.label, family(entity), weights) or None if entity.is_named else None


def is_state(entity: Entity, weights: Weights) -> bool:
    """Whether a name of it is a country's with a noun that means the state: "the Syrian regime"."""
    names = (_folded(name, "Organization", weights) for name in entity.names)
    return family(entity) == "Organization" and any(_state(name, weights) for name in names)


def _state(name: Name, weights: Weights) -> Name | None:
    """("SY", "state") for "Syrian regime", "Syrian government" and "federal government of Syria"."""
    rest = sorted(word for word in name if word not in weights.of_state)  # a code in capitals comes first
    if len(rest) == 2 and rest[0].isupper() and rest[1] in weights.state:
        return rest[0], "state"
    return None


def _names(entity: Entity, weights: Weights) -> Iterator[Name]:
    """All that it is called: also "Treasury Department" of "Department of the Treasury", "Jerry Orr" of a nickname."""
    for text in entity.names:
        name = _folded(text, family(entity), weights)
        yield name
        if entity.type == "Person":
            surname = name[-1:]
            yield from ((*words(nick), *surname) for nick in NICKNAME.findall(text) if surname)
        elif "of" in name[1:-1] and family(entity) == "Organization":
            at = name.index("of", 1)
            codes = tuple(word for word in name if word.isupper())
            yield *codes, *(word for word in (*name[at + 1 :], *name[:at]) if word not in codes)


def _folded(text: str, kind: str, weights: Weights) -> Name:
    """The words of a name without particles; those of a body with the codes of countries for their names."""
    if kind == "Person":
        dropped = weights.particles | weights.surname_particles
        plain = words(NICKNAME.sub(" ", text)) or words(text)
        return tuple(word for word in plain if word not in dropped) or plain
    found = tuple(word for word in words(text) if word not in weights.particles)
    if kind != "Organization" or len(found) < 2:
        return found
    spelled = (part for word in found for part in weights.spelled_out.get(word, (word,)))
    return tuple(_with_codes(tuple(spelled), weights.atlas))


def _with_codes(name: Name, atlas: Atlas) -> Iterator[str]:
    """Words with codes for countries, of which the longest name counts: "South Korean army" is ("KR", "army")."""
    at = 0
    while at < len(name):
        ends = (end for end in range(min(len(name), at + 3), at, -1) if atlas.country(" ".join(name[at:end])))
        end = next(ends, 0)
        yield atlas.country(" ".join(name[at:end])) or "" if end else name[at]
        at = end or at + 1


def _said(extraction: Extraction, weights: Weights) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """Countries and positions by entity, as the states that the article tells have them."""
    by_key = {entity.key: entity for entity in extraction.entities}
    countries: defaultdict[str, set[str]] = defaultdict(set)
    positions: defaultdict[str, set[str]] = defaultdict(set)
    for claim in extraction.claims:
        if claim.event_class not in weights.states:
            continue
        held = {" ".join(words(filler.text)) for filler in claim.fillers_of("title")}
        of = (
            code
            for filler in claim.fillers_of("patient")
            for code in _codes(by_key.get(filler.entity or ""), filler.text, weights.atlas)
        )
        found = set(of)
        for filler in claim.fillers_of("agent"):
            if filler.entity:
                countries[filler.entity] |= found
                positions[filler.entity] |= held
    return countries, positions


def _codes(entity: Entity | None, text: str, atlas: Atlas) -> Iterable[str]:
    """The countries that an entity lies in or is named after."""
    if entity and entity.coordinates and entity.coordinates.country:
        return (entity.coordinates.country,)
    named = words(entity.label if entity else text)
    return {word for word in _with_codes(named, atlas) if word.isupper()}

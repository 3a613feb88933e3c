"""The evidence that two mentions refer to one entity: kinds of names, aliases, genders, verbs of governments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from kg.ontology.checked_yaml import Block, read_yaml
from kg.ontology.folding import comparable, folded
from kg.ontology.gazetteer import read_list
from kg.ontology.nouns import Gender
from kg.ontology.places import Atlas

if TYPE_CHECKING:
    from kg.ontology.listed.entity_list import EntityList

Generation = Literal["elder", "younger"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entity: "the airline" (`nouns`) is one whose name has "Airways" (`words`) or is listed (`names`)."""

    nouns: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]
    types: frozenset[str]
    by_type: bool  # every entity of the types is of the kind: "the country"


@dataclass(frozen=True, slots=True)
class NameParts:
    """Words and endings inside names, in small letters."""

    prepositions: frozenset[str]  # "observatory *for* human rights"
    small_words: frozenset[str]  # these and coordinators: initials leave them out
    particles: frozenset[str]  # of surnames
    numerals: frozenset[str]  # after surnames: "jr"
    adjective_endings: tuple[str, ...]  # of demonyms: "karvelian"
    exclusive_titles: tuple[frozenset[str], ...]  # titles of which a person has one
    short_titles: Mapping[str, str]  # "gov" -> "governor"
    generations: Mapping[str, Generation]  # word in or beside a name -> generation: "sr", "elder", "father"


@dataclass(frozen=True, slots=True)
class References:
    """The rules of `ontology/mentions.yaml` for mentions that point to one entity, and the atlas."""

    kinds: Mapping[str, Kind]
    aliases: Mapping[str, str]  # comparable name -> full name
    genders: Mapping[str, Gender]
    first_names: Mapping[str, Gender]  # folded names that one sex alone has
    determiners: Mapping[str, frozenset[str]]
    plural_nouns: frozenset[str]
    kinship: frozenset[str]
    name_parts: NameParts
    government_nouns: frozenset[str]
    state_bodies: frozenset[str]
    non_restrictive: frozenset[str]
    deputies: frozenset[str]
    ranking: frozenset[str]
    dead: frozenset[str]
    deaths: Mapping[str, frozenset[str]]
    violence: Mapping[str, frozenset[str]]
    heads_of: Mapping[str, frozenset[str]]  # "state" -> nouns for its head
    naming_verbs: frozenset[str]
    bearing_verbs: frozenset[str]
    name_nouns: frozenset[str]
    aliasing_verbs: frozenset[str]
    aliasing_words: frozenset[str]
    spellings: Mapping[
        str, str
    ]  # comparable word of a person's name -> the spelling that all of its kind share
    distinctive: frozenset[str]  # of these spellings those that few people have
    collective_nouns: frozenset[str]
    people_or_bodies: frozenset[str]
    place_nouns: Mapping[str, frozenset[str]]
    government_verbs: Mapping[str, frozenset[str]]
    listed: frozenset[str]  # comparable names of our lists: no short forms of longer ones
    lists: frozenset[str]  # the lists that kinds name
    atlas: Atlas
    entity_list: EntityList  # the user's own


def read_references(path: Callable[[str], Path], atlas: Atlas, entity_list: EntityList) -> References:
    """The rules of `mentions.yaml` and its lists, by `path`. Raises OntologyError where one cannot be used."""
    block = read_yaml(path("mentions.yaml"))
    genders: tuple[Gender, ...] = ("male", "female")
    names = read_yaml(path("first_names.yaml"), sections=genders)
    kinds = {name: _kind(inside, path) for name, inside in block.parts("kinds")}
    return References(
        kinds=kinds,
        aliases=_aliases(block.part("aliases")),
        genders={word: gender for gender in genders for word in block.part("genders").texts(gender)},
        first_names={name: gender for gender in genders for name in names.texts(gender)},
        determiners=_sets(block.part("determiners")),
        plural_nouns=frozenset(block.texts("plural_nouns")),
        kinship=frozenset(block.texts("kinship")),
        name_parts=_name_parts(block.part("name_parts")),
        government_nouns=frozenset(block.texts("government_nouns")),
        state_bodies=frozenset(block.texts("state_bodies")),
        non_restrictive=frozenset(block.texts("non_restrictive")),
        deputies=frozenset(block.texts("deputies")),
        ranking=frozenset(block.texts("ranking")),
        dead=frozenset(block.texts("dead")),
        deaths=_sets(block.part("deaths")),
        violence=_sets(block.part("violence")),
        heads_of=_sets(block.part("heads_of")),
        naming_verbs=frozenset(block.texts("naming_verbs")),
        bearing_verbs=frozenset(block.texts("bearing_verbs")),
        name_nouns=frozenset(block.texts("name_nouns")),
        aliasing_verbs=frozenset(block.texts("aliasing_verbs")),
        aliasing_words=frozenset(block.texts("aliasing_words")),
        spellings=_spellings(block.parts("spellings")),
        distinctive=frozenset(block.part("spellings").part("distinctive").data),
        collective_nouns=frozenset(block.texts("collective_nouns")),
        people_or_bodies=frozenset(block.texts("people_or_bodies")),
        place_nouns=_sets(block.part("place_nouns")),
        government_verbs=_sets(block.part("government_verbs")),
        listed=frozenset(name for kind in kinds.values() for name in kind.names),
        lists=_lists(block.parts("kinds")),
        atlas=atlas,
        entity_list=entity_list,
    )


def _aliases(part: Block) -> dict[str, str]:
    """The full names by each of their forms."""
    return {comparable(name): full for full in part.data for name in (full, *part.texts(full))}


def _spellings(parts: Iterable[tuple[str, Block]]) -> dict[str, str]:
    """The main spelling by comparable spelling; a main one is its own."""
    return {spelling: main for _, part in parts for spelling, main in _aliases(part).items()}


def _name_parts(block: Block) -> NameParts:
    generations: tuple[Generation, ...] = get_args(Generation)
    return NameParts(
        prepositions=frozenset(block.texts("prepositions")),
        small_words=frozenset((*block.texts("prepositions"), *block.texts("coordinators"))),
        particles=frozenset(block.texts("particles")),
        numerals=frozenset(block.texts("numerals")),
        adjective_endings=block.texts("adjective_endings"),
        exclusive_titles=tuple(_sets(block.part("exclusive_titles")).values()),
        short_titles=dict(block.part("short_titles").data),
        generations={word: each for each in generations for word in block.part("generations").texts(each)},
    )


def _sets(block: Block) -> dict[str, frozenset[str]]:
    return {name: frozenset(block.texts(name)) for name in block.data}


def _lists(kinds: Iterable[tuple[str, Block]]) -> frozenset[str]:
    return frozenset(name for _, kind in kinds for name in kind.texts("lists", optional=True))


def _kind(block: Block, path: Callable[[str], Path]) -> Kind:
    block.allow("lists", "words", "nouns", "types", "by_type")
    lists = (read_list(path(f"lists/{name}.tsv")) for name in block.texts("lists", optional=True))
    listed = (entry.name for entries in lists for entry in entries)
    return Kind(
        nouns=frozenset(block.texts("nouns")),
        words=frozenset(folded(word) for word in block.texts("words", optional=True)),
        names=_comparable(listed),
        types=frozenset(block.texts("types", optional=True)) or frozenset({"Organization", "Group", "Thing"}),
        by_type=block.flag("by_type"),
    )


def _comparable(names: Iterable[str]) -> frozenset[str]:
    return frozenset(comparable(name) for name in names)

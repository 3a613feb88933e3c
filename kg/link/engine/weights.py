"""`ontology/link.yaml`: the weights and thresholds of all scores, and the words and classes that linking looks at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Any

from kg.errors import OntologyError
from kg.ontology.checked_yaml import Block, read_yaml
from kg.ontology.files import OntologyFiles
from kg.ontology.folding import folded
from kg.ontology.gazetteer import read_list
from kg.ontology.places import Atlas, read_atlas
from kg.ontology.words.calendar_words import read_calendar

# Of 1,000 articles: the share of a word that is not listed
RARE = 1.0
LISTS_OF_BODIES = ("bodies", "companies", "media", "parties")
SCORES = ("copies", "entities", "events")
WORD_LISTS = (
    "generic_words", "optional_words", "connectors", "state_nouns", "state_modifiers", "particles", "surname_particles",
    "generations", "coming_holders", "legal_forms",
    "stop_words", "light_words", "repetition_words", "lasting_words", "undated_words", "lower_bounds", "upper_bounds",
    "exact_modifiers", "additional_modifiers", "foiling_words",
)  # fmt: skip
CLASS_LISTS = (
    "affiliation_classes", "speech_classes", "unique_classes", "mutual_classes", "unplaced_patient_classes",
    "state_classes", "shared_classes",
)  # fmt: skip
Parts = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """What the words around a claim say of its event, as regular expressions; see `link.yaml`."""

    after_head: re.Pattern[str]
    town_of: re.Pattern[str]
    definite: re.Pattern[str]
    anaphoric: re.Pattern[str]
    relative: re.Pattern[str]
    until_now: re.Pattern[str]
    sum: re.Pattern[str]
    part: re.Pattern[str]
    further: re.Pattern[str]
    recent: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of the parts of each score by name, its thresholds among them; lists of words and of classes.

    The comments of `link.yaml` say what each list is for.
    """

    copies: Mapping[str, float]
    entities: Mapping[str, float]
    events: Mapping[str, float]

    # Names
    generic_words: frozenset[str]
    optional_words: frozenset[str]
    connectors: frozenset[str]
    state_nouns: frozenset[str]
    state_modifiers: frozenset[str]
    particles: frozenset[str]
    surname_particles: frozenset[str]
    generations: frozenset[str]
    coming_holders: frozenset[str]
    legal_forms: frozenset[str]
    # Short form -> words
    abbreviations: Mapping[str, tuple[str, ...]]
    # Letters -> their sound, in the order in which they are replaced
    sounds: Mapping[str, str]
    vowels: str

    # Words of sentences
    stop_words: frozenset[str]
    light_words: frozenset[str]
    repetition_words: frozenset[str]
    lasting_words: frozenset[str]
    undated_words: frozenset[str]
    lower_bounds: frozenset[str]
    upper_bounds: frozenset[str]
    exact_modifiers: frozenset[str]
    additional_modifiers: frozenset[str]
    foiling_words: frozenset[str]
    endings: tuple[str, ...]
    phrases: Phrases
    # A unit as it is written -> the base unit, and how many of it that is
    units: Mapping[str, tuple[str, float]]

    # Event classes
    affiliation_classes: frozenset[str]
    speech_classes: frozenset[str]
    unique_classes: frozenset[str]
    mutual_classes: frozenset[str]
    unplaced_patient_classes: frozenset[str]
    state_classes: frozenset[str]
    shared_classes: frozenset[str]
    compatible_classes: frozenset[frozenset[str]]
    # By class: its compatible pairs, as "Attack+Battle"
    class_pairs: Mapping[str, frozenset[str]]

    # The rarity of a stem in the news; under "" that of all others
    news_words: Mapping[str, float]
    # The folded words of the names of bodies, companies, media and parties that everybody knows
    listed_names: frozenset[tuple[str, ...]]
    atlas: Atlas
    weekdays: Mapping[str, int]


@cache
def load_weights(*folders: Path) -> Weights:
    """The weights and words of the shipped ontology, with the files that these folders replace.

    Raises OntologyError where a file cannot be used.
    """
    path = OntologyFiles(folders)
    block = read_yaml(path("link.yaml"))
    parts = ("compatible_classes", "units", "abbreviations", "sounds", "phrases")
    block.allow(*SCORES, *WORD_LISTS, *CLASS_LISTS, *parts, "endings", "vowels")
    pairs = tuple(frozenset(pair) for pair in block.part("compatible_classes").items_of_lists())
    tables: dict[str, Any] = {name: _numbers(block.part(name)) for name in SCORES}
    tables |= {name: block.words(name) for name in (*WORD_LISTS, *CLASS_LISTS)}
    return Weights(
        **tables,
        compatible_classes=frozenset(pairs),
        class_pairs=_by_class(pairs),
        abbreviations={short: tuple(long.split()) for short, long in _texts(block.part("abbreviations"))},
        sounds=dict(_texts(block.part("sounds"))),
        vowels=block.text("vowels"),
        units=_units(block.part("units")),
        endings=block.texts("endings"),
        phrases=_phrases(block.part("phrases")),
        news_words=_rarity(path("news_words.tsv")),
        listed_names=frozenset(_listed_names(path)),
        atlas=read_atlas(path),
        weekdays=read_calendar(path("times.yaml")).weekdays,
    )


def _listed_names(path: Callable[[str], Path]) -> Iterator[tuple[str, ...]]:
    """The names in the lists of bodies."""
    for name in LISTS_OF_BODIES:
        yield from (tuple(folded(entry.name).split()) for entry in read_list(path(f"lists/{name}.tsv")))


def total(parts: Parts) -> float:
    """A score from its parts, between 0 and 1."""
    return round(min(1.0, max(0.0, sum(value for _, value in parts))), 3)


def _by_class(pairs: Iterable[frozenset[str]]) -> Mapping[str, frozenset[str]]:
    by_class: defaultdict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        for name in pair:
            by_class[name].add("+".join(sorted(pair)))
    return {name: frozenset(names) for name, names in by_class.items()}


def _texts(block: Block) -> Iterable[tuple[str, str]]:
    return ((name, block.text(name)) for name in block.data)


def _phrases(block: Block) -> Phrases:
    block.allow(*Phrases.__dataclass_fields__)
    try:
        return Phrases(**{name: re.compile(block.text(name)) for name in Phrases.__dataclass_fields__})
    except re.error as error:
        raise OntologyError(f"{block.where}: has an invalid regular expression: {error}") from error


def _rarity(path: Path) -> Mapping[str, float]:
    """The logarithm of how few articles have each stem of a table of shares of 1,000 articles."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        shares = dict(line.split("\t") for line in lines if not line.startswith("#"))
        return {word: log(1000 / float(share)) for word, share in shares.items()} | {"": log(1000 / RARE)}
    except (OSError, ValueError) as error:
        raise OntologyError(f"{path.name}: cannot be read as stem <tab> share: {error}") from error


def _units(block: Block) -> Mapping[str, tuple[str, float]]:
    return {
        written: (unit, value) for unit in block.data for written, value in _numbers(block.part(unit)).items()
    }


def _numbers(block: Block) -> Mapping[str, float]:
    for name, value in block.data.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise OntologyError(f"{block.where}: {name} is {value!r}; it is a number")
    return {name: float(value) for name, value in block.data.items()}

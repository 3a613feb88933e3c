"""`ontology/link.yaml`: what each part of a score weighs, when a link is strong enough, and words that names share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Any

from kg.errors import OntologyError
from kg.ontology.checked_yaml import Block, read_yaml
from kg.ontology.files import OntologyFiles
from kg.ontology.places import Atlas, read_atlas
from kg.ontology.words.calendar_words import read_calendar

RARE = 1.0  # of 1,000 articles: the share of a word that is not listed
WORDS = (  # lists of words and of classes
    "generic", "left_out", "state", "particles", "small", "states", "repeated", "recurring", "lasting", "vague",
    "light", "lower_bounds", "upper_bounds", "of_state", "surname_particles", "exact", "further", "single", "mutual",
    "unplaced_patients", "state_classes",
)  # fmt: skip
Parts = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """What the words around a claim say of its event, see `link.yaml`."""

    after_head: re.Pattern[str]
    town_of: re.Pattern[str]
    definite: re.Pattern[str]
    pointing: re.Pattern[str]
    relative: re.Pattern[str]
    until_now: re.Pattern[str]
    sum: re.Pattern[str]
    part: re.Pattern[str]
    further: re.Pattern[str]
    recent: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Weights:
    """The parts of each score by name, thresholds among them; classes and words that the scores look at."""

    copies: Mapping[str, float]
    entities: Mapping[str, float]
    events: Mapping[str, float]
    compatible: frozenset[frozenset[str]]
    pairs: Mapping[str, frozenset[str]]  # "Attack+Battle" by class
    spelled_out: Mapping[str, tuple[str, ...]]
    units: Mapping[str, tuple[str, float]]  # how a unit is written -> the unit, and how many of it that is
    generic: frozenset[str]
    left_out: frozenset[str]
    state: frozenset[str]
    particles: frozenset[str]
    small: frozenset[str]
    states: frozenset[str]
    repeated: frozenset[str]
    recurring: frozenset[str]
    lasting: frozenset[str]
    vague: frozenset[str]
    light: frozenset[str]
    lower_bounds: frozenset[str]
    upper_bounds: frozenset[str]
    of_state: frozenset[str]
    surname_particles: frozenset[str]
    exact: frozenset[str]
    further: frozenset[str]
    single: frozenset[str]
    mutual: frozenset[str]
    unplaced_patients: frozenset[str]
    state_classes: frozenset[str]
    endings: tuple[str, ...]
    phrases: Phrases
    news_words: Mapping[str, float]  # how rare a stem is in the news; under "" that of all others
    atlas: Atlas
    weekdays: Mapping[str, int]


@cache
def load_weights(*folders: Path) -> Weights:
    """The weights and words of the shipped ontology, with the files that these folders replace.

    Raises OntologyError where a file cannot be used.
    """
    path = OntologyFiles(folders)
    block = read_yaml(path("link.yaml"))
    numbers, parts = ("copies", "entities", "events"), ("compatible", "units", "spelled_out", "phrases")
    block.allow(*numbers, *parts, *WORDS, "endings")
    pairs = tuple(block.part("compatible").items_of_lists())
    spelled = block.part("spelled_out")
    tables: dict[str, Any] = {name: _numbers(block.part(name)) for name in numbers}
    tables |= {name: block.words(name) for name in WORDS}
    return Weights(
        **tables,
        compatible=frozenset(frozenset(pair) for pair in pairs),
        pairs=_by_class(frozenset(pair) for pair in pairs),
        spelled_out={short: tuple(spelled.text(short).split()) for short in spelled.data},
        units=_units(block.part("units")),
        endings=block.texts("endings"),
        phrases=_phrases(block.part("phrases")),
        news_words=_rarity(path("news_words.tsv")),
        atlas=read_atlas(path),
        weekdays=read_calendar(path("times.yaml")).weekdays,
    )


def total(parts: Parts) -> float:
    """A score from its parts, between 0 and 1."""
    return round(min(1.0, max(0.0, sum(value for _, value in parts))), 3)


def _by_class(pairs: Iterable[frozenset[str]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in pairs:
        for name in pair:
            found.setdefault(name, set()).add("+".join(sorted(pair)))
    return {name: frozenset(names) for name, names in found.items()}


def _phrases(block: Block) -> Phrases:
    block.allow(*Phrases.__dataclass_fields__)
    try:
        return Phrases(**{name: re.compile(block.text(name)) for name in Phrases.__dataclass_fields__})
    except re.error as error:
        raise OntologyError(f"{block.where}: is no set of regular expressions: {error}") from error


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

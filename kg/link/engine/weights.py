"""`ontology/link.yaml`: what each part of a score weighs, when a link is strong enough, and words that names share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.errors import OntologyError
from kg.ontology.checked_yaml import Block, read_yaml
from kg.ontology.files import ontology_file

Parts = tuple[tuple[str, float], ...]


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


@cache
def load_weights() -> Weights:
    """Raises OntologyError where the file cannot be used."""
    block = read_yaml(ontology_file("link.yaml"))
    words = (
        "generic",
        "left_out",
        "state",
        "particles",
        "small",
        "states",
        "repeated",
        "recurring",
        "lasting",
        "vague",
        "light",
        "lower_bounds",
        "upper_bounds",
        "of_state",
        "surname_particles",
        "exact",
        "further",
        "single",
        "mutual",
    )
    block.allow("copies", "entities", "events", "compatible", "units", "spelled_out", *words)
    pairs = tuple(block.part("compatible").items_of_lists())
    return Weights(
        _numbers(block.part("copies")),
        _numbers(block.part("entities")),
        _numbers(block.part("events")),
        frozenset(frozenset(pair) for pair in pairs),
        _by_class(frozenset(pair) for pair in pairs),
        {
            short: tuple(block.part("spelled_out").text(short).split())
            for short in block.part("spelled_out").data
        },
        _units(block.part("units")),
        *(frozenset(block.texts(name)) for name in words),
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


def _units(block: Block) -> Mapping[str, tuple[str, float]]:
    return {
        written: (unit, value) for unit in block.data for written, value in _numbers(block.part(unit)).items()
    }


def _numbers(block: Block) -> Mapping[str, float]:
    for name, value in block.data.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise OntologyError(f"{block.where}: {name} is {value!r}; it is a number")
    return {name: float(value) for name, value in block.data.items()}

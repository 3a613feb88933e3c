"""The words of time expressions: `ontology/times.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.ontology.checked_yaml import read_yaml

CLASSES = (
    "ahead", "ahead_prepositions", "shared", "occurring", "hitting", "causing", "holding", "apart", "scheduling",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """The calendar of `times.yaml`, and its classes of words that say which event a time belongs to."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, int]
    holidays: Mapping[str, tuple[int, int]]
    easter: Mapping[str, int]
    parts: Mapping[str, tuple[int, int]]
    ahead: frozenset[str]
    ahead_prepositions: frozenset[str]
    shared: frozenset[str]
    occurring: frozenset[str]
    hitting: frozenset[str]
    causing: frozenset[str]
    holding: frozenset[str]
    apart: frozenset[str]
    scheduling: frozenset[str]

    def month(self, word: str) -> int:
        return self.months[word.lower().rstrip(".")]


def read_calendar(path: Path) -> Calendar:
    """Raises OntologyError where the file cannot be used."""
    block = read_yaml(path)
    block.allow("months", "weekdays", "seasons", "holidays", "easter", "parts", *CLASSES)
    holidays = block.part("holidays")
    days = {name: holidays.text(name).split("-") for name in holidays.data}
    return Calendar(
        months={word.lower(): at for at, words in enumerate(block.lists("months"), 1) for word in words},
        weekdays={word.lower(): at for at, words in enumerate(block.lists("weekdays")) for word in words},
        seasons=block.numbers("seasons"),
        holidays={name: (int(month), int(day)) for name, (month, day) in days.items()},
        easter=block.numbers("easter"),
        parts={
            word: (part.number("from"), part.number("to"))
            for part in block.blocks("parts")
            for word in part.texts("words")
        },
        **{name: block.words(name) for name in CLASSES},
    )

"""The words of time expressions: `ontology/times.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.ontology.files import ontology_file

WORDS = ("ahead", "ahead_prepositions", "shared", "occurring", "hitting", "holding", "apart", "scheduling")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The words of `ontology/times.yaml`."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, int]
    holidays: Mapping[str, tuple[int, int]]
    easter: Mapping[str, int]
    parts: Mapping[str, tuple[int, int]]
    words: Mapping[str, frozenset[str]]

    def month(self, word: str) -> int:
        return self.months[word.lower().rstrip(".")]


def words_of(name: str) -> frozenset[str]:
    """A word class of `ontology/times.yaml`, by one of the names WORDS."""
    return load_calendar().words[name]


@cache
def load_calendar() -> Calendar:
    return read_calendar(ontology_file("times.yaml"))


def read_calendar(path: Path) -> Calendar:
    data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    holidays = {name: day.split("-") for name, day in data["holidays"].items()}
    return Calendar(
        months={word.lower(): number for number, words in enumerate(data["months"], 1) for word in words},
        weekdays={word.lower(): number for number, words in enumerate(data["weekdays"]) for word in words},
        seasons=data["seasons"],
        holidays={name: (int(month), int(day)) for name, (month, day) in holidays.items()},
        easter=data["easter"],
        parts={word: (part["from"], part["to"]) for part in data["parts"] for word in part["words"]},
        words={name: frozenset(words) for name, words in data.items() if name in WORDS},
    )

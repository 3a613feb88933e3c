"""What the small words of time expressions mean: `ontology/time_words.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from kg.errors import OntologyError
from kg.ontology.checked_yaml import Block, read_yaml

Opener = Literal["since", "until", "by", "before", "after", "from"]
OPENERS: tuple[Opener, ...] = get_args(Opener)
NUMBERS = ("quarters", "nth", "deictic", "whose", "steps", "steps_from_named")
PATTERNS = ("half", "vague")


@dataclass(frozen=True, slots=True, eq=False)
class TimeWords:
    """Word classes of time expressions; the file says what each is for."""

    quarters: Mapping[str, int]
    nth: Mapping[str, int]
    deictic: Mapping[str, int]
    whose: Mapping[str, int]
    steps: Mapping[str, int]
    steps_from_named: Mapping[str, int]
    singulars: Mapping[str, str]
    openers: Mapping[str, Opener]
    half: re.Pattern[str]
    vague: re.Pattern[str]
    overnight: frozenset[str]
    last: frozenset[str]
    next: frozenset[str]
    next_week: frozenset[str]
    this: frozenset[str]
    until_today: frozenset[str]
    from_named: frozenset[str]
    after: frozenset[str]
    within: frozenset[str]
    elapsed: frozenset[str]
    remaining: frozenset[str]
    ambiguous_seasons: frozenset[str]
    pairs: frozenset[str]
    single: frozenset[str]
    set_for: frozenset[str]
    describing: frozenset[str]
    intended: frozenset[str]
    before_years: frozenset[str]
    before_clock: frozenset[str]
    after_clock: frozenset[str]
    counted: frozenset[str]
    each: frozenset[str]
    joins: frozenset[str]
    joins_alone: frozenset[str]
    passed_over: frozenset[str]
    placing: frozenset[str]
    firsts: frozenset[str]
    occasions: frozenset[str]
    finished: frozenset[str]
    same_past: frozenset[str]

    def singular(self, unit: str) -> str:
        low = unit.lower()
        return self.singulars.get(low, low.removesuffix("s"))


def read_time_words(path: Path) -> TimeWords:
    """Raises OntologyError where the file cannot be used."""
    block, names = read_yaml(path), [field.name for field in fields(TimeWords)]
    block.allow(*names)
    singulars, openers = block.part("singulars"), block.part("openers")
    openers.allow(*OPENERS)
    special: dict[str, Any] = {name: block.numbers(name) for name in NUMBERS}
    special |= {name: _pattern(block, name) for name in PATTERNS}
    special["singulars"] = {plural: singulars.text(plural) for plural in singulars.data}
    special["openers"] = {word: kind for kind in OPENERS for word in openers.texts(kind)}
    return TimeWords(**{name: block.words(name) for name in names if name not in special} | special)


def _pattern(block: Block, name: str) -> re.Pattern[str]:
    try:
        return re.compile(block.text(name))
    except re.error as error:
        raise OntologyError(f"{block.where}: {name} is no regular expression: {error}") from error

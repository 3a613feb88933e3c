"""The patterns of phrases that name days: `ontology/time_phrases.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OntologyError
from kg.ontology.checked_yaml import Block, read_yaml
from kg.ontology.words.calendar_words import Calendar

KINDS = (
    "iso", "day_range", "day_range_us", "fiscal_quarter", "fiscal", "fiscal_year", "period", "month_day",
    "month_day_us", "month", "quarter", "short_quarter", "holiday", "unit_of", "week_on", "after_next",
    "ago_weekday", "weekday_of", "weekday_ago", "weekday", "weekend", "season", "season_year", "decade", "century",
    "years", "year", "deictic", "stretch", "unit", "ago", "later", "ahead",
)  # fmt: skip
DIGIT, WORD = re.compile(r"\d"), re.compile("[a-z]+")
NAMED_GROUP = re.compile(r"[(][?]P<[a-z0-9]+>")
PART = re.compile(r"(?<![(][?]P)<([a-z_]+)>")


@dataclass(frozen=True, slots=True, eq=False)
class TimePatterns:
    """`any` finds a phrase of any kind, with a group of that name and "part"; `kinds` read it, one pattern a kind.

    A phrase has a digit or one of the words `marks`.
    """

    any: re.Pattern[str]
    kinds: Mapping[str, re.Pattern[str]]
    marks: frozenset[str]

    def may_match(self, text: str) -> bool:
        """False for the half of all sentences that have nothing a phrase could consist of."""
        return DIGIT.search(text) is not None or not self.marks.isdisjoint(WORD.findall(text.lower()))


def read_time_patterns(path: Path, calendar: Calendar, numerals: Iterable[str]) -> TimePatterns:
    """Raises OntologyError where the file cannot be used."""
    block = read_yaml(path, sections=("parts", "before", "marks", "kinds"), texts_only=True)
    parts = _given(calendar, numerals)
    inside = block.part("parts")
    for name in inside.data:
        parts[name] = _with_parts(inside, name, parts)
    kinds = block.part("kinds")
    kinds.allow(*KINDS)
    sources = {name: _with_parts(kinds, name, parts) for name in kinds.data}
    unnamed = "|".join(f"(?P<{name}>{NAMED_GROUP.sub('(?:', source)})" for name, source in sources.items())
    before = _with_parts(block, "before", parts)
    try:
        return TimePatterns(
            any=re.compile(rf"(?<![\w-])(?:(?P<part>{before})(?:the\s+)?)?(?:{unnamed})", re.IGNORECASE),
            kinds={name: re.compile(source, re.IGNORECASE) for name, source in sources.items()},
            marks=frozenset({*block.text("marks").split(), *_words(calendar)}),
        )
    except re.error as error:
        raise OntologyError(f"{path.name}: is no set of regular expressions: {error}") from error


def _with_parts(block: Block, name: str, parts: Mapping[str, str]) -> str:
    """The pattern of that name with its <parts>."""
    pattern = block.text(name)
    unknown = [part for part in PART.findall(pattern) if part not in parts]
    if unknown:
        raise OntologyError(
            f"{block.where}: {name} uses <{unknown[0]}>; parts before it are {', '.join(parts)}"
        )
    return PART.sub(lambda match: f"(?:{parts[match[1]]})", pattern)


def _given(calendar: Calendar, numerals: Iterable[str]) -> dict[str, str]:
    """The parts that other files give."""
    holidays = sorted({**calendar.holidays, **calendar.easter}, key=len, reverse=True)
    return {
        "months": _longest_first(calendar.months),
        "weekdays": _longest_first(calendar.weekdays),
        "seasons": "|".join(calendar.seasons),
        "holidays": "|".join(name.replace(" ", r"\s+").replace("'", "['’]") for name in holidays),
        "numerals": "|".join(numerals),
    }


def _words(calendar: Calendar) -> Iterator[str]:
    """The names of the calendar, of holidays the last word."""
    yield from (*calendar.months, *calendar.weekdays, *calendar.seasons)
    yield from (name.lower().split()[-1] for name in (*calendar.holidays, *calendar.easter))


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(sorted((_cased(word) for word in words), key=len, reverse=True))


def _cased(word: str) -> str:
    """A name of the calendar as it is printed: "may" and "sat" in small letters are other words."""
    return f"{word.capitalize()}|{word.upper()}" if len(word) > 3 else word.capitalize()

"""Numbers as news writes them: "at least 95", "two dozen", "$1.5 billion", "more than 195,000"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.ontology.checked_yaml import read_yaml

NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
PIECE = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+|(?<![^\W\d_])[a-z]{1,3}\$|[^\W\d_]+|\S")  # "us$" is one
NO_SYMBOLS = "~-'("  # before a number, none of these is its unit


class Amount(NamedTuple):
    """A number, what qualifies it ("at least") and its unit ("$", "euros", "percent"), where there is one."""

    value: float
    modifier: str | None
    unit: str | None


@dataclass(frozen=True, slots=True, eq=False)
class NumberWords:
    """The words of `numbers.yaml`."""

    units: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, float]
    small: Mapping[str, float]  # articles and halves
    articles: frozenset[str]
    halves: frozenset[str]
    joining: frozenset[str]
    codes: frozenset[str]
    no_units: frozenset[str]
    range: re.Pattern[str]
    modifiers: re.Pattern[str]

    def is_number(self, piece: str) -> bool:
        tables: tuple[Mapping[str, float], ...] = (self.units, self.tens, self.scales, self.small)
        return bool(NUMERAL.fullmatch(piece)) or any(piece in table for table in tables)

    @property
    def numerals(self) -> Iterable[str]:
        """ "one", "two" ... "nineteen"."""
        return (word for word, value in self.units.items() if value)


def read_number_words(path: Path) -> NumberWords:
    """Raises OntologyError where the file cannot be used."""
    block = read_yaml(path)
    lists = ("units", "tens", "articles", "halves", "joining", "ranges", "codes", "no_units", "modifiers")
    block.allow("scales", *lists)
    articles, halves = block.words("articles"), block.words("halves")
    ranges = "|".join(rf"\b{word}\b" for word in block.texts("ranges"))
    return NumberWords(
        units={word: value for value, word in enumerate(block.texts("units"))},
        tens={word: 10 * value for value, word in enumerate(block.texts("tens"), 2)},
        scales={word: float(value) for word, value in block.numbers("scales").items()},
        small=dict.fromkeys(articles, 1.0) | dict.fromkeys(halves, 0.5),
        articles=articles,
        halves=halves,
        joining=block.words("joining"),
        codes=block.words("codes"),
        no_units=block.words("no_units"),
        range=re.compile(rf"\d\s*(?:-|–|—|{ranges})\s*(\d[\d,.]*\d|\d+)"),
        modifiers=re.compile("|".join(block.texts("modifiers"))),
    )


def read_amount(text: str, words: NumberWords) -> Amount | None:
    """The number that a text gives, or None: "dozens" is no number."""
    low = text.lower()
    pieces = PIECE.findall(low)
    start, stop = _number(pieces, words)
    if start == stop:
        return None
    modifier, end = words.modifiers.search(low), words.range.search(low)
    return Amount(
        value=_value(pieces[start:stop], words),
        modifier=f"to {end[1]}" if end else modifier[0] if modifier else None,
        unit=None if end else _unit(pieces, start, stop, words),
    )


def _number(pieces: Sequence[str], words: NumberWords) -> tuple[int, int]:
    """The pieces [start, stop) of the first number; none where only an article counts."""
    places = [i for i, piece in enumerate(pieces) if words.is_number(piece)]
    if all(pieces[i] in words.articles for i in places):
        return 0, 0
    start = next((i for i in places if pieces[i] not in words.small), places[0])
    while start and pieces[start - 1] in words.small and _is_countable(pieces[start], words):
        start -= 1
    stop = start
    while stop < len(pieces) and (words.is_number(pieces[stop]) or _joins(pieces, stop, words)):
        stop += 1
    return start, stop


def _is_countable(piece: str, words: NumberWords) -> bool:
    """True for what "a" and "half" may stand before: "half *a* million"."""
    return piece in words.scales or piece in words.small


def _joins(pieces: Sequence[str], at: int, words: NumberWords) -> bool:
    """True for "and" in "two hundred and ten", "-" in "twenty-two"; not in "10-12"."""
    if not 0 < at < len(pieces) - 1 or not words.is_number(pieces[at + 1]):
        return False
    before, after = pieces[at - 1], pieces[at + 1]
    if pieces[at] in words.joining:
        return before in words.scales and (after in words.units or after in words.tens)
    return pieces[at] == "-" and before in words.tens and after in words.units


def _value(pieces: Sequence[str], words: NumberWords) -> float:
    total, current = 0.0, 0.0
    is_half = len(pieces) > 1 and pieces[0] in words.halves and pieces[1] in words.articles
    for piece in pieces[2:] if is_half else pieces:
        if piece in words.scales:
            # 8.3 million, and not a millionth more
            current = round((current or 1.0) * words.scales[piece], 3)
            if words.scales[piece] >= 1e3:
                total, current = total + current, 0.0
        elif piece not in words.joining and piece != "-":
            current += _plain(piece, words)
    return (total + current) * (0.5 if is_half else 1.0)


def _plain(piece: str, words: NumberWords) -> float:
    if NUMERAL.fullmatch(piece):
        return float(piece.replace(",", ""))
    return float(words.units.get(piece, words.tens.get(piece, words.small.get(piece, 0.0))))


def _unit(pieces: Sequence[str], start: int, stop: int, words: NumberWords) -> str | None:
    if "%" in pieces[stop : stop + 1]:
        return "%"
    code = next((piece for piece in reversed(pieces[:start]) if piece != "."), "")  # "Rs. 500"
    if code in words.codes:
        return code.upper() if len(code) == 3 else code.capitalize()
    before = pieces[start - 1] if start and not pieces[start - 1].isalnum() else None
    if before and before not in NO_SYMBOLS:
        return before.upper()
    after = next((piece for piece in pieces[stop : stop + 2] if piece != "-"), "")  # "nine-year"
    return after if after.isalpha() and after not in words.no_units else None

"""The words of `numbers.yaml`: units, scales, fractions and what stands around a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.ontology.checked_yaml import read_yaml

NUMERAL = re.compile(r"\d+(?:,\d+)*(?:\.\d+)?[¼-¾⅐-⅞]?|\.\d+|[¼-¾⅐-⅞]|\d+/\d+")

HYPHENS = frozenset("-–—‑")  # noqa: RUF001 -- the dashes of newspapers


@dataclass(frozen=True, slots=True, eq=False)
class NumberWords:
    """The words of `numbers.yaml`."""

    units: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, float]
    small: Mapping[str, float]  # articles and halves
    articles: frozenset[str]
    halves: frozenset[str]
    fractions: Mapping[str, int]  # "thirds" -> 3
    of: frozenset[str]
    joining: frozenset[str]
    codes: frozenset[str]
    no_units: frozenset[str]
    per_cent: Mapping[str, str]  # first word of a unit of two words -> the unit
    shown_exactly: frozenset[str]  # units of numbers with three decimals
    vague: frozenset[str]
    excepting: re.Pattern[str]
    per: frozenset[str]
    priced: frozenset[str]
    shares: re.Pattern[str]
    share_words: frozenset[str]
    spans: frozenset[str]
    ranges: frozenset[str]
    modifiers: re.Pattern[str]

    def is_number(self, piece: str) -> bool:
        tables: tuple[Mapping[str, float], ...] = (self.units, self.tens, self.scales, self.small)
        return bool(NUMERAL.fullmatch(piece)) or any(piece in table for table in tables)

    def is_part(self, piece: str) -> bool:
        """True for a number, a fraction and a word that makes a number vague, and not for an article."""
        is_counting = piece not in self.articles and self.is_number(piece)
        return is_counting or piece in self.fractions or piece in self.vague

    @property
    def linking(self) -> frozenset[str]:
        """Words between the parts of one number."""
        return self.joining | self.of | self.articles | HYPHENS | self.share_words

    @property
    def numerals(self) -> Iterable[str]:
        """ "one", "two" ... "nineteen"."""
        return (word for word, value in self.units.items() if value)


def read_number_words(path: Path) -> NumberWords:
    """Raises OntologyError where the file cannot be used."""
    block = read_yaml(path)
    lists = (
        "units", "tens", "articles", "halves", "of", "joining", "ranges", "spans", "codes", "no_units",
        "vague", "excepting", "per", "priced", "exact_units", "shares", "modifiers",
    )  # fmt: skip
    block.allow("scales", "fractions", "two_words", *lists)
    articles, halves = block.words("articles"), block.words("halves")
    return NumberWords(
        units={word: value for value, word in enumerate(block.texts("units"))},
        tens={word: 10 * value for value, word in enumerate(block.texts("tens"), 2)},
        scales={word: float(value) for word, value in block.numbers("scales").items()},
        small=dict.fromkeys(articles, 1.0) | dict.fromkeys(halves, 0.5),
        articles=articles,
        halves=halves,
        fractions=block.numbers("fractions"),
        of=block.words("of"),
        joining=block.words("joining"),
        codes=block.words("codes"),
        no_units=block.words("no_units"),
        per_cent={
            words.split()[0]: unit for words, unit in block.optional_texts("two_words").items() if unit
        },
        shown_exactly=block.words("exact_units"),
        vague=block.words("vague"),
        excepting=_any_of(block.texts("excepting")),
        per=block.words("per"),
        priced=block.words("priced"),
        shares=_any_of(block.texts("shares")),
        share_words=frozenset(" ".join(block.texts("shares")).split()),
        spans=block.words("spans"),
        ranges=block.words("ranges"),
        modifiers=_any_of(block.texts("modifiers")),
    )


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)")

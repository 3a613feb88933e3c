"""Amounts as news writes them: "at least 95", "two dozen", "$1.5 billion", "between 10 and 15"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.ontology.words.number_reader import POINTED, Number, pieces_of, read_number
from kg.ontology.words.number_words import HYPHENS, NUMERAL, NumberWords

NO_SYMBOLS = "~-'(–—‑,;:"  # noqa: RUF001 -- before a number, none of these is its unit


class Amount(NamedTuple):
    """A number, what qualifies it ("at least", "to 15") and its unit ("$", "euros"), where there is one."""

    value: float
    modifier: str | None
    unit: str | None


def read_amount(text: str, words: NumberWords) -> Amount | None:
    """The first number of a text with its bounds and unit.

    None where there is no number, and where it cannot be read with certainty: "dozens", "several hundred",
    "two-thirds of", "one in ten", "1.500", "1,5".
    """
    pieces = pieces_of(text)
    start = _first(pieces, words)
    number = None if start is None else read_number(pieces, start, words)
    if start is None or number is None or _is_vague(pieces, start, number, words):
        return None
    low, high = _range(pieces, start, number, words)
    if low is None:
        return None
    modifier = words.modifiers.search(" ".join(text.lower().split()))
    stop = high.stop if high else number.stop
    return Amount(
        value=low,
        modifier=f"to {high.value:,.15g}" if high else modifier[0] if modifier else None,
        unit=_unit(pieces, start, stop, words),
    )


def _first(pieces: Sequence[str], words: NumberWords) -> int | None:
    """Where the first number begins; "a" alone is none, and belongs to "a hundred" and "a third"."""
    for at, piece in enumerate(pieces):
        if piece in words.fractions or (words.is_number(piece) and piece not in words.articles):
            is_counted = piece in words.fractions or piece in words.scales or piece in words.halves
            return at - 1 if at and is_counted and pieces[at - 1] in words.articles else at
    return None


def _is_vague(pieces: Sequence[str], start: int, number: Number, words: NumberWords) -> bool:
    """True for a number that words around it change: "several hundred", "one in ten", "12 million 5"."""
    before = [piece for piece in pieces[max(start - 2, 0) : start] if piece not in words.of]
    after = pieces[number.stop : number.stop + 3]
    following = next(_without_hyphens(after), "")
    if words.vague & {*before[-1:], following} or following in words.fractions:
        return True
    if after and _begins_number(after[0], words):
        return True
    if words.shares.match(" ".join(after)) and _is_share(pieces, number, words):
        return True
    is_bare = number.scale == 1 and number.stop == start + 1
    is_pointed = is_bare and bool(POINTED.fullmatch(pieces[start]))
    return is_pointed and not (after and after[0] in words.shown_exactly)


def _is_share(pieces: Sequence[str], number: Number, words: NumberWords) -> bool:
    """True for "one in ten", False for "12 in two attacks"."""
    places = (
        at for at in range(number.stop + 1, number.stop + 3) if words.is_number("".join(pieces[at : at + 1]))
    )
    whole = next((read_number(pieces, at, words) for at in places), None)
    return whole is not None and number.value < whole.value


def _begins_number(piece: str, words: NumberWords) -> bool:
    return bool(NUMERAL.fullmatch(piece)) or piece in words.units or piece in words.tens


def _range(
    pieces: Sequence[str], start: int, low: Number, words: NumberWords
) -> tuple[float | None, Number | None]:
    """The lower bound and the upper number of a range; no lower bound where the two make no range: "3-2"."""
    high = _upper(pieces, start, low, words)
    if high is None:
        return low.value, None
    shares_scale = low.scale == 1 and high.scale > 1 and low.value * high.scale < high.value
    value = low.value * high.scale if shares_scale else low.value
    is_longer = high.stop + 1 < len(pieces) and pieces[high.stop] in HYPHENS
    if value >= high.value or (is_longer and words.is_number(pieces[high.stop + 1])):
        return None, None
    return value, high


def _upper(pieces: Sequence[str], start: int, low: Number, words: NumberWords) -> Number | None:
    at = low.stop
    while at < len(pieces) and not pieces[at].isalnum() and pieces[at] not in HYPHENS:  # "5% to 7%"
        at += 1
    joins = words.ranges | HYPHENS | (words.joining if words.spans & set(pieces[:start]) else frozenset())
    if at >= len(pieces) or pieces[at] not in joins:
        return None
    at += 1
    while at < len(pieces) and not words.is_number(pieces[at]) and _is_currency(pieces[at], words):
        at += 1
    is_number = at < len(pieces) and words.is_number(pieces[at]) and pieces[at] not in words.articles
    return read_number(pieces, at, words) if is_number else None


def _is_currency(piece: str, words: NumberWords) -> bool:
    return piece in words.codes or not (piece.isalnum() or piece in NO_SYMBOLS)


def _unit(pieces: Sequence[str], start: int, stop: int, words: NumberWords) -> str | None:
    if "%" in pieces[stop : stop + 1]:
        return "%"
    code = next((piece for piece in reversed(pieces[:start]) if piece != "."), "")  # "Rs. 500"
    if code in words.codes:
        return code.upper() if len(code) == 3 else code.capitalize()
    before = pieces[start - 1] if start and not pieces[start - 1].isalnum() else None
    if before and before not in NO_SYMBOLS:
        return before.upper()
    after = next(_without_hyphens(pieces[stop : stop + 2]), "")  # "nine-year"
    if after in words.per_cent:
        return words.per_cent[after]
    return after if after.isalpha() and after not in words.no_units else None


def _without_hyphens(pieces: Sequence[str]) -> Iterator[str]:
    return (piece for piece in pieces if piece not in HYPHENS)

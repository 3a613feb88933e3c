"""Numbers in figures and words, read strictly: a number that goes on in a way no rule knows is not read at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from kg.ontology.words.number_words import HYPHENS, NUMERAL, NumberWords

PIECE = re.compile(
    r"\d+(?:st|nd|rd|th)\b|\d+/\d+|\d+(?:,\d+)*(?:\.\d+)?[¼-¾⅐-⅞]?|\.\d+|[¼-¾⅐-⅞]"
    r"|(?<![^\W\d_])[a-z]{1,3}\$|[^\W\d_]+|\S"  # "us$" is one
)
GROUPED = re.compile(r"\d+|\d{1,3}(?:,\d{2,3})*,\d{3}")  # also 1,50,000; "1,5" is a decimal comma
POINTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # 1.5 or 1,500?
SPACED = re.compile(r"(?<![\d.,/])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d/]|[.,]\d)")  # 1 500


class Number(NamedTuple):
    """A value, the product of its last scale words ("million"; 1 if none), and the piece after it."""

    value: float
    scale: float
    stop: int


def pieces_of(text: str) -> list[str]:
    """Words, figures and signs in lower case; figures grouped by spaces are one piece."""
    joined = SPACED.sub(lambda match: re.sub(r"\s", "", match[0]), text.lower())
    return PIECE.findall(joined)


def read_number(pieces: Sequence[str], start: int, words: NumberWords) -> Number | None:
    """The number that begins at a piece, as far as it goes; None if it cannot be read."""
    return _share_of_scale(pieces, start, words) or _sum(pieces, start, words)


def _share_of_scale(pieces: Sequence[str], at: int, words: NumberWords) -> Number | None:
    """ "half a million", "a half million", "three quarters of a million"."""
    share, at = _share(pieces, at, words)
    if not share:
        return None
    at = _over(pieces, _over(pieces, at, words.of), HYPHENS)
    scale, stop = _scales(pieces, _over(pieces, _over(pieces, at, words.articles), HYPHENS), words)
    return Number(round(share * scale, 3), scale, stop) if scale else None


def _share(pieces: Sequence[str], at: int, words: NumberWords) -> tuple[float, int]:
    """A half or other fraction, and the piece after it; 0 if there is none."""
    piece = _piece(pieces, at)
    if piece in words.halves:
        return 0.5, at + 1
    count = 1 if piece in words.articles else words.units.get(piece, 0)
    next_at = _over(pieces, at + 1, HYPHENS)
    if piece in words.articles and _piece(pieces, next_at) in words.halves:
        return 0.5, next_at + 1
    parts = words.fractions.get(_piece(pieces, next_at), 0) if count else words.fractions.get(piece, 0)
    return ((count or 1) / parts, next_at + 1 if count else at + 1) if parts else (0.0, at)


def _sum(pieces: Sequence[str], start: int, words: NumberWords) -> Number | None:
    """Groups of falling scales: "two million three hundred thousand and twelve"."""
    group = _group(pieces, start, words)
    if group is None:
        return None
    total, scale, stop = group
    while scale >= 1000:
        after = _over(pieces, stop, words.joining)
        is_article = _piece(pieces, after) in words.articles
        more = None if is_article else _group(pieces, after, words)
        if more is None or more.value >= scale:
            break
        total, scale, stop = total + more.value, more.scale, more.stop
    return Number(total, group.scale, stop)


def _group(pieces: Sequence[str], start: int, words: NumberWords) -> Number | None:
    """A number below a thousand, or in figures, with its scale words and "and a half"."""
    value, stop, low = _hundreds(pieces, start, words)
    if value is None:
        return None
    half, stop = _and_half(pieces, stop, words)
    scale, after = _scales(pieces, _over(pieces, stop, HYPHENS), words)
    if half and not scale:  # "two and three quarters of a million"
        scale, after = _scales(pieces, _over(pieces, _over(pieces, stop, words.of), words.articles), words)
    stop = after if scale else stop
    if scale and not half:  # "a million and a half"
        half, stop = _and_half(pieces, stop, words)
    return Number(round((value + half * low) * (scale or 1.0), 3), scale or 1.0, stop)


def _hundreds(pieces: Sequence[str], at: int, words: NumberWords) -> tuple[float | None, int, float]:
    """ "two hundred and ten", "twenty-two", "dozen", "4½", the piece after it, and what "and a half" adds half of.

    No value if no number is here.
    """
    value, stop = _simple(pieces, at, words)
    low = _low_scale(pieces, at if value is None else _over(pieces, stop, HYPHENS), words)
    if not low:
        is_scale = value is None and _piece(pieces, at) in words.scales
        return (1.0, at, 1.0) if is_scale else (value, stop, 1.0)
    value, stop = (value or 1.0) * low, (at if value is None else _over(pieces, stop, HYPHENS)) + 1
    more, after = _simple(pieces, _over(pieces, stop, words.joining), words, articles=False)
    return (value + more, after, 1.0) if more and more < low else (value, stop, low)


def _simple(
    pieces: Sequence[str], at: int, words: NumberWords, *, articles: bool = True
) -> tuple[float | None, int]:
    """One number in figures, or a word below a hundred; an article counts as one."""
    piece = _piece(pieces, at)
    if NUMERAL.fullmatch(piece):
        return _in_figures(pieces, at)
    if piece in words.units:
        return float(words.units[piece]), at + 1
    if piece in words.tens:
        unit = words.units.get(_piece(pieces, _over(pieces, at + 1, HYPHENS)), 0)
        is_two = 0 < unit < 10
        return float(words.tens[piece] + unit * is_two), _over(
            pieces, at + 1, HYPHENS
        ) + 1 if is_two else at + 1
    return (1.0, at + 1) if articles and piece in words.articles else (None, at)


def _in_figures(pieces: Sequence[str], at: int) -> tuple[float | None, int]:
    value, following = _figure(pieces[at]), _piece(pieces, at + 1)
    is_share = "/" in following and NUMERAL.fullmatch(following)  # a slash may stand alone: "4 / 5"
    if value is not None and pieces[at].isdecimal() and is_share:  # "4 1/2"
        fraction = _figure(following)
        return (None if fraction is None else value + fraction), at + 2
    return value, at + 1


def _figure(piece: str) -> float | None:
    """The value of figures; None of a decimal comma and of "12/30"."""
    if "/" in piece:
        part, whole = (int(number) for number in piece.split("/"))
        return part / whole if 0 < part < whole <= 10 else None
    fraction = 0.0 if piece[-1].isdecimal() else unicodedata.numeric(piece[-1])
    bare = piece if piece[-1].isdecimal() else piece[:-1]
    if bare and not GROUPED.fullmatch(bare.partition(".")[0] or "0"):
        return None
    return float(bare.replace(",", "") or 0) + fraction


def _and_half(pieces: Sequence[str], at: int, words: NumberWords) -> tuple[float, int]:
    """ "and a half", "and three quarters", also with hyphens."""
    after = _over(pieces, at, HYPHENS)
    joined = _over(pieces, after, words.joining)
    if joined == after:
        return 0.0, at
    share, stop = _share(pieces, _over(pieces, joined, HYPHENS), words)
    return (share, stop) if share else (0.0, at)


def _scales(pieces: Sequence[str], at: int, words: NumberWords) -> tuple[float, int]:
    """The product of scale words: "hundred thousand"; 0 if there is none."""
    scale = 0.0
    while (each := words.scales.get(_piece(pieces, at))) and not (scale and _is_letter(pieces[at])):
        scale = (scale or 1.0) * each
        at += 1
    return scale, at


def _is_letter(piece: str) -> bool:
    return len(piece) == 1


def _low_scale(pieces: Sequence[str], at: int, words: NumberWords) -> float:
    scale = words.scales.get(_piece(pieces, at), 0.0)
    return scale if scale < 1000 else 0.0


def _over(pieces: Sequence[str], at: int, skipped: frozenset[str]) -> int:
    """The position after a piece that may be skipped."""
    return at + 1 if _piece(pieces, at) in skipped else at


def _piece(pieces: Sequence[str], at: int) -> str:
    return pieces[at] if 0 <= at < len(pieces) else ""

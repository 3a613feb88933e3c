"""Numbers as news writes them: "at least 95", "two dozen", "$1.5 billion", "more than 195,000"."""

from __future__ import annotations

import re
from typing import NamedTuple

UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "crore": 1e7,
    "billion": 1e9,
}
SCALES |= {"trillion": 1e12, "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12}
SMALL = {"a": 1.0, "an": 1.0, "half": 0.5}
NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
RANGE = re.compile(r"\d\s*(?:-|–|—|\bto\b|\band\b|\bor\b)\s*(\d[\d,.]*\d|\d+)")
CODES = frozenset(  # of money, before the number: ISO 4217's and those that papers write
    "aed aud brl cad chf cny czk dh dkk egp eur gbp ghs hkd huf idr ils inr jpy kes krw ksh lkr mxn ngn nok nzd php pkr"
    " pln rm rmb rs rub sar sek sgd thb tk try uah usd vnd zar".split()
)
PIECE = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+|(?<![^\W\d_])[a-z]{1,3}\$|[^\W\d_]+|\S")  # "us$" is one
MODIFIERS = re.compile(
    r"at least|at most|up to|as many as|as much as|as few as|more than|over|no more than|no fewer than|not less than"
    r"|fewer than|less than|under|below|above|about|around|approximately|roughly|nearly|almost|some|close to"
    r"|an? estimated|estimated|exactly|only|just|an additional|another|upwards of|well over|or more|or so|or fewer"
    r"|minimum|maximum"
)


class Amount(NamedTuple):
    """A number, what qualifies it ("at least") and its unit ("$", "euros", "percent"), where there is one."""

    value: float
    modifier: str | None
    unit: str | None


def read_amount(text: str) -> Amount | None:
    """The number that words give, or None: "dozens" is no number."""
    low = text.lower().replace(" ", " ")
    pieces = PIECE.findall(low)
    spans = [i for i, piece in enumerate(pieces) if _is_number(piece)]
    if not spans or all(pieces[i] in ("a", "an") for i in spans):
        return None
    start = next((i for i in spans if pieces[i] not in SMALL), spans[0])
    while start and pieces[start - 1] in SMALL and pieces[start] in SCALES | SMALL:
        start -= 1
    stop = start
    while stop < len(pieces) and (_is_number(pieces[stop]) or _joins(pieces, stop)):
        stop += 1
    found = MODIFIERS.search(low)
    end = RANGE.search(low)
    modifier = f"to {end[1]}" if end else found[0] if found else None
    return Amount(_value(pieces[start:stop]), modifier, None if end else _unit(pieces, start, stop))


def _is_number(piece: str) -> bool:
    return (
        bool(NUMERAL.fullmatch(piece)) or piece in UNITS or piece in TENS or piece in SCALES or piece in SMALL
    )


def _joins(pieces: list[str], at: int) -> bool:
    """True for "and" in "two hundred and ten", "-" in "twenty-two"; not in "10-12"."""
    if not 0 < at < len(pieces) - 1 or not _is_number(pieces[at + 1]):
        return False
    if pieces[at] == "and":
        return pieces[at - 1] in SCALES and pieces[at + 1] in UNITS | TENS
    return pieces[at] == "-" and pieces[at - 1] in TENS and pieces[at + 1] in UNITS


def _value(pieces: list[str]) -> float:
    total, current = 0.0, 0.0
    half = pieces[:2] in (["half", "a"], ["half", "an"])
    for piece in pieces[2:] if half else pieces:
        if piece in SCALES:
            current = round((current or 1.0) * SCALES[piece], 3)  # 8.3 million, and not a millionth more
            if SCALES[piece] >= 1e3:
                total, current = total + current, 0.0
        elif piece not in ("and", "-"):
            current += _plain(piece)
    return (total + current) * (0.5 if half else 1.0)


def _plain(piece: str) -> float:
    if NUMERAL.fullmatch(piece):
        return float(piece.replace(",", ""))
    return float(UNITS.get(piece, TENS.get(piece, SMALL.get(piece, 0.0))))


def _unit(pieces: list[str], start: int, stop: int) -> str | None:
    if "%" in pieces[stop : stop + 1]:
        return "%"
    code = next((piece for piece in reversed(pieces[:start]) if piece != "."), "")  # "Rs. 500"
    if code in CODES:
        return code.upper() if len(code) == 3 else code.capitalize()
    before = pieces[start - 1] if start and not pieces[start - 1].isalnum() else None
    if before and before not in "~-'(":
        return before.upper()
    after = next((piece for piece in pieces[stop : stop + 2] if piece != "-"), "")  # "nine-year"
    return after if after.isalpha() and after not in ("or", "and", "to", "of") else None

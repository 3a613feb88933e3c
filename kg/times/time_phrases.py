"""The phrases of a text that name days, made of the words of `ontology/times.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.ontology.amounts import UNITS
from kg.ontology.calendar_words import load_calendar


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters [begin, end) that name days; `core` is where their own words begin, after "early in"."""

    begin: int
    end: int
    core: int
    kind: str
    part: str
    groups: Mapping[str, str]


def find_phrases(text: str) -> Iterator[Phrase]:
    """Yield the phrases of a sentence that name days, in text order; none for durations ("three years")."""
    for match in _words().finditer(text):
        kind = match.lastgroup
        assert kind is not None  # every alternative is a group
        begin = match.start(kind)
        inner = _patterns()[kind].match(text, begin)
        assert inner is not None
        groups = {name: value for name, value in inner.groupdict().items() if value}
        part = " ".join(re.sub(r"\b(?:the)\b|-", " ", (match["part"] or "").lower()).split())
        core = inner.start("core") if groups.get("core") else match.start() if part.endswith(" of") else begin
        yield Phrase(min(match.start(), core) if part else core, inner.end(), core, kind, part, groups)


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _sources().items()}


@cache
def _words() -> re.Pattern[str]:
    """One pattern for all: a part ("early in the") and then the first kind that matches."""
    kinds = "|".join(
        f"(?P<{name}>{re.sub(r'[(][?]P<[a-z0-9]+>', '(?:', source)})" for name, source in _sources().items()
    )
    of = r"(?:start|beginning|opening|turn|middle|end|close|(?:first|second)\s+half)\s+of(?:\s+the(?=\s+\d))?\s+"
    at = r"(?:(?:in|on)\s+)?"
    part = rf"(?P<part>(?:the\s+)?{of}|(?:early|mid|late)(?:\s*-\s*|\s+){at}|(?:earlier|later)\s+{at})"
    return re.compile(rf"(?<![\w-])(?:{part}(?:the\s+)?)?(?:{kinds})", re.IGNORECASE)


@cache
def _sources() -> Mapping[str, str]:
    """The patterns by kind; earlier ones go first where several match at a place."""
    words = load_calendar()
    # of an abbreviation, not of the sentence
    stop = r"(?:(?<=\b[JFMASOND][a-z]{2})(?<!May)\.|(?<=\bSept)\.)?"
    month = (
        "(?-i:"
        + "|".join(sorted((_cased(word) for word in words.months), key=len, reverse=True))
        + r")\b"
        + stop
    )
    weekday = (
        "(?-i:" + "|".join(sorted((_cased(word) for word in words.weekdays), key=len, reverse=True)) + r")\b"
    )
    short = r"(?:(?<=\b[MTWFS][a-z]{2})\.|(?<=\bTues)\.|(?<=\bThurs)\.)?"
    day, year = r"(?:3[01]|[12]\d|0?[1-9])", r"(?:1\d|20)\d\d(?![\d%]|[.,:]\d|-[a-z])"
    ordinal, to = r"(?:st|nd|rd|th)?", r"\s*(?:to|-|–|—|through|until|till|and)\s*"
    whose = r"\s+(?:of\s+)?(?P<whose>last|this|next|the\s+same|that)\s+year\b"
    named = rf"(?:(?:,|\s+of|\s+in|,\s+in)?\s+(?P<year>{year})|{whose})"
    clock = "morning|afternoon|evening|night|lunchtime|noon|midnight"
    on = rf"(?:{weekday}{short}(?:\s+(?:{clock}))?,?\s+)?"
    aside = rf"(?:\s+\({weekday}{short}\))?"  # "Sept. 13 (Thursday), 2018"
    which = (
        r"(?:the\s+)?(?P<which>this\s+past|this\s+coming|last|past|this|next|coming|previous|following)\s+"
    )
    unit = r"(?:day|week|month|quarter|year|decade|century)"
    units = r"(?:days?|weeks?|fortnight|months?|years?|decades?|centur(?:y|ies))"
    tens = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?"
    number = rf"(?:\d+(?:\.\d+)?|an?|{'|'.join(word for word in UNITS if word != 'zero')}|{tens})"
    count = rf"(?:{number}(?:\s+and\s+a\s+half)?|(?:a\s+)?(?:few|couple(?:\s+of)?)|several|many|some)"
    bound = r"(?:(?P<bound>more\s+than|over|at\s+least|less\s+than|under)\s+)?"
    bound += r"(?:(?:about|around|nearly|almost|some|roughly|exactly|just)\s+)?"
    prefix = r"\b(?:in|by|since|until|during|over|for|from|through)\s+(?:the\s+)?"
    week = r"(?:\s+(?:of\s+)?(?P<whose>last|this|next)\s+week\b)?"
    this = r"this\s+(?:morning|afternoon|evening)"
    before = r"(?:the\s+)?day\s+(?:before\s+yesterday|after\s+tomorrow)"
    plurals = "days|weeks|months|years|decades|centuries"
    counted = rf"(?P<count>{count}|few|couple\s+of)\s+"
    ending = r"(?:['’]s?\s+time|\s+time|\s+from\s+now)?"
    of_units = "last|past|previous|next|coming|following|recent"
    of_unit = "this\\s+coming|this\\s+past|last|past|this|current|next|coming|previous|preceding|following|same|that"
    season = "|".join(words.seasons)
    holiday = "|".join(
        name.replace(" ", r"\s+").replace("'", "['’]")
        for name in sorted({**words.holidays, **words.easter}, key=len, reverse=True)
    )
    times = rf"(?:\s+(?:{clock}))?\b"
    return {
        "iso": r"(?P<year>(?:1\d|20)\d\d)-(?P<month>1[0-2]|0[1-9])-(?P<day>3[01]|[12]\d|0[1-9])\b",
        "day_range": rf"(?P<day>{day}){ordinal}{to}(?P<last>{day}){ordinal}\s+(?:of\s+)?(?P<month>{month}){named}?",
        "day_range_us": rf"(?P<month>{month})\s+(?P<day>{day}){ordinal}{to}"
        rf"(?:(?P<month2>{month})\s+)?(?P<last>{day}){ordinal}\b(?!:){named}?",
        "month_day": rf"{on}(?:the\s+)?(?P<day>{day}){ordinal}\s+(?:of\s+)?(?P<month>{month}){named}?",
        "month_day_us": rf"{on}(?:(?P<which>last|next|this)\s+)?"
        rf"(?P<month>{month})\s+(?:the\s+)?(?P<day>{day}){ordinal}\b(?![:%]|[.,]\d){aside}{named}?",
        "month": rf"(?:{which})?(?P<month>{month}){named}?",
        "quarter": rf"(?P<number>first|second|third|fourth|final)\s+quarter\b{named}?",
        "short_quarter": rf"(?-i:Q)(?P<number>[1-4])\b{named}?",
        "holiday": rf"(?:{which})?(?P<holiday>{holiday})\b{named}?",
        "weekday": rf"(?:{which})?(?P<weekday>{weekday}){short}{week}{times}",
        "weekend": rf"(?:{which}|the\s+)weekend\b",
        "season_year": rf"(?P<season>{season})\b{named}",
        "season": rf"(?:{which}|{prefix})(?P<core>(?P<season>{season}))\b{named}?(?!\s+of\b)",
        "decade": r"(?:the\s+)?(?P<decade>(?:1\d|20)\d0|(?<=['’])\d0)s\b",
        "century": r"(?:the\s+)?(?P<number>[12]?\d)(?:st|nd|rd|th)(?:\s+|-)century\b(?!\s+(?:BC|B\.C))",
        "years": r"(?P<year>(?:1\d|20)\d\d)\s*[-–/]\s*(?P<last>(?:1\d|20)?\d\d)\b(?!-)",
        "year": rf"(?P<year>{year})\b",
        "deictic": rf"(?P<word>{before}|today|tonight|yesterday|tomorrow|overnight|last\s+night|{this})\b",
        "ago": rf"(?:{bound}(?P<count>{count})\s+)?(?P<unit>{units})\s+ago\b(?P<exact>\s+to\s+the\s+day\b)?",
        "later": rf"(?P<count>{count})\s+(?P<unit>{units})\s+(?P<which>later|earlier|afterwards)\b",
        "stretch": rf"(?:the\s+)?(?P<which>{of_units})\s+(?:{counted})?(?P<unit>{plurals})\b",
        "ahead": rf"(?P<which>in|within)\s+(?P<count>{count})\s+(?P<unit>{units}){ending}\b",
        "unit": rf"(?P<the>the\s+)?(?P<which>{of_unit})\s+(?P<unit>{unit})\b",
    }  # fmt: skip


def _cased(word: str) -> str:
    """A name of the calendar as it is printed: "may" and "sat" in small letters are other words."""
    return f"{word.capitalize()}|{word.upper()}" if len(word) > 3 else word.capitalize()

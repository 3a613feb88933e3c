"""Dates as publishing systems write them: time stamps, labels, fields. Time expressions of sentences are in `times`.

A date needs a day, a month and a year. An ambiguous date such as 03/04/2024 yields no date, unless other dates of its
column show the order.
"""

import re
from calendar import day_abbr
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, NamedTuple

from kg.ontology.checked_yaml import read_yaml

FIRST_YEAR, LAST_YEAR = 1800, 2100  # other numbers are not years of publication
SLASHED = re.compile(r"\s*(\d\d?)([/-])(\d\d?)\2\d{4}\b")
FIRST_SHORT_YEAR = 69
SHORT_DATE = re.compile(
    r"\b(?P<day>\d\d?) (?P<month>[^\W\d_]{3,9})\.?,? ['\u2019]?(?P<year>\d\d)\b(?![:.]\d)"
)
# Eight digits without separators may be a number, except at the beginning of a name
FILE_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-_.])(\d\d)\2(\d\d)(?!\d)|^((?:19|20)\d\d)()(\d\d)(\d\d)(?!\d)"
)
# RFC 822, with two digits of the year
MAIL_DATE = re.compile(r"(?:[A-Za-z]{3},\s*)?\d\d? [A-Za-z]{3} \d\d \d\d:\d\d")
# The year stands last: "Tue Mar 05 18:00:00 +0000 2024" of Twitter
UNIX_DATE = re.compile(
    r"(?:[A-Za-z]{3} )?([A-Za-z]{3} +\d\d?) \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|[A-Z]{3,4}) (\d{4})"
)
LONGEST_FIELD = 300  # characters of a field with a date; more are no date, and take seconds to search
LONGEST_STAMP = 60  # characters of a line that is a date with a time of day
ZONE = re.compile(r"\b[A-Z]{3,4}\b")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # in addresses
MILLISECONDS = 10**11  # a larger Unix time is in milliseconds: in seconds it would be the year 5138


class Stamp(NamedTuple):
    """Characters [begin, end) with a date or a time; `day` is None if the date is incomplete or ambiguous."""

    begin: int
    end: int
    day: date | None


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """The words of `ontology/dates.yaml`, and the patterns of stamps that they make."""

    months: Mapping[str, int]
    stamp: re.Pattern[str]
    clear_time: re.Pattern[str]
    day_first: bool | None = None  # how 03/04/2024 is read; not at all if None

    def find_stamps(self, text: str) -> Iterator[Stamp]:
        """Yield dates with their time of day, and times like "3 hours ago", in text order."""
        for match in self.stamp.finditer(text):
            yield Stamp(match.start(), match.end(), self._day(match))

    def read_date(self, value: object) -> date | None:
        """The date in a field: ISO 8601, RFC 2822, Unix time, or words ("26 November 2014"); None if ambiguous."""
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            return None
        text = UNIX_DATE.sub(r"\1 \2", str(value).strip()[:LONGEST_FIELD])
        if re.fullmatch(r"\d{9,13}(\.\d+)?", text):
            return _unix_date(float(text))
        if re.fullmatch(r"(1[89]|20)\d{6}(T?\d{4,6}(Z|[+-]\d{4})?)?", text):
            return _date(text[:4], text[4:6], text[6:8])
        days = [stamp.day for stamp in self.find_stamps(text)]
        return _mail_date(text) if not days or MAIL_DATE.match(text) else days[0]

    def short_date(self, text: str) -> date | None:
        """The date with a year of two digits in a dateline, "25 MAY 89"; 69 to 99 are of the last century (POSIX)."""
        for match in SHORT_DATE.finditer(text):
            month, year = self.months.get(match["month"].lower()), int(match["year"])
            if month:
                return _date(str(year + (1900 if year >= FIRST_SHORT_YEAR else 2000)), month, match["day"])
        return None

    def day_of_time(self, line: str) -> date | None:
        """The day of a line that is a date with a time of day, and nothing else: "13 March 2024, 10:42 GMT"."""
        if len(line) > LONGEST_STAMP or not self.is_clear_time(line):
            return None
        stamps, rest = list(self.find_stamps(line)), line
        for stamp in stamps:
            rest = rest.replace(line[stamp.begin : stamp.end], " ", 1)
        is_stamp = not any(letter.isalnum() for letter in ZONE.sub("", rest))
        return next((stamp.day for stamp in stamps if stamp.day), None) if is_stamp else None

    def is_clear_time(self, stamp: str) -> bool:
        """Whether a stamp without a date is a time of day or counts back from one: "5:12", "3 hours ago"."""
        return bool(self.clear_time.search(stamp))

    def _day(self, match: re.Match[str]) -> date | None:
        found = {name: value for name, value in match.groupdict().items() if value}
        if "y1" in found:
            return _date(found["y1"], found["m1"], found["d1"])
        if "word2" in found:
            return _date(found.get("y2"), self._month(found["word2"]), found["d2"])
        if "word3" in found:
            return _date(found.get("y3"), self._month(found["word3"]), found["d3"])
        if "y4" not in found:
            return None
        return _day_on(match[0], found) or _day_of_numbers(found, self.day_first)

    def _month(self, word: str) -> int:
        return self.months[word.lower().rstrip(".")]


def read_date_words(path: Path) -> DateWords:
    """Raises OntologyError where the file cannot be used."""
    sections = ("months", "weekdays", "ago", "zones", "particles", "clear times")
    data = read_yaml(path, sections=sections, texts_only=True).data
    months = {word: int(number) for number, words in data["months"].items() for word in words}
    return DateWords(months, _stamp_pattern(data, months), re.compile("|".join(data["clear times"])))


def is_slashed(value: object) -> bool:
    """Whether a field holds a date like 03/04/2024, whose order may be unclear."""
    return isinstance(value, str) and bool(SLASHED.match(value))


def day_first(value: object) -> bool | None:
    """The order that a date shows by a number above 12: True for 13/05/2024, False for 05/13/2024."""
    match = SLASHED.match(value) if isinstance(value, str) else None
    first, second = (int(match[1]), int(match[3])) if match else (0, 0)
    return None if (first > 12) == (second > 12) else first > 12


def url_date(url: str) -> date | None:
    """The date in the path of a URL, like /2014/11/26/, /2014-11-26- or /2014/nov/26/."""
    if match := re.search(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-])", url):
        return _date(*match.groups())
    match = re.search(rf"/((?:19|20)\d\d)/({'|'.join(MONTHS)})/(\d{{1,2}})/", url)
    return _date(match[1], MONTHS.index(match[2]) + 1, match[3]) if match else None


def file_date(source: str) -> date | None:
    """The one date in the name of an article's file, like 2014-11-26-flood.txt; none where a file holds several."""
    name = source.rsplit("/", 1)[-1]
    groups = ([part for part in match.groups() if part is not None] for match in FILE_DATE.finditer(name))
    days = {_date(year, month, day) for year, _, month, day in groups}
    return days.pop() if len(days) == 1 and "#" not in name else None


def _unix_date(seconds: float) -> date | None:
    moment = datetime.fromtimestamp(seconds / 1000 if seconds > MILLISECONDS else seconds, tz=UTC)
    return _date(str(moment.year), moment.month, moment.day)


def _mail_date(text: str) -> date | None:
    try:
        return parsedate_to_datetime(text).date()
    except ValueError:
        return None


def _day_of_numbers(found: dict[str, str], day_first: bool | None) -> date | None:
    """12.03.2024 is the twelfth of March, as dots are used; with slashes a number above 12 decides, or the order."""
    first, second = int(found["a4"]), int(found["b4"])
    if found["sep4"] == "." or first > 12 or first == second:
        return _date(found["y4"], second, first)
    if second > 12 or day_first is False:
        return _date(found["y4"], first, second)
    return _date(found["y4"], second, first) if day_first else None


def _day_on(text: str, found: dict[str, str]) -> date | None:
    """The one order of 11.05.2012 that falls on the weekday before it; None if no weekday or both orders fit."""
    name = next((number for number, name in enumerate(day_abbr) if name.lower() in text.lower()), None)
    year, first, second = found["y4"], found["a4"], found["b4"]
    days = {_date(year, second, first), _date(year, first, second)} - {None}
    on_it = [day for day in days if day and day.weekday() == name]
    return on_it[0] if len(on_it) == 1 else None


def _date(year: str | None, month: str | int, day: str | int) -> date | None:
    try:
        found = date(int(year or 0), int(month), int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _stamp_pattern(data: Mapping[str, Any], months: Mapping[str, int]) -> re.Pattern[str]:
    words = data["particles"]
    month = "(?:" + "|".join(sorted(months, key=len, reverse=True)) + r")\b\.?"
    weekday = rf"(?:\b(?:{'|'.join(data['weekdays'])})\b[.,]?\s+)?"
    year = r"(?:1[89]|20)\d\d"
    day = r"(?:3[01]|[12]\d|0?[1-9])"
    dates = (
        rf"(?P<y1>{year})(?P<sep1>[-/.])(?P<m1>1[0-2]|0?[1-9])(?P=sep1)(?P<d1>{day})(?!\d)",
        rf"\b(?P<d2>{day})(?:{words['ordinal before month']})?[\s-]+"
        rf"(?:(?:{words['before month']})\s+)?(?P<word2>{month})"
        rf"(?:(?:,|\s+(?:{words['before year']}))?[\s-]*(?P<y2>{year})\b)?",
        rf"\b(?P<word3>{month})\s*(?P<d3>{day})(?:{words['ordinal']})?\b(?!:)(?:,?\s+(?P<y3>{year})\b)?",
        rf"(?<![\d.,/-])(?P<a4>{day})(?P<sep4>[-/.])(?P<b4>{day})(?P=sep4)(?P<y4>{year})(?!\d)",
    )
    half = words["half of day"]
    zone = rf"(?:\s*(?:\(?(?-i:{data['zones']})\b\)?|[+-]\d\d:?\d\d))?"
    clock = rf"\d{{1,2}}(?::\d\d){{1,2}}(?:\.\d+)?(?:\s*{half})?{zone}|\d{{1,2}}\s*{half}{zone}"
    before = rf"(?:\b(?:{clock})\s*(?:,|{words['before date']}|[-–—|•·])?\s*)?"
    after = rf"(?:(?:T|\s*(?:,|{words['before time']}|[-–—|•·])?\s*)(?:{clock}))?"
    ago = "|".join(rf"\b(?:{phrase})\b" for phrase in data["ago"])
    return re.compile(rf"{before}{weekday}(?:{'|'.join(dates)}){after}|{ago}(?:\s*{clock})?", re.IGNORECASE)

"""Which days a phrase means: "last September", "early 2013", "three weeks ago".

What neither the words nor the article's day fix has no days. A part of a period is a third of it: "early 2013" is
January to April, "late March" its last eleven days.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.ontology.language import Language
from kg.ontology.words.amounts import read_amount
from kg.records import Granularity
from kg.times.time_phrases import Phrase

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Days [begin, end], both inclusive; None where a side is open."""

    begin: date | None
    end: date | None
    granularity: Granularity


@dataclass(frozen=True, slots=True)
class Clock:
    """What a phrase is read against: the article's day, whether its event lies ahead, the days told last before it."""

    language: Language
    today: date | None
    ahead: bool = False
    told: Days | None = None


Reader = Callable[[Mapping[str, str], Clock], Days | None]


def days_of(phrase: Phrase, clock: Clock) -> Days | None:
    """The days that a phrase means; None if they are not fixed."""
    days = READERS[phrase.kind](phrase.groups, clock)
    return _part(days, phrase.part, clock) if days and phrase.part else days


# Periods


def month_days(year: int, month: int) -> Days:
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month")


def year_days(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, 12, 31), "year")


def week_days(day: date) -> Days:
    """The week of a day, Monday to Sunday."""
    monday = day - DAY * day.weekday()
    return Days(monday, monday + 6 * DAY, "week")


def add_months(day: date, months: int) -> date | None:
    """The same day of another month, or that month's last; None outside the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) if 1 <= year <= 9998 else None


def unit_days(day: date, unit: str) -> Days:
    """The day, week, month, quarter, year, decade or century in which a day lies."""
    if unit == "month":
        return month_days(day.year, day.month)
    if unit == "quarter":
        return _months(day.year, (day.month - 1) // 3 * 3 + 1, "quarter")
    if unit == "week":
        return week_days(day)
    if unit == "year":
        return year_days(day.year)
    if unit in ("decade", "century"):
        length = YEARS[unit]
        first = day.year // length * length
        return Days(
            date(max(first, 1), 1, 1),
            date(first + length - 1, 12, 31),
            "decade" if unit == "decade" else "range",
        )
    return Days(day, day, "day")


def moved(day: date, unit: str, count: float) -> date | None:
    """The day so many units later; None outside the calendar."""
    try:
        if unit in ("day", "week"):
            return day + DAY * round(count * (7 if unit == "week" else 1))
        return add_months(day, round(count * MONTHS[unit]))
    except (OverflowError, ValueError):
        return None


MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
YEARS = {"decade": 10, "century": 100}


def _months(year: int, month: int, granularity: Granularity) -> Days:
    """Three months: a quarter, or a season, which may end in the next year."""
    last = month_days(year + (month + 2 > 12), (month + 1) % 12 + 1)
    return Days(date(year, month, 1), last.end, granularity)


def _fitting(choices: Sequence[Days], clock: Clock) -> Days | None:
    """The one that fits: the first that is not over, or the last that has begun."""
    assert clock.today is not None
    found = [days for days in choices if days.begin and days.end]
    if clock.ahead:
        return next((days for days in found if days.end and days.end >= clock.today), None)
    return next((days for days in reversed(found) if days.begin and days.begin <= clock.today), None)


def _of_years(make: Callable[[int], Days | None], which: str, clock: Clock) -> Days | None:
    """The one of these that come once a year: "last June" is over, "next June" has not begun."""
    if clock.today is None:
        return None
    today = clock.today
    choices = [days for year in range(today.year - 4, today.year + 5) if (days := make(year))]
    if which in LAST:
        return next((days for days in reversed(choices) if days.end and days.end < today), None)
    if which in NEXT:
        return next((days for days in choices if days.begin and days.begin > today), None)
    if which == "this":
        return make(today.year)
    return _fitting(choices, clock)


LAST = ("last", "past", "previous", "this past")
NEXT = ("next", "coming", "following", "this coming")


def _year(groups: Mapping[str, str], clock: Clock) -> int | None:
    """The year that the phrase names: "2013", "last year"."""
    if "year" in groups:
        return int(groups["year"])
    whose = groups.get("whose", "").lower()
    if whose in ("last", "this", "next"):
        return clock.today.year + {"last": -1, "this": 0, "next": 1}[whose] if clock.today else None
    told = clock.told and clock.told.begin
    return told.year if whose and told else None


# Readers, one a pattern


def _iso(groups: Mapping[str, str], clock: Clock) -> Days | None:
    return _day(int(groups["year"]), int(groups["month"]), int(groups["day"]))


def _day(year: int, month: int, day: int) -> Days | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Days(found, found, "day")


def _month_day(groups: Mapping[str, str], clock: Clock) -> Days | None:
    month, day = clock.language.calendar.month(groups["month"]), int(groups["day"])
    year = _year(groups, clock)
    if year is not None:
        return _day(year, month, day)
    return _of_years(lambda y: _day(y, month, day), groups.get("which", "").lower(), clock)


def _day_range(groups: Mapping[str, str], clock: Clock) -> Days | None:
    last = _month_day(
        {**groups, "day": groups["last"], "month": groups.get("month2", groups["month"])}, clock
    )
    if last is None or last.end is None:
        return None
    month = clock.language.calendar.month(groups["month"])
    first = _day(last.end.year - (month > last.end.month), month, int(groups["day"]))
    return Days(first.begin, last.end, "range") if first and first.begin and first.begin < last.end else None


def _month_days(groups: Mapping[str, str], clock: Clock) -> Days | None:
    month, year = clock.language.calendar.month(groups["month"]), _year(groups, clock)
    if year is not None:
        return month_days(year, month)
    which = groups.get("which", "").lower()
    if clock.today and which in LAST:  # in May "last May" is the year before's
        return month_days(clock.today.year - (month >= clock.today.month), month)
    return _of_years(lambda y: month_days(y, month), which, clock)


def _weekday(groups: Mapping[str, str], clock: Clock) -> Days | None:
    if clock.today is None:
        return None
    monday = week_days(clock.today).begin
    assert monday is not None
    number, which = (
        clock.language.calendar.weekdays[groups["weekday"].lower()],
        groups.get("which", "").lower(),
    )
    whose = groups.get("whose", "").lower()
    day = monday + DAY * number
    if whose:
        day += 7 * DAY * {"last": -1, "next": 1}.get(whose, 0)
    elif which in ("next", "following"):
        day += 7 * DAY
    elif which in LAST:
        day -= 7 * DAY * (day >= clock.today)
    elif which != "this" or clock.ahead:
        ahead = clock.ahead or which in NEXT
        day += 7 * DAY * ((day < clock.today) if ahead else -(day > clock.today))
    return Days(day, day, "day")


def _weekend(groups: Mapping[str, str], clock: Clock) -> Days | None:
    if clock.today is None:
        return None
    which = groups.get("which", "").lower()
    saturday = clock.today - DAY * clock.today.weekday() + 5 * DAY
    if which in LAST or (which not in ("this", *NEXT) and not clock.ahead and saturday > clock.today):
        saturday -= 7 * DAY
    elif which in ("next", "following"):
        saturday += 7 * DAY
    return Days(saturday, saturday + DAY, "range")


def _season(groups: Mapping[str, str], clock: Clock) -> Days | None:
    month, year = clock.language.calendar.seasons[groups["season"].lower()], _year(groups, clock)
    if year is not None:
        return _months(year, month, "season")
    if groups["season"].lower() == "fall" and "which" not in groups and not clock.ahead:
        return None  # "was hurt in the fall": off a horse
    return _of_years(lambda y: _months(y, month, "season"), groups.get("which", "").lower(), clock)


def _quarter(groups: Mapping[str, str], clock: Clock) -> Days | None:
    number, year = QUARTERS[groups["number"].lower()], _year(groups, clock)
    if year is not None:
        return _months(year, 3 * number - 2, "quarter")
    return _of_years(lambda y: _months(y, 3 * number - 2, "quarter"), "", clock)


QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def _holiday(groups: Mapping[str, str], clock: Clock) -> Days | None:
    name = re.sub(r"\s+", " ", groups["holiday"].lower().replace("’", "'"))
    year = _year(groups, clock)

    def of(y: int) -> Days | None:
        if name in clock.language.calendar.easter:
            day = easter(y) + DAY * clock.language.calendar.easter[name]
            return Days(day, day, "day")
        return _day(y, *clock.language.calendar.holidays[name])

    return of(year) if year is not None else _of_years(of, groups.get("which", "").lower(), clock)


def easter(year: int) -> date:
    """Easter Sunday of the western churches. Rule: Butcher's algorithm, Meeus, Astronomical Algorithms, chapter 8."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _decade(groups: Mapping[str, str], clock: Clock) -> Days | None:
    text = groups["decade"]
    year = int(text) if len(text) == 4 else 1900 + int(text)
    return Days(date(year, 1, 1), date(year + 9, 12, 31), "decade")


def _century(groups: Mapping[str, str], clock: Clock) -> Days | None:
    last = 100 * int(groups["number"])
    return Days(date(last - 99, 1, 1), date(last, 12, 31), "range") if 1 <= last <= 2100 else None


def _years(groups: Mapping[str, str], clock: Clock) -> Days | None:
    first, last = int(groups["year"]), groups["last"]
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return Days(date(first, 1, 1), date(end, 12, 31), "range") if first < end else None


def _plain_year(groups: Mapping[str, str], clock: Clock) -> Days | None:
    return year_days(int(groups["year"]))


def _deictic(groups: Mapping[str, str], clock: Clock) -> Days | None:
    if clock.today is None:
        return None
    word = re.sub(r"\s+", " ", groups["word"].lower()).removeprefix("the ")
    if word == "overnight":
        return Days(clock.today - DAY, clock.today, "range")
    day = clock.today + DAY * DEICTIC.get(word, 0)
    return Days(day, day, "day")


DEICTIC = {
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "day before yesterday": -2,
    "day after tomorrow": 2,
}


def _unit(groups: Mapping[str, str], clock: Clock) -> Days | None:
    """ "last week", "this year", "the following month", "that day"."""
    which, unit = groups["which"].lower(), groups["unit"].lower()
    steps = {"last": -1, "past": 0, "this": 0, "current": 0, "next": 1, "coming": 1, "this coming": 1}
    if which in ("past", "this past") and clock.today:  # "the past year" ends today
        return Days(moved(clock.today, unit, -1), clock.today, "range")
    if which in steps and (which != "next" or not groups.get("the")):
        day = clock.today and moved(clock.today, unit, steps[which])
        return unit_days(day, unit) if day else None
    told = clock.told and clock.told.begin
    if not told or not clock.told or not _tells(clock.told, unit):
        return None
    day = moved(told, unit, {"previous": -1, "preceding": -1, "same": 0, "that": 0}.get(which, 1))
    return unit_days(day, unit) if day else None


SIZES = {
    "day": 1,
    "week": 7,
    "month": 31,
    "season": 92,
    "quarter": 92,
    "year": 366,
    "decade": 3660,
    "century": 36600,
}


def _tells(told: Days, unit: str) -> bool:
    """True if days are exact enough to count such units from."""
    return told.granularity in SIZES and SIZES[told.granularity] <= SIZES[unit]


def _stretch(groups: Mapping[str, str], clock: Clock) -> Days | None:
    """ "the past three years" ends today; when "recent months" began, nobody knows."""
    which, unit, today = groups["which"].lower(), _singular(groups["unit"]), clock.today
    count = _count(groups, clock)
    if today is None or which in ("previous", "following"):
        return None
    if which in ("next", "coming"):
        return Days(today, moved(today, unit, count) if count else None, "range")
    return Days(moved(today, unit, -count) if count else None, today, "range")


def _ago(groups: Mapping[str, str], clock: Clock) -> Days | None:
    if clock.today is None:
        return None
    return _counted(groups, clock, clock.today, -1)


def _later(groups: Mapping[str, str], clock: Clock) -> Days | None:
    """ "two days later", counted from the days told last."""
    told, unit = clock.told, _singular(groups["unit"])
    if not told or not told.begin or not _tells(told, unit) or not _count(groups, clock):
        return None
    return _counted(
        groups, clock, told.begin, 1 if groups["which"].lower() in ("later", "afterwards") else -1
    )


def _ahead(groups: Mapping[str, str], clock: Clock) -> Days | None:
    """ "in two weeks", only of what lies ahead: else it is how long something took."""
    if clock.today is None or not clock.ahead or not _count(groups, clock):
        return None
    if groups["which"].lower() == "within":
        return Days(
            clock.today,
            moved(clock.today, _singular(groups["unit"]), _count(groups, clock)),
            "range",
        )
    return _counted(groups, clock, clock.today, 1)


def _counted(groups: Mapping[str, str], clock: Clock, day: date, sign: int) -> Days | None:
    """So many units from a day, as exact as the unit: three weeks ago is a week."""
    count, unit = _count(groups, clock), _singular(groups["unit"])
    found = moved(day, unit, sign * count) if count else day
    if found is None:
        return None
    if not count or "bound" in groups:
        return Days(None, found, "range") if sign < 0 else Days(found, None, "range")
    return Days(found, found, "day") if "exact" in groups else unit_days(found, unit)


def _singular(unit: str) -> str:
    unit = unit.lower()
    return {"centuries": "century", "fortnight": "week"}.get(unit, unit.removesuffix("s"))


def _count(groups: Mapping[str, str], clock: Clock) -> float:
    """The number that words give; 0 for "several", "a few", and for none."""
    low = " ".join(groups.get("count", "").lower().replace("-", " ").split())
    if low in ("couple of", "a couple of", "couple"):
        return 2
    if low in ("a", "an", "one"):
        return 1
    half = 0.5 if re.search(r"\band (a )?half\b", low) else 0
    number = re.sub(r"\band (a )?half\b", "", low) if half else low
    amount = read_amount(number, clock.language.numbers)
    return amount.value + half if amount and not re.search(r"few|several|many|some\b|dozens", low) else 0


def _part(days: Days, part: str, clock: Clock) -> Days:
    """A stretch of a period: its first, middle or last third, or what of it is over."""
    if days.begin is None or days.end is None or days.granularity == "day":
        return days
    if part.startswith(("earlier", "later")):
        today = clock.today
        if today is None or not days.begin <= today <= days.end:
            return days
        return (
            replace(days, end=today, granularity="range")
            if part[0] == "e"
            else replace(days, begin=today, granularity="range")
        )
    first, last = clock.language.calendar.parts[part.removesuffix(" in").removesuffix(" on")]
    length = (days.end - days.begin).days + 1
    begin = days.begin + DAY * (length * first // 12)
    return Days(begin, days.begin + DAY * (max(length * last // 12, 1) - 1), "range")


READERS: dict[str, Reader] = {
    "iso": _iso, "day_range": _day_range, "day_range_us": _day_range, "month_day": _month_day,
    "month_day_us": _month_day, "month": _month_days, "quarter": _quarter, "short_quarter": _quarter,
    "holiday": _holiday, "weekday": _weekday, "weekend": _weekend, "season": _season, "season_year": _season,
    "decade": _decade, "century": _century, "years": _years, "year": _plain_year, "deictic": _deictic,
    "stretch": _stretch, "unit": _unit, "ago": _ago, "later": _later, "ahead": _ahead,
}  # fmt: skip

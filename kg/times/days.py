"""Which days a phrase means: "last September", "early 2013", "three weeks ago".

What neither the words nor the article's day fix has no days. A part of a period is a third of it: "early 2013" is
January to April, "late March" its last eleven days.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from kg.times.clock import Clock, Groups
from kg.times.counted_days import ago, ahead_of_today, count_of, deictic_unit, later, stretch, weekday_ago
from kg.times.periods import (
    DAY,
    Days,
    easter,
    month_days,
    moved,
    three_months,
    week_days,
    year_days,
)
from kg.times.time_phrases import Phrase

Reader = Callable[[Groups, Clock], Days | None]


def days_of(phrase: Phrase, clock: Clock) -> Days | None:
    """The days that a phrase means; None if they are not fixed."""
    days = READERS[phrase.kind](phrase.groups, clock)
    return _part(days, phrase.part, clock) if days and phrase.part else days


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
    if which in clock.words.last:
        return next((days for days in reversed(choices) if days.end and days.end < today), None)
    if which in clock.words.next:
        return next((days for days in choices if days.begin and days.begin > today), None)
    if which in clock.words.this:
        return make(today.year)
    return _fitting(choices, clock)


def _year(groups: Groups, clock: Clock) -> int | None:
    """The year that the phrase names: "2013", "last year"."""
    if "year" in groups:
        return int(groups["year"])
    whose = groups.get("whose", "").lower()
    if whose in clock.words.whose:
        return clock.today.year + clock.words.whose[whose] if clock.today else None
    named = clock.named and clock.named.begin
    return named.year if whose and named else None


def _iso(groups: Groups, clock: Clock) -> Days | None:
    return _day(int(groups["year"]), int(groups["month"]), int(groups["day"]))


def _day(year: int, month: int, day: int) -> Days | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Days(found, found, "day")


def _month_day(groups: Groups, clock: Clock) -> Days | None:
    month, day = clock.language.calendar.month(groups["month"]), int(groups["day"])
    year = _year(groups, clock)
    if year is not None:
        return _day(year, month, day)
    return _of_years(lambda y: _day(y, month, day), groups.get("which", "").lower(), clock)


def _day_range(groups: Groups, clock: Clock) -> Days | None:
    last = _month_day(
        {**groups, "day": groups["last"], "month": groups.get("month2", groups["month"])}, clock
    )
    if last is None or last.end is None:
        return None
    month = clock.language.calendar.month(groups["month"])
    first = _day(last.end.year - (month > last.end.month), month, int(groups["day"]))
    return Days(first.begin, last.end, "range") if first and first.begin and first.begin < last.end else None


def _month_days(groups: Groups, clock: Clock) -> Days | None:
    month, year = clock.language.calendar.month(groups["month"]), _year(groups, clock)
    if year is not None:
        return month_days(year, month)
    which = groups.get("which", "").lower()
    if clock.today and which in clock.words.last:  # in May "last May" is the year before's
        return month_days(clock.today.year - (month >= clock.today.month), month)
    return _of_years(lambda y: month_days(y, month), which, clock)


def _weekday(groups: Groups, clock: Clock) -> Days | None:
    if clock.today is None:
        return None
    monday = week_days(clock.today).begin
    assert monday is not None
    number, which = (
        clock.language.calendar.weekdays[groups["weekday"].lower()],
        groups.get("which", "").lower(),
    )
    whose, words = groups.get("whose", "").lower(), clock.words
    day = monday + DAY * number
    if whose:
        day += 7 * DAY * words.whose[whose]
    elif which in words.next_week:
        day += 7 * DAY
    elif which in words.last:
        day -= 7 * DAY * (day >= clock.today)
    elif which not in words.this or clock.ahead:
        ahead = clock.ahead or which in words.next
        day += 7 * DAY * ((day < clock.today) if ahead else -(day > clock.today))
    return Days(day, day, "day")


def _weekday_of(groups: Groups, clock: Clock) -> Days | None:
    """ "the last Friday in August", "the first Monday of next month"; none of a month that is not named."""
    month = _month_days(groups, clock) if "month" in groups else None
    if "which" in groups and groups["unit"].lower() == "month":
        month = deictic_unit(groups, clock)
    if month is None or not month.begin:
        return None
    number = clock.language.calendar.weekdays[groups["weekday"].lower()]
    first = month.begin + DAY * ((number - month.begin.weekday()) % 7)
    found = [first + 7 * DAY * week for week in range(5) if month.end and first + 7 * DAY * week <= month.end]
    day = found[clock.words.nth[groups["number"].lower()]]
    return Days(day, day, "day")


def _unit_of(groups: Groups, clock: Clock) -> Days | None:
    """ "the last week of April", "the first three months of 2023"; none of periods without a date: "of the war"."""
    period = _month_days(groups, clock) if "month" in groups else None
    if "plain" in groups:
        period = year_days(int(groups["plain"]))
    unit, count = clock.words.singular(groups["unit"]), count_of(groups, clock) if "count" in groups else 1
    if period is None or period.begin is None or period.end is None or not count or count % 1:
        return None
    if "count" not in groups and groups["unit"].lower() != unit:  # "the first days of May"
        return period
    nth = clock.words.nth[groups["number"].lower()]
    begin = moved(period.end + DAY, unit, -count) if nth < 0 else moved(period.begin, unit, nth * count)
    after = begin and moved(begin, unit, count)
    if not begin or not after or after - DAY > period.end or begin < period.begin:
        return None
    return Days(begin, after - DAY, "day" if after - begin == DAY else "range")


def _week_on(groups: Groups, clock: Clock) -> Days | None:
    """ "a week on Tuesday", "a week tomorrow" of what lies ahead, "a week last Tuesday" of what is over."""
    weeks, which = 7 * DAY * int(count_of(groups, clock)), groups.get("which", "").lower()
    day = _deictic(groups, clock) if "word" in groups else _weekday(groups, clock)
    if day is None or day.begin is None:
        return None
    is_back = which in clock.words.last or not clock.ahead
    begin = day.begin - weeks if is_back and "word" not in groups else day.begin + weeks
    if not clock.ahead and which not in clock.words.last:
        return None
    return Days(begin, begin, "day")


def _weekend(groups: Groups, clock: Clock) -> Days | None:
    if clock.today is None:
        return None
    which, words = groups.get("which", "").lower(), clock.words
    saturday = clock.today - DAY * clock.today.weekday() + 5 * DAY
    is_open = which not in words.this and which not in words.next
    if which in words.last or (is_open and not clock.ahead and saturday > clock.today):
        saturday -= 7 * DAY
    elif which in words.next_week:
        saturday += 7 * DAY
    return Days(saturday, saturday + DAY, "range")


def _season(groups: Groups, clock: Clock) -> Days | None:
    month, year = clock.language.calendar.seasons[groups["season"].lower()], _year(groups, clock)
    if year is not None:
        return three_months(year, month, "season")
    if (
        groups["season"].lower() in clock.words.ambiguous_seasons
        and "which" not in groups
        and not clock.ahead
    ):
        return None  # "was hurt in the fall": off a horse
    return _of_years(lambda y: three_months(y, month, "season"), groups.get("which", "").lower(), clock)


def _quarter(groups: Groups, clock: Clock) -> Days | None:
    number, year = clock.words.quarters[groups["number"].lower()], _year(groups, clock)
    if year is not None:
        return three_months(year, 3 * number - 2, "quarter")
    return _of_years(lambda y: three_months(y, 3 * number - 2, "quarter"), "", clock)


def _holiday(groups: Groups, clock: Clock) -> Days | None:
    name = re.sub(r"\s+", " ", groups["holiday"].lower().replace("’", "'"))
    year = _year(groups, clock)

    def of(y: int) -> Days | None:
        if name in clock.language.calendar.easter:
            day = easter(y) + DAY * clock.language.calendar.easter[name]
            return Days(day, day, "day")
        return _day(y, *clock.language.calendar.holidays[name])

    return of(year) if year is not None else _of_years(of, groups.get("which", "").lower(), clock)


def _decade(groups: Groups, clock: Clock) -> Days | None:
    text = groups["decade"]
    year = int(text) if len(text) == 4 else 1900 + int(text)
    return Days(date(year, 1, 1), date(year + 9, 12, 31), "decade")


def _century(groups: Groups, clock: Clock) -> Days | None:
    last = 100 * int(groups["number"])
    return Days(date(last - 99, 1, 1), date(last, 12, 31), "range") if 1 <= last <= 2100 else None


def _years(groups: Groups, clock: Clock) -> Days | None:
    first, last = int(groups["year"]), groups["last"]
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return Days(date(first, 1, 1), date(end, 12, 31), "range") if first < end else None


def _plain_year(groups: Groups, clock: Clock) -> Days | None:
    return year_days(int(groups["year"]))


def _deictic(groups: Groups, clock: Clock) -> Days | None:
    if clock.today is None:
        return None
    word = re.sub(r"\s+", " ", groups["word"].lower()).removeprefix("the ")
    if word in clock.words.overnight:
        return Days(clock.today - DAY, clock.today, "range")
    day = clock.today + DAY * clock.words.deictic.get(word, 0)
    return Days(day, day, "day")


def _part(days: Days, part: str, clock: Clock) -> Days:
    """A stretch of a period: its first, middle or last third, or what of it is over."""
    if days.begin is None or days.end is None or days.granularity == "day":
        return days
    is_over = part.split()[0] in clock.words.elapsed
    if is_over or part.split()[0] in clock.words.remaining:
        today = clock.today
        if today is None or not days.begin <= today <= days.end:
            return days
        return (
            replace(days, end=today, granularity="range")
            if is_over
            else replace(days, begin=today, granularity="range")
        )
    first, last = clock.language.calendar.parts[part.removesuffix(" in").removesuffix(" on")]
    if days.granularity == "year":  # twelfths are months
        year = days.begin.year
        return Days(date(year, first + 1, 1), month_days(year, last).end, "range")
    length = (days.end - days.begin).days + 1
    begin = days.begin + DAY * (length * first // 12)
    return Days(begin, days.begin + DAY * (max(length * last // 12, 1) - 1), "range")


def _unknown(groups: Groups, clock: Clock) -> None:
    """Days that nobody can tell: of a fiscal year, only its company's readers know when it begins."""


def _period(groups: Groups, clock: Clock) -> Days | None:
    """ "the three months to March", "the fiscal year ended June 30": a period that ends with these days."""
    unit, day = groups["unit"].lower(), groups.get("day") or groups.get("last")
    count = count_of(groups, clock) if "count" in groups else 1
    if "month" not in groups or not count:
        return None
    ending = {**groups, "day": day} if day else groups
    last = _month_day(ending, clock) if day else _month_days(ending, clock)
    if last is None or last.end is None:
        return None
    length = {"half": ("quarter", 2)}.get(unit, (clock.words.singular(unit), count))
    begin = moved(last.end + DAY, length[0], -length[1])
    return Days(begin, last.end, "range") if begin else None


READERS: dict[str, Reader] = {
    "iso": _iso, "day_range": _day_range, "day_range_us": _day_range, "month_day": _month_day,
    "month_day_us": _month_day, "month": _month_days, "quarter": _quarter, "short_quarter": _quarter,
    "holiday": _holiday, "weekday": _weekday, "weekday_of": _weekday_of, "weekend": _weekend,
    "season": _season, "season_year": _season,
    "decade": _decade, "century": _century, "years": _years, "year": _plain_year, "deictic": _deictic,
    "fiscal_quarter": _unknown, "fiscal": _period, "fiscal_year": _unknown, "period": _period,
    "unit_of": _unit_of, "week_on": _week_on, "after_next": _unknown,
    "ago_weekday": weekday_ago, "weekday_ago": weekday_ago,
    "stretch": stretch, "unit": deictic_unit, "ago": ago, "later": later, "ahead": ahead_of_today,
}  # fmt: skip

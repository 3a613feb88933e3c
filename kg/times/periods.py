"""Periods of the calendar as days: months, weeks, quarters, decades."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from kg.records import Granularity

DAY = timedelta(days=1)
# How many days, months and years a unit has
DAYS = {"day": 1, "week": 7, "fortnight": 14}
MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
YEARS = {"decade": 10, "century": 100}


@dataclass(frozen=True, slots=True)
class Days:
    """Days [begin, end], both inclusive; None where a side is open."""

    begin: date | None
    end: date | None
    granularity: Granularity


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
        return three_months(day.year, (day.month - 1) // 3 * 3 + 1, "quarter")
    if unit in ("week", "fortnight"):
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
        if unit in DAYS:
            return day + DAY * round(count * DAYS[unit])
        return add_months(day, round(count * MONTHS[unit]))
    except (OverflowError, ValueError):
        return None


def three_months(year: int, month: int, granularity: Granularity) -> Days:
    """Three months: a quarter, or a season, which may end in the next year."""
    last = month_days(year + (month + 2 > 12), (month + 1) % 12 + 1)
    return Days(date(year, month, 1), last.end, granularity)


def easter(year: int) -> date:
    """Easter Sunday of the western churches. Rule: Butcher's algorithm, Meeus, Astronomical Algorithms, chapter 8."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)

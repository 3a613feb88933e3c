"""Days that are counted from others: "three weeks ago", "two days later", "the past year", "last week"."""

from __future__ import annotations

from datetime import date

from kg.ontology.words.amounts import read_amount
from kg.times.clock import Clock, Groups
from kg.times.periods import DAY, DAYS, Days, moved, unit_days

# Days of a unit, at most
SIZES = {
    "day": 1,
    "week": 7,
    "fortnight": 14,
    "month": 31,
    "season": 92,
    "quarter": 92,
    "year": 366,
    "decade": 3660,
    "century": 36600,
}


def deictic_unit(groups: Groups, clock: Clock) -> Days | None:
    """ "last week", "this year", "the following month", "that day"."""
    which, unit, words = groups["which"].lower(), groups["unit"].lower(), clock.words
    if which in words.until_today and clock.today:  # "the past year" ends today
        return Days(moved(clock.today, unit, -1), clock.today, "range")
    if which in words.steps and (which not in words.next_week or not groups.get("the")):
        day = clock.today and moved(clock.today, unit, words.steps[which])
        return unit_days(day, unit) if day else None
    named = clock.named and clock.named.begin
    if not named or not clock.named or not _is_exact(clock.named, unit):
        return None
    day = moved(named, unit, words.steps_from_named.get(which, 1))
    return unit_days(day, unit) if day else None


def stretch(groups: Groups, clock: Clock) -> Days | None:
    """ "the past three years" ends today; when "recent months" began, nobody knows."""
    which, unit, today = groups["which"].lower(), clock.words.singular(groups["unit"]), clock.today
    count = count_of(groups, clock)
    if today is None or which in clock.words.from_named:
        return None
    if which in clock.words.next:
        return Days(today, moved(today, unit, count) if count else None, "range")
    return Days(moved(today, unit, -count) if count else None, today, "range")


def ago(groups: Groups, clock: Clock) -> Days | None:
    if clock.today is None:
        return None
    return _counted(groups, clock, clock.today, -1)


def later(groups: Groups, clock: Clock) -> Days | None:
    """ "two days later", counted from the days named last."""
    named, unit = clock.named, clock.words.singular(groups["unit"])
    if not named or not named.begin or not _is_exact(named, unit) or not count_of(groups, clock):
        return None
    return _counted(groups, clock, named.begin, 1 if groups["which"].lower() in clock.words.after else -1)


def ahead_of_today(groups: Groups, clock: Clock) -> Days | None:
    """ "in two weeks", only of what lies ahead: else it is how long something took."""
    if clock.today is None or not clock.ahead or not count_of(groups, clock):
        return None
    if groups["which"].lower() in clock.words.within:
        return Days(
            clock.today,
            moved(clock.today, clock.words.singular(groups["unit"]), count_of(groups, clock)),
            "range",
        )
    return _counted(groups, clock, clock.today, 1)


def weekday_ago(groups: Groups, clock: Clock) -> Days | None:
    """ "two weeks ago Monday": counted from the last Monday, or the Monday of the week two weeks ago.

    Where the two differ, both with the days between.
    """
    count = count_of(groups, clock)
    if clock.today is None or count < 1 or count % 1:
        return None
    number = clock.language.calendar.weekdays[groups["weekday"].lower()]
    before = DAY * round(count * DAYS[clock.words.singular(groups["unit"])])
    latest = clock.today - DAY * ((clock.today.weekday() - number) % 7) - before
    monday = clock.today - DAY * clock.today.weekday() - before
    of_week = monday + DAY * number
    return Days(latest, of_week, "day" if latest == of_week else "range")


def count_of(groups: Groups, clock: Clock) -> float:
    """The number that words give; 0 for "several", "a few", and for none."""
    low = " ".join(groups.get("count", "").lower().replace("-", " ").split())
    if low in clock.words.pairs:
        return 2
    if low in clock.words.single:
        return 1
    half = 0.5 if clock.words.half.search(low) else 0
    number = clock.words.half.sub("", low) if half else low
    amount = read_amount(number, clock.language.numbers)
    return amount.value + half if amount and not clock.words.vague.search(low) else 0


def _is_exact(days: Days, unit: str) -> bool:
    """True if days are exact enough to count such units from."""
    return days.granularity in SIZES and SIZES[days.granularity] <= SIZES[unit]


def _counted(groups: Groups, clock: Clock, day: date, sign: int) -> Days | None:
    """So many units from a day, as exact as the unit: three weeks ago is a week."""
    count, unit = count_of(groups, clock), clock.words.singular(groups["unit"])
    found = moved(day, unit, sign * count) if count else day
    if found is None:
        return None
    if not count or "bound" in groups:
        return Days(None, found, "range") if sign < 0 else Days(found, None, "range")
    return Days(found, found, "day") if "exact" in groups else unit_days(found, unit)

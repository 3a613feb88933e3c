"""Features of the times of two events: the same day, the next day, another time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kg.link.events.event_profiles import EventProfile

# Days by which an event may follow its plan
MAX_DELAY = 7
# Days by which reports of an event that happens once may differ
MAX_DIFFERENCE = 3
# Days between articles after which an undated event is hardly the same
MAX_APART = 14
WEEK = 7
Feature = tuple[str, float]
Days = tuple[date | None, date | None]


def compare_times(one: EventProfile, other: EventProfile, is_unique: bool) -> Iterator[Feature]:
    """Features of two times. `is_unique`: the two events cannot both happen within a few days."""
    gap = _days_between(one, other)
    if gap is None:
        if _sentence_days_agree(one, other):
            yield "sentence's day", 1.0
        return
    if one.is_planned != other.is_planned and 0 < gap <= MAX_DELAY:
        yield "late", 1.0
        return
    are_days = one.weekday is not None and other.weekday is not None
    if gap == 0:
        yield ("day" if are_days else "time"), 1.0
    elif gap == 1 and are_days:
        yield "next day", 1.0
    elif are_days and gap <= MAX_DIFFERENCE and is_unique:
        yield "other day", 1.0
    else:
        yield "other time", 1.0


def are_apart(one: EventProfile, other: EventProfile) -> bool:
    """Whether the articles of two events, of which one is undated, were published weeks apart."""
    if one.published is None or other.published is None or (one.time and other.time):
        return False
    return abs((one.published - other.published).days) > MAX_APART


def _sentence_days_agree(one: EventProfile, other: EventProfile) -> bool:
    """Whether two articles agree on the day, where one of them gives it to another claim of the sentence."""
    ours, theirs = _days(one), _days(other)
    if one.article == other.article or ours is None or theirs is None:
        return False
    return _gap(ours, theirs) == 0


def _days(profile: EventProfile) -> Days | None:
    """The first and the last day of an event, or the day of its sentence."""
    if profile.time is None:
        return (profile.sentence_day, profile.sentence_day) if profile.sentence_day else None
    return profile.time.begin, profile.time.end


def _days_between(one: EventProfile, other: EventProfile) -> int | None:
    """Days between two times; between two weekdays without a date, the shortest distance."""
    if one.time and other.time:
        return _gap((one.time.begin, one.time.end), (other.time.begin, other.time.end))
    if one.weekday is None or other.weekday is None:
        return None
    gap = abs(one.weekday - other.weekday)
    return min(gap, WEEK - gap)


def _gap(one: Days, other: Days) -> int:
    """Days between two intervals; 0 if they overlap."""
    for (_, end), (begin, _) in ((one, other), (other, one)):
        if end and begin and end < begin:
            return (begin - end).days
    return 0

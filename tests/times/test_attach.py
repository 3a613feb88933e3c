"""Which time is whose, read with the shipped pipeline in an article of Wednesday, 6 March 2024."""

from datetime import date

import pytest

from tests.reading import extracted

DAYS = {  # text -> a word of an event, with its first and last day
    "A flood killed 40 people in Vessa in December 2003.": ("flood", "2003-12-01", "2003-12-31"),
    "The blast on the bridge injured six workers on Sunday.": ("blast", "2024-03-03", "2024-03-03"),
    "Floods hit Vessa on Monday, killing six.": ("Floods", "2024-03-04", "2024-03-04"),
    "Lawmakers vote on Monday.": ("vote", "2024-03-11", "2024-03-11"),
    "The last raid on Orrin was in February.": ("raid", "2024-02-01", "2024-02-29"),
    "The trial of Ada Lunt is on Monday.": ("trial", "2024-03-11", "2024-03-11"),
}
NONE = {  # text -> a word of a claim that has no time
    "Speaker Ada Lunt is next week to visit Norland.": "Speaker",
    "The drought could last years.": "drought",
}
SINCE = {  # text -> a word of an event, the year from which on it lasts; that of another is none
    "Rebels carried out the deadliest attack on Norlandic soil since 2011.": ("attack", None),
    "Vessa won its first cup since 2012.": ("won", None),
    "Ole Holm bought the most expensive house since 2014.": ("bought", None),
    "The club has won three cups since 2012.": ("won", 2012),
    "Ole Holm has supported the first plan since 2014.": ("supported", 2014),
}
TIMES_OF_DAY = [
    "The quake, which struck at 1353, was felt in Norland.",
    "The raid began at 1430 GMT and ended before dawn.",
    "The raid began from 1915 local time.",
]


@pytest.mark.model
@pytest.mark.parametrize("text", DAYS, ids=str)
def test_an_event_has_the_time_of_its_predicate(text):
    trigger, begin, end = DAYS[text]
    (time,) = {claim.time for claim in extracted(text, date(2024, 3, 6)).claims if claim.trigger == trigger}
    assert time is not None
    assert (str(time.begin), str(time.end)) == (begin, end)


@pytest.mark.model
@pytest.mark.parametrize("text", SINCE, ids=str)
def test_what_is_ranked_among_others_has_not_the_time_of_the_last_one(text):
    trigger, year = SINCE[text]
    times = [claim.time for claim in extracted(text, date(2024, 3, 6)).claims if claim.trigger == trigger]
    assert times
    assert {time.begin.year if time and time.begin else None for time in times} == {year}


@pytest.mark.model
@pytest.mark.parametrize("text", TIMES_OF_DAY, ids=str)
def test_a_time_of_the_day_is_no_year(text):
    times = [claim.time for claim in extracted(text, date(2024, 3, 6)).claims if claim.time]
    assert [time for time in times if time.begin] == []


@pytest.mark.model
@pytest.mark.parametrize("text", NONE, ids=str)
def test_a_time_is_not_of_the_subject_of_another_predicate(text):
    found = [claim for claim in extracted(text, date(2024, 3, 6)).claims if claim.trigger == NONE[text]]
    assert found
    assert [claim.time for claim in found if claim.time] == []

"""Phrases to days, without a parse; then which phrase of a sentence is whose, with the shipped pipeline."""

from dataclasses import replace
from datetime import date

import pytest

from kg.ontology.words.time_patterns import KINDS
from kg.records import Event
from kg.times.attach import time_of
from kg.times.clock import Clock
from kg.times.days import READERS, days_of
from kg.times.expressions import find_times
from kg.times.periods import Days
from kg.times.time_phrases import find_phrases
from tests.articles import article
from tests.marked import language

WEDNESDAY = date(2016, 3, 2)  # the year leaps, and February has just ended


def read(words: str, *, today: date | None = WEDNESDAY, ahead: bool = False, told: Days | None = None) -> str:
    """What a text's phrases mean: "2016-02-01..2016-02-29 month"; "-" is an open side."""
    clock = Clock(language(), today, ahead, told)
    found = [days_of(phrase, clock) for phrase in find_phrases(words, language().time_patterns)]
    return "; ".join(show(days) for days in found)


def show(days: Days | None) -> str:
    if days is None:
        return "none"
    if days.begin == days.end:
        return f"{days.begin} {days.granularity}"
    return f"{days.begin or '-'}..{days.end or '-'} {days.granularity}"


PAST = {
    # weeks ago, on a day of the week
    "two weeks ago Monday": "2016-02-15 day",
    "a week ago on Tuesday": "2016-02-23 day",
    "Wednesday, three weeks ago": "2016-02-10 day",
    "a week ago Saturday": "2016-02-20..2016-02-27 range",
    "several weeks ago Monday": "none",
    "a fortnight ago": "2016-02-15..2016-02-21 week",
    "two fortnights ago": "2016-02-01..2016-02-07 week",
    "a fortnight ago on Monday": "2016-02-15 day",
    "the past fortnight": "2016-02-17..2016-03-02 range",
    "three weeks ago today": "2016-02-10 day",
    # years and quarters of companies
    "in its fiscal fourth quarter": "none",
    "the fiscal fourth quarter, which ended on Jan. 31": "2015-11-01..2016-01-31 range",
    "the second quarter of its 2015 fiscal year": "none",
    "the third quarter of fiscal 2015": "none",
    "in fiscal Q3": "none",
    "in Q2 of its fiscal year": "none",
    "fiscal third-quarter": "none",
    "third fiscal quarter of 2015": "none",
    "in fiscal 2015": "none",
    "the 2014/15 financial year": "none",
    "FY2015": "none",
    "in the financial year ended 30 June": "2014-07-01..2015-06-30 range",
    "in the three months to January": "2015-11-01..2016-01-31 range",
    "the six months ended June 30, 2014": "2014-01-01..2014-06-30 range",
    "the quarter ended December 31": "2015-10-01..2015-12-31 range",
    "the year to March 2015": "2014-04-01..2015-03-31 range",
    "the half ended Dec. 31": "2015-07-01..2015-12-31 range",
    "the 13 weeks to 2 January 2016": "2015-10-04..2016-01-02 range",
    # days of the week, on a Wednesday
    "on Wednesday": "2016-03-02 day",
    "on Tuesday": "2016-03-01 day",
    "on Thursday": "2016-02-25 day",
    "on Sunday night": "2016-02-28 day",
    "last Wednesday": "2016-02-24 day",
    "last Monday": "2016-02-29 day",
    "Friday last week": "2016-02-26 day",
    "Monday of this week": "2016-02-29 day",
    "late on Saturday": "2016-02-27 day",
    "on the last Friday in August": "2015-08-28 day",
    "on the first Monday of May 2014": "2014-05-05 day",
    "on the second Tuesday of the month": "none",
    "on the first Monday of last month": "2016-02-01 day",
    "on the last Friday of this month": "2016-03-25 day",
    "on the first Sunday of last year": "none",
    "early Tuesday": "2016-03-01 day",
    "later on Monday": "2016-02-29 day",
    "Fri. in Oslo": "2016-02-26 day",
    # dates
    "on March 1": "2016-03-01 day",
    "on 3 March": "2015-03-03 day",
    "on the 29th of February": "2016-02-29 day",
    "on Feb. 29": "2016-02-29 day",
    "on 29 February 2015": "none",
    "on December 31": "2015-12-31 day",
    "on 1 January": "2016-01-01 day",
    "Monday, 29 February 2016": "2016-02-29 day",
    "Tuesday morning, March 1": "2016-03-01 day",
    "on July 4, 1998,": "1998-07-04 day",
    "on 2 May last year": "2015-05-02 day",
    "on Sept. 11th, 2001": "2001-09-11 day",
    "on Sept.11, 2001": "2001-09-11 day",
    "on Sept. 11,2001": "2001-09-11 day",
    "dated 2014-02-28": "2014-02-28 day",
    "from 3 to 7 June": "2015-06-03..2015-06-07 range",
    "June 28 - July 2, 2012": "2012-06-28..2012-07-02 range",
    "December 30 to January 2": "2015-12-30..2016-01-02 range",
    "9-11 February": "2016-02-09..2016-02-11 range",
    # months
    "in March": "2016-03-01..2016-03-31 month",
    "in April": "2015-04-01..2015-04-30 month",
    "in February": "2016-02-01..2016-02-29 month",
    "in February 2015": "2015-02-01..2015-02-28 month",
    "last March": "2015-03-01..2015-03-31 month",
    "last December": "2015-12-01..2015-12-31 month",
    "in May of last year": "2015-05-01..2015-05-31 month",
    "in January this year": "2016-01-01..2016-01-31 month",
    "in June, 2009": "2009-06-01..2009-06-30 month",
    "in mid-June 2013": "2013-06-11..2013-06-20 range",
    "in early January": "2016-01-01..2016-01-10 range",
    "at the end of February": "2016-02-20..2016-02-29 range",
    "in late November": "2015-11-21..2015-11-30 range",
    "May.": "2015-05-01..2015-05-31 month",
    # quarters, seasons, holidays
    "in the third quarter": "2015-07-01..2015-09-30 quarter",
    "in the first quarter of 2012": "2012-01-01..2012-03-31 quarter",
    "in the fourth quarter of last year": "2015-10-01..2015-12-31 quarter",
    "in Q2 2014": "2014-04-01..2014-06-30 quarter",
    "last summer": "2015-06-01..2015-08-31 season",
    "in the autumn": "2015-09-01..2015-11-30 season",
    "in winter 2013": "2013-12-01..2014-02-28 season",
    "in the spring of 2011": "2011-03-01..2011-05-31 season",
    "hurt in the fall": "none",
    "on New Year's Eve": "2015-12-31 day",
    "on Christmas Day 2004": "2004-12-25 day",
    "on Easter Monday": "2015-04-06 day",
    "on Good Friday 2016": "2016-03-25 day",
    # weeks, weekends, years and longer
    "last week": "2016-02-22..2016-02-28 week",
    "this week": "2016-02-29..2016-03-06 week",
    "over the weekend": "2016-02-27..2016-02-28 range",
    "last weekend": "2016-02-27..2016-02-28 range",
    "last month": "2016-02-01..2016-02-29 month",
    "this year": "2016-01-01..2016-12-31 year",
    "last year": "2015-01-01..2015-12-31 year",
    "earlier this year": "2016-01-01..2016-03-02 range",
    "late last year": "2015-09-01..2015-12-31 range",
    "in 2013": "2013-01-01..2013-12-31 year",
    "between 1995 and 2010": "1995-01-01..2010-12-31 range",
    "floods of 2012 and 2014": "2012-01-01..2012-12-31 year; 2014-01-01..2014-12-31 year",
    "in early 2013": "2013-01-01..2013-04-30 range",
    "in the first half of 2013": "2013-01-01..2013-06-30 range",
    "in 2010-12": "2010-01-01..2012-12-31 range",
    "in the 1990s": "1990-01-01..1999-12-31 decade",
    "in the early 1990s": "1990-01-01..1993-05-01 range",
    "in the 19th century": "1801-01-01..1900-12-31 range",
    "last decade": "2000-01-01..2009-12-31 decade",
    "over the past decade": "2006-03-02..2016-03-02 range",
    "in the past three months": "2015-12-02..2016-03-02 range",
    "in recent months": "-..2016-03-02 range",
    "in the last few weeks": "-..2016-03-02 range",
    # counted back
    "three days ago": "2016-02-28 day",
    "two weeks ago": "2016-02-15..2016-02-21 week",
    "a month ago": "2016-02-01..2016-02-29 month",
    "three and a half years ago": "2012-01-01..2012-12-31 year",
    "two years ago to the day": "2014-03-02 day",
    "more than ten years ago": "-..2006-03-02 range",
    "several years ago": "-..2016-03-02 range",
    "decades ago": "-..2016-03-02 range",
    "99999 years ago": "none",
    # from the day of the article
    "today": "2016-03-02 day",
    "this morning": "2016-03-02 day",
    "yesterday": "2016-03-01 day",
    "the day before yesterday": "2016-02-29 day",
    "overnight": "2016-03-01..2016-03-02 range",
}
AHEAD = {
    "on Wednesday": "2016-03-02 day",
    "on Thursday": "2016-03-03 day",
    "on Tuesday": "2016-03-08 day",
    "next Thursday": "2016-03-10 day",
    "next Tuesday": "2016-03-08 day",
    "this Friday": "2016-03-04 day",
    "Monday next week": "2016-03-07 day",
    "on March 1": "2017-03-01 day",
    "on 3 March": "2016-03-03 day",
    "on February 29": "2020-02-29 day",
    "in March": "2016-03-01..2016-03-31 month",
    "in February": "2017-02-01..2017-02-28 month",
    "next February": "2017-02-01..2017-02-28 month",
    "next March": "2017-03-01..2017-03-31 month",
    "this December": "2016-12-01..2016-12-31 month",
    "in June next year": "2017-06-01..2017-06-30 month",
    "by the end of March": "2016-03-21..2016-03-31 range",
    "in the fall": "2016-09-01..2016-11-30 season",
    "at the weekend": "2016-03-05..2016-03-06 range",
    "next week": "2016-03-07..2016-03-13 week",
    "next month": "2016-04-01..2016-04-30 month",
    "later this year": "2016-03-02..2016-12-31 range",
    "tomorrow": "2016-03-03 day",
    "the day after tomorrow": "2016-03-04 day",
    "in two weeks": "2016-03-14..2016-03-20 week",
    "within three days": "2016-03-02..2016-03-05 range",
    "in the coming days": "2016-03-02..- range",
    "in the next two years": "2016-03-02..2018-03-02 range",
    "on New Year's Eve": "2016-12-31 day",
}
UNDATED = {
    "on Tuesday": "none",
    "last week": "none",
    "in September": "none",
    "yesterday": "none",
    "three years ago": "none",
    "on 4 May": "none",
    "in early 2013": "2013-01-01..2013-04-30 range",
    "on 4 May 2011": "2011-05-04 day",
    "in the 1980s": "1980-01-01..1989-12-31 decade",
}
NO_TIMES = [
    "for three hours", "a four-year term", "aged 12", "won 3-1", "in two weeks they built 30 homes", "may march on",
    "a 2-1 win", "$1,990", "the sat nav", "a three-day visit", "12 march past", "on Mondays", "No. 1984-b",
    "2,014 people",
]  # fmt: skip


@pytest.mark.parametrize("words", PAST)
def test_days_of_what_is_past(words):
    assert read(words) == PAST[words]


@pytest.mark.parametrize("words", AHEAD)
def test_days_of_what_lies_ahead(words):
    assert read(words, ahead=True) == AHEAD[words]


@pytest.mark.parametrize("words", UNDATED)
def test_without_a_date_only_what_the_words_fix(words):
    assert read(words, today=None) == UNDATED[words]


@pytest.mark.parametrize("words", NO_TIMES)
def test_durations_and_numbers_are_no_times(words):
    assert set(read(words).split("; ")) <= {"", "none"}


# Whose time it is: phrases against a clause, in parses written by hand


def times_of(table: str, names: dict[str, str], *triggers: str | tuple[str, str]) -> list[str | None]:
    """The words of the time of each trigger; of ("talks", "held") with the light verb as anchor."""
    parsed = article(table, names)
    dated = replace(parsed, article=replace(parsed.article, published=WEDNESDAY))
    times, words = find_times(dated), parsed.tree.words
    found = []
    for trigger in triggers:
        word, anchor = (trigger, trigger) if isinstance(trigger, str) else trigger
        event = Event("Event", "", words.index(word), words.index(anchor), ())
        time = time_of(event, dated, times)
        found.append(time and f"{time.words}: {show(Days(time.begin, time.end, time.granularity))}")
    return found


SAID_OF_ANOTHER = """
The       DT   2:det
mayor     NN   3:nsubj
said|say  VBD  0:root
Monday    NNP  8:obl:unmarked
the       DT   6:det
rebels|rebel NNS 8:nsubj
had|have  VBD  8:aux
left|leave VBN 3:ccomp
.         .    3:punct
"""
DUE = """
She       PRP  3:nsubj
was|be    VBD  3:cop
due       JJ   0:root
to        TO   5:mark
meet      VB   3:xcomp
Bek       NNP  5:obj
on        IN   8:case
Thursday  NNP  5:obl
.         .    3:punct
"""
ONCE = """
They      PRP  2:nsubj
met|meet  VBD  0:root
one       CD   4:nummod
Sunday    NNP  2:obl:unmarked
.         .    2:punct
"""
HELD = """
They      PRP  2:nsubj
held|hold VBD  0:root
talks|talk NNS 2:obj
on        IN   5:case
Thursday  NNP  2:obl
.         .    2:punct
"""
ANNOUNCED = """
They      PRP  2:nsubj
announced|announce VBD  0:root
talks|talk NNS 2:obj
on        IN   5:case
Thursday  NNP  2:obl
.         .    2:punct
"""
OWNED = """
Monday    NNP  3:nmod:poss
's        POS  1:case
raid      NN   4:nsubj
killed|kill VBD 0:root
two       CD   6:nummod
guards|guard NNS 4:obj
.         .    4:punct
"""
SINCE = """
They      PRP  3:nsubj
have      VBP  3:aux
bombed|bomb VBN 0:root
Raska     NNP  3:obj
since     IN   6:case
Monday    NNP  3:obl
.         .    3:punct
"""
UNTIL = """
They      PRP  3:nsubj
will      MD   3:aux
stay      VB   0:root
until     IN   5:case
Monday    NNP  3:obl
.         .    3:punct
"""
SHARED = """
On        IN   2:case
Monday    NNP  4:obl
she       PRP  4:nsubj
met|meet  VBD  0:root
Bek       NNP  4:obj
and       CC   7:cc
signed|sign VBD 4:conj
it        PRP  7:obj
.         .    4:punct
"""
LAST_VERB = """
She       PRP  2:nsubj
met|meet  VBD  0:root
Bek       NNP  2:obj
and       CC   5:cc
left|leave VBD 2:conj
on        IN   7:case
Monday    NNP  5:obl
.         .    2:punct
"""
KILLING = """
A         DT   2:det
bomb      NN   3:nsubj
exploded|explode VBD 0:root
on        IN   5:case
Monday    NNP  3:obl
,         ,    7:punct
killing|kill VBG 3:advcl
two       CD   7:obj
.         .    3:punct
"""
DEADLIEST = """
It        PRP  5:nsubj
was|be    VBD  5:cop
the       DT   5:det
deadliest|deadly JJS 5:amod
raid      NN   0:root
since     IN   7:case
2011      CD   5:nmod
.         .    5:punct
"""
STRETCH = """
They      PRP  2:nsubj
met|meet  VBD  0:root
between   IN   5:case
May       NNP  5:nmod:tmod
4         NNP  2:obl
2014      CD   5:nmod:tmod
and       CC   9:cc
June      NNP  9:nmod:tmod
3         NNP  5:conj
2015      CD   9:nmod:tmod
.         .    2:punct
"""
GUILTY = """
They      PRP  2:nsubj
found|find VBD 0:root
him       PRP  2:obj
guilty    JJ   2:xcomp
on        IN   6:case
Monday    NNP  2:obl
.         .    2:punct
"""
FREED = """
Bek       NNP  3:nsubj:pass
was|be    VBD  3:aux:pass
set       VBN  0:root
free      JJ   3:xcomp
on        IN   6:case
Thursday  NNP  3:obl
.         .    3:punct
"""
RELATIVE = """
Bek       NNP  7:nsubj
,         ,    4:punct
who       WP   4:nsubj
fled|flee VBD  1:acl:relcl
on        IN   6:case
Monday    NNP  4:obl
denied|deny VBD 0:root
it        PRP  7:obj
.         .    7:punct
"""
CASES = {
    "said monday": (SAID_OF_ANOTHER, ["said", "left"], ["Monday: 2016-02-29 day", None]),
    "due to meet": (DUE, ["meet"], ["Thursday: 2016-03-03 day"]),
    "held talks": (HELD, [("talks", "held")], ["Thursday: 2016-02-25 day"]),
    "one Sunday": (ONCE, ["met"], [None]),
    "announced talks": (ANNOUNCED, [("talks", "announced"), "announced"], [None, "Thursday: 2016-02-25 day"]),
    "monday's raid": (OWNED, ["raid", "killed"], ["Monday: 2016-02-29 day", None]),
    "since": (SINCE, ["bombed"], ["since Monday: 2016-02-29..2016-03-02 range"]),
    "until": (UNTIL, ["stay"], ["until Monday: -..2016-03-07 range"]),
    "first of two verbs": (SHARED, ["met", "signed"], ["Monday: 2016-02-29 day"] * 2),
    "last of two verbs": (LAST_VERB, ["met", "left"], [None, "Monday: 2016-02-29 day"]),
    "killing": (KILLING, ["exploded", "killing"], ["Monday: 2016-02-29 day"] * 2),
    "deadliest since": (DEADLIEST, ["raid"], [None]),
    "found guilty": (GUILTY, ["guilty"], ["Monday: 2016-02-29 day"]),
    "set free, not set to": (FREED, ["set"], ["Thursday: 2016-02-25 day"]),
    "a stretch of two dates": (
        STRETCH,
        ["met"],
        ["between May 4 2014 and June 3 2015: 2014-05-04..2015-06-03 range"],
    ),
    "relative clause": (RELATIVE, ["fled", "denied"], ["Monday: 2016-02-29 day", None]),
}


@pytest.mark.parametrize("table, triggers, expected", CASES.values(), ids=CASES)
def test_whose_time_it_is(table, triggers, expected):
    names = {"Monday": "DATE", "Thursday": "DATE", "2011": "DATE", "Bek": "PERSON"}
    assert times_of(table, names, *triggers) == expected


def test_a_name_of_the_calendar_in_a_persons_name_is_no_time():
    table = """
    April     NNP  2:compound
    May       NNP  3:nsubj
    left|leave VBD 0:root
    """
    assert times_of(table, {"April May": "PERSON"}, "left") == [None]


def test_days_are_counted_from_the_day_told_last():
    told = Days(date(2014, 5, 7), date(2014, 5, 7), "day")
    assert read("two days later", told=told) == "2014-05-09 day"
    assert read("the previous day", told=told) == "2014-05-06 day"
    assert read("the following week", told=told) == "2014-05-12..2014-05-18 week"
    assert read("on 21 August the same year", told=told) == "2014-08-21 day"
    assert read("that year", told=told) == "2014-01-01..2014-12-31 year"


@pytest.mark.parametrize(
    "words, expected",
    [("on Monday", "day Monday"), ("until Monday", "range until Monday")],
)
def test_the_words_stay_where_no_day_of_publication_fixes_the_days(words, expected):
    parsed = article(
        HELD.replace("on        IN", f"{words.split()[0]} IN").replace("Thursday", "Monday"),
        {"Monday": "DATE"},
    )
    (time,) = find_times(parsed).values()
    assert (time.begin, time.end, f"{time.granularity} {time.words}") == (None, None, expected)


def test_a_year_is_too_long_to_count_days_from():
    told = Days(date(2014, 1, 1), date(2014, 12, 31), "year")
    assert read("two days later", told=told) == "none"
    assert read("three years later", told=told) == "2017-01-01..2017-12-31 year"


def test_nothing_told_nothing_counted():
    assert read("two days later; the same day; the following week") == "none; none; none"


def test_every_kind_of_phrase_has_its_reader():
    assert sorted(READERS) == sorted(KINDS) == sorted(language().time_patterns.kinds)


@pytest.mark.parametrize(
    ("text", "may_match"),
    [
        ("The ferry left its harbour before anybody noticed.", False),
        ("The ferry left its harbour on Monday.", True),
        ("THE FERRY LEFT ITS HARBOUR THAT EVENING.", True),
        ("The ferry left its harbour at Halloween.", True),
        ("The ferry of 1987 left its harbour.", True),
    ],
)
def test_a_sentence_without_words_of_time_and_digits_is_not_searched(text, may_match):
    assert language().time_patterns.may_match(text) is may_match

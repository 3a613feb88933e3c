"""When: what every time expression of an article means as days, and which of them is the time of an event.

Days are read against the article's publication date and the tense of the clause. "since Monday" is Monday to the day
of publication; "until", "by" and "before" leave the beginning open, "after" and "from" the end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from kg.grammar.noun_phrases import is_year
from kg.grammar.parsed import Parsed
from kg.grammar.tree import preposition
from kg.ontology.label_schemes import Slot
from kg.records import Interval
from kg.times.attach import opener
from kg.times.clock import Clock
from kg.times.days import days_of
from kg.times.lies_ahead import lies_ahead, start_of
from kg.times.periods import DAY, Days
from kg.times.time_phrases import Phrase, find_phrases

PARTS: tuple[Slot, ...] = ("bare", "compound")  # slots of what stands beside the head of a date
ANY_DAY = date(2000, 1, 1)  # shows how exact the words are, not which days they mean
TIME_LABELS = frozenset(["DATE", "TIME", "CARDINAL", "ORDINAL", "EVENT", "QUANTITY", ""])


@dataclass(frozen=True, slots=True)
class _Expression:
    """A phrase with its tokens [start, stop); `head` is the one that the clause governs."""

    phrase: Phrase
    start: int
    stop: int
    head: int


def find_times(parsed: Parsed) -> Mapping[int, Interval]:
    """Every time expression that means days, by its head token; none for durations.

    Where only the day of publication would fix the days, and it is not known, the words stand without days.
    """
    times: dict[int, Interval] = {}
    for section in _by_section(parsed):
        named: Days | None = None
        for expressions in section:
            for expression in expressions:
                days = _days(parsed, expression, named)
                if days is None:
                    continue
                named = days if days.begin and days.granularity != "range" else named
                times[expression.head] = _bounded(parsed, expression, days)
    return _joined(parsed, times)


# Expressions


def _by_section(parsed: Parsed) -> Iterator[list[list[_Expression]]]:
    """The expressions of each sentence, by paragraph."""
    paragraph: list[list[_Expression]] = []
    # spaCy joins the text and makes the tokens anew at each call
    number, whole, places = 0, parsed.doc.text, parsed.doc.to_array("IDX").tolist()
    for span in parsed.doc.sents:
        if parsed.sections[span.start] != number:
            yield paragraph
            paragraph, number = [], parsed.sections[span.start]
        starts = places[span.start : span.end]
        offset = starts[0]
        text = whole[offset : starts[-1] + len(parsed.doc[span.end - 1])]
        paragraph.append(
            [
                found
                for phrase in find_phrases(text, parsed.language.time_patterns)
                if (found := _locate(parsed, phrase, span.start, starts, offset))
            ]
        )
    yield paragraph


def _locate(parsed: Parsed, phrase: Phrase, first: int, starts: list[int], offset: int) -> _Expression | None:
    """The tokens of a phrase, unless they are part of a name or a number of something else."""
    start, core, stop = (
        first + bisect_right(starts, offset + place) - 1
        for place in (phrase.begin, phrase.core, phrase.end - 1)
    )
    stop += 1
    labels = {parsed.labels[token] for token in range(core, stop)}
    if not labels <= TIME_LABELS or (phrase.kind == "year" and not _is_year(parsed, core, stop)):
        return None
    if not parsed.language.times.each.isdisjoint(parsed.tree.words[core - 1 : core]):
        return None
    return _Expression(phrase=phrase, start=start, stop=stop, head=_head(parsed, core, stop))


def _is_year(parsed: Parsed, start: int, stop: int) -> bool:
    """True for "in 2013", "a 1998 quake" and what the names call a date; not for "2000 people", "at 1353 GMT"."""
    tree, words = parsed.tree, parsed.language.times
    if is_year(tree, start):
        return True
    if tree.words[max(0, start - 1)] in words.before_clock or not words.after_clock.isdisjoint(
        tree.words[stop : stop + 1]
    ):
        return False
    if parsed.labels[start] == "DATE":
        return not (tree.slots[start] == "number" and tree.lemmas[tree.heads[start]] in words.counted)
    after = tree.pos[stop] if stop < len(tree.pos) else ""
    return (
        start > 0
        and tree.words[start - 1] in words.before_years
        and after not in ("NOUN", "PROPN", "NUM", "ADJ", "SYM")
    )


def _head(parsed: Parsed, start: int, stop: int) -> int:
    tree = parsed.tree
    heads = [
        token
        for token in range(start, stop)
        if not start <= tree.heads[token] < stop or tree.heads[token] == token
    ]
    content = [token for token in heads if tree.pos[token] not in ("ADP", "PUNCT", "DET", "PART", "CCONJ")]
    return (content or heads or [stop - 1])[0]


def _days(parsed: Parsed, expression: _Expression, named: Days | None) -> Days | None:
    """The days of an expression; without the day of publication that would fix them, their granularity."""
    clock = Clock(
        language=parsed.language,
        today=parsed.article.published,
        ahead=lies_ahead(parsed, expression.head),
        named=named,
    )
    try:
        days = days_of(expression.phrase, clock)
        if days is None and clock.today is None:
            fixed = days_of(expression.phrase, replace(clock, today=ANY_DAY))
            return fixed and Days(None, None, fixed.granularity)
        return days
    except (ValueError, OverflowError):  # outside the calendar: "999999 years ago"
        return None


def _bounded(parsed: Parsed, expression: _Expression, days: Days) -> Interval:
    """The days with "since", "until" ... before them."""
    word = opener(parsed, expression.head)
    begin, end, today = days.begin, days.end, parsed.article.published
    if word == "since":
        begin, end = begin, today if today and begin and today >= begin else None
    elif word in ("until", "by"):
        begin = None
    elif word == "before":
        begin, end = None, begin and begin - DAY
    elif word == "after":
        begin, end = end and end + DAY, None
    elif word == "from" and days.granularity != "range":
        end = None
    elif not word:
        return Interval(
            begin=begin,
            end=end,
            granularity=days.granularity,
            words=_text(parsed, expression.start, expression.stop),
        )
    start = min(expression.start, start_of(parsed, expression.head))
    is_whole = (begin, end) == (days.begin, days.end) != (None, None)
    granularity = days.granularity if is_whole else "range"
    return Interval(
        begin=begin, end=end, granularity=granularity, words=_text(parsed, start, expression.stop)
    )


def _text(parsed: Parsed, start: int, stop: int) -> str:
    return re.sub(r"\s+", " ", parsed.text(start, stop))


def _joined(parsed: Parsed, times: dict[int, Interval]) -> Mapping[int, Interval]:
    """ "between March and May 2014", "from Monday to Friday": one stretch, at the first head."""
    tokens = sorted(times)
    for first, last in pairwise(tokens):
        one, other = times.get(first), times[last]
        if one is None or not _is_stretch(parsed, first, last):
            continue
        end = other.end
        begin = _borrowed(one, end) if end else None
        if begin and end and begin < end:
            ending = max([last, *parsed.tree.get(last, *PARTS)])  # "3 June *2015*"
            words = _text(parsed, start_of(parsed, first), ending + 1)
            times[first] = Interval(begin=begin, end=end, granularity="range", words=words)
            times[last] = times[first]
    return times


def _is_stretch(parsed: Parsed, first: int, last: int) -> bool:
    tree, words = parsed.tree, parsed.language.times
    if last - first > 6 or parsed.sentence_of[first] != parsed.sentence_of[last]:
        return False
    parts = {*tree.get(first, *PARTS), *tree.get(last, *PARTS)}  # "between 1 *May 2021* and 3 June 2022"
    between = [tree.words[token] for token in range(first + 1, last) if token not in parts]
    between = [word for word in between if word not in words.passed_over and not word.isdigit()]
    is_joined = " ".join((preposition(tree, first), *between)) in words.joins
    return is_joined or (len(between) == 1 and between[0] in words.joins_alone)


def _borrowed(first: Interval, end: date) -> date | None:
    """The beginning, in the year of the end or the one before: "March" of "March and May 2014"."""
    begin = first.begin
    if (
        begin is None
        or re.search(r"\b\d{4}\b", first.words)
        or (first.granularity == "range" and first.end is not None)
    ):
        return begin
    if first.granularity not in ("month", "day", "range"):
        return begin
    return (
        next((day for year in (end.year, end.year - 1) if (day := _in_year(begin, year)) and day < end), None)
        if abs(end.year - begin.year) <= 5
        else begin
    )


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None

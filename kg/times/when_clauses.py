"""Clauses that say what happened at a time: "since 1974, *when* troops invaded"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.grammar.parsed import Parsed
from kg.grammar.tree import preposition
from kg.records import Interval


def time_described(parsed: Parsed, verb: int, times: Mapping[int, Interval]) -> Interval | None:
    """1974 for "since 1974, when troops *invaded*" and for "the day in 1974 when troops *invaded*"."""
    frame = parsed.frames.get(verb)
    if frame is None or frame.form.mood != "finite":
        return None
    tree = parsed.tree
    adverb = next((t for t in _before(parsed, verb) if tree.tags[t] == "WRB"), 0)
    at = adverb - 1 - (tree.words[adverb - 1] == ",")
    if not adverb or tree.words[adverb] not in parsed.language.times.describing or at < 0:
        return None
    time = at if at in times else tree.heads[at]
    if time not in times or parsed.sentence_of[time] != parsed.sentence_of[adverb]:
        return None
    return _without_opener(parsed, time, times[time])


def _before(parsed: Parsed, verb: int) -> Iterator[int]:
    """The words before a verb up to those of another clause, from right to left."""
    auxiliaries = parsed.tree.get(verb, "auxiliary", "passive_auxiliary")
    for token in range(verb - 1, -1, -1):
        if parsed.sentence_of[token] != parsed.sentence_of[verb]:
            return
        if token in parsed.frames and token not in auxiliaries:
            return
        yield token


def _without_opener(parsed: Parsed, time: int, interval: Interval) -> Interval | None:
    """The days that "since" begins with; None where they are not known."""
    opener = parsed.language.times.openers.get(preposition(parsed.tree, time))
    if opener is None:
        return interval
    if opener != "since" or interval.begin is None:
        return None
    year = re.search(r"\b\d{4}$", interval.words)
    if year is None or interval.begin.replace(month=1, day=1) != interval.begin:
        return None
    words = year.group()
    return Interval(
        begin=interval.begin, end=interval.begin.replace(month=12, day=31), granularity="year", words=words
    )

"""Clauses after "when" that say what happened at a time: they have it, not the clause around them."""

from datetime import date

import pytest

from kg.pipeline import extract, load
from kg.records import Article, Section

CASES = {  # text -> word of an event, year of its time
    "The port has been shut since 1987, when rebels shelled it.": ("shelled", 1987),
    "It was the worst flood since 1953, when 300 people died.": ("died", 1953),
    "Crowds gathered on Sunday to mark the day in 1981 when guards shot nine miners.": ("shot", 1981),
    "The storm was the deadliest since 1999, when a cyclone struck Orrin.": ("storm", None),
}


@pytest.mark.model
@pytest.mark.parametrize("text", CASES, ids=str)
def test_what_happened_then_has_the_time_before_when(text):
    word, year = CASES[text]
    article = Article("a", "0" * 64, text, (Section(0, len(text), "body"),), published=date(2024, 5, 15))
    times = [claim.time for claim in extract(article, load()).claims if claim.trigger == word]
    assert times
    begins = {time.begin.year if time and time.begin else None for time in times}
    assert begins == {year}

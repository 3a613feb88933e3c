"""Clauses after "when" that say what happened at a time: they have it, not the clause around them."""

from datetime import date

import pytest

from tests.reading import extracted

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
    claims = extracted(text, published=date(2024, 5, 15)).claims
    times = [claim.time for claim in claims if claim.trigger == word]
    assert times
    begins = {time.begin.year if time and time.begin else None for time in times}
    assert begins == {year}

import pytest

from training.score_names import calendar_part

DATES = {
    "weekday": ("on Tuesday", "Tuesday"),
    "full date": ("July 26 , 2022", "July 26 , 2022"),
    "early": ("early July 2022", "July 2022"),
    "day first": ("the 3rd of May", "3rd of May"),
    "day and month": ("14 May", "14 May"),
    "decade": ("the 1990 s", "1990"),
    "relative": ("last week", None),
    "duration": ("20 years", None),
    "of last year": ("June last year", "June"),
    "feast": ("Eid Al Adha", "Eid Al Adha"),
    "sentence start": ("Last week", None),
}


@pytest.mark.parametrize("words, expected", DATES.values(), ids=DATES)
def test_a_date_keeps_its_calendar_words(words, expected):
    split = words.split()
    part = calendar_part(split)
    assert (" ".join(split[slice(*part)]) if part else None) == expected

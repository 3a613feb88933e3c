"""A post that somebody has left is a former one; one that somebody is only asked to leave is not."""

import pytest

from tests.reading import extracted, words

CASES = {  # text -> classes of the posts that are named
    "Owen Tarr resigned as chairman of Halden Corp on Friday.": {"formerlyHeldPosition"},
    "The party removed Owen Tarr as mayor of Crell.": {"formerlyHeldPosition"},
    "Ada Lunt succeeded Owen Tarr as president of Halden Corp.": {"formerlyHeldPosition"},
    "Ada Lunt replaced Owen Tarr as mayor of Crell last week.": {"formerlyHeldPosition"},
    "Ada Lunt will replace Owen Tarr as mayor of Crell.": {"holdsPosition"},
    "Owen Tarr did not resign as chairman of Halden Corp.": {"holdsPosition"},
    "The board urged Owen Tarr to resign as chairman of Halden Corp.": {"holdsPosition"},
    "The prime minister named Owen Tarr as finance minister.": {"holdsPosition"},
}


@pytest.mark.model
@pytest.mark.parametrize("text", CASES, ids=str)
def test_a_post_is_over_once_its_holder_has_left_it(text):
    posts = [each for each in extracted(text).claims if each.event_class.endswith("Position")]
    assert {each.event_class for each in posts} == CASES[text]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "holders"),
    [
        (
            "Ada Lunt succeeded Ole Brandt as chairman of Kestrel Bank.",
            {"holdsPosition": {"Ada Lunt"}, "formerlyHeldPosition": {"Ole Brandt"}},
        ),
        (
            "Ole Brandt was replaced as chairman of Kestrel Bank by Ada Lunt.",
            {"formerlyHeldPosition": {"Ole Brandt"}},
        ),
        (
            "Rupert Marn stepped down as chairman of Marn Media and handed control to his son Ivo.",
            {"formerlyHeldPosition": {"Rupert Marn"}},
        ),
    ],
)
def test_who_takes_a_post_is_not_who_leaves_it(text, holders):
    posts = [each for each in extracted(text).claims if each.event_class.endswith("Position")]
    assert {each.event_class: words(each, "agent") for each in posts} == holders


TO_COME = {  # text -> the factuality of the post
    "The prime minister plans to name Owen Tarr as finance minister.": "planned",
    "The prime minister may choose Owen Tarr as finance minister.": "possible",
    "Senators rejected the appointment of Owen Tarr as finance minister.": "negated",
    "The prime minister nominated Owen Tarr as finance minister.": "planned",
    "The prime minister named Owen Tarr as finance minister.": "actual",
    "Minister Owen Tarr will take up his post as minister on Friday.": "actual",
    "The party nominated Owen Tarr as its candidate for mayor.": "actual",
}


@pytest.mark.model
@pytest.mark.parametrize("text", TO_COME, ids=str)
def test_a_post_is_as_sure_as_the_appointment_to_it(text):
    posts = [each for each in extracted(text).claims if each.event_class == "holdsPosition"]
    assert {each.factuality for each in posts if each.fillers_of("title")} == {TO_COME[text]}

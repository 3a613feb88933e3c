"""A post that somebody has left is a former one; one that somebody is only asked to leave is not."""

import pytest

from tests.reading import extracted

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

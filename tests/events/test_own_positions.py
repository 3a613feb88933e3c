"""Positions are words: nobody is his own position."""

import pytest

from tests.reading import claim_at


@pytest.mark.model
def test_who_becomes_something_is_not_what_he_becomes():
    claim = claim_at("Marla Denning became the Unity Party's presumptive nominee on Tuesday.", "became")
    (position,) = claim.fillers_of("position")
    assert (position.text, position.entity) == ("the Unity Party's presumptive nominee", None)


@pytest.mark.model
def test_who_was_replaced_is_no_position():
    claim = claim_at(
        "Ada Lunt succeeded the mill's manager Owen Tarr as president of Halden Corp.", "succeeded"
    )
    assert [each.text for each in claim.fillers_of("position")] == ["president of Halden Corp."]


@pytest.mark.model
def test_whom_another_replaces_is_no_position():
    claim = claim_at("The treasurer, Ole Brandt, will be replaced by the clerk, Amy Quill.", "replaced")
    assert [each.text for each in claim.fillers_of("patient")] == ["The treasurer"]
    assert claim.fillers_of("position") == ()

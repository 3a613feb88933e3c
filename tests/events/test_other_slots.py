"""Who is told something, and who is only spoken about."""

import pytest

from tests.reading import claim_at, extracted, words

CASES = {  # text -> to whom it is said, and about whom
    '"His conduct was deplorable," Ada Holm said of Ole Brandt.': (set(), {"Ole Brandt"}),
    "Ada Holm did not mention Ole Brandt.": (set(), {"Ole Brandt"}),
    "Ole Brandt is said to be angling for the post.": (set(), {"Ole Brandt"}),
    "Ole Brandt was told that he was late.": ({"Ole Brandt"}, set()),
    "Ada Holm cited Kestrel Bank as the likely buyer.": (set(), {"Kestrel Bank"}),
    "Ada Holm promised Ole Brandt that he could run the firm.": ({"Ole Brandt"}, set()),
    "Ada Holm spoke to Ole Brandt about the weather.": ({"Ole Brandt"}, set()),
    "Ada Holm reminded Ole Brandt of the weather.": ({"Ole Brandt"}, set()),
    "Ole Brandt was warned about the ice.": ({"Ole Brandt"}, set()),
    "Ada Holm warned Ole Brandt over the ice.": ({"Ole Brandt"}, set()),
}


@pytest.mark.model
@pytest.mark.parametrize("text", CASES, ids=str)
def test_whom_speech_is_about_is_told_nothing(text):
    found = extracted(text)
    labels = {entity.key: entity.label for entity in found.entities if entity.is_named}
    (claim,) = [each for each in found.claims if each.event_class == "Statement"]
    named = [{labels.get(f.entity or "") for f in claim.fillers_of(role)} for role in ("recipient", "topic")]
    assert tuple(each - {None} for each in named) == CASES[text]


@pytest.mark.model
def test_who_said_that_another_continued_to_act_argues():
    text = (
        "The delegation said Estria continued to act with impunity, arguing that it does not care about law."
    )
    assert [filler.text for filler in claim_at(text, "arguing").fillers_of("agent")] == ["The delegation"]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "trigger", "agents", "recipients"),
    [
        ("The academy awarded the Tern Medal to Edda Sorn.", "awarded", {"The academy"}, set()),
        ("The mayor presented a medal to Edda Sorn.", "presented", {"The mayor"}, {"Edda Sorn"}),
        ("Edda Sorn received a medal from the mayor.", "received", {"the mayor"}, {"Edda Sorn"}),
    ],
)
def test_who_gives_a_prize_does_not_get_it(text, trigger, agents, recipients):
    claim = claim_at(text, trigger)
    assert words(claim, "agent") == agents and recipients <= words(claim, "recipient")
    assert not agents & words(claim, "recipient")

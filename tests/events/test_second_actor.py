"""Who did an event, and what it was done to: several words only if they stand in one list."""

import pytest

from tests.reading import claim_at, labels, words

CASES = {  # text -> word of an event, what underwent it
    "In a report, his family said that a threatening message from the embassy and Governor Pavel Horn "
    "against his planned visit contributed to his death.": ("death", {"his"}),
    "Guards shot Owen Marsh and Lily Tran.": ("shot", {"Owen Marsh", "Lily Tran"}),
}


@pytest.mark.model
@pytest.mark.parametrize("text", CASES, ids=str)
def test_only_what_is_listed_together_undergoes_an_event(text):
    word, undergoing = CASES[text]
    assert words(claim_at(text, word), "patient", "recipient") == undergoing


@pytest.mark.model
@pytest.mark.parametrize(
    "text, word, agents",
    [
        (
            "Mira Dahl, 52, was shot in the chest when two masked men entered her shop in Orrin.",
            "entered",
            {"two masked men"},
        ),
        ("Owen Marsh and Lily Tran bought a mill in Vessa.", "bought", {"Owen Marsh", "Lily Tran"}),
        ("The two heirs, Owen Marsh and Lily Tran, bought a mill.", "bought", {"Owen Marsh", "Lily Tran"}),
        ("The two heirs and Lily Tran bought a mill.", "bought", {"The two heirs", "Lily Tran"}),
    ],
)
def test_only_those_who_are_listed_together_do_an_event(text, word, agents):
    assert words(claim_at(text, word), "agent") == agents


@pytest.mark.model
@pytest.mark.parametrize(
    "text, word, agents",
    [
        (
            "The ministers agreed to set up a commission to investigate the fire.",
            "investigate",
            {"a commission"},
        ),
        (
            "There was a wave of violence blamed on fighting between rival gangs.",
            "fighting",
            {"rival gangs"},
        ),
        (
            "The inquiry was opened after a complaint filed by the local chapter of the party.",
            "complaint",
            {"the local chapter of the party"},
        ),
    ],
    ids=["likelier than who is given by the rules", "behind the trigger", "an abstract noun"],
)
def test_who_is_far_likelier_than_others_does_an_event(text, word, agents):
    assert words(claim_at(text, word), "agent") == agents


def named_agents(text, word):
    """The labels of the agents of the only claim whose trigger is a word."""
    return {labels(text)[each.entity] for each in claim_at(text, word).fillers_of("agent") if each.entity}


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "word", "sides"),
    [
        ("The Polish-Danish talks in Geneva ended on Friday.", "talks", {"Poland", "Denmark"}),
        (
            "The Kenyan-Ethiopian memorandum regulates the hiring of nurses.",
            "memorandum",
            {"Kenya", "Ethiopia"},
        ),
    ],
)
def test_two_sides_that_a_hyphen_joins_both_take_part(text, word, sides):
    assert named_agents(text, word) == sides


@pytest.mark.model
def test_one_of_several_is_the_person_whom_the_sentence_names():
    text = "The two heirs left. One of the heirs, Lily Tran, 42, a clerk from Vessa, bought a mill."
    assert named_agents(text, "bought") == {"Lily Tran"}


@pytest.mark.model
def test_who_leads_a_group_makes_no_actor_less_certain():
    group, led = (
        "A group of nurses met Ole Brandt in Kell.",
        "A group of nurses led by Ada Lunt met Ole Brandt in Kell.",
    )
    assert claim_at(led, "met").confidence == pytest.approx(claim_at(group, "met").confidence, abs=0.05)


@pytest.mark.model
@pytest.mark.parametrize(
    "text, word, participants",
    [
        (
            "The list names a group tied to Ole Holm, a baker; Karl Dahl, the mayor; and Ida Berg, a nurse.",
            "tied",
            {"a group", "Ole Holm"},
        ),
        (
            "The firm advised Ole Holm, the mayor of Vessa; Karl Dahl, a baker; and Ida Berg, a nurse.",
            "mayor",
            {"Ole Holm", "Vessa"},
        ),
    ],
)
def test_semicolons_part_the_items_of_a_list(text, word, participants):
    assert words(claim_at(text, word), "agent", "patient", "recipient") == participants

"""Phrases of titles: states as sentences, number, prepositions."""

import pytest

from kg.query.phrases.number import is_plural
from kg.query.phrases.prepositions import noun_preposition, takes, verb_preposition
from kg.query.phrases.states import state_phrase


@pytest.mark.parametrize(
    "state, factuality, several, title, words",
    [
        ("allyOf", "actual", False, None, "is an ally of"),
        ("memberOf", "possible", False, None, "may be a member of"),
        ("livesIn", "negated", True, None, "do not live in"),
        ("livesIn", "planned", False, None, "to live in"),
        ("familyOf", "negated", False, "sister", "is not the sister of"),
        ("familyOf", "actual", False, None, None),
        ("holdsPosition", "actual", False, "mayor", "is mayor"),
        ("Attack", "actual", False, None, None),
    ],
)
def test_a_state_has_a_verb(state, factuality, several, title, words):
    assert state_phrase(state, factuality, is_plural=several, title=title, has_patient=True) == words


def test_without_a_patient_a_phrase_ends_before_its_preposition():
    phrase = state_phrase("memberOf", "actual", is_plural=True, title=None, has_patient=False)
    assert phrase == "are members"


@pytest.mark.parametrize(
    "words, is_name, expected",
    [
        ("three bank workers", False, True),
        ("new measures of the state", False, True),
        ("most of the members", False, True),
        ("some of the water", False, False),
        ("both", False, True),
        ("a number of boats", False, True),
        ("a man with two sons", False, False),
        ("unrest against its rulers", False, False),
        ("to say who its owners are", False, False),
        ("some equipment", False, False),
        ("a 900-member choir", False, False),
        ("an estimated 1,500 huts on the island", False, True),
        ("a total of 12 boats", False, True),
        ("women", False, True),
        ("the crisis", False, False),
        ("Orrin underground stations", True, True),
        ("Karvelian Airways", True, False),
    ],
)
def test_words_mean_one_or_several(words, is_name, expected):
    assert is_plural(words, is_name=is_name) is expected


def test_verbs_have_their_own_prepositions():
    assert verb_preposition("Agreement", "agree", "patient") == "with"
    assert verb_preposition("Attack", "shoot", "patient") in ("", None)
    assert takes("Agreement", "agree", "patient", "with")
    assert not takes("Killing", "murder", "patient", "of")


def test_nouns_of_verbs_lead_to_their_patient_by_of():
    assert noun_preposition("Attack", "patient", "shooting") == "of"
    assert noun_preposition("Attack", "patient", "attack") == "on"

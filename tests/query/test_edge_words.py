"""Words of what happened between two entities."""

import pytest

from kg.query.phrases.edge_words import (
    ACTS,
    ALONGSIDE,
    Verb,
    circumstance_words,
    class_words,
    read_verb,
    verb_words,
    with_preposition,
)

MEET = Verb("meet", "met", "met")
TAKE = Verb("take", "took", "taken")
ARRIVE = Verb("arrive", "arrived", "arrived")


@pytest.mark.parametrize(
    "event_class, predicate, triggers, past",
    [
        ("Meeting", "meet", {"meets", "met"}, "met"),
        ("Visit", "visit", {"visit", "visits"}, None),
        ("Event", "praise", {"praises"}, "praised"),
        ("Movement", "transfer", {"transferred"}, "transferred"),
        ("Acquisition", "merger", {"merger", "mergers"}, None),
        ("Event", "dead", {"dead"}, None),
        ("Meeting", "hold talks", {"talks"}, None),
        ("Movement", "come ashore", {"came"}, "came ashore"),
        ("Event", "", {""}, None),
        ("OfAUser", "commit", {"commits"}, "committed"),
        ("OfAUser", "amulet", {"amulet"}, None),
    ],
    ids=[
        "past", "noun or verb", "plain", "doubled", "noun", "adjective", "light verb", "adverb", "nothing",
        "class of a user", "noun of a user",
    ],
)  # fmt: skip
def test_predicates_are_verbs_if_claims_use_them_so(event_class, predicate, triggers, past):
    verb = read_verb(event_class, predicate, frozenset(triggers))
    assert (verb.past if verb else None) == past


@pytest.mark.parametrize(
    "verb, role, factuality, words",
    [
        (MEET, "agent", "actual", "met"),
        (MEET, "agent", "planned", "to meet"),
        (MEET, "agent", "possible", "may meet"),
        (MEET, "agent", "negated", "did not meet"),
        (TAKE, "patient", "actual", "was taken"),
        (TAKE, "recipient", "negated", "was not taken"),
        (ARRIVE, "patient", "actual", "arrived"),
    ],
)
def test_verbs_say_whether_it_happened(verb, role, factuality, words):
    assert verb_words(verb, role, factuality) == words


@pytest.mark.parametrize(
    "relation, role, gap, words",
    [
        (ACTS, "patient", None, "called"),
        (ACTS, "patient", " on the ", "called on"),
        (ACTS, "patient", " a session in Orrin with ", "called"),
        (ACTS, "patient", " two ships to ", "called … to"),
        (ACTS, "patient", " all that by ", "called"),
        (ACTS, "patient", " on him and ", "called on"),
        (ACTS, "patient", " by guards and ", "called"),
        (ACTS, "patient", " from the yard by guards, ", "called"),
        (ACTS, "patient", " Venn, ", "called"),
        (ACTS, "patient", " the head of ", "called"),
        ("recipient", "recipient", " ", "called"),
        ("recipient", "recipient", " two ships to the ", "called … to"),
        ("recipient", "recipient", None, "called"),
        ("place", "place", None, "called in"),
        ("place", "place", " at ", "called at"),
        ("topic", "topic", None, "called regarding"),
        (ALONGSIDE, "agent", None, "called alongside"),
    ],
)
def test_prepositions_lead_to_the_second(relation, role, gap, words):
    assert with_preposition("called", relation, role, gap) == words


@pytest.mark.parametrize(
    "role, words",
    [("position", "promoted as"), ("patient", "promoted"), ("title", "promoted as"), ("vehicle", "promoted")],
)
def test_every_role_has_words_even_where_the_sentence_has_no_preposition(role, words):
    assert with_preposition("promoted", f"patient-{role}", role) == words


@pytest.mark.parametrize(
    "role, factuality, target, words",
    [
        ("topic", "actual", "patient", "linked to the departure of"),
        ("place", "planned", "recipient", "place of the planned departure to"),
        ("origin", "negated", "destination", "origin of no departure to"),
    ],
)
def test_a_topic_or_place_does_nothing_to_the_other(role, factuality, target, words):
    assert circumstance_words(role, "departure", factuality, target) == words


@pytest.mark.parametrize(
    ("roles", "factuality", "words"),
    [
        (("agent", "patient"), "actual", "Arrest"),
        (("agent", "place"), "actual", "Arrest in"),
        (("agent", "recipient"), "planned", "planned Arrest to"),
        (("patient", "place"), "negated", "no Arrest (patient) in"),
        (("patient", "patient"), "actual", "Arrest alongside"),
    ],
)
def test_a_class_as_a_label_says_whom_it_leads_to(roles, factuality, words):
    assert class_words("Arrest", *roles, factuality) == words

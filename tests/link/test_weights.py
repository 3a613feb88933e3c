"""`ontology/link.yaml` and the event classes of the ontology agree."""

import pytest

from kg.link.engine.weights import CLASS_LISTS, load_weights
from kg.ontology.classes.read_ontology import load_lexicon


@pytest.mark.parametrize("name", CLASS_LISTS)
def test_lists_of_classes_name_classes_of_the_ontology(name):
    assert getattr(load_weights(), name) <= load_lexicon().classes.keys()


def test_compatible_classes_are_classes_of_the_ontology():
    assert load_weights().class_pairs.keys() <= load_lexicon().classes.keys()


def test_state_classes_are_the_states_of_the_ontology():
    states = {name for name, each in load_lexicon().classes.items() if each.family == "State"}
    assert load_weights().state_classes == states

"""The ontology tests itself: every example of every class file is a case, read with the shipped pipeline."""

import pytest

from kg.ontology import load_lexicon
from tests.articles import read_sentence

LEXICON = load_lexicon()
EXAMPLES = [
    pytest.param(name, example, id=f"{name}: {example.text}")
    for name, event_class in LEXICON.classes.items()
    for example in event_class.examples
]
KNOWN_FAULTS: frozenset[str] = frozenset()


@pytest.mark.model
@pytest.mark.parametrize("name, example", EXAMPLES)
def test_a_class_reads_its_own_examples(name, example):
    found = [event for event in read_sentence(example.text).events if event.event_class == name]
    if example.roles is None:
        assert found == []
        return
    roles = {
        role: {word for event in found for filler in event.fillers_of(role) for word in filler.text.split()}
        for role in example.roles
    }
    assert all(
        set(words.split()) <= roles[role] for role, fillers in example.roles.items() for words in fillers
    ), f"found {[(e.event_class, [(f.role, f.text) for f in e.fillers]) for e in read_sentence(example.text).events]}"

"""Names with hyphens, in articles of one doc: what is none, and what stays."""

import pytest

from kg.parse.names.doc_words import DocWords
from kg.parse.names.hyphens import without_hyphened

CASES = {  # words, spans of names of people -> those that are left
    "adjective": (["anti-Lunt", "voters", "saw", "Ada", "Lunt"], [(0, 1), (3, 5)], [(3, 5)]),
    "at the start of a sentence": (["Anti-Lunt", "voters", "left"], [(0, 1)], []),
    "adjective of a longer name": (["a", "pro-Ada", "Lunt", "group"], [(1, 3)], []),
    "in the name of a body": (["Anti-Slavery", "Society"], [(0, 2)], [(0, 2)]),
    "no prefix": (["Mark-Viver", "left"], [(0, 1)], [(0, 1)]),
    "two people": (
        ["Ada", "Lunt", "met", "Holm", "before", "the", "Lunt", "-", "Holm", "debate"],
        [(0, 2), (3, 4), (6, 9)],
        [(0, 2), (3, 4)],
    ),
    "one of whom nobody is": (
        ["Ada", "Lunt", "saw", "Lunt", "-", "Holm"],
        [(0, 2), (3, 6)],
        [(0, 2), (3, 6)],
    ),
    "a surname of two": (
        ["Ida", "Lunt", "-", "Holm", "met", "Lunt", ",", "Holm", "and", "Lunt", "-", "Holm"],
        [(0, 4), (5, 6), (7, 8), (9, 12)],
        [(0, 4), (5, 6), (7, 8), (9, 12)],
    ),
}


@pytest.mark.parametrize("words, spans, left", CASES.values(), ids=CASES)
def test_adjectives_and_pairs_of_people_are_no_names(words, spans, left):
    text = DocWords(words, ["NNP"] * len(words), [True] + [False] * (len(words) - 1))
    (found,) = without_hyphened([text], [{span: {"PERSON": 0.9} for span in spans}], {"anti", "pro"})
    assert list(found) == left

"""Names that end in a possessive, by hand-written tags."""

import pytest

from kg.parse.names.brands import with_brands
from kg.parse.names.doc_words import DocWords

CASES = {  # words/tags, span of the name -> span afterwards
    "before a verb": ("Halden/NNP 's/POS opened/VBD shops/NNS", (0, 2)),
    "before a noun": ("Halden/NNP 's/POS shops/NNS closed/VBD", (0, 1)),
    "before a participle": ("Halden/NNP 's/VBZ opened/VBN shops/NNS", (0, 1)),
    "after a preposition": ("of/IN Halden/NNP 's/POS said/VBD so/RB", (1, 2)),
}


@pytest.mark.parametrize("text, span", CASES.values(), ids=CASES)
def test_a_possessive_that_owns_nothing_belongs_to_the_name(text, span):
    words, tags = zip(*(word.split("/") for word in text.split()), strict=True)
    start = words.index("Halden")
    scores = {(start, start + 1): {"PERSON": 0.9}}
    (found,) = with_brands([DocWords(words, tags, [True] * len(words))], [scores], {"of"})
    assert list(found) == [span]


def test_a_brand_keeps_its_possessive_in_the_whole_article():
    one = DocWords(["Halden", "'s", "closed"], ["NNP", "POS", "VBD"], [True] * 3)
    other = DocWords(["Halden", "'s", "shares"], ["NNP", "POS", "NNS"], [True] * 3)
    scores = {(0, 1): {"PERSON": 0.9}}
    assert [list(spans) for spans in with_brands([one, other], [scores, scores], set())] == [
        [(0, 2)],
        [(0, 2)],
    ]

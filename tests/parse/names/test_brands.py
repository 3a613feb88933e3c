"""Names that end in a possessive, by hand-written tags."""

import pytest

from kg.parse.names.brands import with_brands
from kg.parse.names.doc_words import DocWords

CASES = {  # words/tags, span of the name -> span afterwards
    "before a verb": ("Halden/NNP 's/POS opened/VBD shops/NNS", (0, 2)),
    "before a noun": ("Halden/NNP 's/POS shops/NNS closed/VBD", (0, 1)),
    "before a participle": ("Halden/NNP 's/VBZ opened/VBN shops/NNS", (0, 1)),
    "before a participle with its object": ("Halden/NNP 's/VBZ sued/VBN Orvex/NNP", (0, 2)),
    "in a quotation": ("\u201c/`` Halden/NNP 's/VBZ sued/VBN Orvex/NNP", (1, 2)),
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


BODIES = {  # words/tags, whether the name is a body that has its possessive
    "before a verb with an object": ("Halden/NNP 's/VBZ sued/VBN Orvex/NNP", True),
    "object at the end": ("She/PRP sued/VBD Halden/NNP 's/POS ./.", True),
    "object before a phrase": ("They/PRP bought/VBD Halden/NNP 's/POS for/IN 3/CD", True),
    "workplace": ("workers/NNS at/IN Halden/NNP 's/POS left/VBD", True),
    "elliptical": ("larger/JJR than/IN Halden/NNP 's/POS ./.", False),
    "predicate": ("It/PRP is/VBZ Halden/NNP 's/POS ./.", False),
    "owner of a noun": ("Halden/NNP 's/POS planned/VBN merger/NN", False),
    "known without": ("She/PRP sued/VBD Halden/NNP 's/POS ./. Halden/NNP left/VBD", False),
}


@pytest.mark.parametrize("text, has_possessive", BODIES.values(), ids=BODIES)
def test_a_body_whose_possessive_owns_nothing_has_it_in_its_name(text, has_possessive):
    words, tags = zip(*(word.split("/") for word in text.split()), strict=True)
    names = [i for i, word in enumerate(words) if word == "Halden"]
    scores = {(start, start + 1): {"ORG": 0.9} for start in names}
    is_first = [i == 0 or words[i - 1] == "." for i in range(len(words))]
    (found,) = with_brands([DocWords(words, tags, is_first)], [scores], {"of", "at"})
    assert ((names[0], names[0] + 2) in found) is has_possessive

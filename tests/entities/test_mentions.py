"""Mentions on parses written by hand: names, nouns, people without a noun, pronouns."""

import pytest

from kg.entities.mentions import find_mentions
from kg.errors import OntologyError
from kg.ontology.nouns import read_table
from tests.articles import article
from tests.marked import language

ENVOY = """
    Foreign        JJ   2:amod
    Minister       NNP  3:nmod:desc
    Ana            NNP  5:nsubj
    Roke           NNP  3:flat
    met            VBD  0:root
    dozens|dozen   NNS  5:obj
    of             IN   10:case
    the            DT   10:det
    French         JJ   10:amod
    gunmen|gunman  NNS  6:nmod
    in             IN   12:case
    Lyon           NNP  5:obl
    .              .    5:punct
"""
FIRE = """
    It             PRP  3:expl
    was            VBD  3:cop
    clear          JJ   0:root
    that           IN   8:mark
    12             CD   8:nsubj:pass
    and            CC   7:cc
    the            DT   8:det
    wounded        JJ   8:nsubj
    .              .    3:punct
"""
RAID = """
    The            DT   2:det
    wounded        JJ   9:nsubj:pass
    of             IN   5:case
    the            DT   5:det
    raids|raid     NNS  2:nmod
    and            CC   8:cc
    their          PRP$ 8:nmod:poss
    missiles|missile NNS 2:conj
    counted|count  VBN  0:root
    .              .    9:punct
"""

AGED = """
    The            DT   6:det
    19             CD   4:nummod
    -              HYPH 4:punct
    year           NN   6:obl:npmod
    -              HYPH 6:punct
    old            JJ   7:nsubj
    fled           VBD  0:root
    .              .    7:punct
"""


def mentions(table: str, **names: str) -> list[tuple[str, str, str]]:
    parsed = article(table, {name.replace("_", " "): label for name, label in names.items()})
    found = find_mentions(parsed)
    assert all(parsed.article.text[m.begin : m.end] == m.text for m in found)
    return [(m.text, m.kind, m.type) for m in found]


def test_names_nouns_and_demonyms_have_their_types():
    assert mentions(ENVOY, Ana_Roke="PERSON", French="NORP", Lyon="GPE") == [
        ("Ana Roke", "name", "Person"),
        ("dozens", "noun", "Group"),
        ("the French gunmen", "noun", "Group"),
        ("French", "name", "Country"),
        ("Lyon", "name", "Place"),
    ]


def test_a_title_before_a_name_is_no_mention():
    assert all("Minister" not in text for text, _, _ in mentions(ENVOY, Ana_Roke="PERSON"))


def test_numbers_that_refer_to_people_are_mentions_and_empty_it_is_none():
    assert ("12", "noun", "Group") in mentions(FIRE)
    assert all(kind != "pronoun" for _, kind, _ in mentions(FIRE))


def test_adjectives_of_people_events_and_products():
    assert mentions(RAID) == [
        ("The wounded", "noun", "Group"),
        ("the raids", "noun", "Event"),
        ("their", "pronoun", "Thing"),
        ("their missiles", "noun", "Product"),
    ]


def test_an_age_as_a_noun_is_a_person():
    assert mentions(AGED)[0] == ("The 19 - year - old", "noun", "Person")


@pytest.mark.parametrize(
    "word, lemma, plural, kind",
    [
        ("minister", "minister", False, "Person"),
        ("miners", "miner", True, "Group"),
        ("ministry", "ministry", False, "Organization"),
        ("authorities", "authority", True, "Organization"),
        ("forces", "force", True, "Group"),
        ("village", "village", False, "Place"),
        ("vaccine", "vaccine", False, "Product"),
        ("strikes", "strike", True, "Event"),
        ("tribesmen", "tribesmen", True, "Group"),
        ("ex-banker", "ex-banker", False, "Person"),
        ("hope", "hope", False, "Thing"),
        ("justices", "justice", True, "Group"),
        ("media", "medium", False, "Group"),
        ("moviegoers", "moviegoer", True, "Group"),
    ],
)
def test_nouns_have_the_type_that_they_have_in_news(word, lemma, plural, kind):
    assert language().nouns.type_of(word, lemma, plural=plural) == kind


@pytest.mark.parametrize(
    "lemma, kind",
    [("budget", "Abstract"), ("statue", "Object"), ("contest", "Occasion"), ("life", ""), ("minister", "")],
)
def test_nouns_of_what_does_not_live_have_a_type_for_conditions(lemma, kind):
    assert language().nouns.condition_type(lemma) == kind


@pytest.mark.parametrize(
    "text, complaint",
    [
        ("minister\tPerson\n", "head 'noun <tab> type'"),
        ("noun\ttype\nminister\n", "line 2: has 1 columns"),
        ("noun\ttype\nminister\tHuman\n", "line 2: 'Human' is no type"),
    ],
    ids=["no head", "no type", "unknown type"],
)
def test_a_list_that_cannot_be_used_is_refused_by_line(tmp_path, text, complaint):
    path = tmp_path / "nouns.tsv"
    path.write_text(text, encoding="utf8")
    with pytest.raises(OntologyError, match=complaint):
        read_table(path)

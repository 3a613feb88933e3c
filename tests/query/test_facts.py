"""What a graph says of a subject: an absent fact is None, or an error that names it, and never 0."""

from datetime import date
from types import SimpleNamespace

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from pyoxigraph import Store as Graph

from kg import vocab
from kg.errors import StoreError
from kg.query.facts import Facts, article_title, day, facts_by_subject, number, real, required, text

VENN = vocab.BASE + "entity/venn"


def facts(*pairs):
    node = NamedNode(VENN)
    quads = (Quad(node, NamedNode(name), Literal(value), DefaultGraph()) for name, value in pairs)
    return facts_by_subject(quads)[VENN]


def test_facts_are_read_as_values_of_python():
    found = facts((vocab.MENTIONS, "12"), (vocab.BEGINS, "2024-03-01"), (vocab.CONFIDENCE, "0.5"))
    assert number(found, vocab.MENTIONS) == 12
    assert day(found, vocab.BEGINS) == date(2024, 3, 1)
    assert real(found, vocab.CONFIDENCE) == 0.5
    assert text(found, vocab.BEGINS) == required(found, vocab.BEGINS) == "2024-03-01"


def test_several_values_are_sorted():
    found = facts((vocab.ALT_LABEL, "Venn"), (vocab.ALT_LABEL, "A. Venn"))
    assert [term.value for term in found[vocab.ALT_LABEL]] == ["A. Venn", "Venn"]


@pytest.mark.parametrize(
    "name, value", [(vocab.REFERS_TO, NamedNode(VENN)), (vocab.ANCHOR, Literal("They met."))]
)
def test_the_offsets_of_a_mention_and_a_sentence_are_those_of_its_iri(name, value):
    words, article = f"{vocab.BASE}article/a#char=12,21", NamedNode(f"{vocab.BASE}article/a")
    found = facts_by_subject([Quad(NamedNode(words), NamedNode(name), value, article)])[words]
    assert (number(found, vocab.BEGIN), number(found, vocab.END)) == (12, 21)


def test_a_claim_without_a_predicate_has_its_trigger_as_predicate():
    assert text(facts((vocab.TRIGGER, "raid")), vocab.PREDICATE) == "raid"
    named = facts((vocab.TRIGGER, "met"), (vocab.PREDICATE, "meet"))
    assert text(named, vocab.PREDICATE) == "meet"


@pytest.mark.parametrize("read", [text, real, day])
def test_an_absent_text_decimal_or_day_is_none(read):
    assert read(Facts(VENN), vocab.BEGINS) is None


@pytest.mark.parametrize("read", [number, required])
def test_an_absent_number_is_an_error_that_names_it(read):
    with pytest.raises(StoreError, match=f"{VENN}.*{vocab.MENTIONS}"):
        read(Facts(VENN), vocab.MENTIONS)


@pytest.mark.parametrize(
    "sentences, title",
    [
        (["https://news.example/2024/mill", "The mill closed."], "The mill closed."),
        (["https://news.example/2024/mill"], "https://news.example/2024/mill"),
        (["The mill closed.", "It rained."], "The mill closed."),
        ([], "mill.txt"),
    ],
)
def test_an_article_without_a_headline_is_called_by_its_first_words_and_not_by_an_address(sentences, title):
    article = vocab.BASE + "article/one"
    graph, begin = Graph(), 0
    for words in sentences:
        node = NamedNode(f"{article}#char={begin},{begin + len(words)}")
        graph.add(Quad(node, NamedNode(vocab.TYPE), NamedNode(vocab.SENTENCE), NamedNode(article)))
        graph.add(Quad(node, NamedNode(vocab.ANCHOR), Literal(words), NamedNode(article)))
        begin += len(words) + 1
    found = article_title(SimpleNamespace(graph=graph), article, facts((vocab.SOURCE, "mill.txt")))
    assert found == title

import pytest
import spacy
from spacy.tokens import Doc, Span

from training.predict import entity_spans, read_words, reading_of, relabelled
from training.scores import ROOT
from training.scores import Span as Scored

WORDS = ["Halden", "closed", "\n", "They", "left", "."]


@pytest.fixture
def nlp():
    """A pipeline whose encoder hangs every word on its sentence's first and names the capitalised ones."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("stand_in_encoder", name="news_encoder")
    pipeline.add_pipe("stand_in_names", name="news_names")
    return pipeline


@spacy.Language.component("stand_in_encoder")
def encode(doc: Doc) -> Doc:
    starts = [i for i, token in enumerate(doc) if i == 0 or token.is_sent_start]
    heads = [max(s for s in starts if s <= i) for i in range(len(doc))]
    deps = ["ROOT" if head == i else "dep" for i, head in enumerate(heads)]
    annotated = Doc(doc.vocab, words=[t.text for t in doc], heads=heads, deps=deps)
    annotated.set_ents([Span(annotated, t.i, t.i + 1, "PERSON") for t in annotated if t.text[0].isupper()])
    return annotated


@spacy.Language.component("stand_in_names")
def rename(doc: Doc) -> Doc:
    doc.set_ents([Span(doc, ent.start, ent.end, "ORG") for ent in doc.ents])
    return doc


def test_given_sentences_reach_the_encoder(nlp):
    doc = read_words(nlp, ["Go", "on", "Stop"], [True, True, False], starts=[0, 2])
    assert [t.head.i for t in doc] == [0, 0, 2]


def test_names_run_only_if_asked(nlp):
    labels = [
        {e.label_ for e in read_words(nlp, ["Lund"], [False], names=names).ents} for names in (False, True)
    ]
    assert labels == [{"PERSON"}, {"ORG"}]


def test_white_space_is_no_word_of_a_reading():
    heads, deps = [1, 1, 1, 4, 4, 2], ["nsubj", "ROOT", "dep", "nsubj", "ROOT", "punct"]
    doc = Doc(spacy.blank("en").vocab, words=WORDS, heads=heads, deps=deps)
    reading = reading_of(doc)
    assert [w.form for w in reading.words] == ["Halden", "closed", "They", "left", "."]
    assert [w.head for w in reading.words] == [1, ROOT, 3, ROOT, 1]
    assert [w.label for w in reading.words] == ["nsubj", "root", "nsubj", "root", "punct"]


def test_sentences_of_a_reading_start_at_words():
    doc = Doc(
        spacy.blank("en").vocab,
        words=["\n", *WORDS],
        sent_starts=[True, False, False, True, False, False, False],
    )
    assert reading_of(doc).starts == (0, 2)


def test_names_are_spans_of_tokens_or_characters(nlp):
    doc = read_words(nlp, ["In", "Orrin"], [True, False])
    assert entity_spans("a", doc) == {Scored("a", 0, 1, "PERSON"), Scored("a", 1, 2, "PERSON")}
    assert entity_spans("a", doc, characters=True) == {
        Scored("a", 0, 2, "PERSON"),
        Scored("a", 3, 8, "PERSON"),
    }


def test_labels_without_a_counterpart_are_left_out():
    spans = {Scored("a", 0, 1, "GPE"), Scored("a", 2, 3, "ORDINAL")}
    assert relabelled(spans, {"GPE": "LOC"}) == {Scored("a", 0, 1, "LOC")}

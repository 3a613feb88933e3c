"""Runs a pipeline over gold words or raw text and returns its annotation in the form that the scorers read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Token

from training.gold import Passage
from training.scores import ROOT, Reading, Span, Word

ENCODER, NAMES = "news_encoder", "news_names"


def read_words(
    nlp: Language,
    forms: Sequence[str],
    spaces: Sequence[bool],
    *,
    starts: Sequence[int] = (),
    names: bool = False,
) -> Doc:
    """Parse the given words; sentences start where `starts` says, or where the pipeline sees them.

    Of our own pipeline the encoder runs alone, with `names` also the lists; any other pipeline runs whole.
    """
    given: list[bool | int | None] | None = [i in set(starts) for i in range(len(forms))] if starts else None
    doc = Doc(nlp.vocab, words=list(forms), spaces=list(spaces), sent_starts=given)
    for name, component in nlp.pipeline:
        if names or name == ENCODER or ENCODER not in nlp.pipe_names:
            doc = component(doc)
    return doc


def read_passage(nlp: Language, passage: Passage, *, sentences: bool) -> Doc:
    """Parse a treebank paragraph from its words; with `sentences`, from its sentences too."""
    forms = [word.form for word in passage.reading.words]
    return read_words(nlp, forms, passage.spaces, starts=passage.reading.starts if sentences else ())


def reading_of(doc: Doc) -> Reading:
    """The parse without its white-space tokens."""
    words = [token for token in doc if not token.is_space]
    place = {token.i: i for i, token in enumerate(words)}
    starts = {next((place[t.i] for t in sentence if t.i in place), ROOT) for sentence in doc.sents}
    return Reading(tuple(_word(token, place) for token in words), tuple(sorted(starts - {ROOT})))


def _word(token: Token, place: dict[int, int]) -> Word:
    head = token.head
    while head.is_space and head.head != head:
        head = head.head
    label = "root" if token.dep_ == "ROOT" else token.dep_
    index = ROOT if head == token or head.is_space else place[head.i]
    return Word(token.text, token.pos_, token.tag_, str(token.morph), token.lemma_, index, label)


def entity_spans(name: str, doc: Doc, *, characters: bool = False) -> set[Span]:
    """The names that the pipeline finds in the text `name`, by token or by character, with its labels."""
    if characters:
        return {Span(name, ent.start_char, ent.end_char, ent.label_) for ent in doc.ents}
    return {Span(name, ent.start, ent.end, ent.label_) for ent in doc.ents}


def relabelled(spans: Iterable[Span], labels: dict[str, str]) -> set[Span]:
    """The spans under another corpus's labels; those whose label has no counterpart are left out."""
    return {Span(s.text, s.start, s.end, labels[s.label]) for s in spans if s.label in labels}

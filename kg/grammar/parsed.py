"""One article with the doc of its prose: the input of every stage after the parse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.grammar.frames import Frame
from kg.grammar.read_frames.find_frames import find_frames
from kg.grammar.read_tree import read_tree
from kg.grammar.relative_clauses import Relatives, read_relatives
from kg.grammar.tree import Tree
from kg.ontology.language import Language
from kg.records import (
    Article,
    Filler,
    FillerType,
    Mention,
    MentionKind,
    Section,
    SectionKind,
    Sentence,
)


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """An article and the doc of its headline and body. Tokens are indexes into `doc`; offsets are the article's."""

    article: Article
    language: Language
    doc: Doc
    begins: Sequence[int]  # where each token begins in Article.text
    ends: Sequence[int]  # where it ends
    labels: Sequence[str]  # the pipeline's label of the name or amount that each token is in, or ""
    sentences: Sequence[Sentence]
    sentence_of: Sequence[int]  # token -> index into sentences
    sections: Sequence[int]  # token -> index of its paragraph; the headline is one
    tree: Tree
    relatives: Relatives
    frames: Mapping[int, Frame]  # by predicate, in text order
    frames_with: Mapping[int, Sequence[Frame]]  # by each of their subjects and objects, in text order
    states: NDArray[np.float32] | None = (
        None  # [tokens, 768] of our own pipeline's network; white space has zeros
    )

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """The characters of tokens [start, stop) in the article."""
        return self.begins[start], self.ends[stop - 1]

    def text(self, start: int, stop: int) -> str:
        """The article's words of tokens [start, stop)."""
        begin, end = self.span(start, stop)
        return self.article.text[begin:end]

    def filler(
        self, role: str, span: tuple[int, int], token: int, *, entity: str | None, event: int | None = None
    ) -> Filler:
        """The filler of a role with the words of tokens [start, stop), of which `token` is the head."""
        begin, end = self.span(*span)
        return Filler(
            role=role,
            begin=begin,
            end=end,
            text=self.article.text[begin:end],
            entity=entity,
            event=event,
            token=token,
        )

    def mention(
        self, span: tuple[int, int], head: int, kind: MentionKind, type_: FillerType, label: str = ""
    ) -> Mention:
        """The mention that consists of tokens [start, stop), of which `head` is the head."""
        begin, end = self.span(*span)
        text = self.article.text[begin:end]
        return Mention(self.sentence(head), begin, end, text, kind, type_, label, head)

    def sentence(self, token: int) -> Sentence:
        return self.sentences[self.sentence_of[token]]


def join(article: Article, parts: Iterable[tuple[Section, Doc]], language: Language) -> Parsed | None:
    """The article with the docs of its sections as one; None where there is no prose."""
    parts = [(section, doc) for section, doc in parts if len(doc)]
    if not parts:
        return None
    doc = Doc.from_docs([doc for _, doc in parts], ensure_whitespace=True, exclude=["user_data"])  # type: ignore[call-arg]  # spaCy's stub lacks it
    assert doc is not None
    begins = [section.begin + place for section, part in parts for place in part.to_array("IDX").tolist()]
    sections = [number for number, (_, part) in enumerate(parts) for _ in range(len(part))]
    ends = [begin + length for begin, length in zip(begins, doc.to_array("LENGTH").tolist(), strict=True)]
    tree = read_tree(doc, language)
    bounds = [(span.start, span.end) for span in doc.sents]
    sentences = tuple(
        _sentence(article, begins[start], ends[end - 1], parts[sections[start]][0].kind)
        for start, end in bounds
    )
    sentence_of = [number for number, (start, end) in enumerate(bounds) for _ in range(start, end)]
    relatives = read_relatives(tree)
    frames = {frame.predicate: frame for frame in find_frames(tree, relatives=relatives)}
    return Parsed(
        article=article,
        language=language,
        doc=doc,
        begins=begins,
        ends=ends,
        labels=[doc.vocab.strings[key] for key in doc.to_array("ENT_TYPE").tolist()],
        sentences=sentences,
        sentence_of=sentence_of,
        sections=sections,
        tree=tree,
        relatives=relatives,
        frames=frames,
        frames_with=_by_argument(frames.values()),
        states=_states([part for _, part in parts]),
    )


def _by_argument(frames: Iterable[Frame]) -> dict[int, list[Frame]]:
    found: dict[int, list[Frame]] = {}
    for frame in frames:
        for token in {*frame.subject, *frame.object}:
            found.setdefault(token, []).append(frame)
    return found


def _states(docs: Sequence[Doc]) -> NDArray[np.float32] | None:
    """The network's word states of docs in a row, None of a pipeline that keeps none."""
    if not all("states" in doc.user_data for doc in docs):
        return None
    return np.concatenate([doc.user_data["states"] for doc in docs])


def _sentence(article: Article, begin: int, end: int, kind: SectionKind) -> Sentence:
    text = article.text[begin:end]
    begin += len(text) - len(text.lstrip())
    text = text.strip()
    return Sentence(begin=begin, end=begin + len(text), text=text, section=kind)

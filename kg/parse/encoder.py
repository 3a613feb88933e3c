"""The component `news_encoder`: tags, features, lemmas, sentences, dependencies and names in one pass of the network.

The network reads one paragraph at a time, so its output for a paragraph is independent of the article
around it, of the batch, and of the number of processes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.errors import ModelError
from kg.parse.lemma_rules import apply_rule
from kg.parse.names.tags import TagSet
from kg.parse.onnx_model import Network, Output
from kg.parse.spanning_tree import best_tree

WINDOW = 200  # pieces read at once; training saw runs of up to 120 words
LONGEST = 510  # pieces that the network can place; a longer sentence is cut
# Log odds of a sentence start. Sentence F of EWT dev and GUM dev with gold words: 89.7, 96.8; with 0 and 0 89.4, 96.3.
AFTER_END, ELSEWHERE = -0.5, 2.0
# After a quotation with its full stop, before a capital: the lowest of 53 such starts in news is -3.6.
AFTER_QUOTATION = -4.0
SHORTEST = 4  # words of a sentence there: "Ms. Lunt said." belongs to the quotation before it
END_MARKS = ".?!:;…"
QUOTATION_ENDS = ('"', "''", "”")
CLOSING = ('"', "''", "”", "’", ")", "]")
ATTRIBUTES: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD"]


@dataclass(frozen=True, slots=True)
class EncodedWords:
    """The network's output for whole sentences: their tokens in the doc, and which of them start a sentence."""

    tokens: NDArray[np.int64]
    starts: NDArray[np.bool_]
    output: Output

    def sentences(self) -> Iterator[tuple[int, int]]:
        edges = [*np.flatnonzero(self.starts), len(self.tokens)]
        yield from pairwise(edges)


class NewsEncoder:
    """Annotates a doc in place.

    Sentence starts that are set on every token before are kept. A name's label probabilities go to
    `doc.user_data["ner_scores", first token, end token]`, {label: probability}; semantic roles, where the network has
    them, to `doc.user_data["srl"]`, [[predicate, argument head, role], ...]. White space depends on the word before it.
    """

    def __init__(self, vocab: Vocab, name: str = "news_encoder") -> None:
        self.vocab, self.name = vocab, name
        self._network: Network | None = None

    @property
    def network(self) -> Network:
        if self._network is None:
            raise ModelError(f"{self.name}: has no weights; load the pipeline with kg.parse.load_pipeline")
        return self._network

    def __call__(self, doc: Doc) -> Doc:
        readings = [reading for words in paragraphs(doc) for reading in self._read(doc, words)]
        if readings:
            self._annotate(doc, readings)
        return doc

    def _read(self, doc: Doc, words: NDArray[np.int64]) -> Iterator[EncodedWords]:
        """Read a paragraph in windows; a sentence that a window cuts is read again in the next."""
        texts = [doc[int(i)].text for i in words]
        ends = np.cumsum([len(self.network.pieces.of(text)) for text in texts])
        given = _given_starts(doc, words)
        at = 0
        while at < len(words):
            for size in (WINDOW, LONGEST):
                passed = int(ends[at - 1]) if at else 0
                stop = max(at + 1, int(np.searchsorted(ends, passed + size, side="right")))
                output = self.network.read(texts[at:stop])
                starts = sentence_starts(texts[at:stop], output) if given is None else given[at:stop].copy()
                starts[0] = True
                if stop == len(words) or starts[1:].any():
                    break
            read = stop - at
            if stop < len(words) and starts[1:].any():
                read = int(np.flatnonzero(starts)[-1])
            yield EncodedWords(words[at : at + read], starts[:read], _first(output, read))
            at += read

    def _annotate(self, doc: Doc, readings: list[EncodedWords]) -> None:
        words = np.concatenate([r.tokens for r in readings])
        rows = np.zeros((len(doc), len(ATTRIBUTES)), dtype=np.uint64)
        parts = [[*self._tags_of(doc, r), *self._trees_of(doc, r)] for r in readings]
        for column, values in enumerate(zip(*parts, strict=True)):
            rows[words, column] = np.concatenate(values)
        doc.from_array(ATTRIBUTES, _with_spaces(rows, words, doc))  # type: ignore[arg-type]  # spaCy casts it to uint64
        self._name_entities(doc, readings)
        if "event_states" in readings[0].output:
            doc.user_data["states"] = _states(doc, readings)
        if self.network.labels["roles"]:
            doc.user_data["srl"] = [role for r in readings for role in self._roles_of(r)]

    def _tags_of(self, doc: Doc, reading: EncodedWords) -> Iterator[NDArray[np.uint64]]:
        """Tag, part of speech, features and lemma of every word, as keys of the string store."""
        strings, output, rules = doc.vocab.strings, reading.output, self.network.labels["lemmas"]
        yield self._keys["xpos"][output["xpos"]]
        yield self._keys["upos"][output["ufeats"]]
        yield self._keys["feats"][output["ufeats"]]
        upos = [self._upos[k] for k in output["ufeats"]]
        forms = [doc[int(i)].text for i in reading.tokens]
        lemmas = map(self._lemma, forms, upos, [rules[k] for k in output["lemmas"]])
        yield _keys(map(strings.add, lemmas))

    def _lemma(self, form: str, upos: str, rule: str) -> str:
        known = self.network.lexicon.get(upos, {})
        if form in known:
            return known[form]
        if upos not in ("PROPN", "X") and form.lower() in known:
            return known[form.lower()]
        return apply_rule(rule, form)

    def _trees_of(self, doc: Doc, reading: EncodedWords) -> Iterator[NDArray[np.uint64]]:
        """Label and head (as the distance to it) of every word."""
        arcs = reading.output["arcs"]
        heads = np.concatenate([b + np.array(best_tree(arcs[b:e, b:e])) for b, e in reading.sentences()])
        sides = reading.output["word_side"], reading.output["head_side"][heads]
        named = self._keys["deprels"][self.network.pair_labels("relations", *sides)]
        named[heads == np.arange(len(heads))] = doc.vocab.strings["ROOT"]
        yield named
        yield (reading.tokens[heads] - reading.tokens).astype(np.int64).view(np.uint64)

    def _name_entities(self, doc: Doc, readings: list[EncodedWords]) -> None:
        entities = []
        for reading in readings:
            for span in self._names.spans(reading.output["ner"]):
                begin, end = int(reading.tokens[span.begin]), int(reading.tokens[span.end - 1]) + 1
                entities.append(Span(doc, begin, end, label=span.label))
                doc.user_data["ner_scores", begin, end] = span.scores  # type: ignore[index]  # spaCy takes any key
        doc.set_ents(entities)

    def _roles_of(self, reading: EncodedWords) -> Iterator[list[int | str]]:
        """Every predicate with every word of its sentence that has a role of it, in text order."""
        is_predicate, labels = reading.output["predicates"][:, 0] > 0, self.network.labels["roles"]
        grids = [np.mgrid[b:e, b:e].reshape(2, -1) for b, e in reading.sentences() if is_predicate[b:e].any()]
        if not grids:
            return
        left, right = np.concatenate(grids, axis=1)
        left, right = left[is_predicate[left]], right[is_predicate[left]]
        sides = reading.output["predicate_side"][left], reading.output["argument_side"][right]
        best = self.network.pair_labels("roles", *sides)
        for k in np.flatnonzero(best):
            yield [int(reading.tokens[left[k]]), int(reading.tokens[right[k]]), labels[int(best[k])]]

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        shutil.copytree(self.network.folder, path, dirs_exist_ok=True)

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> NewsEncoder:
        """Read the network of a folder. Raises ModelError if a file of it is missing or damaged."""
        self._network = Network(Path(path))
        self._names = TagSet(self._network.labels["ner"])
        self._learn_labels(self._network.labels)
        return self

    def _learn_labels(self, labels: dict[str, list[str]]) -> None:
        """Put the labels into the vocabulary for good; spaCy's memory zones remove words again."""
        strings = self.vocab.strings
        pairs = [label.split("|", 1) for label in labels["ufeats"]]
        self._upos = [upos for upos, _ in pairs]
        self._keys = {
            "xpos": _keys(map(strings.add, labels["xpos"])),
            "upos": _keys(map(strings.add, self._upos)),
            "feats": _keys(self.vocab.morphology.add("" if feats == "_" else feats) for _, feats in pairs),
            "deprels": _keys(map(strings.add, labels["deprels"])),
        }
        for label in ("ROOT", "dep", "_SP", "SPACE", *labels["ner"], *(tag[2:] for tag in labels["ner"])):
            strings.add(label)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The folder of the network; its weights are read again from there."""
        return str(self.network.folder).encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> NewsEncoder:
        return self.from_disk(data.decode())

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.vocab, self.name, None if self._network is None else str(self._network.folder))


@Language.factory(
    "news_encoder", assigns=["token.tag", "token.pos", "token.dep", "token.lemma", "doc.ents", "doc.sents"]
)
def make_encoder(nlp: Language, name: str) -> NewsEncoder:
    return NewsEncoder(nlp.vocab, name)


def paragraphs(doc: Doc) -> Iterator[NDArray[np.int64]]:
    """Yield the token indexes of each paragraph's words; a blank line ends a paragraph, white space is no word."""
    words: list[int] = []
    for token in doc:
        if not token.is_space:
            words.append(token.i)
        elif words and token.text.count("\n") > 1:
            yield np.array(words)
            words = []
    if words:
        yield np.array(words)


def sentence_starts(words: Sequence[str], output: Output) -> NDArray[np.bool_]:
    """Whether each word starts a sentence; after a word without an end mark the threshold is higher."""
    ends = [word[-1] in END_MARKS for word in words]
    closed = [ends[i] or (i > 0 and ends[i - 1] and word in CLOSING) for i, word in enumerate(words)]
    threshold = np.where([True, *closed[:-1]], AFTER_END, ELSEWHERE)
    odds = output["starts"][:, 0]
    starts = np.asarray(odds > threshold)
    for i in np.flatnonzero(odds > AFTER_QUOTATION):
        starts[i] |= _follows_quotation(words, int(i)) and not starts[i - 1]
    return starts


def _follows_quotation(words: Sequence[str], start: int) -> bool:
    """True for a word right behind a quotation with its full stop: "... over.” *Ms.* Lunt replied ..."."""
    is_behind = start > 1 and words[start - 2] == "." and words[start - 1] in QUOTATION_ENDS
    return is_behind and words[start][0].isupper() and "." not in words[start : start + SHORTEST]


def _restore(vocab: Vocab, name: str, folder: str | None) -> NewsEncoder:
    encoder = NewsEncoder(vocab, name)
    return encoder if folder is None else encoder.from_disk(folder)


def _given_starts(doc: Doc, words: NDArray[np.int64]) -> NDArray[np.bool_] | None:
    starts = [doc[int(i)].is_sent_start for i in words]
    if len(doc) > 1 and all(start is not None for start in starts):
        return np.array(starts, dtype=bool)
    return None


def _first(output: Output, size: int) -> Output:
    """The rows of the first words alone."""
    cut = {name: rows[:size] for name, rows in output.items()}
    return cut | {"arcs": output["arcs"][:size, :size]}


def _states(doc: Doc, readings: Iterable[EncodedWords]) -> NDArray[np.float32]:
    """The states of a doc's words for the event heads, above and below the trained layers; zeros for white space."""
    parts = {name: [r.output[name] for r in readings] for name in ("event_states", "base_states")}
    words = np.concatenate([np.concatenate(each) for each in parts.values()], axis=1)
    states = np.zeros((len(doc), words.shape[1]), np.float32)
    states[np.concatenate([r.tokens for r in readings])] = words
    return states


def _keys(values: Iterable[int]) -> NDArray[np.uint64]:
    return np.fromiter(values, dtype=np.uint64)


def _with_spaces(rows: NDArray[np.uint64], words: NDArray[np.int64], doc: Doc) -> NDArray[np.uint64]:
    """Attach every white space to the word before it, or to the first word."""
    if len(words) == len(doc):
        return rows
    spaces = np.setdiff1d(np.arange(len(doc)), words)
    before = words[np.maximum(np.searchsorted(words, spaces) - 1, 0)]
    strings = doc.vocab.strings
    fixed = [strings.add("_SP"), strings.add("SPACE"), doc.vocab.morphology.add("")]
    rows[spaces, :3] = np.array(fixed, dtype=np.uint64)
    rows[spaces, 3] = _keys(strings.add(doc[int(i)].text) for i in spaces)
    rows[spaces, 4] = np.uint64(strings.add("dep"))
    rows[spaces, 5] = (before - spaces).astype(np.int64).view(np.uint64)
    return rows

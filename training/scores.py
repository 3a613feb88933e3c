"""Compares a predicted annotation with gold and counts what agrees.

Words are compared as in the CoNLL 2018 shared task (Zeman et al. 2018): a predicted word matches a gold word if it
covers the same characters, ignoring white space. This module knows no corpus and no pipeline.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence, Set
from dataclasses import dataclass

ROOT = -1  # the head of a sentence's root
ALL = "all"

# The features the shared task compares; treebanks add others that no two of them share.
_FEATURES = """
    PronType NumType Poss Reflex Foreign Abbr Gender Animacy Number Case Definite Degree VerbForm Mood Tense Aspect
    Voice Evident Polarity Person Polite
"""
UNIVERSAL_FEATURES = frozenset(_FEATURES.split())


@dataclass(frozen=True, slots=True)
class Count:
    """How many things gold has, how many were predicted, and how many of these are right."""

    gold: int = 0
    system: int = 0
    correct: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.gold + other.gold, self.system + other.system, self.correct + other.correct)

    @property
    def precision(self) -> float:
        return 100.0 * self.correct / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        return 100.0 * self.correct / self.gold if self.gold else 0.0

    @property
    def f(self) -> float:
        total = self.gold + self.system
        return 200.0 * self.correct / total if total else 0.0


Counts = dict[str, Count]


@dataclass(frozen=True, slots=True)
class Word:
    """A word as a treebank or a parse has it. `head` is the index of a word of the same text, or ROOT."""

    form: str
    upos: str = ""
    xpos: str = ""
    feats: str = ""
    lemma: str = ""
    head: int = ROOT
    label: str = "root"


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of one text in order, and the indexes of those that start a sentence."""

    words: tuple[Word, ...]
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A labelled span `[start, end)` of a text."""

    text: str  # which text
    start: int
    end: int
    label: str


def add_counts(parts: Iterable[Counts]) -> Counts:
    """Sum the counts of several texts, name by name, names in order of appearance."""
    total: Counts = {}
    for part in parts:
        for name, count in part.items():
            total[name] = total.get(name, Count()) + count
    return total


def character_spans(forms: Iterable[str]) -> list[tuple[int, int]]:
    """The `[start, end)` of each form in the text without its white space."""
    spans, end = [], 0
    for form in forms:
        start, end = end, end + sum(not c.isspace() for c in form)
        spans.append((start, end))
    return spans


def align(gold: Sequence[str], system: Sequence[str]) -> dict[int, int]:
    """The index of the gold form that each system form equals, for those that equal one.

    Raises ValueError if the two are not readings of the same characters.
    """
    if _squeezed(gold) != _squeezed(system):
        raise ValueError(f"two different texts: {' '.join(gold)[:60]!r} and {' '.join(system)[:60]!r}")
    places = {span: i for i, span in enumerate(character_spans(gold)) if span[0] < span[1]}
    return {j: places[span] for j, span in enumerate(character_spans(system)) if span in places}


def _squeezed(forms: Sequence[str]) -> str:
    return "".join("".join(forms).split())


def universal_label(label: str) -> str:
    """The label without its subtype: `nsubj` of `nsubj:pass`."""
    return label.partition(":")[0].lower()


def universal_feats(feats: str) -> str:
    return "|".join(sorted(f for f in feats.split("|") if f.partition("=")[0] in UNIVERSAL_FEATURES))


WORD_TESTS: dict[str, Callable[[Word, Word], bool]] = {
    "words": lambda gold, word: True,
    "upos": lambda gold, word: gold.upos == word.upos,
    "xpos": lambda gold, word: gold.xpos == word.xpos,
    "feats": lambda gold, word: universal_feats(gold.feats) == universal_feats(word.feats),
    "lemma": lambda gold, word: gold.lemma in {"_", word.lemma},
}
ARC_TESTS: dict[str, Callable[[Word, Word], bool]] = {
    "uas": lambda gold, word: True,
    "las": lambda gold, word: universal_label(gold.label) == universal_label(word.label),
    "las, subtypes": lambda gold, word: gold.label.lower() == word.label.lower(),
}


def score_reading(gold: Reading, system: Reading) -> Counts:
    """Count right words, sentences, tags, features, lemmas and arcs of one text.

    An arc is right if its word is a gold word and its head is the gold head; `las` cuts subtypes off the labels.
    `las, no punct` leaves out the words that gold (for the recall) or the system (for the precision) tags PUNCT.
    """
    aligned = align([w.form for w in gold.words], [w.form for w in system.words])
    pairs = [(gold.words[g], system.words[s]) for s, g in aligned.items()]
    arcs = [(g, s) for g, s in pairs if _same_head(g, s, aligned)]
    sizes = (len(gold.words), len(system.words))
    counts = {"sentences": _score_sentences(gold, system)}
    counts |= {name: Count(*sizes, sum(test(*p) for p in pairs)) for name, test in WORD_TESTS.items()}
    counts |= {name: Count(*sizes, sum(test(*p) for p in arcs)) for name, test in ARC_TESTS.items()}
    return counts | {"las, no punct": _score_content(gold, system, arcs)}


def _same_head(gold: Word, system: Word, aligned: dict[int, int]) -> bool:
    if ROOT in (gold.head, system.head):
        return gold.head == system.head
    return aligned.get(system.head) == gold.head


def _score_sentences(gold: Reading, system: Reading) -> Count:
    wanted, found = _sentence_spans(gold), _sentence_spans(system)
    return Count(len(wanted), len(found), len(wanted & found))


def _sentence_spans(reading: Reading) -> set[tuple[int, int]]:
    spans = character_spans(word.form for word in reading.words)
    ends = (*reading.starts[1:], len(spans))
    return {(spans[a][0], spans[b - 1][1]) for a, b in zip(reading.starts, ends, strict=True) if a < b}


def _score_content(gold: Reading, system: Reading, arcs: list[tuple[Word, Word]]) -> Count:
    right = [p for p in arcs if p[0].upos != "PUNCT" and ARC_TESTS["las"](*p)]
    sizes = [sum(w.upos != "PUNCT" for w in reading.words) for reading in (gold, system)]
    return Count(sizes[0], sizes[1], len(right))


def score_spans(gold: set[Span], system: set[Span]) -> Counts:
    """Count exact spans with the right label, per label and together; `boundaries` forgets the label."""
    labels = sorted({span.label for span in gold | system})
    counts = {ALL: score_sets(gold, system)}
    for label in labels:
        counts[label] = score_sets(*({s for s in spans if s.label == label} for spans in (gold, system)))
    bare = ({(s.text, s.start, s.end) for s in spans} for spans in (gold, system))
    return counts | {"boundaries": score_sets(*bare)}


def score_sets(gold: Set[Hashable], system: Set[Hashable]) -> Count:
    return Count(len(gold), len(system), len(gold & system))


def overlaps(one: Span, other: Span) -> bool:
    same = one.text == other.text and one.label == other.label
    return same and one.start < other.end and other.start < one.end


def spans_of_tags(text: str, tags: Sequence[str]) -> set[Span]:
    """The spans of B-X, I-X, O tags; an I-X that continues nothing starts a span."""
    spans, start = set(), 0
    for i, tag in enumerate([*tags, "O"]):
        previous = tags[i - 1] if i else "O"
        if previous != "O" and tag != f"I-{previous[2:]}":
            spans.add(Span(text, start, i, previous[2:]))
        if not tag.startswith("I-") or tag[2:] != previous[2:]:
            start = i
    return spans


def head_of_span(heads: Sequence[int], start: int, end: int) -> int:
    """The word of `[start, end)` that governs the span: its head lies outside.

    Where several do, the one nearest to the root, then the first. `heads` are indexes, ROOT for the root.
    """
    tops = [i for i in range(start, end) if not start <= heads[i] < end]
    return min(tops or range(start, end), key=lambda i: (depth(heads, i), i))


def depth(heads: Sequence[int], i: int) -> int:
    """Arcs from the root down to a word; a loop ends the climb."""
    seen = {i}
    while heads[i] != ROOT and heads[i] not in seen:
        i = heads[i]
        seen.add(i)
    return len(seen)

"""Wire copies: articles that share sentences, reworded or not, and so are one source and not two.

Sentences are aligned, as rewriting leaves some whole and others beyond recognition. Two sentences are partners by rows
of words, which only copying gives, or by most of their words in any order, which rewording leaves; a pair of articles
scores the mean of both shares. Candidates share rows of words, found by an index from hash to articles: an added
article is looked up in the index and compared with what it hits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from zlib import crc32

from rapidfuzz import fuzz

from kg.link.change import ArticleChange
from kg.link.clusters import changed_pairs, ordered
from kg.link.matches import Matches, Scored
from kg.link.memory import Key, Memory, Pair, Shelf
from kg.link.names import words
from kg.link.weights import Weights, load_weights
from kg.records import Extraction, Link, article_id

SAMPLE = 2  # one row of words in so many is looked up
SHORT = 5  # words of a sentence that is too short to be anybody's own
TEXTS = 300  # articles whose sentences are at hand; 0.2 MB each
FEW = 3  # words or rows of words that two sentences must share at the least


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a body: where it begins, its rows of words, and its words without the small ones."""

    begin: int
    rows: frozenset[int]
    bag: frozenset[str]


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared of an article."""

    article: str
    published: date | None
    headline: str
    lines: tuple[Line, ...]
    rows: frozenset[int]


class Copies:
    """Which articles are one source, why, and which of their sentences are partners; kept between builds."""

    def __init__(self, memory: Memory, weights: Weights) -> None:
        self._weights, self._most = weights, int(weights.copies["block"])
        self._rows: Shelf[list[int]] = memory.shelf("rows")  # those that are looked up
        self._least: Shelf[float] = memory.shelf("least_rows")
        self._blocks = memory.blocks("row")
        self._partners = memory.shelf("partners", sorted, _places)
        self._matches = Matches(memory, "source", 0.0)

    def source(self, article: str) -> str:
        """The first of the articles that are copies of one."""
        return self._matches.group((article,))[0][0]

    def partners(self, one: str, other: str) -> frozenset[tuple[int, int]]:
        """Where the sentences of two copies begin that are one, reworded; the articles are in order."""
        return self._partners.get((one, other)) or frozenset()

    def reasons(self) -> Iterator[Link]:
        for ((one,), (other,)), (score, parts), _ in self._matches.items():
            yield Link("source", (one, ""), (other, ""), score, parts, True)

    def update(self, change: ArticleChange) -> set[str]:
        """Takes articles out and in; those of all that are there whose source or partners are others now."""
        text_of = lru_cache(TEXTS)(lambda article: _text(change.read(article), self._weights))
        gone: dict[Key, list[int]] = {(article,): self._rows.get((article,)) or [] for article in change.gone}
        come: dict[Key, list[int]] = {(article,): _sampled(text_of(article)) for article in change.come}
        for key in gone:
            self._rows.put(key, None)
            self._least.put(key, None)
            for other in self._matches.of(key):
                self._set(ordered(key, other), None)
        for key, rows in come.items():
            self._rows.put(key, rows)
            self._least.put(key, len(text_of(key[0]).rows) / SAMPLE / 50)
        moved = set()
        for pair, count in self._hits(gone, come).items():
            is_likely = count >= max(2, min(self._least.get(key) or 0 for key in pair))
            first, second = (key[0] for key in pair)
            found = _compared(text_of(first), text_of(second), self._weights.copies) if is_likely else None
            if self._set(pair, found):
                moved |= {article for key in pair for article in key}
        groups, before = self._matches.regroup(come, gone.keys() - come.keys(), lambda one, other: True)
        moved |= {key[0] for group in groups for key in group if before[key] != group[0]}
        return moved - (change.gone - {*change.come})

    def _set(self, pair: Pair, found: tuple[Scored, frozenset[tuple[int, int]]] | None) -> bool:
        """Keeps what two articles share; whether that is new."""
        scored, places = found or (None, None)
        was = self._matches.get(pair), self.partners(pair[0][0], pair[1][0]) or None
        if was == (scored, places):
            return False
        self._matches.put(pair, scored)
        self._partners.put((*pair[0], *pair[1]), places)
        return True

    def _hits(self, gone: Mapping[Key, list[int]], come: Mapping[Key, list[int]]) -> Mapping[Pair, int]:
        """How many rows of words those pairs share that may have become candidates, or are none any more."""
        changed = gone.keys() | come.keys()
        hits: Counter[Pair] = Counter()
        others: set[Pair] = set()
        for before, after in self._blocks.change(gone, come).values():
            again, lost = changed_pairs(before, after, self._most, changed)
            hits.update(pair for pair in again if not changed.isdisjoint(pair))
            others |= {pair for pair in again | lost if changed.isdisjoint(pair)}
        for pair in others:
            shared = set(self._rows.get(pair[0]) or ()) & set(self._rows.get(pair[1]) or ())
            hits[pair] = sum(self._blocks.allows(pair, row, self._most) for row in shared)
        return hits


def find_copies(extractions: Iterable[Extraction]) -> Mapping[str, str]:
    """The source of each article: clusters of articles that copy one story."""
    read = {article_id(extraction.article): extraction for extraction in extractions}
    copies = Copies(Memory(), load_weights())
    copies.update(ArticleChange(frozenset(), tuple(sorted(read)), read.__getitem__))
    return {article: copies.source(article) for article in read}


def _text(extraction: Extraction, known: Weights) -> Text:
    article = extraction.article
    body = [(s.begin, words(s.text)) for s in extraction.sentences if s.section == "body"]
    size = int(known.copies["shingle"])
    lines = tuple(
        Line(begin, frozenset(_rows(tokens, size)), frozenset(tokens) - known.small)
        for begin, tokens in body
        if len(tokens) >= SHORT
    )
    headlines = [s.text for s in extraction.sentences if s.section == "headline"]
    return Text(
        article_id(article),
        article.published,
        " ".join(words(article.headline or " ".join(headlines[:1]))),
        lines,
        frozenset().union(*(line.rows for line in lines)),
    )


def _rows(tokens: Sequence[str], size: int) -> Iterable[int]:
    return (crc32(" ".join(tokens[i : i + size]).encode()) for i in range(len(tokens) - size + 1))


def _sampled(text: Text) -> list[int]:
    return sorted(row for row in text.rows if row % SAMPLE == 0)


def _compared(
    first: Text, second: Text, weights: Mapping[str, float]
) -> tuple[Scored, frozenset[tuple[int, int]]] | None:
    """The score of two articles of which one copies, and where the sentences begin that are partners."""
    by_rows = _aligned(first, second, lambda line: line.rows, weights["rows"])
    by_words = by_rows | _aligned(first, second, lambda line: line.bag, weights["words"])
    shares = _share(first, second, by_rows), _share(first, second, by_words)
    score = round(sum(shares) / 2, 3)
    if score < weights["article"] or not _near(first.published, second.published, weights["days"]):
        return None
    headline = fuzz.token_set_ratio(first.headline, second.headline) / 100 if first.headline else 0.0
    parts = (("rows", shares[0]), ("words", shares[1]), ("headline", headline))
    named = tuple((name, round(value, 3)) for name, value in parts)
    return (score, named), frozenset((one.begin, other.begin) for one, other in by_words)


def _aligned(
    first: Text, second: Text, what: Callable[[Line], frozenset[Any]], least: float
) -> set[tuple[Line, Line]]:
    """Pairs of sentences, of whose shorter so large a share is in the other.

    Looked at are only sentences that share anything, by an index of the second article's.
    """
    index: defaultdict[Any, list[int]] = defaultdict(list)
    for number, line in enumerate(second.lines):
        for token in what(line):
            index[token].append(number)
    found = set()
    for line in first.lines:
        ours = what(line)
        shared = Counter(number for token in ours if token in index for number in index[token])
        for number, count in shared.items():
            other = second.lines[number]
            if count >= max(FEW, least * min(len(ours), len(what(other)))):
                found.add((line, other))
    return found


def _share(first: Text, second: Text, aligned: Set[tuple[Line, Line]]) -> float:
    """Of the words of the article that has fewer, how many stand in sentences with a partner."""
    sides = ((first, {one for one, _ in aligned}), (second, {other for _, other in aligned}))
    counts = [(_size(text.lines), _size(partners)) for text, partners in sides]
    whole, part = min(counts)
    return part / whole if whole else 0.0


def _size(lines: Iterable[Line]) -> int:
    return sum(len(line.bag) for line in lines)


def _near(one: date | None, other: date | None, days: float) -> bool:
    return one is None or other is None or abs((one - other).days) <= days


def _places(found: Sequence[Sequence[int]]) -> frozenset[tuple[int, int]]:
    return frozenset((one, other) for one, other in found)

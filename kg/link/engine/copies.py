"""Wire copies: articles that share sentences, reworded or not, and so are one source and not two.

Sentences are aligned, as rewriting leaves some whole and others beyond recognition. Two sentences are partners by rows
of words or by most of their words in any order, which rewording leaves. A pair of articles scores by the words of the
shorter that stand in long runs which both have, which only copying gives, and a little by those that partners share:
two reporters on one event use the same words too. Candidates share rows of words, found by an index from hash to
articles: an added article is looked up in the index and compared with what it hits.
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

from kg.link.engine.changed_articles import ArticleChange
from kg.link.engine.clusters import changed_pairs, ordered
from kg.link.engine.kept import Key, Memory, Pair, Shelf
from kg.link.engine.pairs import Matches, Scored
from kg.link.engine.spellings import words
from kg.link.engine.weights import Weights, load_weights
from kg.records import Extraction, Link, article_id

SAMPLE = 2  # one row of words in so many is looked up
SHORT = 5  # words of a sentence that is too short to be anybody's own
TEXTS = 300  # articles whose sentences are at hand; 0.2 MB each
FEW = 3  # words or rows of words that two sentences must share at the least


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a body: where it begins and how many words it has, its rows of words, its longer rows in order,
    and its words without the small ones."""

    begin: int
    length: int
    rows: frozenset[int]
    runs: tuple[int, ...]
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
        moved = set()
        for key in gone:
            self._rows.put(key, None)
            self._least.put(key, None)
            for other in self._matches.of(key):
                self._set(ordered(key, other), None)
                moved |= {key[0], other[0]}
        for key, rows in come.items():
            self._rows.put(key, rows)
            self._least.put(key, len(text_of(key[0]).rows) / SAMPLE / 50)
        for pair, count in sorted(self._hits(gone, come).items()):  # those of one article while it is at hand
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
        for _, before, after in self._blocks.change(gone, come):
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
    lines = tuple(_line(begin, tokens, known) for begin, tokens in body if len(tokens) >= SHORT)
    headlines = [s.text for s in extraction.sentences if s.section == "headline"]
    return Text(
        article_id(article),
        article.published,
        " ".join(words(article.headline or " ".join(headlines[:1]))),
        lines,
        frozenset().union(*(line.rows for line in lines)),
    )


def _line(begin: int, tokens: Sequence[str], known: Weights) -> Line:
    rows, runs = (tuple(_rows(tokens, int(known.copies[size]))) for size in ("shingle", "run"))
    return Line(begin, len(tokens), frozenset(rows), runs, frozenset(tokens) - known.small)


def _rows(tokens: Sequence[str], size: int) -> Iterable[int]:
    return (crc32(" ".join(tokens[i : i + size]).encode()) for i in range(len(tokens) - size + 1))


def _sampled(text: Text) -> list[int]:
    return sorted(row for row in text.rows if row % SAMPLE == 0)


def _compared(
    first: Text, second: Text, weights: Mapping[str, float]
) -> tuple[Scored, frozenset[tuple[int, int]]] | None:
    """The score of two articles of which one copies, and where the sentences begin that are partners."""
    aligned = _aligned(first, second, lambda line: line.rows, weights["rows"])
    aligned |= _aligned(first, second, lambda line: line.bag, weights["words"])
    verbatim, shared = _verbatim(first, second, int(weights["run"])), _shared(first, second, aligned)
    score = round(weights["verbatim"] * verbatim + weights["shared"] * shared, 3)
    is_much = score >= weights["article"] and shared >= weights["least"]
    if not is_much or not _near(first.published, second.published, weights["days"]):
        return None
    headline = fuzz.token_set_ratio(first.headline, second.headline) / 100 if first.headline else 0.0
    parts = (("verbatim", verbatim), ("shared", shared), ("headline", headline))
    named = tuple((name, round(value, 3)) for name, value in parts)
    return (score, named), frozenset((one.begin, other.begin) for one, other in aligned)


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


def _verbatim(first: Text, second: Text, run: int) -> float:
    """Of the words of the shorter article, how many stand in runs of so many words that the other has."""
    short, long = sorted((first, second), key=lambda text: sum(line.length for line in text.lines))
    known = {row for line in long.lines for row in line.runs}
    covered = sum(_covered([row in known for row in line.runs], run) for line in short.lines)
    return covered / max(1, sum(line.length for line in short.lines))


def _covered(hits: Iterable[bool], run: int) -> int:
    """Words that stand in any of the rows that were hit, of which each begins a word after the one before."""
    covered = end = 0
    for start, is_hit in enumerate(hits):
        if is_hit:
            covered += start + run - max(start, end)
            end = start + run
    return covered


def _shared(first: Text, second: Text, aligned: Set[tuple[Line, Line]]) -> float:
    """Of the words of the article that has fewer, how many its sentences share with their one best partner each."""
    ranked = sorted(aligned, key=lambda pair: (-len(pair[0].bag & pair[1].bag), pair[0].begin, pair[1].begin))
    taken: set[tuple[str, int]] = set()
    shared = 0
    for one, other in ranked:
        both = {("first", one.begin), ("second", other.begin)}
        if taken.isdisjoint(both):
            taken |= both
            shared += len(one.bag & other.bag)
    return shared / max(1, min(sum(len(line.bag) for line in text.lines) for text in (first, second)))


def _near(one: date | None, other: date | None, days: float) -> bool:
    return one is None or other is None or abs((one - other).days) <= days


def _places(found: Sequence[Sequence[int]]) -> frozenset[tuple[int, int]]:
    return frozenset((one, other) for one, other in found)

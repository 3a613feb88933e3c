"""Wire copies: articles that share sentences, reworded or not, and so are one source and not two.

Sentences are aligned, as rewriting leaves some whole and others beyond recognition. Two sentences are partners by rows
of words, which only copying gives, or by most of their words in any order, which rewording leaves; a pair of articles
scores the mean of both shares. Candidates share rows of words, found by an index from hash to articles: an added
article is looked up in the index and compared with what it hits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any
from zlib import crc32

from rapidfuzz import fuzz

from kg.link.clusters import block_pairs, clusters
from kg.link.names import words
from kg.link.weights import Weights, load_weights
from kg.records import Extraction, Link, article_id

SAMPLE = 2  # one row of words in so many is looked up
SHORT = 5  # words of a sentence that is too short to be anybody's own
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


@dataclass(frozen=True, slots=True)
class Copies:
    """Which articles are one source, why, and which of their sentences (article, begin) are partners."""

    sources: Mapping[str, str]
    reasons: tuple[Link, ...]
    partners: Mapping[tuple[str, str], frozenset[tuple[int, int]]]
    groups: tuple[tuple[str, ...], ...]


def find_copies(extractions: Iterable[Extraction], weights: Weights | None = None) -> Copies:
    """Clusters of articles that copy one story; an article without copies is a source of its own."""
    known = weights or load_weights()
    texts = {article_id(e.article): _text(e, known) for e in extractions}
    reasons = []
    partners = {}
    for pair in sorted(_candidates(texts, int(known.copies["block"]))):
        link, aligned = _compared(texts[pair[0]], texts[pair[1]], known.copies)
        if link.is_merged:
            reasons.append(link)
            partners[pair] = aligned
    scores = {(link.first[0], link.second[0]): link.score for link in reasons}
    groups = clusters(texts, scores, lambda one, other: True)
    sources = {article: group[0] for group in groups for article in group}
    return Copies(sources, tuple(reasons), partners, tuple(groups))


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


def _candidates(texts: Mapping[str, Text], most: int) -> Iterable[tuple[str, str]]:
    """Pairs of articles that share at least two of the sampled rows of words, and one in fifty of the shorter's."""
    index: defaultdict[int, list[str]] = defaultdict(list)
    for article in sorted(texts):
        for row in texts[article].rows:
            if row % SAMPLE == 0:
                index[row].append(article)
    hits = Counter(pair for block in index.values() if len(block) > 1 for pair in block_pairs(block, most))
    return (
        (one, other)
        for (one, other), count in hits.items()
        if count >= max(2, min(len(texts[one].rows), len(texts[other].rows)) / SAMPLE / 50)
    )


def _compared(
    first: Text, second: Text, weights: Mapping[str, float]
) -> tuple[Link, frozenset[tuple[int, int]]]:
    """The link of two articles, and where the sentences begin that are partners."""
    by_rows = _aligned(first, second, lambda line: line.rows, weights["rows"])
    by_words = by_rows | _aligned(first, second, lambda line: line.bag, weights["words"])
    shares = _share(first, second, by_rows), _share(first, second, by_words)
    score = round(sum(shares) / 2, 3)
    headline = fuzz.token_set_ratio(first.headline, second.headline) / 100 if first.headline else 0.0
    parts = (("rows", shares[0]), ("words", shares[1]), ("headline", headline))
    is_copy = score >= weights["article"] and _near(first.published, second.published, weights["days"])
    named = tuple((name, round(value, 3)) for name, value in parts)
    places = frozenset((one.begin, other.begin) for one, other in by_words)
    return Link("source", (first.article, ""), (second.article, ""), score, named, is_copy), places


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

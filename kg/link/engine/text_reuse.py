"""Text reuse: how much of one article another one copies, and which of their sentences are aligned.

Sentences are aligned one by one, because rewriting leaves some whole and others beyond recognition. Two sentences are
aligned if they share many shingles, or most of their content words in any order, which rewording keeps. The score
counts the words of the shorter article in long shingles that both have, which only copying gives, and a little the
words of aligned sentences: two reporters on one event use the same words too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from zlib import crc32

from rapidfuzz import fuzz

from kg.link.engine.scored_pairs import Score
from kg.link.engine.spellings import words
from kg.link.engine.weights import Weights
from kg.records import Extraction, article_id

# Words of a sentence that is too short to tell who wrote it
MIN_WORDS = 5
# Shingles or content words that two sentences must share to be aligned
MIN_SHARED = 3


@dataclass(frozen=True, slots=True)
class SentenceText:
    """A sentence of a body as it is compared: hashes of its shingles, its long shingles in order, its content words."""

    begin: int
    length: int
    shingles: frozenset[int]
    long_shingles: tuple[int, ...]
    content_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article as it is compared."""

    article: str
    published: date | None
    headline: str
    sentences: tuple[SentenceText, ...]


class TextReuse(NamedTuple):
    """The score of a copy, and where the sentences begin that are aligned."""

    score: Score
    aligned: frozenset[tuple[int, int]]


def article_text(extraction: Extraction, weights: Weights) -> ArticleText:
    article = extraction.article
    sentences = tuple(_sentence_text(begin, tokens, weights) for begin, tokens in _body(extraction))
    headlines = [s.text for s in extraction.sentences if s.section == "headline"]
    return ArticleText(
        article=article_id(article),
        published=article.published,
        headline=" ".join(words(article.headline or " ".join(headlines[:1]))),
        sentences=sentences,
    )


def short_shingles(extraction: Extraction, weights: Weights) -> set[int]:
    """The hashes of all shingles of a body, by which copies are looked for."""
    size = int(weights.copies["shingle"])
    return {shingle for _, tokens in _body(extraction) for shingle in _shingles(tokens, size)}


def find_reuse(first: ArticleText, second: ArticleText, weights: Mapping[str, float]) -> TextReuse | None:
    """What two articles share, if one copies the other."""
    aligned = _align(first, second, lambda sentence: sentence.shingles, weights["min shingles"])
    aligned |= _align(first, second, lambda sentence: sentence.content_words, weights["min words"])
    verbatim, shared = (
        _verbatim_share(first, second, int(weights["long shingle"])),
        _shared(first, second, aligned),
    )
    value = round(weights["verbatim"] * verbatim + weights["shared"] * shared, 3)
    is_copy = value >= weights["threshold"] and shared >= weights["min shared"]
    if not is_copy or not _are_near(first.published, second.published, weights["max days"]):
        return None
    headline = fuzz.token_set_ratio(first.headline, second.headline) / 100 if first.headline else 0.0
    parts = (("verbatim", verbatim), ("shared", shared), ("headline", headline))
    score = Score(value, tuple((name, round(part, 3)) for name, part in parts))
    return TextReuse(score, frozenset((one.begin, other.begin) for one, other in aligned))


def _body(extraction: Extraction) -> Iterable[tuple[int, Sequence[str]]]:
    """Where the sentences begin that are compared, and their words."""
    body = ((s.begin, words(s.text)) for s in extraction.sentences if s.section == "body")
    return ((begin, tokens) for begin, tokens in body if len(tokens) >= MIN_WORDS)


def _sentence_text(begin: int, tokens: Sequence[str], weights: Weights) -> SentenceText:
    short, long = (
        tuple(_shingles(tokens, int(weights.copies[size]))) for size in ("shingle", "long shingle")
    )
    return SentenceText(
        begin=begin,
        length=len(tokens),
        shingles=frozenset(short),
        long_shingles=long,
        content_words=frozenset(tokens) - weights.stop_words,
    )


def _shingles(tokens: Sequence[str], size: int) -> Iterable[int]:
    return (crc32(" ".join(tokens[i : i + size]).encode()) for i in range(len(tokens) - size + 1))


def _align(
    first: ArticleText, second: ArticleText, features: Callable[[SentenceText], frozenset[Any]], least: float
) -> set[tuple[SentenceText, SentenceText]]:
    """Pairs of sentences of which the shorter shares at least that part of its features.

    An inverted index of the second article limits the pairs to those that share anything.
    """
    index: defaultdict[Any, list[int]] = defaultdict(list)
    for number, sentence in enumerate(second.sentences):
        for feature in features(sentence):
            index[feature].append(number)
    aligned = set()
    for sentence in first.sentences:
        ours = features(sentence)
        shared = Counter(number for feature in ours if feature in index for number in index[feature])
        for number, count in shared.items():
            other = second.sentences[number]
            if count >= max(MIN_SHARED, least * min(len(ours), len(features(other)))):
                aligned.add((sentence, other))
    return aligned


def _verbatim_share(first: ArticleText, second: ArticleText, size: int) -> float:
    """The share of the shorter article's words that lie in long shingles of the other."""
    short, long = sorted((first, second), key=lambda text: sum(each.length for each in text.sentences))
    theirs = {shingle for sentence in long.sentences for shingle in sentence.long_shingles}
    covered = sum(
        _covered([shingle in theirs for shingle in sentence.long_shingles], size)
        for sentence in short.sentences
    )
    return covered / max(1, sum(sentence.length for sentence in short.sentences))


def _covered(hits: Iterable[bool], size: int) -> int:
    """Words covered by the shingles that are hits; each shingle begins one word after the previous one."""
    covered = end = 0
    for start, is_hit in enumerate(hits):
        if is_hit:
            covered += start + size - max(start, end)
            end = start + size
    return covered


def _shared(
    first: ArticleText, second: ArticleText, aligned: Set[tuple[SentenceText, SentenceText]]
) -> float:
    """The share of content words in the best one-to-one alignment, of the article that has fewer of them."""
    ranked = sorted(
        aligned,
        key=lambda pair: (
            -len(pair[0].content_words & pair[1].content_words),
            pair[0].begin,
            pair[1].begin,
        ),
    )
    used: set[tuple[str, int]] = set()
    shared = 0
    for one, other in ranked:
        both = {("first", one.begin), ("second", other.begin)}
        if used.isdisjoint(both):
            used |= both
            shared += len(one.content_words & other.content_words)
    lengths = (sum(len(sentence.content_words) for sentence in text.sentences) for text in (first, second))
    return shared / max(1, min(lengths))


def _are_near(one: date | None, other: date | None, days: float) -> bool:
    return one is None or other is None or abs((one - other).days) <= days

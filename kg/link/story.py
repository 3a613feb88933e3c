"""How far two articles tell one story: the telling words and names that they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt

from kg.link.happenings import stem
from kg.link.names import words
from kg.link.weights import Weights
from kg.records import Extraction, article_id

MOST = 80  # words of an article that are compared, the most telling
OTHERS = (
    50  # articles on other stories, supposed beside those at hand: of two articles all words would be common
)


class Stories:
    """The telling words of every article, with their weights; lengths are 1."""

    def __init__(self, extractions: Sequence[Extraction], weights: Weights) -> None:
        counts = {article_id(e.article): _counts(e, weights) for e in extractions}
        in_articles = Counter(word for bag in counts.values() for word in bag)
        self._vectors = {article: _vector(bag, in_articles, len(counts)) for article, bag in counts.items()}
        self._seen: dict[tuple[str, str], float] = {}

    def alike(self, one: str, other: str) -> float:
        """The cosine of two articles."""
        pair = (min(one, other), max(one, other))
        if pair not in self._seen:
            ours, theirs = self._vectors[one], self._vectors[other]
            self._seen[pair] = sum(weight * theirs.get(word, 0.0) for word, weight in ours.items())
        return self._seen[pair]

    def telling(self, article: str) -> Mapping[str, float]:
        return self._vectors[article]


def _counts(extraction: Extraction, weights: Weights) -> Counter[str]:
    found = (stem(word) for s in extraction.sentences for word in words(s.text) if word not in weights.small)
    return Counter(word for word in found if len(word) > 2)


def _vector(bag: Counter[str], in_articles: Mapping[str, int], articles: int) -> dict[str, float]:
    weighted = {word: (1 + log(n)) * log((articles + OTHERS) / in_articles[word]) for word, n in bag.items()}
    best = sorted(weighted.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    length = sqrt(sum(weight * weight for _, weight in best)) or 1.0
    return {word: weight / length for word, weight in sorted(best)}

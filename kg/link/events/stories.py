"""How far two articles tell one story: the telling words and names that they share."""

from __future__ import annotations

from collections import Counter
from math import log, sqrt

from kg.link.engine.block_index import ordered_pair
from kg.link.engine.candidate_pairs import CandidatePairs, Comparison
from kg.link.engine.changed_articles import ArticleChange
from kg.link.engine.key_value_table import BoundedCache, Key, KeyValueTable, Pair
from kg.link.engine.spellings import words
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Weights
from kg.link.events.happenings import stem
from kg.records import Extraction

MOST = 80  # words of an article that are compared, the most telling
TELLING = 12  # words of an article by which others on its story are found
BLOCK = 40
SEEN = 1 << 16  # pairs of articles whose likeness is at hand
STORY = 0.23  # cosine of two articles on one story: of ECB+ 90 % of such pairs


class Stories:
    """The telling words of every article, with their weights, and which articles tell one story; kept between builds.

    How telling a word is, is known beforehand (`ontology/news_words.tsv`): an article's words weigh the same whatever
    other articles there are.
    """

    def __init__(self, tables: LinkTables) -> None:
        self._vectors: KeyValueTable[dict[str, float]] = tables.key_values("telling")
        ways = Comparison(
            BLOCK,
            {"merge": 1.1, "review": STORY},  # stories are no groups: what is like two need not be like both
            self._telling,
            lambda one, other: (("words", self.alike(one[0], other[0])),),
        )
        self._compared = CandidatePairs(tables, "story", ways)
        self._seen: BoundedCache[tuple[str, str], float] = BoundedCache(SEEN)

    def update(self, change: ArticleChange, weights: Weights) -> set[Pair]:
        """Takes articles out and in; the pairs that tell one story now and did not, or did and do not."""
        for article in change.removed:
            self._vectors.put((article,), None)
        for article in change.added:
            self._vectors.put((article,), telling_words(change.read(article), weights))
        self._compared.score({(each,) for each in change.removed}, {(each,) for each in change.added})
        return self._compared.scored.pop_changed()

    def of(self, article: str) -> list[str]:
        """The others that tell its story."""
        return [other for (other,) in self._compared.scored.neighbours((article,))]

    def are_one(self, one: str, other: str) -> bool:
        return self._compared.scored.get(ordered_pair((one,), (other,))) is not None

    def alike(self, one: str, other: str) -> float:
        """The cosine of two articles."""
        pair = (min(one, other), max(one, other))
        if pair not in self._seen:
            ours, theirs = (self._vectors.get((each,)) or {} for each in pair)
            self._seen[pair] = sum(weight * theirs.get(word, 0.0) for word, weight in ours.items())
        return self._seen[pair]

    def _telling(self, key: Key) -> list[str]:
        """The words by which others on its story are found."""
        vector = self._vectors.get(key) or {}
        return sorted(vector, key=lambda word: (-vector[word], word))[:TELLING]


def telling_words(extraction: Extraction, weights: Weights) -> dict[str, float]:
    """The words of an article that tell its story, and how much, as a vector of length 1."""
    texts = (word for s in extraction.sentences for word in words(s.text) if word not in weights.small)
    found = (stem(word, weights.endings) for word in texts)
    bag = Counter(word for word in found if len(word) > 2)
    known = weights.news_words
    rare = known[""]
    weighted = {word: (1 + log(n)) * known.get(word, rare) for word, n in bag.items()}
    best = sorted(weighted.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    length = sqrt(sum(weight * weight for _, weight in best)) or 1.0
    return {word: weight / length for word, weight in sorted(best)}

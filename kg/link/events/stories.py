"""Stories: articles on the same news, by the cosine of their vectors of distinctive words."""

from __future__ import annotations

from collections import Counter
from math import log, sqrt

from kg.link.engine.block_index import ordered_pair
from kg.link.engine.candidate_pairs import CandidatePairs, Comparison
from kg.link.engine.changed_articles import ArticleChange
from kg.link.engine.key_value_table import BoundedCache, Key, Pair
from kg.link.engine.spellings import stem, words
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Weights
from kg.records import Extraction, article_id

# Words of an article's vector, and those of them that are its blocks; both the most distinctive ones
VECTOR_WORDS = 80
BLOCKING_WORDS = 12
# Articles of one block that are all compared with each other
BLOCK_LIMIT = 40
# Pairs of articles whose similarity is cached
CACHED_PAIRS = 1 << 16
# Least cosine of two articles on one story; 90 % of such pairs in ECB+ reach it
STORY_THRESHOLD = 0.23
# Stories are pairs and not clusters, as similarity is not transitive: no cosine reaches this
NO_CLUSTERS = 1.1


class Stories:
    """The vectors of all articles, and which articles are on one story; stored between builds.

    The rarity of a word is known beforehand (`ontology/news_words.tsv`), so that a vector does not depend on the other
    articles.
    """

    def __init__(self, tables: LinkTables) -> None:
        self._vectors = tables.key_values("word_vector", dict[str, float])
        comparison = Comparison(
            block_limit=BLOCK_LIMIT,
            thresholds={"merge": NO_CLUSTERS, "review": STORY_THRESHOLD},
            blocks=self._blocking_words,
            compare=lambda one, other: (("words", self.similarity(one[0], other[0])),),
        )
        self._pairs = CandidatePairs(tables, "story", comparison)
        self._cache: BoundedCache[tuple[str, str], float] = BoundedCache(CACHED_PAIRS)
        self._prepared: set[str] = set()

    def prepare(self, extraction: Extraction, weights: Weights) -> None:
        """Stores the vector of an article before `update` adds it, which then need not read it again."""
        article = article_id(extraction.article)
        self._vectors.put((article,), word_vector(extraction, weights))
        self._prepared.add(article)

    def update(self, change: ArticleChange, weights: Weights) -> set[Pair]:
        """Removes and adds articles; returns the pairs that are now on one story, or no longer."""
        for article in change.removed.difference(change.added):
            self._vectors.put((article,), None)
        for article in change.added:
            if article not in self._prepared:
                self.prepare(change.read(article), weights)
        self._prepared.clear()
        self._pairs.score({(each,) for each in change.removed}, {(each,) for each in change.added})
        return self._pairs.scored.pop_changed()

    def related(self, article: str) -> list[str]:
        """The other articles on the story of an article."""
        return [other for (other,) in self._pairs.scored.neighbours((article,))]

    def are_same(self, one: str, other: str) -> bool:
        return self._pairs.scored.get(ordered_pair((one,), (other,))) is not None

    def similarity(self, one: str, other: str) -> float:
        """The cosine of two articles."""
        pair = (min(one, other), max(one, other))
        if pair not in self._cache:
            ours, theirs = (self._vectors.get((each,)) or {} for each in pair)
            self._cache[pair] = sum(weight * theirs.get(word, 0.0) for word, weight in ours.items())
        return self._cache[pair]

    def _blocking_words(self, key: Key) -> list[str]:
        vector = self._vectors.get(key) or {}
        return sorted(vector, key=lambda word: (-vector[word], word))[:BLOCKING_WORDS]


def word_vector(extraction: Extraction, weights: Weights) -> dict[str, float]:
    """The most distinctive stems of an article with their tf-idf weights, as a vector of length 1."""
    tokens = (word for s in extraction.sentences for word in words(s.text) if word not in weights.stop_words)
    stems = (stem(word, weights.endings) for word in tokens)
    counts = Counter(each for each in stems if len(each) > 2)
    rarity = weights.news_words
    weighted = {each: (1 + log(count)) * rarity.get(each, rarity[""]) for each, count in counts.items()}
    best = sorted(weighted.items(), key=lambda item: (-item[1], item[0]))[:VECTOR_WORDS]
    length = sqrt(sum(weight * weight for _, weight in best)) or 1.0
    return {each: weight / length for each, weight in sorted(best)}

"""Wire copies: articles that share sentences, reworded or not, and so count as one independent source.

Candidates share sampled shingles and were published within days of each other: the shingles are the blocks. An added
article is looked up by its shingles and compared with the articles that have several of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kg.link.engine.block_index import BlockChange, BlockChanges, changed_pairs, ordered_pair
from kg.link.engine.changed_articles import ArticleChange
from kg.link.engine.key_value_table import Key, Pair
from kg.link.engine.scored_pairs import ScoredPairs
from kg.link.engine.sorted_rows import SortedPairs, SortedRows
from kg.link.engine.tables import LinkTables
from kg.link.engine.text_reuse import ArticleText, TextReuse, article_text, find_reuse, short_shingles
from kg.link.engine.weights import Weights, load_weights
from kg.records import Extraction, Link, article_id

# One of this number of shingles is sampled
SAMPLING = 2
# A candidate shares one of this number of sampled shingles
CANDIDATE_SHARE = 50
# Articles whose text is cached; 0.2 MB each
CACHED_TEXTS = 300


class _Sample(NamedTuple):
    """The sampled shingles of an article, the number of all its shingles, and the day of publication as a number."""

    shingles: list[int]
    size: int
    day: int | None


class WireCopies:
    """Which articles are one source and why, and which sentences of copies are aligned; stored between builds."""

    def __init__(self, tables: LinkTables, weights: Weights) -> None:
        self._weights, self._block_limit = weights, int(weights.copies["block limit"])
        self._max_days = weights.copies["max days"]
        self._shingles = tables.key_values("shingles", list[int])
        self._min_shared = tables.key_values("min_shared_shingles", float)
        self._days = tables.key_values("day_of_article", int)
        self._index = tables.block_index("shingle")
        self._aligned = tables.key_values("aligned_sentences", frozenset[tuple[int, int]])
        self._scored = ScoredPairs(tables, "source", 0.0)
        # Articles that are sampled already; of those in the tables the new sample, which `update` stores
        self._prepared: set[str] = set()
        self._changed_samples: dict[str, _Sample] = {}

    def source(self, article: str) -> str:
        """The source of an article: the first article of its cluster of copies."""
        return self._scored.representative((article,))[0]

    def aligned(self, one: str, other: str) -> frozenset[tuple[int, int]]:
        """Where the aligned sentences of two copies begin; the articles must be in order."""
        return self._aligned.get((one, other)) or frozenset()

    def reasons(self) -> Iterator[Link]:
        for ((one,), (other,)), score, _ in self._scored.items():
            yield Link(
                kind="source",
                first=(one, ""),
                second=(other, ""),
                score=score.value,
                parts=score.parts,
                is_merged=True,
            )

    def prepare(self, extraction: Extraction) -> None:
        """Samples the shingles of an article before `update` adds it, which then need not read it again."""
        article = article_id(extraction.article)
        sample = _sampled(extraction, self._weights)
        self._prepared.add(article)
        if self._shingles.get((article,)) is None:
            self._put_sample((article,), sample)
        else:
            self._changed_samples[article] = sample

    def update(self, change: ArticleChange) -> set[str]:
        """Removes and adds articles; returns the remaining ones whose source or aligned sentences have changed."""
        removed: dict[Key, list[int]] = {
            (article,): self._shingles.get((article,)) or [] for article in change.removed
        }
        affected = self._remove(removed)
        self._store_samples(change)
        added: set[Key] = {(article,) for article in change.added}
        text_of = lru_cache(CACHED_TEXTS)(lambda article: article_text(change.read(article), self._weights))
        with SortedRows() as candidates:
            for pair, count in self._shared_shingles(removed, added):
                if count >= max(2, min(self._min_shared.get(key) or 0 for key in pair)):
                    candidates.add((self._days.get(pair[0]) or 0, pair[0][0], pair[1][0]))
                elif self._put(pair, None):
                    affected |= {pair[0][0], pair[1][0]}
            affected |= self._compare(candidates, text_of)
        clusters, previous = self._scored.recluster(added, removed.keys() - added, lambda one, other: True)
        affected |= {key[0] for cluster in clusters for key in cluster if previous[key] != cluster[0]}
        return affected - (change.removed - {*change.added})

    def _compare(
        self, candidates: Iterable[tuple[int | str, ...]], text_of: Callable[[str], ArticleText]
    ) -> set[str]:
        """Compares articles, each pair after the day of the first; returns the articles of the pairs that change.

        Articles of one day follow one another, so that the texts of those that may be copies are cached.
        """
        affected: set[str] = set()
        for _, *pair in candidates:
            first, second = map(str, pair)
            reuse = find_reuse(text_of(first), text_of(second), self._weights.copies)
            if self._put(((first,), (second,)), reuse):
                affected |= {first, second}
        return affected

    def _store_samples(self, change: ArticleChange) -> None:
        for article in change.added:
            if article not in self._prepared:
                self.prepare(change.read(article))
            if article in self._changed_samples:
                self._put_sample((article,), self._changed_samples[article])
        self._prepared.clear()
        self._changed_samples.clear()

    def _put_sample(self, key: Key, sample: _Sample) -> None:
        self._shingles.put(key, sample.shingles)
        self._min_shared.put(key, sample.size / SAMPLING / CANDIDATE_SHARE)
        self._days.put(key, sample.day)

    def _remove(self, removed: Iterable[Key]) -> set[str]:
        """Removes articles with their pairs; returns the articles of these pairs."""
        affected: set[str] = set()
        for key in removed:
            self._shingles.put(key, None)
            self._min_shared.put(key, None)
            self._days.put(key, None)
            for other in self._scored.neighbours(key):
                self._put(ordered_pair(key, other), None)
                affected |= {key[0], other[0]}
        return affected

    def _put(self, pair: Pair, reuse: TextReuse | None) -> bool:
        """Stores what two articles share; returns whether it has changed."""
        score, aligned = reuse or (None, None)
        before = self._scored.get(pair), self.aligned(pair[0][0], pair[1][0]) or None
        if before == (score, aligned):
            return False
        self._scored.put(pair, score)
        self._aligned.put((*pair[0], *pair[1]), aligned)
        return True

    def _shared_shingles(
        self, removed: Mapping[Key, list[int]], added: Set[Key]
    ) -> Iterator[tuple[Pair, int]]:
        """How many sampled shingles those pairs share that may become candidates, or may no longer be.

        Articles of other days are left out: they are no copies. The pairs of changed articles are in order; the others
        follow.
        """
        changed = removed.keys() | added
        changes = BlockChanges.of(removed, {})
        for key in sorted(added):
            changes.move(key, self._shingles.get(key) or (), is_in=True)
        others: set[Pair] = set()
        with SortedPairs() as pairs:
            for block in self._index.change(changes):
                to_score, lost = self._near_pairs(block, changed)
                for pair in to_score:
                    if not changed.isdisjoint(pair):
                        pairs.add_pair(pair)
                others |= {pair for pair in to_score | lost if changed.isdisjoint(pair)}
            yield from pairs.counted()
        for pair in sorted(others):
            shared = set(self._shingles.get(pair[0]) or ()) & set(self._shingles.get(pair[1]) or ())
            yield pair, sum(self._index.is_candidate(pair, each, self._block_limit) for each in shared)

    def _near_pairs(self, block: BlockChange, changed: Set[Key]) -> tuple[set[Pair], set[Pair]]:
        """The pairs of a changed block to score, and those that it has lost, if they are near enough for copies."""
        if len(block.before) < 2 and len(block.after) < 2:
            return set(), set()
        days = {key: self._days.get(key) for key in (*block.before, *block.after)}
        if not self._are_any_near(days.values()):
            return set(), set()
        to_score, lost = changed_pairs(block.before, block.after, self._block_limit, changed)
        near = {pair for pair in to_score | lost if self._are_any_near((days[pair[0]], days[pair[1]]))}
        return to_score & near, lost & near

    def _are_any_near(self, days: Iterable[int | None]) -> bool:
        """Whether two of several days are near enough for copies; a day that is not known is near every other."""
        known = sorted(days, key=lambda day: -1 if day is None else day)
        return any(
            one is None or other is None or other - one <= self._max_days for one, other in pairwise(known)
        )


def find_copies(extractions: Iterable[Extraction]) -> Mapping[str, str]:
    """The source of each article id: the first of the articles that copy one another."""
    by_id = {article_id(extraction.article): extraction for extraction in extractions}
    with LinkTables() as tables:
        copies = WireCopies(tables, load_weights())
        copies.update(ArticleChange(frozenset(), tuple(sorted(by_id)), by_id.__getitem__))
        return {article: copies.source(article) for article in by_id}


def _sampled(extraction: Extraction, weights: Weights) -> _Sample:
    shingles, published = short_shingles(extraction, weights), extraction.article.published
    sampled = sorted(shingle for shingle in shingles if shingle % SAMPLING == 0)
    return _Sample(sampled, len(shingles), published.toordinal() if published else None)

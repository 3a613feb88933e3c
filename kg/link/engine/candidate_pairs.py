"""Candidate pairs: records that share a block are scored, and strong pairs make clusters, updated incrementally."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass

from kg.link.engine.block_index import BlockChanges, block_number, changed_pairs
from kg.link.engine.key_value_table import Key, Pair
from kg.link.engine.scored_pairs import MayMerge, Reclustered, Score, ScoredPairs
from kg.link.engine.sorted_rows import SortedPairs
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Parts, total


@dataclass(frozen=True, slots=True)
class Comparison:
    """How records of one kind are compared: the blocks of a record, and the parts of the score of a pair.

    In a block of more than `block_limit` members all are compared with the first few only. Pairs are stored from the
    threshold `review` on, and merge their clusters from the threshold `merge` on if `may_merge` accepts it.
    """

    block_limit: int
    thresholds: Mapping[str, float]
    blocks: Callable[[Key], Iterable[str]]
    compare: Callable[[Key, Key], Parts]
    may_merge: MayMerge = lambda one, other: True


class CandidatePairs:
    """Records of one kind in blocks, and the scored pairs of those that share a block."""

    def __init__(self, tables: LinkTables, name: str, comparison: Comparison) -> None:
        self.scored = ScoredPairs(tables, name, comparison.thresholds["merge"])
        self._index = tables.block_index(f"{name}_block")
        self._blocks_of = tables.key_values(f"{name}_blocks_of", list[int])
        self._comparison = comparison

    def __contains__(self, key: Key) -> bool:
        return self._blocks_of.get(key) is not None

    def update(self, removed: Set[Key], added: Set[Key]) -> Reclustered:
        """Removes and adds records, changed ones in both sets, and reclusters the components that they touch."""
        self.score(removed, added)
        return self.scored.recluster(added, {*removed} - added, self._comparison.may_merge)

    def score(self, removed: Set[Key], added: Set[Key]) -> None:
        """Removes and adds records, and scores the pairs that become candidates; clusters stay as they are."""
        changes = BlockChanges()
        for key in removed:
            changes.move(key, self._blocks_of.get(key) or (), is_in=False)
            self._blocks_of.put(key, None)
            self.scored.remove(key)
        for key in added:
            blocks = sorted(set(map(block_number, self._comparison.blocks(key))))
            self._blocks_of.put(key, blocks)
            changes.move(key, blocks, is_in=True)
        changed = {*removed, *added} if removed else added
        lost: set[Pair] = set()
        with SortedPairs() as candidates:
            for block in self._index.change(changes):
                to_score, dropped = changed_pairs(
                    block.before, block.after, self._comparison.block_limit, changed
                )
                for pair in to_score:
                    candidates.add_pair(pair)
                lost |= dropped
            for pair, _ in candidates.counted():
                self.scored.put(pair, self._score(pair))
        # A pair that one block lost may still be a candidate of another
        for pair in lost:
            if changed.isdisjoint(pair) and not self._is_candidate(pair):
                self.scored.put(pair, None)

    def _score(self, pair: Pair) -> Score | None:
        parts = self._comparison.compare(*pair)
        value = total(parts)
        return Score(value, parts) if parts and value >= self._comparison.thresholds["review"] else None

    def _is_candidate(self, pair: Pair) -> bool:
        shared = set(self._blocks_of.get(pair[0]) or ()) & set(self._blocks_of.get(pair[1]) or ())
        return any(self._index.is_candidate(pair, block, self._comparison.block_limit) for block in shared)

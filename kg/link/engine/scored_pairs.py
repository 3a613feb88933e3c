"""Scored pairs of records, and the clusters that the strong pairs make, updated incrementally."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.link.engine.clusters import cluster
from kg.link.engine.key_value_table import Key, Pair, join_key
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Parts

MayMerge = Callable[[Sequence[Key], Sequence[Key]], bool]


class _All:
    """Contains every record."""

    def __contains__(self, _: object) -> bool:
        return True


ALL = _All()


class Score(NamedTuple):
    """How likely two records are one, and the parts that add up to it."""

    value: float
    parts: Parts


class ScoredPair(NamedTuple):
    """A pair with its score, and whether its two records are in one cluster."""

    pair: Pair
    score: Score
    is_merged: bool


class Reclustered(NamedTuple):
    """The clusters that were recomputed, and the previous representative of each of their records.

    `previous` also has the removed records.
    """

    clusters: list[tuple[Key, ...]]
    previous: dict[Key, Key]


class ScoredPairs:
    """The scored pairs of records of one kind. Pairs that score at least `threshold` link their records into clusters.

    Changes are collected until `recluster` applies them.
    """

    def __init__(self, tables: LinkTables, name: str, threshold: float) -> None:
        self._scores = tables.key_values(f"{name}_pair", Score)
        self._neighbours = tables.block_index(f"{name}_neighbour")
        # The first record of a cluster represents it; a record that is alone has no entry
        self._representatives = tables.key_values(f"{name}_representative", tuple[str, ...])
        self._clusters = tables.key_values(f"{name}_cluster", tuple[Key, ...])
        self._threshold = threshold
        # Of pairs that have changed, while there are clusters that they may change
        self._changed: set[Pair] = set()
        # Whether no record has been clustered: then all pairs are new, and none needs to be noted
        self.is_new = not tables.has_previous

    def put(self, pair: Pair, score: Score | None) -> None:
        """Stores the score of a pair; None removes the pair."""
        key = (*pair[0], *pair[1])
        before = self._scores.get(key)
        if score == before:
            return
        self._scores.put(key, score)
        if not self.is_new:
            self._changed.add(pair)
        if (before is None) is not (score is None):
            for one, other in (pair, pair[::-1]):
                self._neighbours.put(join_key(one), other, is_in=score is not None)

    def get(self, pair: Pair) -> Score | None:
        return self._scores.get((*pair[0], *pair[1]))

    def neighbours(self, key: Key) -> list[Key]:
        """The records that form a scored pair with a record."""
        return self._neighbours.members(join_key(key))

    def remove(self, key: Key) -> None:
        """Removes all pairs of a record that was removed or has changed."""
        for other in self.neighbours(key):
            self.put((min(key, other), max(key, other)), None)

    def cluster(self, key: Key) -> tuple[Key, ...]:
        """The sorted cluster of a record."""
        first = self._representatives.get(key)
        return (self._clusters.get(first) if first else None) or (key,)

    def representative(self, key: Key) -> Key:
        """The first record of a record's cluster."""
        return self._representatives.get(key) or key

    def recluster(self, changed: Iterable[Key], removed: Iterable[Key], may_merge: MayMerge) -> Reclustered:
        """Reclusters new and changed records; the pairs of removed ones must be removed before.

        Only clusters that had a new, changed or removed record are recomputed, and those that one of these merges
        with now. All others stay as they are.
        """
        self.is_new = False
        removed = frozenset(removed)
        start = {*changed, *(key for pair in self.pop_changed() for key in pair), *removed}
        affected = {member for key in start for member in self.cluster(key)} - removed
        cluster_of: dict[Key, tuple[Key, ...]] = {}
        for key in sorted(affected):
            if key not in cluster_of:
                for members in self._recluster_component(key, affected, may_merge):
                    cluster_of |= dict.fromkeys(members, members)
        previous: dict[Key, Key] = {}
        clusters = sorted({*cluster_of.values()})
        for members in (*((key,) for key in removed), *clusters):
            self._store(members, previous)
        return Reclustered(clusters, previous)

    def first_clusters(self, records: Iterable[Key], may_merge: MayMerge) -> Iterator[tuple[Key, ...]]:
        """Clusters all records for the first time, and yields each cluster of several.

        `records` has each once. Only the components that reach beyond the records read so far are in memory, so those
        of one component should be near each other.
        """
        clustered: set[Key] = set()
        for key in records:
            if key in clustered:
                clustered.remove(key)
                continue
            strong, members = self._component(key, ALL)
            clustered |= members - {key}
            for cluster_ in cluster(members, strong, may_merge) if strong else ():
                if len(cluster_) > 1:
                    self._store(cluster_, {})
                    yield cluster_
        self.is_new = False

    def pop_changed(self) -> set[Pair]:
        """The pairs whose score has changed since the last call; none after the first one, when all are new."""
        self.is_new = False
        changed, self._changed = self._changed, set()
        return changed

    def items(self) -> Iterator[ScoredPair]:
        """All pairs, unordered."""
        for key, score in self._scores.items():
            half = len(key) // 2
            first, second = key[:half], key[half:]
            is_merged = self.representative(first) == self.representative(second)
            yield ScoredPair((first, second), score, is_merged)

    def _recluster_component(
        self, key: Key, affected: set[Key], may_merge: MayMerge
    ) -> list[tuple[Key, ...]]:
        """The new clusters in the component of an affected record.

        An unaffected cluster still holds through the pairs inside it. It is built up along with the rest, because
        whether another record joins it depends on how much of it is merged by then. If one joins, the whole cluster
        becomes affected and the component is clustered again.
        """
        while True:
            strong, members = self._component(key, affected)
            clusters = cluster(members, strong, may_merge)
            mixed = [each for each in clusters if not affected.isdisjoint(each)]
            joined = {member for each in mixed for member in each} - affected
            if not joined:
                return mixed
            affected |= {member for each in joined for member in self.cluster(each)}

    def _component(self, key: Key, affected: Container[Key]) -> tuple[Mapping[Pair, float], set[Key]]:
        """The strong pairs of affected records that a record leads to, with the clusters that these pairs touch."""
        strong: dict[Pair, float] = {}
        members, waiting = {key}, [key]
        while waiting:
            one = waiting.pop()
            others = self.neighbours(one)
            for other in others if one in affected else {*others}.intersection(self.cluster(one)):
                pair = (min(one, other), max(one, other))
                score = self.get(pair)
                if score and score.value >= self._threshold:
                    strong[pair] = score.value
                    if other not in members:
                        members.add(other)
                        waiting.append(other)
        return strong, members

    def _store(self, members: tuple[Key, ...], previous: dict[Key, Key]) -> None:
        """Stores a cluster and notes the previous representative of each of its members."""
        first = members[0] if len(members) > 1 else None
        for key in members:
            before = self._representatives.get(key)
            if before != first:
                self._representatives.put(key, first)
                if before == key:
                    self._clusters.put(key, None)
            previous[key] = before or key
        if first:
            self._clusters.put(first, members)

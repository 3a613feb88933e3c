"""Second step of entity linking: merged profiles with other spellings, or aliases, of one full name form clusters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from kg.link.engine.candidate_pairs import CandidatePairs, Comparison
from kg.link.engine.clusters import cross_pairs
from kg.link.engine.key_value_table import BoundedCache, Key, Pair, SizedCache
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Parts, total
from kg.link.entities.merged_profiles import ChangedKeys, MergedProfile, are_kept_apart, merge
from kg.link.entities.name_blocks import Outline, merge_outlines, spelling_blocks
from kg.link.entities.name_scores import NameScores
from kg.link.entities.same_name import CACHED_PROFILES, SameNameClusters
from kg.records import Link, LocalId

# Names of one block that are all compared with each other
BLOCK_LIMIT = 40
# Pairs whose score is cached
CACHED_PAIRS = 1 << 16
# With one of these parts in a pair across two clusters, the clusters do not merge
EXCLUDING = frozenset({"together", "decades"})


class SpellingClusters:
    """Clusters of full names. Ambiguous names stay by themselves; `ShortNames` resolves them."""

    def __init__(self, tables: LinkTables, same_names: SameNameClusters, scores: NameScores) -> None:
        self._same_names, self._scores = same_names, scores
        comparison = Comparison(
            block_limit=BLOCK_LIMIT,
            thresholds=scores.weights.entities,
            blocks=lambda key: spelling_blocks(same_names.outline(key), scores.weights),
            compare=lambda one, other: self._parts((one, other)),
            may_merge=self._may_merge,
        )
        self._pairs = CandidatePairs(tables, "spelling", comparison)
        self._cache: SizedCache[Key, MergedProfile] = SizedCache(
            CACHED_PROFILES * tables.cache_share, attrgetter("size")
        )
        self._cached_parts: BoundedCache[Pair, Parts] = BoundedCache(CACHED_PAIRS)

    def update(self, changed: ChangedKeys) -> ChangedKeys:
        """The clusters that have changed, by their first keys, with the ambiguous names."""
        self._cached_parts.clear()
        removed_full = {key for key in changed.removed if key in self._pairs}
        added_full = {key for key in changed.added if not self.is_ambiguous(key)}
        clusters, previous = self._pairs.update(removed_full, added_full)
        removed = {*previous.values(), *(changed.removed - removed_full)}
        added = {cluster[0] for cluster in clusters} | (changed.added - added_full)
        for key in removed | added:
            self._cache.pop(key)
        return ChangedKeys(frozenset(removed), frozenset(added))

    def merged(self, key: Key) -> MergedProfile:
        """All profiles of a cluster, by its first key."""
        cached = self._cache.get(key)
        if cached is None:
            cached = merge([self._same_names.merged(each) for each in self._pairs.scored.cluster(key)])
            self._cache.put(key, cached)
        return cached

    def outline(self, key: Key) -> Outline:
        """The outline of a cluster, by its first key."""
        return merge_outlines([self._same_names.outline(each) for each in self._pairs.scored.cluster(key)])

    def local_ids(self, key: Key) -> list[LocalId]:
        """All profiles of a cluster, by its first key."""
        cluster = self._pairs.scored.cluster(key)
        return [local_id for each in cluster for local_id in self._same_names.local_ids(each)]

    def is_ambiguous(self, key: Key) -> bool:
        return self._same_names.is_ambiguous(key)

    def reasons(self) -> Iterator[Link]:
        return entity_links(self._pairs)

    def _may_merge(self, one: Sequence[Key], other: Sequence[Key]) -> bool:
        """Whether no pair across two clusters excludes a merge, and at least half of the pairs reach `review`.

        The members of both must agree on the place of GeoNames.
        """
        parts_of_pairs = [self._parts(pair) for pair in cross_pairs(one, other)]
        if any(are_kept_apart(*map(self._same_names.merged, pair)) for pair in cross_pairs(one, other)):
            return False
        if any(name in EXCLUDING for parts in parts_of_pairs for name, _ in parts):
            return False
        threshold = self._scores.weights.entities["review"]
        if sum(total(parts) >= threshold for parts in parts_of_pairs) * 2 < len(parts_of_pairs):
            return False
        places = {place for key in (*one, *other) for place in self._same_names.merged(key).geonames}
        return len(places) <= 1

    def _parts(self, pair: Pair) -> Parts:
        if pair not in self._cached_parts:
            one, other = map(self._same_names.merged, pair)
            self._cached_parts[pair] = self._scores.full_names(one, other)
        return self._cached_parts[pair]


def entity_links(pairs: CandidatePairs) -> Iterator[Link]:
    """The scored pairs of names as links."""
    for (first, second), score, is_merged in pairs.scored.items():
        yield Link(
            kind="entity",
            first=(first[0], first[1]),
            second=(second[0], second[1]),
            score=score.value,
            parts=score.parts,
            is_merged=is_merged,
        )

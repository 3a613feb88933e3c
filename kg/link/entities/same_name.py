"""First step of entity linking: profiles of one name, or of one place of GeoNames, merge unless they are distinct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

from kg.link.engine.key_value_table import Key, SizedCache, join_key, split_key
from kg.link.engine.sorted_rows import SortedRows
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Weights
from kg.link.entities.common_names import CommonNames
from kg.link.entities.merged_profiles import (
    AMBIGUOUS,
    ChangedKeys,
    MergedProfile,
    merge_block,
    merge_profiles,
    name_block,
)
from kg.link.entities.name_blocks import Outline
from kg.link.entities.profiles import Name, Profile
from kg.records import LocalId

# Size of the merged profiles that are cached, in parts of some 100 bytes
CACHED_PROFILES = 1 << 19


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """The articles whose profiles are removed and added, and how many more articles there are.

    `profiles` returns the profiles of an article.
    """

    removed: Iterable[str]
    added: Iterable[str]
    profiles: Callable[[str], Iterable[Profile]]
    more_articles: int


class SameNameUpdate(NamedTuple):
    """The changed merged profiles, the entities that no longer have a profile, and the common names."""

    changed: ChangedKeys
    unprofiled: frozenset[LocalId]
    common_names: frozenset[Name]


class SameName(NamedTuple):
    """Why a profile merged with the first of its cluster: the same name, or the same place of GeoNames."""

    first: LocalId
    member: LocalId
    is_same_place: bool


class SameNameClusters:
    """The profiles of all articles, and the merged profiles of each name; stored between builds."""

    def __init__(self, tables: LinkTables, weights: Weights) -> None:
        self._weights = weights
        self._profiles = tables.key_values("profile", Profile)
        # The keys of an article's entities that have a profile
        self._keys = tables.key_values("profile_keys", list[str])
        self._blocks = tables.block_index("same_name")
        # The keys of the merged profiles of a block, and the local ids of the profiles that each one merges
        self._merged_of = tables.key_values("merged_of_block", list[LocalId])
        self._members = tables.key_values("merged_members", list[LocalId])
        self._outlines = tables.key_values("outline", Outline)
        self._ambiguous = tables.key_values("ambiguous", int)
        self._common = CommonNames(tables)
        self._cache: SizedCache[Key, MergedProfile] = SizedCache(
            CACHED_PROFILES * tables.cache_share, attrgetter("size")
        )

    def update(self, change: ProfileChange) -> SameNameUpdate:
        """Replaces the profiles of articles, and merges the touched blocks again. Raises StaleTables."""
        unprofiled: set[LocalId] = set()
        counts: Counter[Name] = Counter()
        removed, added = frozenset(change.removed), frozenset(change.added)
        with SortedRows() as moves:
            for article in sorted(removed | added):
                before = dict(self._profiles_of(article)) if article in removed else {}
                after = {each.local_id: each for each in change.profiles(article)} if article in added else {}
                unprofiled |= before.keys() - after.keys()
                counts.update({profile.name for profile in after.values()})
                counts.subtract({profile.name for profile in before.values()})
                self._keys.put((article,), [key for _, key in after] or None)
                for local_id in before.keys() | after.keys():
                    self._move(local_id, before.get(local_id), after.get(local_id), moves)
            changed = self._merge_again(moves)
        return SameNameUpdate(
            changed, frozenset(unprofiled), self._common.update(counts, change.more_articles)
        )

    def merged(self, key: Key) -> MergedProfile:
        cached = self._cache.get(key)
        if cached is None:
            cached = merge_profiles(map(self._profile, self.local_ids(key)))
            self._cache.put(key, cached)
        return cached

    def outline(self, key: Key) -> Outline:
        outline = self._outlines.get(key)
        assert outline is not None, key
        return outline

    def local_ids(self, key: Key) -> list[LocalId]:
        """The profiles that a merged profile has, sorted."""
        return self._members.get(key) or []

    def is_ambiguous(self, key: Key) -> bool:
        return self._ambiguous.get(key) is not None

    def same_names(self) -> Iterator[SameName]:
        """Why profiles merged, unordered."""
        for key, members in self._members.items():
            first = key[0], key[1]
            is_same_place = len(members) > 1 and self._profile(first).geonames is not None
            for other in members[1:]:
                yield SameName(first, other, is_same_place)

    def _profile(self, local_id: LocalId) -> Profile:
        profile = self._profiles.get(local_id)
        assert profile is not None, local_id
        return profile

    def _profiles_of(self, article: str) -> Iterator[tuple[LocalId, Profile]]:
        for key in self._keys.get((article,)) or ():
            yield (article, key), self._profile((article, key))

    def _move(self, local_id: LocalId, old: Profile | None, new: Profile | None, moves: SortedRows) -> None:
        """Replaces a profile, and notes the blocks that it leaves and enters."""
        if old == new:
            return
        for profile, is_in in ((old, False), (new, True)):
            if profile is not None:
                moves.add((join_key(name_block(profile, self._weights)), is_in, join_key(local_id)))
        self._profiles.put(local_id, new)

    def _merge_again(self, moves: SortedRows) -> ChangedKeys:
        """Moves profiles between blocks, and merges the profiles of each touched block again."""
        removed: set[Key] = set()
        added: set[Key] = set()
        # A profile that moves may be the first of both blocks: all are cleared before any is merged
        for block, group in groupby(moves, itemgetter(0)):
            for _, is_in, member in group:
                self._blocks.put(str(block), split_key(str(member)), is_in=bool(is_in))
            removed.update(self._clear_block(split_key(str(block))))
        for block, _ in groupby(moves, itemgetter(0)):
            added.update(self._merge_block(split_key(str(block))))
        return ChangedKeys(frozenset(removed), frozenset(added))

    def _clear_block(self, block: Key) -> Iterator[Key]:
        """Removes the merged profiles of a block."""
        for key in self._merged_of.get(block) or ():
            self._members.put(key, None)
            self._outlines.put(key, None)
            self._ambiguous.put(key, None)
            self._cache.pop(key)
            yield key

    def _merge_block(self, block: Key) -> Iterator[Key]:
        """Merges the profiles of a block."""
        local_ids = ((article, key) for article, key in self._blocks.members(join_key(block)))
        merged = list(merge_block(block, map(self._profile, local_ids)))
        for each in merged:
            self._members.put(each.key, list(each.local_ids))
            self._outlines.put(each.key, Outline.of(each))
            self._ambiguous.put(each.key, 1 if block[0] == AMBIGUOUS else None)
            self._cache.put(each.key, each)
        self._merged_of.put(block, [each.key for each in merged] or None)
        yield from (each.key for each in merged)

"""First step of entity linking: profiles of one name, or of one place of GeoNames, merge unless they are distinct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kg.link.engine.key_value_table import BoundedCache, Key, KeyValueTable, join_key
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
from kg.link.entities.profiles import Name, Profile
from kg.records import LocalId
from kg.store.json_records import decoder, encode

# Merged profiles that are cached
CACHED_PROFILES = 2000


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
        self._profiles: KeyValueTable[Profile] = tables.key_values("profile", encode, decoder(Profile))
        # The keys of an article's entities that have a profile
        self._keys: KeyValueTable[list[str]] = tables.key_values("profile_keys")
        self._blocks = tables.block_index("same_name")
        # The keys of the merged profiles of a block, and the local ids of the profiles that each one merges
        self._merged_of: KeyValueTable[list[list[str]]] = tables.key_values("merged_of_block")
        self._members: KeyValueTable[list[list[str]]] = tables.key_values("merged_members")
        self._ambiguous: KeyValueTable[int] = tables.key_values("ambiguous")
        self._common = CommonNames(tables)
        self._cache: BoundedCache[Key, MergedProfile] = BoundedCache(CACHED_PROFILES)

    def update(self, change: ProfileChange) -> SameNameUpdate:
        """Replaces the profiles of articles, and merges the touched blocks again. Raises StaleTables."""
        unprofiled: set[LocalId] = set()
        counts: Counter[Name] = Counter()
        old_blocks: dict[Key, Key] = {}
        new_blocks: dict[Key, Key] = {}
        removed, added = frozenset(change.removed), frozenset(change.added)
        for article in sorted(removed | added):
            before = dict(self._profiles_of(article)) if article in removed else {}
            after = {each.local_id: each for each in change.profiles(article)} if article in added else {}
            unprofiled |= before.keys() - after.keys()
            counts.update({profile.name for profile in after.values()})
            counts.subtract({profile.name for profile in before.values()})
            self._keys.put((article,), [key for _, key in after] or None)
            for local_id in before.keys() | after.keys():
                old, new = before.get(local_id), after.get(local_id)
                if old != new:
                    old_blocks |= {local_id: name_block(old, self._weights)} if old else {}
                    new_blocks |= {local_id: name_block(new, self._weights)} if new else {}
                    self._profiles.put(local_id, new)
        changed = self._merge_again(old_blocks, new_blocks)
        return SameNameUpdate(
            changed, frozenset(unprofiled), self._common.update(counts, change.more_articles)
        )

    def merged(self, key: Key) -> MergedProfile:
        if key not in self._cache:
            self._cache[key] = merge_profiles(map(self._profile, self._local_ids(key)))
        return self._cache[key]

    def is_ambiguous(self, key: Key) -> bool:
        return self._ambiguous.get(key) is not None

    def same_names(self) -> Iterator[SameName]:
        """Why profiles merged, unordered."""
        for key, members in self._members.items():
            first = key[0], key[1]
            is_same_place = len(members) > 1 and self._profile(first).geonames is not None
            for article, member in members[1:]:
                yield SameName(first, (article, member), is_same_place)

    def _local_ids(self, key: Key) -> list[LocalId]:
        return [(article, member) for article, member in self._members.get(key) or ()]

    def _profile(self, local_id: LocalId) -> Profile:
        profile = self._profiles.get(local_id)
        assert profile is not None, local_id
        return profile

    def _profiles_of(self, article: str) -> Iterator[tuple[LocalId, Profile]]:
        for key in self._keys.get((article,)) or ():
            yield (article, key), self._profile((article, key))

    def _merge_again(self, old_blocks: dict[Key, Key], new_blocks: dict[Key, Key]) -> ChangedKeys:
        """Moves profiles between blocks, and merges the profiles of each touched block again."""
        self._blocks.update(
            {local_id: [join_key(block)] for local_id, block in old_blocks.items()},
            {local_id: [join_key(block)] for local_id, block in new_blocks.items()},
        )
        touched = sorted({*old_blocks.values(), *new_blocks.values()})
        removed = frozenset(key for block in touched for key in self._clear_block(block))
        added = frozenset(key for block in touched for key in self._merge_block(block))
        return ChangedKeys(removed, added)

    def _clear_block(self, block: Key) -> Iterator[Key]:
        """Removes the merged profiles of a block."""
        for article, member in self._merged_of.get(block) or ():
            key = article, member
            self._members.put(key, None)
            self._ambiguous.put(key, None)
            self._cache.pop(key, None)
            yield key

    def _merge_block(self, block: Key) -> Iterator[Key]:
        """Merges the profiles of a block."""
        local_ids = [(article, key) for article, key in self._blocks.members(join_key(block))]
        merged = list(merge_block(block, [self._profile(each) for each in local_ids]))
        for each in merged:
            self._members.put(each.key, [list(profile.local_id) for profile in each.profiles])
            self._ambiguous.put(each.key, 1 if block[0] == AMBIGUOUS else None)
            self._cache[each.key] = each
        self._merged_of.put(block, [list(each.key) for each in merged] or None)
        yield from (each.key for each in merged)

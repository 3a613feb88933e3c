"""Third step of entity linking: a short name (surname, acronym, part of a name) resolves to the full name that fits.

It resolves only if exactly one full name fits well enough. An ambiguous name without one clusters with the same name
in a common context.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.link.engine.block_index import block_number
from kg.link.engine.candidate_pairs import CandidatePairs, Comparison
from kg.link.engine.key_value_table import BoundedCache, Key, join_key
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Parts, total
from kg.link.entities.merged_profiles import ChangedKeys
from kg.link.entities.name_blocks import Outline, full_name_blocks, short_name_blocks
from kg.link.entities.name_scores import NameScores
from kg.link.entities.spelling_clusters import BLOCK_LIMIT, SpellingClusters, entity_links
from kg.records import Link

# The least difference between the scores of the best and the second full name
MIN_MARGIN = 0.1
# Articles with the full name of somebody whom other articles may call by the surname alone
WELL_KNOWN = 3
# Before the key of a member of a block of full names, so that unambiguous names sort first
UNAMBIGUOUS, AMBIGUOUS = "0", "1"
# Blocks whose first full names are cached, at most 40 of some 100 bytes each
CACHED_BLOCKS = 1 << 10


class Candidate(NamedTuple):
    """A full name that may be meant, and the parts of its score."""

    key: Key
    parts: Parts


class Resolution(NamedTuple):
    """The full name of a short one, if exactly one fits, and all candidates worth a review."""

    full_name: Key | None
    candidates: tuple[Candidate, ...]


NO_RESOLUTION = Resolution(None, ())


class NameBlocks(NamedTuple):
    """The blocks of a name: where it may be a full name, and where it may be a short one."""

    full: Sequence[int]
    short: Sequence[int]


NO_BLOCKS = NameBlocks((), ())


class ShortNames:
    """The full name of each short one, and clusters of ambiguous names without one; stored between builds."""

    def __init__(self, tables: LinkTables, spellings: SpellingClusters, scores: NameScores) -> None:
        self._spellings, self._scores = spellings, scores
        self._blocks = tables.key_values("name_blocks", NameBlocks)
        self._was_ambiguous = tables.key_values("was_ambiguous", int)
        self._full, self._short = tables.block_index("full_name"), tables.block_index("short_name")
        # The first full names of a block, which do not change while short names are resolved
        self._full_names: BoundedCache[int, list[Key]] = BoundedCache(CACHED_BLOCKS)
        self._resolutions = tables.key_values("resolution", Resolution)
        comparison = Comparison(
            block_limit=BLOCK_LIMIT,
            thresholds=scores.weights.entities,
            blocks=lambda key: [_name_block(spellings.outline(key))],
            compare=lambda one, other: scores.ambiguous_names(spellings.merged(one), spellings.merged(other)),
        )
        self._unresolved = CandidatePairs(tables, "unresolved", comparison)

    def update(self, changed: ChangedKeys) -> ChangedKeys:
        """The names that resolve to another one now, with those that were removed or have changed themselves."""
        touched = self._update_blocks(changed)
        affected = {*changed.added, *(key for block in touched for key in self._short.members(block))}
        for key in changed.removed - changed.added:
            self._resolutions.put(key, None)
        redirected = set(changed.added)
        self._full_names.clear()
        for key in self._by_block(affected):
            resolution = self._resolve(key)
            if self._resolution(key).full_name != resolution.full_name:
                redirected.add(key)
            self._resolutions.put(key, resolution if resolution.candidates else None)
        redirected |= self._cluster_unresolved(changed, affected)
        return ChangedKeys(changed.removed, frozenset(redirected))

    def next(self, key: Key) -> Key | None:
        """The name that a name resolves to, or clusters with; None if it is an entity of its own."""
        first = self._unresolved.scored.representative(key)
        return self._resolution(key).full_name or (first if first != key else None)

    def reasons(self) -> Iterator[Link]:
        for key, resolution in self._resolutions.items():
            for other, parts in resolution.candidates:
                yield _link(key, other, parts, other == resolution.full_name)
        yield from entity_links(self._unresolved)

    def _resolution(self, key: Key) -> Resolution:
        return self._resolutions.get(key) or NO_RESOLUTION

    def _cluster_unresolved(self, changed: ChangedKeys, affected: set[Key]) -> set[Key]:
        """Clusters ambiguous names without a full name; returns the members of the clusters that it computed."""
        ambiguous = {key for key in affected if self._spellings.is_ambiguous(key)}
        added = {
            key
            for key in ambiguous
            if self._resolution(key).full_name is None
            and (key in changed.added or key not in self._unresolved)
        }
        removed = {
            key
            for key in changed.removed | ambiguous
            if key in self._unresolved and (key in changed.removed or self._resolution(key).full_name)
        }
        clusters, _ = self._unresolved.update(removed, added)
        return {key for cluster in clusters for key in cluster}

    def _update_blocks(self, changed: ChangedKeys) -> frozenset[int]:
        """Moves changed names between blocks; returns the touched blocks of full names."""
        full_removed, full_added, short_removed, short_added = {}, {}, {}, {}
        for key in changed.removed:
            blocks = self._blocks.get(key) or NO_BLOCKS
            full_removed[AMBIGUOUS if self._was_ambiguous.get(key) else UNAMBIGUOUS, *key] = blocks.full
            short_removed[key] = blocks.short
            self._blocks.put(key, None)
            self._was_ambiguous.put(key, None)
        for key in changed.added:
            is_ambiguous = self._spellings.is_ambiguous(key)
            blocks = self._blocks_of(self._spellings.outline(key), is_ambiguous)
            full_added[AMBIGUOUS if is_ambiguous else UNAMBIGUOUS, *key] = blocks.full
            short_added[key] = blocks.short
            self._blocks.put(key, blocks)
            self._was_ambiguous.put(key, 1 if is_ambiguous else None)
        self._short.update(short_removed, short_added)
        return self._full.update(full_removed, full_added)

    def _blocks_of(self, merged: Outline, is_ambiguous: bool) -> NameBlocks:
        """The blocks of a name. A bare surname is nobody's full name."""
        weights = self._scores.weights
        may_be_full = not is_ambiguous or merged.family != "Person"
        return NameBlocks(
            _numbers(full_name_blocks(merged, weights)) if may_be_full else [],
            _numbers(short_name_blocks(merged, weights)),
        )

    def _resolve(self, key: Key) -> Resolution:
        """Scores all full names that a name may stand for."""
        longer = list(self._longer_names(key))
        if not longer:
            return NO_RESOLUTION
        short, weights = self._spellings.merged(key), self._scores.weights.entities
        candidates = [
            Candidate(full, parts)
            for full in longer
            if (parts := self._scores.short_name(short, self._spellings.merged(full)))
        ]
        if len(candidates) == 1 and short.family == "Person":
            ((full, parts),) = candidates
            parts = (*parts, ("only", weights["only"]))
            if len(self._spellings.merged(full).articles) >= WELL_KNOWN:
                parts = (*parts, ("well known", weights["well known"]))
            candidates = [Candidate(full, parts)]
        scored = sorted(
            ((total(each.parts), each) for each in candidates), key=lambda item: (-item[0], item[1].key)
        )
        is_sure = bool(scored) and scored[0][0] >= weights["merge"]
        is_clear = len(scored) == 1 or (bool(scored) and scored[0][0] - scored[1][0] >= MIN_MARGIN)
        return Resolution(
            scored[0][1].key if is_sure and is_clear else None,
            tuple(candidate for score, candidate in scored if score >= weights["review"]),
        )

    def _longer_names(self, key: Key) -> Iterator[Key]:
        """The longer names in the blocks of a short one."""
        seen, length = {key}, len(self._spellings.outline(key).name)
        for block in (self._blocks.get(key) or NO_BLOCKS).short:
            for other in self._first_full_names(block):
                if other not in seen and len(self._spellings.outline(other).name) > length:
                    seen.add(other)
                    yield other

    def _first_full_names(self, block: int) -> list[Key]:
        if block not in self._full_names:
            self._full_names[block] = [tuple(full) for _, *full in self._full.members(block)[:BLOCK_LIMIT]]
        return self._full_names[block]

    def _by_block(self, keys: Iterable[Key]) -> list[Key]:
        """Names by their blocks, so that those with the same candidates follow one another."""
        return sorted(keys, key=lambda key: ([*(self._blocks.get(key) or NO_BLOCKS).short], key))


def _link(one: Key, other: Key, parts: Parts, is_merged: bool) -> Link:
    (first, first_key), (second, second_key) = sorted((one, other))
    return Link(
        kind="entity",
        first=(first, first_key),
        second=(second, second_key),
        score=total(parts),
        parts=parts,
        is_merged=is_merged,
    )


def _name_block(merged: Outline) -> str:
    return join_key((merged.family, *merged.name))


def _numbers(blocks: Iterable[str]) -> list[int]:
    return sorted({block_number(block) for block in blocks})

"""Blocking: records are compared only if they share a block, and in a large block only with its first few members.

A block index finds the members of a block, and tells which pairs a change of its members makes or removes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from hashlib import blake2b
from heapq import nsmallest
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from kg.link.engine.key_value_table import PREVIOUS, Database, Key, Pair, join_key, spill_errors, split_key
from kg.link.engine.sorted_rows import SortedRows

# Members of all blocks that an index caches; 300 bytes each
MEMBER_LIMIT = 1 << 17
# Members of a large block that all others are compared with
HUBS = 3
K = TypeVar("K")


class BlockChange(NamedTuple):
    """The sorted members of a block before and after a change."""

    block: int
    before: list[Key]
    after: list[Key]


class BlockChanges(SortedRows):
    """Members to remove from blocks and to add to them."""

    @classmethod
    def of(
        cls, removed: Mapping[Key, Iterable[str | int]], added: Mapping[Key, Iterable[str | int]]
    ) -> BlockChanges:
        """The blocks of a member are the values of the mappings."""
        changes = cls()
        for member, blocks in removed.items():
            changes.move(member, blocks, is_in=False)
        for member, blocks in added.items():
            changes.move(member, blocks, is_in=True)
        return changes

    def move(self, member: Key, blocks: Iterable[str | int], *, is_in: bool) -> None:
        text = join_key(member)
        for block in {*map(block_number, blocks)}:
            # A member that is removed and added stays: False sorts first
            self.add((block, is_in, text))

    def by_block(self) -> Iterator[tuple[int, list[tuple[bool, Key]]]]:
        for block, group in groupby(self, itemgetter(0)):
            yield int(block), [(bool(is_in), split_key(str(member))) for _, is_in, member in group]


class BlockIndex:
    """The members of each block, which are keys. A block is identified by a hash of its name."""

    SCHEMA = "CREATE TABLE {0} (block INTEGER, member TEXT, PRIMARY KEY (block, member)) WITHOUT ROWID;"
    CHANGES = "CREATE TABLE {0} (block INTEGER, member TEXT, is_in INTEGER, PRIMARY KEY (block, member)) WITHOUT ROWID;"

    def __init__(self, name: str, database: Database) -> None:
        self._name, self._database = name, database.connection
        self._member_limit = MEMBER_LIMIT * database.cache_share
        self._blocks: dict[int, set[Key]] = {}
        self._saved: dict[int, frozenset[Key]] = {}
        self._cached_members = 0
        self._has_previous, self._has_spilled = database.has_previous, False
        self._database.execute(self.CHANGES.format(f"main.{name}"))

    def members(self, block: str | int) -> list[Key]:
        """The sorted members of a block."""
        return sorted(self._loaded(block_number(block)))

    def change(self, changes: BlockChanges) -> Iterator[BlockChange]:
        """Moves members, and yields each touched block. Each block changes as it is yielded."""
        is_empty = not (self._has_previous or self._has_spilled or self._blocks)
        with changes:
            for block, moves in changes.by_block():
                members = self._new_block(block) if is_empty else self._loaded(block)
                before = sorted(members)
                for is_in, member in moves:
                    (members.add if is_in else members.discard)(member)
                self._cached_members += len(members) - len(before)
                yield BlockChange(block, before, sorted(members))

    def update(
        self, removed: Mapping[Key, Iterable[str | int]], added: Mapping[Key, Iterable[str | int]]
    ) -> frozenset[int]:
        """Removes and adds members with their blocks; returns the touched blocks."""
        return frozenset(change.block for change in self.change(BlockChanges.of(removed, added)))

    def put(self, block: str | int, member: Key, *, is_in: bool) -> None:
        """Adds a member to a block, or removes it."""
        members = self._loaded(block_number(block))
        before = len(members)
        (members.add if is_in else members.discard)(member)
        self._cached_members += len(members) - before

    def is_candidate(self, pair: Pair, block: str | int, limit: int) -> bool:
        """Whether a block makes a pair a candidate pair."""
        members = self._loaded(block_number(block))
        are_members = pair[0] in members and pair[1] in members
        return are_members and (len(members) <= limit or not set(pair).isdisjoint(_hubs(members)))

    def write(self, output: sqlite3.Connection) -> None:
        """Applies the changes to the tables of the next build, a copy of the previous one or empty."""
        self._spill()
        changed = f"SELECT block, member FROM main.{self._name} WHERE is_in = ? ORDER BY block, member"
        if self._has_previous:
            rows = self._database.execute(changed, (False,))
            output.executemany(f"DELETE FROM {self._name} WHERE block = ? AND member = ?", rows)
        rows = self._database.execute(changed, (True,))
        output.executemany(f"INSERT OR IGNORE INTO {self._name} VALUES (?,?)", rows)

    def _loaded(self, block: int) -> set[Key]:
        if block not in self._blocks:
            members = self._load(block)
            self._new_block(block).update(members)
            self._cached_members += len(members)
            if members:
                self._saved[block] = frozenset(members)
        return self._blocks[block]

    def _new_block(self, block: int) -> set[Key]:
        if self._cached_members + len(self._blocks) > self._member_limit:
            self._spill()
        self._blocks[block] = set()
        return self._blocks[block]

    def _load(self, block: int) -> set[Key]:
        """The members in the databases."""
        members: set[str] = set()
        if self._has_previous:
            query = f"SELECT member FROM {PREVIOUS}.{self._name} WHERE block = ?"
            members.update(member for (member,) in self._database.execute(query, (block,)))
        if self._has_spilled:
            query = f"SELECT member, is_in FROM main.{self._name} WHERE block = ?"
            for member, is_in in self._database.execute(query, (block,)):
                (members.add if is_in else members.discard)(member)
        return {split_key(member) for member in members}

    def _spill(self) -> None:
        """Moves all changes to the temporary database and empties the cache."""
        rows = (
            (block, join_key(member), member in members)
            for block, members in sorted(self._blocks.items())
            for member in members ^ self._saved.get(block, frozenset())
        )
        with spill_errors():
            self._database.executemany(f"INSERT OR REPLACE INTO main.{self._name} VALUES (?,?,?)", rows)
        self._has_spilled = True
        self._blocks.clear()
        self._saved.clear()
        self._cached_members = 0


def block_number(block: str | int) -> int:
    """The number of a block in the tables: a hash of 64 bits, so that collisions are negligible."""
    if isinstance(block, int):
        return block
    return int.from_bytes(blake2b(block.encode(), digest_size=8).digest(), signed=True)


def block_pairs(block: Sequence[K], limit: int) -> Iterable[tuple[K, K]]:
    """The candidate pairs of a sorted block: all pairs of a small one; in a large one those with a hub."""
    firsts = len(block) if len(block) <= limit else HUBS
    return ((first, second) for i, first in enumerate(block[:firsts]) for second in block[i + 1 :])


def changed_pairs(
    before: Sequence[K], after: Sequence[K], limit: int, changed: Set[K]
) -> tuple[set[tuple[K, K]], set[tuple[K, K]]]:
    """The pairs of a changed block to score, and the pairs that are no longer candidates of this block.

    `changed` are the records that were added or whose content has changed.
    """
    if len(before) < 2 and len(after) < 2:
        return set(), set()
    if not before:
        return set(block_pairs(after, limit)), set()
    if len(before) <= limit and len(after) <= limit:
        touched = (set(before) ^ set(after)) | ({*before, *after} & changed)
        added = _pairs_with(touched, after)
        return added, _pairs_with(touched, before) - added
    old, new = set(block_pairs(before, limit)), set(block_pairs(after, limit))
    to_score = {pair for pair in new if pair not in old or not changed.isdisjoint(pair)}
    return to_score, old - new


def ordered_pair(one: K, other: K) -> tuple[K, K]:
    return (one, other) if one <= other else (other, one)  # type: ignore[operator]  # no Protocol for order


def _pairs_with(touched: set[K], block: Sequence[K]) -> set[tuple[K, K]]:
    return {ordered_pair(a, b) for a in touched.intersection(block) for b in block if a != b}


def _hubs(block: Iterable[Any]) -> list[Any]:
    return nsmallest(HUBS, block)

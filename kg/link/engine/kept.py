"""What linking keeps from one build for the next: values by key, and the blocks of what may be one thing.

Both are read from the tables of the build before where they are asked for. What changes is at hand while there is
little of it; more goes to a table that SQLite keeps in a file of its own, gone when it is closed. So the work is that
of the change, and memory does not grow with it.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any, Generic, TypeVar

from kg.errors import StoreError
from kg.link.engine.clusters import hubs
from kg.store.closing import Closes
from kg.store.sqlite import immutable, new_tables

FILE = "links.sqlite"
END = "\x1f"  # between the parts of a key: sorts before all that is in one
ROOM = 1 << 22  # characters of a shelf that are at hand, as JSON; as objects they take 5 to 10 times as much
MEMBERS = 1 << 17  # members of blocks that are at hand; 300 bytes each
LEAST = 100  # characters that a key without a value counts as
EVERY = 256  # values after which a shelf looks how much it holds
WEIGHED = 8  # of these, those that are looked at
Key = tuple[str, ...]
Pair = tuple[Key, Key]
K = TypeVar("K")
V = TypeVar("V")


class Memory(Closes):
    """The tables of one build before, or of none; `shelf` and `blocks` give each by its name."""

    def __init__(self, before: Path | None = None) -> None:
        """Raises StoreError if the build has no such tables."""
        self._before = before
        self._tables = _opened(before / FILE if before else None)
        self._kept: dict[str, Shelf[Any] | Blocks] = {}

    def shelf(
        self, name: str, encode: Callable[[V], Any] | None = None, decode: Callable[[Any], V] | None = None
    ) -> Shelf[V]:
        """Values by key; `encode` and `decode` turn one into what JSON holds, and back."""
        shelf = Shelf(name, self._tables, self._before is not None, encode, decode)
        self._kept[name] = shelf
        return shelf

    def blocks(self, name: str) -> Blocks:
        self._kept[name] = blocks = Blocks(name, self._tables, self._before is not None)
        return blocks

    def write(self, build: Path) -> None:
        """The tables of the next build, with what has changed. What is dropped leaves no trace in the file."""
        if self._before:
            shutil.copyfile(self._before / FILE, build / FILE)
        schema = (
            "PRAGMA secure_delete=ON;"
            if self._before
            else "".join(k.SCHEMA.format(n) for n, k in self._named())
        )
        with new_tables(build / FILE, schema) as tables:
            for _, kept in self._named():
                kept.write(tables)

    def close(self) -> None:
        self._tables.close()

    def _named(self) -> list[tuple[str, Shelf[Any] | Blocks]]:
        return sorted(self._kept.items())


class Shelf(Generic[V]):
    """A value for each key."""

    SCHEMA = "CREATE TABLE {0} (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"

    def __init__(
        self,
        name: str,
        tables: sqlite3.Connection,
        has_before: bool,
        encode: Callable[[V], Any] | None,
        decode: Callable[[Any], V] | None,
    ) -> None:
        self._name, self._tables = name, tables
        self._encode, self._decode = encode or (lambda value: value), decode or (lambda value: value)
        self._new: dict[Key, V | None] = {}  # put, and not in a table yet
        self._seen: dict[Key, V | None] = {}
        self._puts = self._read = 0
        tables.execute(self.SCHEMA.format(f"main.{name}"))  # what was put; of what was taken away, no value
        self._places = ["was"] if has_before else []

    def get(self, key: Key) -> V | None:
        if key in self._new:
            return self._new[key]
        if key not in self._seen and self._places:
            self._seen[key] = self._found(key)
        return self._seen.get(key)

    def put(self, key: Key, value: V | None) -> None:
        """None takes the value away."""
        self._new[key] = value
        self._seen.pop(key, None)
        self._puts += 1
        if self._puts % EVERY == 0 and self._weight() > ROOM:
            self._spill()

    def items(self) -> Iterator[tuple[Key, V]]:
        """All of them, not in order."""
        self._spill()
        for place in self._places:
            other = "" if place == "main" else f"WHERE key NOT IN (SELECT key FROM main.{self._name})"
            for text, value in self._tables.execute(f"SELECT * FROM {place}.{self._name} {other}"):
                if value is not None:
                    yield tuple(text.split(END)), self._decode(json.loads(value))

    def write(self, tables: sqlite3.Connection) -> None:
        self._spill()
        changed = f"FROM main.{self._name}"
        if "was" in self._places:
            tables.executemany(
                f"DELETE FROM {self._name} WHERE key = ?", self._tables.execute(f"SELECT key {changed}")
            )
        rows = self._tables.execute(f"SELECT * {changed} WHERE value IS NOT NULL ORDER BY key")
        tables.executemany(f"INSERT INTO {self._name} VALUES (?,?)", rows)

    def _found(self, key: Key) -> V | None:
        """The value in the tables, the newest first."""
        for place in self._places:
            row = self._tables.execute(
                f"SELECT value FROM {place}.{self._name} WHERE key = ?", (END.join(key),)
            ).fetchone()
            if row:
                self._count(len(row[0] or ""))
                return None if row[0] is None else self._decode(json.loads(row[0]))
        self._count(0)
        return None

    def _count(self, read: int) -> None:
        """Lets go of what was read when it is much."""
        self._read += read + LEAST
        if self._read > ROOM:
            self._seen.clear()
            self._read = read

    def _weight(self) -> float:
        """About how many characters the values are that are in no table yet."""
        some = [value for value in islice(self._new.values(), WEIGHED) if value is not None]
        weight = sum(len(_json(self._encode(value))) for value in some)
        return weight * len(self._new) / WEIGHED

    def _spill(self) -> None:
        """Puts into a table what is in none."""
        if not self._new:
            return
        rows = (
            (END.join(key), None if value is None else _json(self._encode(value)))
            for key, value in self._new.items()
        )
        with _writing():
            self._tables.executemany(f"INSERT OR REPLACE INTO main.{self._name} VALUES (?,?)", rows)
        self._new.clear()
        if self._places[:1] != ["main"]:
            self._places.insert(0, "main")


class Blocks:
    """Members by block, each a key; a block is known by a hash of its name."""

    SCHEMA = "CREATE TABLE {0} (block INTEGER, member TEXT, PRIMARY KEY (block, member)) WITHOUT ROWID;"
    CHANGES = "CREATE TABLE {0} (block INTEGER, member TEXT, is_in INTEGER, PRIMARY KEY (block, member)) WITHOUT ROWID;"

    def __init__(self, name: str, tables: sqlite3.Connection, has_before: bool) -> None:
        self._name, self._tables = name, tables
        self._now: dict[int, set[Key]] = {}
        self._was: dict[int, frozenset[Key]] = {}
        self._held = 0  # members in `_now`
        self._has_before, self._has_spilled = has_before, False
        tables.execute(self.CHANGES.format(f"main.{name}"))

    def members(self, block: str | int) -> list[Key]:
        """Sorted."""
        return sorted(self._loaded(number_of(block)))

    def change(
        self, gone: Mapping[Key, Iterable[str | int]], come: Mapping[Key, Iterable[str | int]]
    ) -> Iterator[tuple[int, list[Key], list[Key]]]:
        """Takes members out of blocks and puts them into others; each touched block before and after, sorted.

        Nothing is changed until it is iterated.
        """
        is_empty = not (self._has_before or self._has_spilled or self._now)
        moves = [(number, False, member) for member, number in _numbered(gone)]
        moves += [(number, True, member) for member, number in _numbered(come)]
        moves.sort()  # out before in
        for block, moved in groupby(moves, itemgetter(0)):
            now = self._new(block) if is_empty else self._loaded(block)
            before = sorted(now)
            for _, is_in, member in moved:
                (now.add if is_in else now.discard)(member)
            self._held += len(now) - len(before)
            yield block, before, sorted(now)

    def move(
        self, gone: Mapping[Key, Iterable[str | int]], come: Mapping[Key, Iterable[str | int]]
    ) -> frozenset[int]:
        """As `change`; the blocks that are touched."""
        return frozenset(block for block, _, _ in self.change(gone, come))

    def allows(self, pair: Pair, block: str | int, most: int) -> bool:
        """Whether a block would have a pair compared."""
        members = self._loaded(number_of(block))
        both = pair[0] in members and pair[1] in members
        return both and (len(members) <= most or not set(pair).isdisjoint(hubs(members)))

    def write(self, tables: sqlite3.Connection) -> None:
        self._spill()
        changed = f"SELECT block, member FROM main.{self._name} WHERE is_in = ? ORDER BY block, member"
        if self._has_before:
            tables.executemany(
                f"DELETE FROM {self._name} WHERE block = ? AND member = ?",
                self._tables.execute(changed, (False,)),
            )
        tables.executemany(
            f"INSERT OR IGNORE INTO {self._name} VALUES (?,?)", self._tables.execute(changed, (True,))
        )

    def _loaded(self, block: int) -> set[Key]:
        if block not in self._now:
            found = self._found(block)
            self._new(block).update(found)
            self._held += len(found)
            if found:
                self._was[block] = frozenset(found)
        return self._now[block]

    def _new(self, block: int) -> set[Key]:
        if self._held + len(self._now) > MEMBERS:
            self._spill()
        self._now[block] = set()
        return self._now[block]

    def _found(self, block: int) -> set[Key]:
        """The members in the tables."""
        found: set[str] = set()
        if self._has_before:
            rows = self._tables.execute(f"SELECT member FROM was.{self._name} WHERE block = ?", (block,))
            found.update(member for (member,) in rows)
        if self._has_spilled:
            rows = self._tables.execute(
                f"SELECT member, is_in FROM main.{self._name} WHERE block = ?", (block,)
            )
            for member, is_in in rows:
                (found.add if is_in else found.discard)(member)
        return {tuple(member.split(END)) for member in found}

    def _spill(self) -> None:
        """Puts into a table what is in none, and lets go of all."""
        rows = (
            (block, END.join(member), member in now)
            for block, now in self._now.items()
            for member in now ^ self._was.get(block, frozenset())
        )
        with _writing():
            self._tables.executemany(f"INSERT OR REPLACE INTO main.{self._name} VALUES (?,?,?)", rows)
        self._has_spilled = True
        self._now.clear()
        self._was.clear()
        self._held = 0


class Recent(dict[K, V]):
    """What was just worked out; all is forgotten when there is more of it than `most`."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, key: K, value: V) -> None:
        if len(self) >= self._most:
            self.clear()
        super().__setitem__(key, value)


def number_of(block: str | int) -> int:
    """A block's number in the tables: of 64 bits, so that two blocks hardly ever share one."""
    if isinstance(block, int):
        return block
    return int.from_bytes(blake2b(block.encode(), digest_size=8).digest(), signed=True)


def _numbered(members: Mapping[Key, Iterable[str | int]]) -> Iterator[tuple[Key, int]]:
    """Each member with each of its blocks, once."""
    for member, blocks in members.items():
        for block in {*map(number_of, blocks)}:
            yield member, block


def _opened(before: Path | None) -> sqlite3.Connection:
    """Tables for what changes, and under `was` those of the build before."""
    try:
        tables = sqlite3.connect("", uri=True)  # in a file that goes when it is closed
        tables.executescript("PRAGMA main.journal_mode=OFF; PRAGMA main.cache_size=-16384")
        if before:
            tables.execute("ATTACH ? AS was", (immutable(before),))
    except sqlite3.OperationalError as error:
        raise StoreError(f"{before}: cannot be read ({error}): run kg build again") from error
    return tables


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"temporary files cannot be written: {error} (SQLITE_TMPDIR says where they go); "
            "the graph that was there is whole"
        ) from error


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

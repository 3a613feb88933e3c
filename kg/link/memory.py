"""What linking keeps from one build for the next: values by key, and the blocks of what may be one thing.

Both are read from the tables of the build before where they are asked for, and changes stay in memory until the tables
of the next build are written; so the work is that of the change. Without tables before it all is new, and in memory.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, Generic, TypeVar

from kg.closing import Closes
from kg.link.clusters import hubs
from kg.tables import new_tables, open_tables

FILE = "links.sqlite"
END = "\x1f"  # between the parts of a key: sorts before all that is in one
Key = tuple[str, ...]
Pair = tuple[Key, Key]
V = TypeVar("V")


class Memory(Closes):
    """The tables of one build before, or of none; `shelf` and `blocks` give each by its name."""

    def __init__(self, before: Path | None = None) -> None:
        self._before = before
        self._tables = open_tables(before / FILE) if before else None
        self._kept: dict[str, Shelf[Any] | Blocks] = {}

    def shelf(
        self, name: str, encode: Callable[[V], Any] | None = None, decode: Callable[[Any], V] | None = None
    ) -> Shelf[V]:
        """Values by key; `encode` and `decode` turn one into what JSON holds, and back."""
        return self._kept.setdefault(name, Shelf(name, self._tables, encode, decode))  # type: ignore[return-value]

    def blocks(self, name: str) -> Blocks:
        return self._kept.setdefault(name, Blocks(name, self._tables))  # type: ignore[return-value]

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
        if self._tables is not None:
            self._tables.close()

    def _named(self) -> list[tuple[str, Shelf[Any] | Blocks]]:
        return sorted(self._kept.items())


class Shelf(Generic[V]):
    """A value for each key."""

    SCHEMA = "CREATE TABLE {0} (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"

    def __init__(
        self,
        name: str,
        tables: sqlite3.Connection | None,
        encode: Callable[[V], Any] | None,
        decode: Callable[[Any], V] | None,
    ) -> None:
        self._name, self._tables = name, tables
        self._encode, self._decode = encode or (lambda value: value), decode or (lambda value: value)
        self._new: dict[Key, V | None] = {}
        self._seen: dict[Key, V | None] = {}

    def get(self, key: Key) -> V | None:
        if key in self._new:
            return self._new[key]
        if self._tables is None:
            return None
        if key not in self._seen:
            found = self._tables.execute(
                f"SELECT value FROM {self._name} WHERE key = ?", (END.join(key),)
            ).fetchone()
            self._seen[key] = self._decode(json.loads(found[0])) if found else None
        return self._seen[key]

    def put(self, key: Key, value: V | None) -> None:
        """None takes the value away."""
        self._new[key] = value

    def items(self) -> Iterator[tuple[Key, V]]:
        """All of them, not in order."""
        for key, value in self._new.items():
            if value is not None:
                yield key, value
        for text, value in self._tables.execute(f"SELECT * FROM {self._name}") if self._tables else ():
            key = tuple(text.split(END))
            if key not in self._new:
                yield key, self._decode(json.loads(value))

    def write(self, tables: sqlite3.Connection) -> None:
        if self._tables is not None:
            tables.executemany(
                f"DELETE FROM {self._name} WHERE key = ?", ((END.join(key),) for key in self._new)
            )
        rows = (
            (END.join(key), _json(self._encode(value)))
            for key, value in sorted(self._new.items())
            if value is not None
        )
        tables.executemany(f"INSERT INTO {self._name} VALUES (?,?)", rows)


class Blocks:
    """Members by block, each a key; a block is known by a hash of its name."""

    SCHEMA = "CREATE TABLE {0} (block INTEGER, member TEXT, PRIMARY KEY (block, member)) WITHOUT ROWID;"

    def __init__(self, name: str, tables: sqlite3.Connection | None) -> None:
        self._name, self._tables = name, tables
        self._now: dict[int, set[Key]] = {}
        self._was: dict[int, frozenset[Key]] = {}

    def members(self, block: str | int) -> list[Key]:
        """Sorted."""
        return sorted(self._loaded(number_of(block)))

    def change(
        self, gone: Mapping[Key, Iterable[str | int]], come: Mapping[Key, Iterable[str | int]]
    ) -> dict[int, tuple[list[Key], list[Key]]]:
        """Takes members out of blocks and puts them into others; each touched block before and after, sorted."""
        out, into = _by_block(gone), _by_block(come)
        touched = {}
        for block in out.keys() | into.keys():
            now = self._loaded(block)
            before = sorted(now)
            now -= out.get(block, set())
            now |= into.get(block, set())
            touched[block] = before, sorted(now)
        return touched

    def allows(self, pair: Pair, block: str | int, most: int) -> bool:
        """Whether a block would have a pair compared."""
        members = self._loaded(number_of(block))
        both = pair[0] in members and pair[1] in members
        return both and (len(members) <= most or not set(pair).isdisjoint(hubs(members)))

    def write(self, tables: sqlite3.Connection) -> None:
        changed = [
            (block, now)
            for block, now in sorted(self._now.items())
            if now != self._was.get(block, frozenset())
        ]
        out = (
            (block, END.join(m))
            for block, now in changed
            for m in sorted(self._was.get(block, frozenset()) - now)
        )
        into = (
            (block, END.join(m))
            for block, now in changed
            for m in sorted(now - self._was.get(block, frozenset()))
        )
        tables.executemany(f"DELETE FROM {self._name} WHERE block = ? AND member = ?", out)
        tables.executemany(f"INSERT INTO {self._name} VALUES (?,?)", into)

    def _loaded(self, block: int) -> set[Key]:
        if block not in self._now:
            rows = (
                self._tables.execute(f"SELECT member FROM {self._name} WHERE block = ?", (block,))
                if self._tables
                else ()
            )
            found = {tuple(row[0].split(END)) for row in rows}
            self._now[block] = found
            if found:
                self._was[block] = frozenset(found)
        return self._now[block]


def number_of(block: str | int) -> int:
    """A block's number in the tables: of 64 bits, so that two blocks hardly ever share one."""
    if isinstance(block, int):
        return block
    return int.from_bytes(blake2b(block.encode(), digest_size=8).digest(), signed=True)


def _by_block(members: Mapping[Key, Iterable[str | int]]) -> dict[int, set[Key]]:
    found: dict[int, set[Key]] = {}
    for member, blocks in members.items():
        for block in blocks:
            found.setdefault(number_of(block), set()).add(member)
    return found


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""One value per key, read from the tables of the previous build where it is asked for.

Changed values are cached until they exceed the memory limit; then they spill to a temporary SQLite database.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

import orjson

from kg.errors import StoreError

# Between the parts of a key. It sorts before every character of a part.
SEPARATOR = "\x1f"
# The attached database with the tables of the previous build. `main` is the temporary one, with what has changed.
PREVIOUS = "previous"
# Characters of JSON that one table caches. As objects they take 5 to 10 times as much memory.
MEMORY_LIMIT = 1 << 22
# Characters that an entry without a value counts as
ENTRY_SIZE = 100
# Puts between two estimates of the size of the cache, and the entries that an estimate looks at
PUTS_PER_CHECK = 256
SAMPLE_SIZE = 8

Key = tuple[str, ...]
Pair = tuple[Key, Key]
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Database:
    """The temporary database of an update, to which that of the previous build is attached, if there is one.

    `cache_share` is the size of the caches of its tables, 1 for the usual one.
    """

    connection: sqlite3.Connection
    has_previous: bool
    cache_share: float


class KeyValueTable(Generic[V]):
    """A persistent mapping. `encode` turns a value into what JSON can hold, and `decode` turns it back."""

    SCHEMA = "CREATE TABLE {0} (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"

    def __init__(
        self,
        name: str,
        database: Database,
        encode: Callable[[V], Any] | None = None,
        decode: Callable[[Any], V] | None = None,
    ) -> None:
        self._name, self._database = name, database.connection
        self._cache_limit = MEMORY_LIMIT * database.cache_share
        self._encode, self._decode = encode or (lambda value: value), decode or (lambda value: value)
        self._unsaved: dict[Key, V | None] = {}
        self._cache: dict[Key, V | None] = {}
        self._puts = self._cache_size = 0
        # A deleted key has a row without a value, which hides the row of the previous build
        self._database.execute(self.SCHEMA.format(f"main.{name}"))
        self._sources = [PREVIOUS] if database.has_previous else []

    def get(self, key: Key) -> V | None:
        if key in self._unsaved:
            return self._unsaved[key]
        if key not in self._cache and self._sources:
            self._cache[key] = self._load(key)
        return self._cache.get(key)

    def put(self, key: Key, value: V | None) -> None:
        """Stores a value; None deletes the entry."""
        self._unsaved[key] = value
        self._cache.pop(key, None)
        self._puts += 1
        if self._puts % PUTS_PER_CHECK == 0 and self._unsaved_size() > self._cache_limit:
            self._spill()

    def items(self) -> Iterator[tuple[Key, V]]:
        """All entries, unordered."""
        self._spill()
        for source in self._sources:
            newest = "" if source == "main" else f"WHERE key NOT IN (SELECT key FROM main.{self._name})"
            for key, value in self._database.execute(f"SELECT * FROM {source}.{self._name} {newest}"):
                if value is not None:
                    yield split_key(key), self._decode(orjson.loads(value))

    def write(self, output: sqlite3.Connection) -> None:
        """Applies the changes to the tables of the next build, a copy of the previous one or empty."""
        self._spill()
        changed = f"FROM main.{self._name}"
        if PREVIOUS in self._sources:
            keys = self._database.execute(f"SELECT key {changed}")
            output.executemany(f"DELETE FROM {self._name} WHERE key = ?", keys)
        rows = self._database.execute(f"SELECT * {changed} WHERE value IS NOT NULL ORDER BY key")
        output.executemany(f"INSERT INTO {self._name} VALUES (?,?)", rows)

    def _load(self, key: Key) -> V | None:
        """The newest value in the databases."""
        for source in self._sources:
            query = f"SELECT value FROM {source}.{self._name} WHERE key = ?"
            row = self._database.execute(query, (join_key(key),)).fetchone()
            if row:
                self._limit_cache(len(row[0] or ""))
                return None if row[0] is None else self._decode(orjson.loads(row[0]))
        self._limit_cache(0)
        return None

    def _limit_cache(self, added: int) -> None:
        """Empties the cache of values that were read when it exceeds the memory limit."""
        self._cache_size += added + ENTRY_SIZE
        if self._cache_size > self._cache_limit:
            self._cache.clear()
            self._cache_size = added

    def _unsaved_size(self) -> float:
        """The approximate size of the unsaved values in characters of JSON."""
        sample = [value for value in islice(self._unsaved.values(), SAMPLE_SIZE) if value is not None]
        size = sum(len(_json(self._encode(value))) for value in sample)
        return size * len(self._unsaved) / SAMPLE_SIZE

    def _spill(self) -> None:
        """Moves the unsaved values to the temporary database."""
        if not self._unsaved:
            return
        rows = (
            (join_key(key), None if value is None else _json(self._encode(value)))
            for key, value in self._unsaved.items()
        )
        with spill_errors():
            self._database.executemany(f"INSERT OR REPLACE INTO main.{self._name} VALUES (?,?)", rows)
        self._unsaved.clear()
        if "main" not in self._sources:
            self._sources.insert(0, "main")


class BoundedCache(dict[K, V]):
    """A dict for recomputable values. It empties itself when it reaches `limit` entries."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def __setitem__(self, key: K, value: V) -> None:
        if len(self) >= self._limit:
            self.clear()
        super().__setitem__(key, value)


class SizedCache(Generic[K, V]):
    """Recomputable values of different sizes. Those that were not used for longest go when the sum reaches a limit."""

    def __init__(self, limit: float, size: Callable[[V], int]) -> None:
        self._limit, self._size = limit, size
        self._values: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._total = 0

    def get(self, key: K) -> V | None:
        found = self._values.get(key)
        if found is None:
            return None
        self._values.move_to_end(key)
        return found[0]

    def put(self, key: K, value: V) -> None:
        self.pop(key)
        size = self._size(value)
        self._values[key] = value, size
        self._total += size
        while self._total > self._limit and len(self._values) > 1:
            self.pop(next(iter(self._values)))

    def pop(self, key: K) -> None:
        found = self._values.pop(key, None)
        if found is not None:
            self._total -= found[1]


def join_key(key: Key) -> str:
    return SEPARATOR.join(key)


def split_key(text: str) -> Key:
    return tuple(text.split(SEPARATOR))


@contextmanager
def spill_errors() -> Iterator[None]:
    """Raises StoreError where the temporary database cannot be written."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"temporary files cannot be written: {error} (set SQLITE_TMPDIR to use another folder); "
            "the existing graph is unchanged"
        ) from error


def _json(value: Any) -> str:
    return orjson.dumps(value, default=tuple).decode()

"""One value per key, read from the tables of the previous build where it is asked for.

Changed values are held until they exceed the memory limit; then they spill to a temporary SQLite database.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from kg.errors import StoreError

# Between the parts of a key. It sorts before every character of a part.
SEPARATOR = "\x1f"
# The attached database with the tables of the previous build. `main` is the temporary one, with what has changed.
PREVIOUS = "previous"
# Bytes that one table holds unsaved, and as many that it caches as objects, which take 5 to 10 times as much memory
MEMORY_LIMIT = 1 << 22
# Bytes that an entry counts as beside its value
ENTRY_SIZE = 100

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
    """A persistent mapping to values of one type, which MessagePack stores.

    Values that were put or read last are also kept as objects, up to the memory limit.
    """

    SCHEMA = "CREATE TABLE {0} (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;"

    def __init__(self, name: str, database: Database, kind: type[V]) -> None:
        self._name, self._database = name, database.connection
        self._limit = MEMORY_LIMIT * database.cache_share
        # Sets are sorted, so that the same values are the same bytes
        self._encode = msgspec.msgpack.Encoder(order="deterministic").encode
        self._decode = msgspec.msgpack.Decoder(kind).decode
        self._unsaved: dict[Key, bytes | None] = {}
        self._unsaved_size = 0
        # Two generations: the older one goes when the newer one has reached half of the limit
        self._cache: dict[Key, V | None] = {}
        self._older: dict[Key, V | None] = {}
        self._cache_size = 0
        # A deleted key has a row without a value, which hides the row of the previous build
        self._database.execute(self.SCHEMA.format(f"main.{name}"))
        self._sources = [PREVIOUS] if database.has_previous else []
        self._queries = self._queries_of_sources()

    def get(self, key: Key) -> V | None:
        try:
            return self._cache[key]
        except KeyError:
            return self._get_older(key)

    def put(self, key: Key, value: V | None) -> None:
        """Stores a value; None deletes the entry."""
        encoded = None if value is None else self._encode(value)
        size = ENTRY_SIZE + len(encoded or b"")
        self._unsaved[key] = encoded
        self._unsaved_size += size
        self._remember(key, value, size)
        if self._unsaved_size > self._limit:
            self._spill()

    def items(self) -> Iterator[tuple[Key, V]]:
        """All entries, unordered."""
        self._spill()
        for source in self._sources:
            newest = "" if source == "main" else f"WHERE key NOT IN (SELECT key FROM main.{self._name})"
            for key, value in self._database.execute(f"SELECT * FROM {source}.{self._name} {newest}"):
                if value is not None:
                    yield split_key(key), self._decode(value)

    def write(self, output: sqlite3.Connection) -> None:
        """Applies the changes to the tables of the next build, a copy of the previous one or empty."""
        self._spill()
        changed = f"FROM main.{self._name}"
        if PREVIOUS in self._sources:
            keys = self._database.execute(f"SELECT key {changed}")
            output.executemany(f"DELETE FROM {self._name} WHERE key = ?", keys)
        rows = self._database.execute(f"SELECT * {changed} WHERE value IS NOT NULL ORDER BY key")
        output.executemany(f"INSERT INTO {self._name} VALUES (?,?)", rows)

    def _get_older(self, key: Key) -> V | None:
        """A value that is not among the newest of the cache."""
        if key in self._older:
            value, size = self._older[key], ENTRY_SIZE
        else:
            encoded = self._unsaved[key] if key in self._unsaved else self._load(key)
            value = None if encoded is None else self._decode(encoded)
            size = ENTRY_SIZE + len(encoded or b"")
        self._remember(key, value, size)
        return value

    def _remember(self, key: Key, value: V | None, size: int) -> None:
        self._cache_size += size
        if self._cache_size > self._limit / 2:
            self._older, self._cache, self._cache_size = self._cache, {}, size
        self._cache[key] = value

    def _load(self, key: Key) -> bytes | None:
        """The newest value in the databases."""
        for query in self._queries:
            row = self._database.execute(query, (join_key(key),)).fetchone()
            if row:
                value: bytes | None = row[0]
                return value
        return None

    def _queries_of_sources(self) -> list[str]:
        return [f"SELECT value FROM {source}.{self._name} WHERE key = ?" for source in self._sources]

    def _spill(self) -> None:
        """Moves the unsaved values to the temporary database."""
        if not self._unsaved:
            return
        rows = sorted((join_key(key), value) for key, value in self._unsaved.items())
        with spill_errors():
            self._database.executemany(f"INSERT OR REPLACE INTO main.{self._name} VALUES (?,?)", rows)
        self._unsaved.clear()
        self._unsaved_size = 0
        if "main" not in self._sources:
            self._sources.insert(0, "main")
            self._queries = self._queries_of_sources()


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

"""The state of linking that one build passes to the next, in a SQLite file of key-value tables and block indexes.

Entries of the previous build are read where they are asked for. Changed entries are cached, and beyond the memory
limit they spill to a temporary database that SQLite deletes when it is closed. So the work of an update grows with
the change, and memory does not grow with the number of articles.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from kg.errors import StoreError
from kg.link.engine.block_index import BlockIndex
from kg.link.engine.key_value_table import PREVIOUS, Database, KeyValueTable
from kg.store.sqlite import immutable, new_tables

FILE = "links.sqlite"
# Of the tables in the file; a build with another version cannot be updated or read
VERSION = 4
V = TypeVar("V")


class LinkTables(AbstractContextManager["LinkTables"]):
    """All tables of linking, by name, over those of a previous build or of none."""

    def __init__(self, previous: Path | None = None, *, cache_share: float = 1.0) -> None:
        """`cache_share` is the size of all caches, 1 for those of some 1 GB together.

        Raises StoreError if the previous build has no such tables.
        """
        self._previous, self.cache_share = previous, cache_share
        connection = _open(previous / FILE if previous else None)
        self._database = Database(connection, previous is not None, cache_share)
        self._tables: dict[str, KeyValueTable[Any] | BlockIndex] = {}

    @property
    def has_previous(self) -> bool:
        """Whether these tables continue those of a build."""
        return self._previous is not None

    def scratch(self, name: str, kind: type[V]) -> KeyValueTable[V]:
        """A key-value table for one update, which is not written."""
        return KeyValueTable(f"scratch_{name}", replace(self._database, has_previous=False), kind)

    def key_values(self, name: str, kind: type[V]) -> KeyValueTable[V]:
        """The key-value table of a name, with values of a type."""
        table = KeyValueTable(name, self._database, kind)
        self._tables[name] = table
        return table

    def block_index(self, name: str) -> BlockIndex:
        """The block index of a name."""
        self._tables[name] = index = BlockIndex(name, self._database)
        return index

    def write(self, build: Path, *, erase: bool = False) -> None:
        """Writes the tables of the next build; `erase`: nothing of deleted entries may be left in the file."""
        if self._previous:
            shutil.copyfile(self._previous / FILE, build / FILE)
            schema = "PRAGMA secure_delete=ON;"
        else:
            tables = "".join(table.SCHEMA.format(name) for name, table in sorted(self._tables.items()))
            schema = f"PRAGMA user_version={VERSION}; {tables}"
        with new_tables(build / FILE, schema, erase=erase and self._previous is not None) as output:
            for _, table in sorted(self._tables.items()):
                table.write(output)

    def close(self) -> None:
        self._database.connection.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _open(previous: Path | None) -> sqlite3.Connection:
    """A temporary database for changes, with the tables of the previous build attached to it."""
    # An empty name makes a temporary file, which SQLite deletes when it is closed
    with ExitStack() as stack:
        try:
            database = stack.enter_context(closing(sqlite3.connect("", uri=True)))
            database.executescript("PRAGMA main.journal_mode=OFF; PRAGMA main.cache_size=-16384")
            if previous:
                database.execute(f"ATTACH ? AS {PREVIOUS}", (immutable(previous),))
                (version,) = database.execute(f"PRAGMA {PREVIOUS}.user_version").fetchone()
                if version != VERSION:
                    raise StoreError(f"{previous}: made by another version of kg: run kg build again")
        except sqlite3.OperationalError as error:
            raise StoreError(f"{previous}: cannot be read ({error}): run kg build again") from error
        stack.pop_all()  # it stays open
    return database

"""What a server holds of a store: a digest of each graph and subject that was loaded, in a file of the store.

It lies beside the builds and outlives them, so that the next load sends only what has changed.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FOLDER = "loads"  # in a store
SCHEMA = """
CREATE TABLE IF NOT EXISTS loaded (build TEXT, next TEXT);
CREATE TABLE IF NOT EXISTS item (kind TEXT, name TEXT, digest BLOB, seen TEXT, PRIMARY KEY (kind, name)) WITHOUT ROWID;
"""
Kind = Literal["graph", "subject"]


@dataclass(frozen=True, slots=True)
class Item:
    """A named graph, or a subject of the default graph, with its quads as lines of N-Triples."""

    kind: Kind
    name: str
    lines: Sequence[str]
    is_new: bool = False  # the server has nothing of it

    @property
    def digest(self) -> bytes:
        return hashlib.sha256("\n".join(self.lines).encode()).digest()[:16]


class LoadState(AbstractContextManager["LoadState"]):
    """The state of the loads of one store into one server; each change is on disk when its method returns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        self._tables = sqlite3.connect(path)
        self._tables.executescript(SCHEMA)

    def __exit__(self, *_: object) -> None:
        self._tables.close()

    @property
    def builds(self) -> tuple[str | None, str | None]:
        """The id of the build that was loaded, and of one whose load has begun."""
        row = self._tables.execute("SELECT build, next FROM loaded").fetchone()
        return row or (None, None)

    def begin(self, build: str) -> None:
        with self._tables:
            done, _ = self.builds
            self._tables.execute("DELETE FROM loaded")
            self._tables.execute("INSERT INTO loaded VALUES (?, ?)", (done, build))

    def finish(self, build: str) -> None:
        with self._tables:
            self._tables.execute("UPDATE loaded SET build = ?, next = NULL", (build,))

    def forget(self) -> None:
        """Forgets everything: the server does not have it."""
        with self._tables:
            self._tables.executescript("DELETE FROM loaded; DELETE FROM item;")

    def digest(self, kind: Kind, name: str) -> bytes | None:
        """The digest of what the server has; empty if a request about it was interrupted, None if it has nothing."""
        row = self._tables.execute(
            "SELECT digest FROM item WHERE kind = ? AND name = ?", (kind, name)
        ).fetchone()
        return None if row is None else bytes(row[0])

    def mark(self, items: Sequence[Item], build: str, *, sent: bool) -> None:
        """Notes that items of a build are about to be sent, or that the server has them."""
        rows = ((item.kind, item.name, item.digest if sent else b"", build) for item in items)
        with self._tables:
            self._tables.executemany("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?)", rows)

    def see(self, names: Sequence[tuple[Kind, str]], build: str) -> None:
        """Notes that a build has these items, unchanged."""
        with self._tables:
            self._tables.executemany(
                "UPDATE item SET seen = ? WHERE kind = ? AND name = ?",
                ((build, *name) for name in names),
            )

    def not_in(self, build: str) -> Iterator[Item]:
        """The items that the server has and the build has not."""
        rows = self._tables.execute("SELECT kind, name FROM item WHERE seen != ?", (build,)).fetchall()
        return (Item(kind, name, ()) for kind, name in rows)

    def remove(self, items: Sequence[Item]) -> None:
        with self._tables:
            self._tables.executemany(
                "DELETE FROM item WHERE kind = ? AND name = ?", ((item.kind, item.name) for item in items)
            )

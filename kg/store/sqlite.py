"""SQLite files of a build, beside its graph: written once, then only read."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError


@dataclass(frozen=True, slots=True)
class Increment:
    """What has changed in a graph since the previous build: IRIs of articles, removed ones too, and of other subjects.

    `erase`: nothing of the removed articles may be left on the disk.
    """

    previous: Path
    articles: frozenset[str]
    subjects: frozenset[str]
    erase: bool


@contextmanager
def next_tables(
    build: Path, name: str, schema: str, increment: Increment | None
) -> Iterator[sqlite3.Connection]:
    """A copy of the previous build's tables to change, or without an increment new ones. Raises StoreError."""
    if increment is not None:
        shutil.copyfile(increment.previous / name, build / name)
    erase = increment is not None and increment.erase
    with new_tables(build / name, "PRAGMA secure_delete=ON;" if increment else schema, erase=erase) as tables:
        yield tables


@contextmanager
def new_tables(path: Path, schema: str, *, erase: bool = False) -> Iterator[sqlite3.Connection]:
    """A new file of tables, without a journal: a build that crashes is discarded anyway.

    `erase`: the file is written anew at the end, as `secure_delete` leaves words where SQLite has moved rows.

    Raises StoreError if it cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as tables:
            tables.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {schema}")
            yield tables
            tables.commit()
            if erase:
                tables.execute("VACUUM")
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be written: {error}; the existing graph is unchanged") from error


def open_tables(path: Path) -> sqlite3.Connection:
    """Tables of a build for reading, also by several threads. Raises StoreError if they are missing."""
    try:
        return sqlite3.connect(immutable(path), uri=True, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise StoreError(f"{path.parent}: has no {path.name}: run kg build again") from error


def immutable(path: Path) -> str:
    """The address by which SQLite opens a file that no process writes."""
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"

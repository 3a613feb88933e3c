"""Tables of a build: SQLite files beside its graph, written once and then only read."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError


@dataclass(frozen=True, slots=True)
class Since:
    """What of a graph is other than in the build before: IRIs of articles, gone ones too, and of all else.

    `forgets`: what is gone must not be left on the disk either.
    """

    build: Path
    articles: frozenset[str]
    about: frozenset[str]
    forgets: bool


@contextmanager
def next_tables(build: Path, name: str, schema: str, since: Since | None) -> Iterator[sqlite3.Connection]:
    """The tables of the build before, to be changed; empty ones without one. Raises StoreError."""
    if since is not None:
        shutil.copyfile(since.build / name, build / name)
    with new_tables(build / name, "PRAGMA secure_delete=ON;" if since else schema) as tables:
        yield tables


@contextmanager
def new_tables(path: Path, schema: str) -> Iterator[sqlite3.Connection]:
    """An empty file of tables to fill: not safe against crashes, as a build counts only when it is whole.

    Raises StoreError if it cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as tables:
            tables.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {schema}")
            yield tables
            tables.commit()
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be written: {error}; the existing graph is unchanged") from error


def open_tables(path: Path) -> sqlite3.Connection:
    """Tables of a build, for reading, by several threads if need be.

    Raises StoreError if they are not there.
    """
    try:
        return sqlite3.connect(immutable(path), uri=True, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise StoreError(f"{path.parent}: has no {path.name}: run kg build again") from error


def immutable(path: Path) -> str:
    """How SQLite opens tables that nobody writes."""
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"

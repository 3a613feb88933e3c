"""Claims and their fillers as SQLite tables, for lists, filters and the network.

Made from a build's graph by the first server that opens it, and kept in the build's folder for the next one. Claims
with their sentences are read from the graph itself.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import threading
import weakref
from asyncio import shield, wrap_future
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from typing import Any

import kg.query
from kg.api.tables.ontology import Ontology, read_ontology
from kg.api.tables.read_rows import Row, rows_of
from kg.api.tables.totals import SCHEMA as TOTALS
from kg.api.tables.totals import write_totals
from kg.errors import StoreError
from kg.store.processes.command import command, environment
from kg.store.processes.end_with_parent import end_with_parent
from kg.store.read_build import Store, open_build
from kg.store.sqlite import new_tables, open_tables
from kg.store.temporary import LockedDirectory

TABLE = "table.sqlite"
NICENESS = 10
LARGE = 200_000  # quads whose tables take more than a second
SCHEMA = """
CREATE TABLE article (id TEXT PRIMARY KEY, published TEXT, publisher TEXT, headline TEXT, source TEXT, copies TEXT,
    sentences INT) WITHOUT ROWID;
CREATE TABLE entity (id TEXT PRIMARY KEY, label TEXT, type TEXT, types TEXT, named INT, mentions INT, articles INT,
    sources INT, names TEXT, latitude REAL, longitude REAL, country TEXT, same_as TEXT, size REAL,
    node INT) WITHOUT ROWID;
CREATE TABLE event (id TEXT PRIMARY KEY, label TEXT, class TEXT, state INT, factuality TEXT, begins TEXT, ends TEXT,
    claims INT, articles INT, sources INT, title TEXT, node INT) WITHOUT ROWID;
CREATE TABLE part (event TEXT, role TEXT, entity TEXT, PRIMARY KEY (event, role, entity)) WITHOUT ROWID;
CREATE TABLE claim (id TEXT PRIMARY KEY, article TEXT, class TEXT, begin INT, event TEXT, factuality TEXT,
    begins TEXT, ends TEXT, published TEXT, uncertain INT, predicate TEXT, "trigger" TEXT,
    confidence REAL) WITHOUT ROWID;
CREATE TABLE fills (entity TEXT, claim TEXT, role TEXT, node INT, PRIMARY KEY (entity, claim, role)) WITHOUT ROWID;
CREATE TABLE inferred (entity TEXT, claim TEXT, role TEXT, node INT, PRIMARY KEY (entity, claim, role)) WITHOUT ROWID;
CREATE VIEW fills_or_inferred AS SELECT *, 0 AS inferred FROM fills UNION ALL SELECT *, 1 FROM inferred;
CREATE TABLE dispute (first TEXT, second TEXT, kind TEXT, PRIMARY KEY (first, second, kind)) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX entity_mentions ON entity (mentions DESC, id);
CREATE INDEX event_begins ON event (begins DESC, id);
CREATE INDEX claim_event ON claim (event);
CREATE INDEX claim_article ON claim (article, begin);
CREATE INDEX claim_published ON claim (published DESC, article, begin);
CREATE INDEX fills_claim ON fills (claim, role);
CREATE INDEX inferred_claim ON inferred (claim, role);
ANALYZE;
"""


class Table:
    """The tables of one build; each thread has its own connection. `close` removes those in a temporary folder."""

    def __init__(self) -> None:
        folder = LockedDirectory("table")
        self.folder = Path(folder.name)
        # if close() is never called
        self._remove = weakref.finalize(self, folder.cleanup)
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        # The file of the tables, once they are made
        self.file: Future[Path] = Future()

    async def made(self) -> None:
        """Waits until the tables are made, without a thread. Raises StoreError if they cannot be."""
        if not self.file.done():
            await shield(wrap_future(self.file))

    def rows(self, sql: str, values: Iterable[object] | Mapping[str, object] = ()) -> list[Row]:
        """The rows of a query, once the tables are made. Raises StoreError if they cannot be."""
        if not hasattr(self._local, "tables"):
            self._local.tables = open_tables(self.file.result())
            self._opened.append(self._local.tables)
        rows: list[Row] = self._local.tables.execute(
            sql, values if isinstance(values, dict) else tuple(values)
        ).fetchall()
        return rows

    def value(self, sql: str, values: Iterable[object] = ()) -> Any:
        """The first value of the first row; None if there is no row."""
        rows = self.rows(sql, values)
        return rows[0][0] if rows else None

    def close(self) -> None:
        for tables in self._opened:
            tables.close()
        self._remove()


def make_table(store: Store, ontology: Ontology, *, aside: bool = False, wait: bool = True) -> Table:
    """The tables of a build: those that an earlier server left in its folder, or new ones.

    `aside`: a child process makes them, so that this one continues to answer. Without `wait` it does so for a large
    build too, and queries wait for it. Raises StoreError.
    """
    table, kept = Table(), kept_file(store.path)
    if kept.exists():
        table.file.set_result(kept)
    elif not wait and store.counts.get("quads", 0) > LARGE:
        threading.Thread(
            target=_make_aside, args=(store.path, table), name="make tables", daemon=True
        ).start()
    elif aside:
        _make_aside(store.path, table)
        table.file.result()
    else:
        table.file.set_result(write_table(store, ontology, kept, table.folder))
    return table


def _make_aside(build: Path, table: Table) -> None:
    kept = kept_file(build)
    made = subprocess.run(
        command("kg.api.tables.table", str(build), str(kept), str(table.folder), str(os.getpid())),
        env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if made.returncode:
        table.file.set_exception(StoreError(f"{build}: its tables cannot be computed"))
    else:
        table.file.set_result(kept if kept.exists() else table.folder / TABLE)


def kept_file(build: Path) -> Path:
    """Where the tables of a build are kept for later servers of the same version."""
    return build / f"server-{_version()}.sqlite"


@cache
def _version() -> str:
    """A hash of the code that makes the tables."""
    modules = sorted((*Path(__file__).parent.glob("*.py"), *Path(kg.query.__file__).parent.rglob("*.py")))
    return hashlib.sha256(b"".join(module.read_bytes() for module in modules)).hexdigest()[:12]


def write_table(store: Store, ontology: Ontology, kept: Path, folder: Path) -> Path:
    """Writes the tables of a build to the file `kept` in its folder, or where that is read-only to another folder.

    Returns the file.
    """
    if not os.access(store.path, os.W_OK):
        return made_table(store, ontology, folder)
    new = kept.with_suffix(f".{os.getpid()}")
    try:
        _write(store, ontology, new)
        with new.open("rb") as file:
            os.fsync(file.fileno())  # a server after a crash of the machine must not find half of it
        new.replace(kept)
    finally:
        new.unlink(missing_ok=True)
    return kept


def made_table(store: Store, ontology: Ontology, folder: Path) -> Path:
    """Writes the tables of a build to a new file in a folder, and returns the file."""
    _write(store, ontology, folder / TABLE)
    return folder / TABLE


def _write(store: Store, ontology: Ontology, file: Path) -> None:
    with new_tables(file, SCHEMA + TOTALS) as tables:
        for name, rows in rows_of(store, ontology):
            _insert(tables, name, rows)
        tables.executescript(INDEXES)
        write_totals(tables, ontology)


def _insert(tables: sqlite3.Connection, name: str, rows: Iterable[Row]) -> None:
    width = len(tables.execute(f"SELECT * FROM {name} LIMIT 0").description)
    tables.executemany(f"INSERT OR IGNORE INTO {name} VALUES ({', '.join('?' * width)})", rows)


def main() -> None:
    """Writes the tables of the build at the first argument to the second, or into the folder at the third."""
    build, kept, folder, parent = sys.argv[1:]
    end_with_parent(int(parent))
    os.nice(NICENESS)
    with open_build(Path(build)) as store:
        write_table(store, read_ontology(store), Path(kept), Path(folder))


if __name__ == "__main__":
    main()

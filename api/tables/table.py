"""Claims and their fillers as SQLite tables, for lists, filters and the network.

Made from a build's graph when the server opens it, in a temporary file that goes with it. Claims with their sentences
are read from the graph itself.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

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
    begins TEXT, ends TEXT, published TEXT, uncertain INT, predicate TEXT, "trigger" TEXT) WITHOUT ROWID;
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
    """The tables of one build, in a temporary folder that `close` removes; each thread has its own connection."""

    def __init__(self) -> None:
        folder = LockedDirectory("table")
        self.folder = Path(folder.name)
        # if close() is never called
        self._remove = weakref.finalize(self, folder.cleanup)
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []

    def rows(self, sql: str, values: Iterable[object] | Mapping[str, object] = ()) -> list[Row]:
        if not hasattr(self._local, "tables"):
            self._local.tables = open_tables(self.folder / TABLE)
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


def make_table(store: Store, ontology: Ontology, *, aside: bool = False) -> Table:
    """The tables of a build; `aside`: a child process makes them, so that this one continues to answer.

    Raises StoreError.
    """
    table = Table()
    if not aside:
        write_table(store, ontology, table.folder)
        return table
    made = subprocess.run(
        command("kg.api.tables.table", str(store.path), str(table.folder), str(os.getpid())),
        env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if made.returncode:
        raise StoreError(f"{store.path}: its tables cannot be computed")
    return table


def write_table(store: Store, ontology: Ontology, folder: Path) -> None:
    with new_tables(folder / TABLE, SCHEMA + TOTALS) as tables:
        for name, rows in rows_of(store, ontology):
            _insert(tables, name, rows)
        tables.executescript(INDEXES)
        write_totals(tables, ontology)


def _insert(tables: sqlite3.Connection, name: str, rows: Iterable[Row]) -> None:
    width = len(tables.execute(f"SELECT * FROM {name} LIMIT 0").description)
    tables.executemany(f"INSERT OR IGNORE INTO {name} VALUES ({', '.join('?' * width)})", rows)


def main() -> None:
    """Writes the tables of the build at the first argument into the folder at the second."""
    build, folder, parent = sys.argv[1:]
    end_with_parent(int(parent))
    os.nice(NICENESS)
    with open_build(Path(build)) as store:
        write_table(store, read_ontology(store), Path(folder))


if __name__ == "__main__":
    main()

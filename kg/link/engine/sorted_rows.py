"""Rows in order, beyond memory: SQLite sorts in runs on the disk, and deletes them when it is closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Self

from kg.link.engine.key_value_table import Key, Pair, join_key, spill_errors, split_key

# Rows in memory, 200 to 400 bytes each; what one row is sorted by is all of its values
ROW_LIMIT = 1 << 17
Row = tuple[int | str, ...]


class SortedRows:
    """Rows of as many values each, collected in any order. They are sorted by their values."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._database: sqlite3.Connection | None = None

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= ROW_LIMIT:
            self._spill()

    def __iter__(self) -> Iterator[Row]:
        if self._database is None:
            self._rows.sort()
            yield from self._rows
            return
        if not self._rows:
            (width,) = self._database.execute("SELECT count(*) FROM pragma_table_info('row')").fetchone()
        else:
            width = len(self._rows[0])
            self._spill()
        order = ", ".join(str(column + 1) for column in range(width))
        with spill_errors():
            yield from self._database.execute(f"SELECT * FROM row ORDER BY {order}")

    def close(self) -> None:
        self._rows.clear()
        if self._database is not None:
            self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _spill(self) -> None:
        columns = [f"c{number}" for number in range(len(self._rows[0]))]
        with spill_errors():
            if self._database is None:
                self._database = sqlite3.connect("")
                self._database.executescript("PRAGMA journal_mode=OFF; PRAGMA cache_size=-16384")
                self._database.execute(f"CREATE TABLE row ({', '.join(columns)})")
            marks = ",".join("?" * len(columns))
            self._database.executemany(f"INSERT INTO row VALUES ({marks})", self._rows)
        self._rows.clear()


class SortedPairs(SortedRows):
    """Pairs of keys, in order, with how often each was added."""

    def add_pair(self, pair: Pair) -> None:
        self.add((join_key(pair[0]), join_key(pair[1])))

    def counted(self) -> Iterator[tuple[Pair, int]]:
        for (one, other), group in groupby(self):
            yield (_key(one), _key(other)), sum(1 for _ in group)


def _key(text: int | str) -> Key:
    return split_key(str(text))

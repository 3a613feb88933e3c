import random
from pathlib import Path

import pytest

from kg.store.sqlite import new_tables

SCHEMA = "CREATE TABLE item (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID; CREATE INDEX i ON item (value);"


@pytest.mark.parametrize("seed", range(10))
def test_deleted_rows_are_erased_also_where_rows_have_moved(tmp_path: Path, seed: int) -> None:
    """With `secure_delete` alone, one of these 10 files still has words."""
    chance = random.Random(seed)

    def rows(count: int, words: str, most: int) -> list[tuple[str, str]]:
        keys = [f"{chance.random():.12f}" for _ in range(count)]
        return [(key, f"{chance.random():.9f} {words} " * chance.randint(1, most)) for key in keys]

    gone = rows(20, "Quixwold and more", 6)
    before = [*rows(500, "other words", 12), *gone]
    chance.shuffle(before)
    with new_tables(tmp_path / "t.sqlite", SCHEMA) as tables:
        tables.executemany("INSERT INTO item VALUES (?,?)", before)
    with new_tables(tmp_path / "t.sqlite", "PRAGMA secure_delete=ON;", erase=True) as tables:
        tables.executemany("INSERT INTO item VALUES (?,?)", rows(200, "later words", 12))
        tables.executemany("DELETE FROM item WHERE key = ?", [(key,) for key, _ in gone])
        tables.executemany("INSERT INTO item VALUES (?,?)", rows(20, "later words", 12))
    assert b"Quixwold" not in (tmp_path / "t.sqlite").read_bytes()

"""The history of a store: what each build added and withdrew, in a table that every build continues.

It holds ids, and words only of what was withdrawn, from articles that are still there: a removed article leaves none.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyoxigraph

from kg.errors import StoreError
from kg.store.directory import BUILD, current_build
from kg.store.ledger import LEDGER, open_ledger
from kg.store.sqlite import Increment, new_tables, open_tables

FILE = "history.sqlite"
SCHEMA = """
CREATE TABLE build (number INTEGER PRIMARY KEY);
CREATE TABLE change (build INT, is_new INT, kind TEXT, article TEXT, key TEXT, words TEXT);
CREATE INDEX change_article ON change (article);
"""
Kind = Literal["claim", "entity", "dispute"]
# Claims and entities are only compared in articles that differ; unnamed entities have a key that begins with "@".
CHANGES = """
CREATE TEMP TABLE differing AS SELECT article FROM (
  SELECT article, digest FROM {one}.article EXCEPT SELECT article, digest FROM {other}.article);
INSERT INTO change SELECT {build}, {is_new}, 'claim', article, key, {words} FROM {one}.member m
  WHERE kind = 'event' AND article IN (SELECT article FROM differing)
  AND NOT EXISTS (SELECT 1 FROM {other}.member o WHERE o.article = m.article AND o.kind = m.kind AND o.key = m.key);
INSERT INTO change SELECT {build}, {is_new}, 'entity', MIN(article), id, {words} FROM {one}.member m
  WHERE kind = 'entity' AND key NOT LIKE '@%' AND article IN (SELECT article FROM differing)
  AND NOT EXISTS (SELECT 1 FROM {other}.member o WHERE o.id = m.id) GROUP BY id;
INSERT INTO change SELECT {build}, {is_new}, 'dispute', first, json_array(about, first_key, second, second_key), ''
  FROM (SELECT about, first, first_key, second, second_key FROM {one}.dispute WHERE kind = 'disputes'
  EXCEPT SELECT about, first, first_key, second, second_key FROM {other}.dispute WHERE kind = 'disputes');
DROP TABLE differing;
"""
ERASE = "UPDATE change SET words = '' WHERE article NOT IN (SELECT article FROM new.article)"


@dataclass(frozen=True, slots=True)
class Change:
    """What was added or withdrawn: a claim by article and key, an entity by id, or two claims that disagree.

    The key of the latter is a JSON list: what they disagree about, the key of the first, the other's article and key.
    `words` are those of something withdrawn, "" if they were removed with their article.
    """

    is_new: bool
    kind: Kind
    article: str
    key: str
    words: str


def write_history(_: pyoxigraph.Store, build: Path, increment: Increment | None = None) -> None:
    """Continues the history of the previous build, or begins one; the ledger of the build must be there."""
    previous = _previous(build)
    number = number_of(build.name)
    if previous is not None:
        shutil.copyfile(previous / FILE, build / FILE)
    schema = "PRAGMA secure_delete=ON;" if previous else SCHEMA
    with new_tables(build / FILE, schema, erase=previous is not None) as tables:
        if previous is not None:
            _add_changes(tables, build, previous, number)
        tables.execute("INSERT INTO build VALUES (?)", (number,))


def _previous(build: Path) -> Path | None:
    """The current build, if its history and ledger can be continued."""
    current = current_build(build.parent)
    if current is None or not (current / FILE).exists():
        return None
    with suppress(StoreError), closing(open_ledger(current)):
        return current
    return None


def _add_changes(tables: sqlite3.Connection, build: Path, previous: Path, number: int) -> None:
    for name, folder in (("new", build), ("old", previous)):
        tables.execute(f"ATTACH ? AS {name}", (str(folder / LEDGER),))
    for is_new, one, other, words in ((1, "new", "old", "''"), (0, "old", "new", "label")):
        script = CHANGES.format(build=number, is_new=is_new, one=one, other=other, words=words)
        for statement in script.split(";"):
            tables.execute(statement)
    tables.execute(ERASE)
    tables.commit()
    for name in ("new", "old"):
        tables.execute(f"DETACH {name}")


# --- reading


def number_of(name: str) -> int:
    """The number of a build: 3 of "3" and of "build-3". Raises StoreError."""
    match = BUILD.fullmatch(name if name.startswith("build-") else f"build-{name}")
    if match is None:
        raise StoreError(f"'{name}' is not a build: give its number, such as 3 or build-3")
    return int(match[1])


def known_builds(build: Path) -> list[int]:
    """The numbers of the builds in the history, this one last. Raises StoreError if it has none."""
    with closing(open_tables(build / FILE)) as tables:
        return [number for (number,) in tables.execute("SELECT number FROM build ORDER BY number")]


def changes_since(build: Path, number: int) -> list[Change]:
    """The differences between an earlier build and this one; what came and went in between is none.

    Raises StoreError if the history does not know the earlier build.
    """
    known = known_builds(build)
    if number not in known:
        listed = f"builds {known[0]} to {known[-1]}" if len(known) > 1 else f"build {known[-1]}"
        raise StoreError(f"build {number} is not in the history of {build.parent}: it has {listed}")
    with closing(open_tables(build / FILE)) as tables:
        rows = list(
            tables.execute(
                "SELECT is_new, kind, article, key, words FROM change WHERE build > ? ORDER BY build, rowid",
                (number,),
            )
        )
    return _net([Change(bool(is_new), *rest) for is_new, *rest in rows])


def _net(changes: list[Change]) -> list[Change]:
    """The last change of each thing whose first change is of the same kind."""
    first: dict[tuple[str, ...], Change] = {}
    last: dict[tuple[str, ...], Change] = {}
    for change in changes:
        # an entity's article is only the one that its words are from
        thing = (change.kind, "" if change.kind == "entity" else change.article, change.key)
        first.setdefault(thing, change)
        last[thing] = change
    return [change for thing, change in last.items() if first[thing].is_new == change.is_new]


def dispute_parts(change: Change) -> tuple[str, str, tuple[str, str]]:
    """What two claims disagree about, the key of the first, and article and key of the second."""
    about, first_key, second, second_key = json.loads(change.key)
    return about, first_key, (second, second_key)

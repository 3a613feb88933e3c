"""What a build is made of, kept beside its graph: so that the next one changes only what has become different.

Which extraction each article has, what linking found, what each article adds to the default graph. Why things are
linked stands in the tables of `kg.link`.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError
from kg.records import ArticleCounts, Dispute, Ids, Links, LocalId
from kg.store.sqlite import new_tables, open_tables

LEDGER = "ledger.sqlite"
VERSION = 3  # of the tables
SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE article (article TEXT PRIMARY KEY, extraction TEXT, digest TEXT, source TEXT, file TEXT,
    numbers TEXT) WITHOUT ROWID;
CREATE TABLE own (kind TEXT, article TEXT, key TEXT, found TEXT, id TEXT, label TEXT, names TEXT,
    PRIMARY KEY (article, kind, key)) WITHOUT ROWID;
CREATE INDEX own_id ON own (id);
CREATE TABLE dispute (kind TEXT, about TEXT, first TEXT, first_key TEXT, second TEXT, second_key TEXT);
CREATE TABLE line (about TEXT, article TEXT, line TEXT, PRIMARY KEY (about, article, line)) WITHOUT ROWID;
CREATE INDEX line_article ON line (article);
"""


@dataclass(frozen=True, slots=True)
class Member:
    """One article's entity, or a claim, as a person may speak of it; `id` is that of the graph, judgements counted."""

    kind: str
    own: LocalId
    id: str
    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """What the ledger has of an article: its extraction, a hash of all that its quads depend on, and its source."""

    extraction: str
    digest: str
    source: str  # of the cluster of copies
    file: str  # where it lies
    numbers: ArticleCounts


class Ledger:
    """The ledger of a build, for reading."""

    def __init__(self, tables: sqlite3.Connection) -> None:
        self._tables = tables

    def settings(self) -> dict[str, str]:
        return dict(self._tables.execute("SELECT name, value FROM setting"))

    def articles(self) -> dict[str, Listed]:
        """By id."""
        rows = self._tables.execute("SELECT article, extraction, digest, source, file, numbers FROM article")
        return {
            article: Listed(extraction, digest, source, file, ArticleCounts(*json.loads(numbers)))
            for article, extraction, digest, source, file, numbers in rows
        }

    def links(self) -> Links:
        """What linking found, before any judgement."""
        entities, events = (
            Ids.made(
                {
                    (article, key): found
                    for article, key, found in self._tables.execute(
                        "SELECT article, key, found FROM own WHERE kind = ?", (kind,)
                    )
                }
            )
            for kind in ("entity", "event")
        )
        sources = {article: listed.source for article, listed in self.articles().items()}
        return Links(entities, events, sources, self.disputes())

    def disputes(self) -> tuple[Dispute, ...]:
        rows = self._tables.execute("SELECT * FROM dispute")
        return tuple(Dispute(kind, about, (a, a_key), (b, b_key)) for kind, about, a, a_key, b, b_key in rows)

    def members(self, *, id_: str | None = None, own: LocalId | None = None) -> list[Member]:
        """Those of one id of the graph, or the one with a key, in order."""
        columns = "SELECT kind, article, key, id, label, names FROM own WHERE "
        if own is not None:
            rows = self._tables.execute(columns + "article = ? AND key = ?", own)
        else:
            rows = self._tables.execute(columns + "id = ? ORDER BY article, key", (id_,))
        return [Member(row[0], (row[1], row[2]), row[3], row[4], tuple(json.loads(row[5]))) for row in rows]

    def claims(self, words: str) -> list[Member]:
        """Claims whose class, trigger or sentence has these words, in small letters or capitals."""
        rows = self._tables.execute(
            "SELECT article, key, id, label FROM own WHERE kind = 'event' AND instr(lower(label), lower(?)) "
            "ORDER BY article, key",
            (words,),
        )
        return [Member("event", (row[0], row[1]), row[2], row[3], ()) for row in rows]

    def ids(self) -> dict[tuple[str, str, str], str]:
        """The id in the graph of each article's own, by kind, article and key."""
        return {row[:3]: row[3] for row in self._tables.execute("SELECT kind, article, key, id FROM own")}

    def about(self, articles: Iterable[str]) -> set[str]:
        """The IRIs of the default graph that articles add to."""
        return {
            about
            for article in articles
            for (about,) in self._tables.execute("SELECT about FROM line WHERE article = ?", (article,))
        }

    def lines(self, about: str, without: frozenset[str] | set[str] = frozenset()) -> Iterator[str]:
        """What articles add to one IRI of the default graph, not in order."""
        for article, line in self._tables.execute("SELECT article, line FROM line WHERE about = ?", (about,)):
            if article not in without:
                yield line

    def close(self) -> None:
        self._tables.close()


def open_ledger(build: Path) -> Ledger:
    """Raises StoreError if the build has none, or one of another version of kg."""
    tables = open_tables(build / LEDGER)
    (version,) = tables.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        tables.close()
        raise StoreError(f"{build.parent}: was made by another version of kg: run kg build again")
    return Ledger(tables)


# --- writing


@dataclass(frozen=True, slots=True)
class Entry:
    """All that the ledger is to keep of an article; `lines` are (what about, line)."""

    article: str
    listed: Listed
    members: tuple[tuple[str, str, str, str, str, tuple[str, ...]], ...]  # kind, key, found, id, label, names
    lines: tuple[tuple[str, str], ...]


def write_ledger(
    build: Path,
    entries: Iterable[Entry],
    links: Links,
    settings: Mapping[str, str],
    *,
    before: tuple[Path, Sequence[str]] | None = None,
) -> None:
    """The ledger of a new build; `before`: the build whose ledger it begins as, and the articles to take out of it."""
    if before is not None:
        shutil.copyfile(before[0] / LEDGER, build / LEDGER)
    with new_tables(build / LEDGER, SCHEMA if before is None else "PRAGMA secure_delete=ON;") as tables:
        for article in before[1] if before else ():
            for table in ("article", "own", "line"):
                tables.execute(f"DELETE FROM {table} WHERE article = ?", (article,))
        for table in ("setting", "dispute"):
            tables.execute(f"DELETE FROM {table}")
        for entry in entries:
            _write_entry(tables, entry)
        tables.executemany("INSERT INTO setting VALUES (?,?)", settings.items())
        disputes = ((each.kind, each.about, *each.first, *each.second) for each in links.disputes)
        tables.executemany("INSERT INTO dispute VALUES (?,?,?,?,?,?)", disputes)
        for article, source in links.sources.items():
            tables.execute(
                "UPDATE article SET source = ? WHERE article = ? AND source <> ?", (source, article, source)
            )


def _write_entry(tables: sqlite3.Connection, entry: Entry) -> None:
    own = entry.listed
    tables.execute(
        "INSERT INTO article VALUES (?,?,?,?,?,?)",
        (entry.article, own.extraction, own.digest, own.source, own.file, json.dumps(own.numbers)),
    )
    tables.executemany(
        "INSERT OR IGNORE INTO own VALUES (?,?,?,?,?,?,?)",
        (
            (kind, entry.article, key, found, id_, label, json.dumps(names, ensure_ascii=False))
            for kind, key, found, id_, label, names in entry.members
        ),
    )
    lines = ((about, entry.article, line) for about, line in entry.lines)
    tables.executemany("INSERT OR IGNORE INTO line VALUES (?,?,?)", lines)

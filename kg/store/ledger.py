"""The ledger of a build: a SQLite file beside the graph that lets the next build write only what has changed.

It stores which extraction each article has, which id linking gave to each entity and event of an article, and what
each article adds to the default graph. The tables of `kg.link` store why things are linked.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from kg.errors import StoreError
from kg.records import ArticleCounts, Dispute, Ids, Links, LocalId
from kg.store.sqlite import new_tables, open_tables

LEDGER = "ledger.sqlite"
VERSION = 5  # of the tables
SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE article (article TEXT PRIMARY KEY, extraction TEXT, digest TEXT, source TEXT, file TEXT,
    numbers TEXT) WITHOUT ROWID;
CREATE TABLE member (kind TEXT, article TEXT, key TEXT, linked_id TEXT, id TEXT, label TEXT, names TEXT,
    PRIMARY KEY (article, kind, key)) WITHOUT ROWID;
CREATE INDEX member_id ON member (id);
CREATE TABLE dispute (kind TEXT, about TEXT, first TEXT, first_key TEXT, second TEXT, second_key TEXT);
CREATE TABLE line (about TEXT, article TEXT, number INT, line TEXT, PRIMARY KEY (about, article, number)) WITHOUT ROWID;
CREATE INDEX line_article ON line (article);
"""


@dataclass(frozen=True, slots=True)
class Member:
    """An entity or a claim of one article that is part of an entity or event of the graph, which has the id."""

    kind: str
    local_id: LocalId
    id: str
    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """What the ledger stores of an article. `digest` is a hash of all that the article's quads depend on."""

    extraction: str  # key of its extraction
    digest: str
    source: str  # id of the cluster of wire copies
    file: str  # path or address that it was read from
    counts: ArticleCounts


class MemberRow(NamedTuple):
    """A row of the table `member` without its article; `linked_id` is the id before judgements."""

    kind: str
    key: str
    linked_id: str
    id: str
    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """All that the ledger stores of one article; `lines` are pairs of an IRI and what the article adds to it."""

    article: str
    record: ArticleRecord
    members: tuple[MemberRow, ...]
    lines: tuple[tuple[str, str], ...]


class Ledger:
    """The ledger of a build, for reading."""

    def __init__(self, tables: sqlite3.Connection) -> None:
        self._tables = tables

    def settings(self) -> dict[str, str]:
        return dict(self._tables.execute("SELECT name, value FROM setting"))

    def articles(self) -> dict[str, ArticleRecord]:
        """By id."""
        rows = self._tables.execute("SELECT article, extraction, digest, source, file, numbers FROM article")
        return {
            article: ArticleRecord(
                extraction=extraction,
                digest=digest,
                source=source,
                file=file,
                counts=ArticleCounts(*json.loads(counts)),
            )
            for article, extraction, digest, source, file, counts in rows
        }

    def links(self) -> Links:
        """What linking found, before judgements."""
        sources = {article: record.source for article, record in self.articles().items()}
        return Links(
            entities=self._linked_ids("entity"),
            events=self._linked_ids("event"),
            sources=sources,
            disputes=self.disputes(),
        )

    def _linked_ids(self, kind: str) -> Ids:
        rows = self._tables.execute("SELECT article, key, linked_id FROM member WHERE kind = ?", (kind,))
        return Ids.made({(article, key): linked_id for article, key, linked_id in rows})

    def disputes(self) -> tuple[Dispute, ...]:
        rows = self._tables.execute("SELECT * FROM dispute")
        return tuple(
            Dispute(kind=kind, about=about, first=(a, a_key), second=(b, b_key))
            for kind, about, a, a_key, b, b_key in rows
        )

    def members(self, *, id_: str | None = None, local_id: LocalId | None = None) -> list[Member]:
        """The members of an id of the graph, or the one with a local id, in order."""
        columns = "SELECT kind, article, key, id, label, names FROM member WHERE "
        if local_id is not None:
            rows = self._tables.execute(columns + "article = ? AND key = ?", local_id)
        else:
            rows = self._tables.execute(columns + "id = ? ORDER BY article, key", (id_,))
        return [
            Member(kind=kind, local_id=(article, key), id=id_, label=label, names=tuple(json.loads(names)))
            for kind, article, key, id_, label, names in rows
        ]

    def claims(self, words: str) -> list[Member]:
        """Claims whose class, trigger or sentence contains the words; upper and lower case are the same."""
        rows = self._tables.execute(
            "SELECT article, key, id, label FROM member WHERE kind = 'event' AND instr(lower(label), lower(?)) "
            "ORDER BY article, key",
            (words,),
        )
        return [
            Member(kind="event", local_id=(article, key), id=id_, label=label, names=())
            for article, key, id_, label in rows
        ]

    def ids(self) -> dict[tuple[str, str, str], str]:
        """The id of the graph of each member, by kind, article and key."""
        rows = self._tables.execute("SELECT kind, article, key, id FROM member")
        return {(kind, article, key): id_ for kind, article, key, id_ in rows}

    def about(self, articles: Iterable[str]) -> set[str]:
        """The IRIs of the default graph that articles add to."""
        return {
            about
            for article in articles
            for (about,) in self._tables.execute("SELECT about FROM line WHERE article = ?", (article,))
        }

    def lines(self, about: str, without: frozenset[str] | set[str] = frozenset()) -> Iterator[str]:
        """What articles add to one IRI of the default graph, in no order."""
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
class PreviousLedger:
    """The build whose ledger is copied, and the articles to remove from the copy."""

    build: Path
    outdated: Sequence[str]
    erase: bool = False  # nothing of removed articles may be left in the file


class LedgerWriter:
    """The ledger of a new build, for writing."""

    def __init__(self, tables: sqlite3.Connection) -> None:
        self._tables = tables

    def add(self, entry: LedgerEntry) -> None:
        _write_entry(self._tables, entry)

    def lines(self) -> Iterator[str]:
        """All that articles add to the default graph: IRI by IRI, the lines of each sorted, each once."""
        rows = self._tables.execute("SELECT about, line FROM line ORDER BY about")
        for _, group in groupby(rows, itemgetter(0)):
            yield from sorted({line for _, line in group})


@contextmanager
def new_ledger(
    build: Path, links: Links, settings: Mapping[str, str], previous: PreviousLedger | None = None
) -> Iterator[LedgerWriter]:
    """The ledger of a new build, empty or from that of the previous build without its outdated articles."""
    if previous is not None:
        shutil.copyfile(previous.build / LEDGER, build / LEDGER)
    schema = "PRAGMA secure_delete=ON;" if previous else SCHEMA
    with new_tables(build / LEDGER, schema, erase=previous is not None and previous.erase) as tables:
        if previous is not None:
            _outdate(tables, previous, links)
        tables.executemany("INSERT INTO setting VALUES (?,?)", settings.items())
        disputes = ((each.kind, each.about, *each.first, *each.second) for each in links.disputes)
        tables.executemany("INSERT INTO dispute VALUES (?,?,?,?,?,?)", disputes)
        yield LedgerWriter(tables)


def _outdate(tables: sqlite3.Connection, previous: PreviousLedger, links: Links) -> None:
    """Removes what has changed since the previous build, and updates the sources of the other articles."""
    for table in ("article", "member", "line"):
        tables.executemany(
            f"DELETE FROM {table} WHERE article = ?", ((article,) for article in previous.outdated)
        )
    tables.execute("DELETE FROM setting")
    tables.execute("DELETE FROM dispute")
    sources = ((source, article, source) for article, source in links.sources.items())
    tables.executemany("UPDATE article SET source = ? WHERE article = ? AND source <> ?", sources)


def _write_entry(tables: sqlite3.Connection, entry: LedgerEntry) -> None:
    record = entry.record
    tables.execute(
        "INSERT INTO article VALUES (?,?,?,?,?,?)",
        (
            entry.article,
            record.extraction,
            record.digest,
            record.source,
            record.file,
            json.dumps(record.counts),
        ),
    )
    tables.executemany(
        "INSERT OR IGNORE INTO member VALUES (?,?,?,?,?,?,?)",
        (
            (row.kind, entry.article, *row[1:-1], json.dumps(row.names, ensure_ascii=False))
            for row in entry.members
        ),
    )
    lines = dict.fromkeys(entry.lines)
    rows = ((about, entry.article, number, line) for number, (about, line) in enumerate(lines))
    tables.executemany("INSERT INTO line VALUES (?,?,?,?)", rows)

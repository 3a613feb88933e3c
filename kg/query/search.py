"""Finds entities by name and sentences by words: whole, incomplete, misspelt, or as a phrase; the best first.

What is indexed, and how, is in `kg/query/search_index.py`. A search belongs to one build and does not change.
"""

from __future__ import annotations

import re
import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cached_property
from math import log1p
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from kg.query.name_match import OTHER_NAME, importance, match_text, match_words
from kg.query.search_index import INDEX, fold, words
from kg.store.sqlite import open_tables

CANDIDATES = 400  # names or sentences that are ranked: the most important or best matching of all
SHORTEST_PREFIX = 3  # letters; in most sentences some word begins with any one letter
MOST_CORRECTIONS = 8  # words of the graph that a misspelt word may mean
LEAST_ALIKE = 70  # of 100: "solass" and "sollas" are at 83, "solass" and "solo" at 60
COLUMNS = {  # of the index, by the field that they fill
    "sentence": "s.sentence",
    "article": "s.article",
    "begin": "s.begin",
    "end": "s.stop",
    "text": "s.text",
    "section": "s.section",
    "headline": "a.headline",
    "publisher": "a.publisher",
    "published": "a.published",
    "source": "a.source",
}
QUOTED = re.compile(r'"([^"]*)"?')


class NameRow(NamedTuple):
    """A name of an entity in the index; the fields are columns."""

    entity: str
    label: str
    name: str
    type: str
    mentions: int
    articles: int
    sources: int
    folded: str


@dataclass(frozen=True, slots=True)
class NameHit:
    """An entity, and the name of it that matched."""

    entity: str  # IRI
    label: str
    name: str
    type: str
    mentions: int
    articles: int
    sources: int
    score: float


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """The earliest published of the same sentences, and how many articles have it word for word."""

    sentence: str  # IRI
    article: str  # IRI
    begin: int
    end: int
    text: str
    section: str
    headline: str | None
    publisher: str | None
    published: str | None
    source: str
    articles: int
    score: float


class Search(AbstractContextManager["Search"]):
    """The search index of a build, for reading; may be used by several threads."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._index = index

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._index.close()

    def names(self, query: str, limit: int = 20, type: str | None = None) -> list[NameHit]:
        """Entities by any of their names, each once. `type` is a type of entities, or one above it: "Actor".

        If no name equals the query, names that have most of its words follow: "Taliban" for "The Taliban".
        """
        query_words = words(query)
        if not query_words:
            return []
        folded = " ".join(query_words)
        hits = [_name_hit(row, match_text(folded, row.folded)) for row in self._name_rows(query_words, type)]
        if len(query_words) > 1 and not any(fold(hit.name) == folded for hit in hits):
            hits.extend(self._overlapping(query_words, type))
        return _best(hits, limit)

    def close_names(self, query: str, limit: int = 20, type: str | None = None) -> list[NameHit]:
        """Entities with a name whose words resemble the query's more loosely: "Sollas" for "solass"; the likest first.

        For queries that `names` does not find.
        """
        query_words = words(query)
        variants = [[other for other, _, _ in _alike(word, self._name_vocabulary)] for word in query_words]
        if not variants or not all(variants):
            return []
        match = " AND ".join(f"({' OR '.join(map(_quoted, each))})" for each in variants)
        folded = " ".join(query_words)
        hits = (_name_hit(row, fuzz.ratio(folded, row.folded) / 200) for row in self._matching(match, type))
        return _best(hits, limit)

    def nearest_names(self, query: str, limit: int = 20, type: str | None = None) -> list[NameHit]:
        """What `names` finds, or else `close_names`."""
        return self.names(query, limit, type) or self.close_names(query, limit, type)

    def sentences(self, query: str, limit: int = 20) -> list[SentenceHit]:
        """Sentences with all the words; words in quotation marks are a phrase.

        The last word may be incomplete, with three letters or more. If no sentence matches, misspelt words count, too.
        """
        for match in self._sentence_matches(query):
            rows = self._index.execute(
                f"SELECT {', '.join(COLUMNS.values())}, s.claims, bm25(sentence_words) AS rank "
                "FROM sentence_words JOIN sentence s ON s.id = sentence_words.rowid "
                "JOIN article a ON a.article = s.article "
                "WHERE sentence_words MATCH ? ORDER BY rank, s.sentence LIMIT ?",
                (match, max(CANDIDATES, 4 * limit)),
            ).fetchall()
            if rows:
                return _distinct(map(_sentence_hit, rows))[:limit]
        return []

    def corrected(self, query: str) -> str:
        """The words of a query; of one that no sentence has, the most similar word that one has."""
        known = self._sentence_vocabulary
        return " ".join(
            next((each for each in _similar(word, known) if _has(known, each)), word) for word in words(query)
        )

    # names

    def types(self) -> list[str]:
        """The types that entities have, and those above them, in alphabetical order."""
        rows = self._index.execute("SELECT DISTINCT types FROM name")
        return sorted({type for (types,) in rows for type in types.split()})

    def _name_rows(self, query_words: Sequence[str], type: str | None) -> Iterator[NameRow]:
        """Candidates: names that equal the query or begin with it, that have its words, and that have similar words."""
        folded, squeezed = " ".join(query_words), "".join(query_words)
        yield from self._select("n.folded = ?", (folded,), type)
        yield from self._select("n.squeezed = ?", (squeezed,), type)
        yield from self._matching(
            " ".join((*map(_quoted, query_words[:-1]), _quoted(query_words[-1]) + "*")), type
        )
        yield from self._select("n.squeezed >= ? AND n.squeezed < ?", (squeezed, squeezed + "\uffff"), type)
        yield from self._matching(_match_each(query_words, self._name_vocabulary), type)

    def _overlapping(self, query_words: Sequence[str], type: str | None) -> Iterator[NameHit]:
        """Names that have most of the query's words, or all of whose words are in it."""
        variants = [_similar(word, self._name_vocabulary) for word in query_words]
        match = " OR ".join(_quoted(word) for each in variants for word in each)
        where = f"n.id IN (SELECT rowid FROM name_words WHERE name_words MATCH ? ORDER BY rank LIMIT {CANDIDATES})"
        for row in self._select(where, (match,), type):
            quality = match_words(variants, row.folded.split())
            if quality:
                yield _name_hit(row, quality)

    def _matching(self, match: str, type: str | None) -> Iterator[NameRow]:
        where = "n.id IN (SELECT rowid FROM name_words WHERE name_words MATCH ?)"
        return self._select(where, (match,), type)

    def _select(self, where: str, values: Sequence[str], type: str | None) -> Iterator[NameRow]:
        of_type = "" if type is None else " AND ' ' || n.types || ' ' LIKE ?"
        more = () if type is None else (f"% {type} %",)
        columns = ", ".join(f"n.{column}" for column in NameRow._fields)
        rows = self._index.execute(
            f"SELECT {columns} FROM name n "
            f"WHERE {where}{of_type} ORDER BY n.weight DESC, n.entity, n.name <> n.label, n.name LIMIT {CANDIDATES}",
            (*values, *more),
        )
        yield from map(NameRow._make, rows)

    # sentences

    def _sentence_matches(self, query: str) -> Iterator[str]:
        """Match expressions, the strictest first."""
        phrases = [words(found) for found in QUOTED.findall(query)]
        loose = words(QUOTED.sub(" ", query))
        exact = [_quoted(" ".join(phrase)) for phrase in phrases if phrase]
        if loose:
            yield " ".join((*exact, *map(_quoted, loose)))
            if len(loose[-1]) >= SHORTEST_PREFIX:
                yield " ".join((*exact, *map(_quoted, loose[:-1]), _quoted(loose[-1]) + "*"))
            yield " AND ".join((*exact, _match_each(loose, self._sentence_vocabulary)))
        elif exact:
            yield " ".join(exact)

    @cached_property
    def _name_vocabulary(self) -> list[str]:
        return [word for (word,) in self._index.execute("SELECT term FROM name_vocabulary ORDER BY term")]

    @cached_property
    def _sentence_vocabulary(self) -> list[str]:
        return [word for (word,) in self._index.execute("SELECT term FROM sentence_vocabulary ORDER BY term")]


def open_search(build: Path) -> Search:
    """The search index of a build, which is `Store.path` of an open store.

    Raises StoreError if it has none.
    """
    return Search(open_tables(build / INDEX))


def _match_each(query_words: Iterable[str], vocabulary: Sequence[str]) -> str:
    """A match expression for each word or one of its corrections."""
    return " AND ".join(f"({' OR '.join(map(_quoted, _similar(word, vocabulary)))})" for word in query_words)


def _has(vocabulary: Sequence[str], word: str) -> bool:
    """Whether a sorted list has a word."""
    at = bisect_left(vocabulary, word)
    return vocabulary[at : at + 1] == [word]


def is_slip(query_words: Iterable[str], name_words: Sequence[str]) -> bool:
    """Whether a name has each word of a query, or one that a slip makes of it."""
    return all(any(OSA.distance(word, other) <= _slips(word) for other in name_words) for word in query_words)


def _slips(word: str) -> int:
    """How many edits a word may be away: two for a long one, none for one of two letters."""
    return 0 if len(word) < 3 else 1 if len(word) < 7 else 2


def _similar(word: str, vocabulary: Sequence[str]) -> list[str]:
    """A word and words of the vocabulary that are a slip away."""
    slips = _slips(word)
    found = (
        process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=slips, limit=MOST_CORRECTIONS)
        if slips
        else []
    )
    return list(dict.fromkeys((word, *(other for other, _, _ in found))))


def _alike(word: str, vocabulary: Sequence[str]) -> list[tuple[str, float, int]]:
    return process.extract(
        word, vocabulary, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=MOST_CORRECTIONS
    )


def _best(hits: Iterable[NameHit], limit: int) -> list[NameHit]:
    """The best hit of each entity, the best first."""
    best: dict[str, NameHit] = {}
    for hit in hits:
        if hit.entity not in best or hit.score > best[hit.entity].score:
            best[hit.entity] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.label, hit.entity))[:limit]


def is_near(query: str, name: str) -> bool:
    """Whether a name has the words of a query, or words that begin with them, or a query all words of the name."""
    wanted, known = words(query), words(name)
    begun = all(any(word.startswith(part) for word in known) for part in wanted)
    return begun or all(word in wanted for word in known) or "".join(known).startswith("".join(wanted))


def _quoted(text: str) -> str:
    return f'"{text}"'


def _name_hit(row: NameRow, match: float) -> NameHit:
    weight = importance(row.mentions, row.sources)
    return NameHit(
        entity=row.entity,
        label=row.label,
        name=row.name,
        type=row.type,
        mentions=row.mentions,
        articles=row.articles,
        sources=row.sources,
        score=round(match * (1.0 if row.name == row.label else OTHER_NAME) * weight, 4),
    )


def _sentence_hit(row: tuple[Any, ...]) -> SentenceHit:
    """Each claim of a sentence, up to five, raises its score by a tenth."""
    *_, claims, rank = row
    score = round(-rank * (1 + min(claims, 5) / 10), 4)
    return SentenceHit(**dict(zip(COLUMNS, row, strict=False)), articles=1, score=score)


def _distinct(hits: Iterable[SentenceHit]) -> list[SentenceHit]:
    """One hit for each text, the best first; a sentence of several articles scores a little higher."""
    same: dict[str, list[SentenceHit]] = {}
    for hit in hits:
        same.setdefault(fold(hit.text), []).append(hit)
    found = []
    for copies in same.values():
        first = min(copies, key=lambda hit: (hit.published is None, hit.published or "", hit.sentence))
        number = len({hit.article for hit in copies})
        score = round(max(hit.score for hit in copies) * (1 + log1p(number - 1) / 10), 4)
        found.append(replace(first, articles=number, score=score))
    return sorted(found, key=lambda hit: (-hit.score, hit.sentence))

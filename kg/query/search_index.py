"""The search index of a build: names of entities and sentences as words in SQLite's FTS5, made from its graph.

Indexed texts and queries are folded by the same function, so that both have the same words.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Triple

from kg.ontology.folding import folded
from kg.query.facts import types_above, with_types_above
from kg.rdf.iris import offsets_of
from kg.store.read_build import article_names
from kg.store.sqlite import Increment, next_tables
from kg.vocab import ALT_LABEL, KG, LABEL, PREFIXES, TYPE

INDEX = "search.sqlite"
WORD = re.compile(r"\w+")
FOLDED = {"sentence": "text", "name": "name"}  # the column of each table that is indexed
SCHEMA = """
CREATE TABLE name (id INTEGER PRIMARY KEY, entity TEXT, name TEXT, folded TEXT, squeezed TEXT, label TEXT,
    type TEXT, types TEXT, mentions INTEGER, articles INTEGER, sources INTEGER, weight INTEGER);
CREATE TABLE sentence (id INTEGER PRIMARY KEY, sentence TEXT, article TEXT, begin INTEGER, stop INTEGER, text TEXT,
    section TEXT, claims INTEGER);
CREATE TABLE article (article TEXT PRIMARY KEY, headline TEXT, publisher TEXT, published TEXT, source TEXT);
CREATE VIRTUAL TABLE name_words USING fts5(folded, content='', prefix='1 2 3', tokenize="unicode61");
CREATE VIRTUAL TABLE sentence_words USING fts5(folded, content='', prefix='2 3', tokenize="unicode61");
CREATE VIRTUAL TABLE name_vocabulary USING fts5vocab(name_words, 'row');
CREATE VIRTUAL TABLE sentence_vocabulary USING fts5vocab(sentence_words, 'row');
CREATE INDEX name_folded ON name (folded);
CREATE INDEX name_squeezed ON name (squeezed);
CREATE INDEX name_entity ON name (entity);
CREATE INDEX sentence_article ON sentence (article);
"""
SENTENCES = """
SELECT ?sentence ?text ?section WHERE {{
  GRAPH <{article}> {{
    ?sentence a nif:Sentence ; nif:anchorOf ?text
    OPTIONAL {{ ?sentence kg:section ?named }}
    BIND(COALESCE(?named, "body") AS ?section)
  }}
}}
"""
CLAIMS = (
    "SELECT ?sentence WHERE {{ GRAPH <{article}> {{ ?claim a kg:Claim ; prov:wasDerivedFrom ?sentence }} }}"
)
ARTICLE = """
SELECT ?article ?headline ?publisher ?published ?source WHERE {{
  BIND(<{article}> AS ?article)
  GRAPH <{article}> {{
    <{article}> a schema:NewsArticle ; dcterms:source ?source .
    OPTIONAL {{ <{article}> schema:headline ?headline }}
    OPTIONAL {{ <{article}> schema:publisher ?publisher }}
    OPTIONAL {{ <{article}> schema:datePublished ?published }}
  }}
}}
"""
NAMED = "SELECT ?entity WHERE { ?entity kg:isNamed true }"


def fold(text: str) -> str:
    """Words in lower case without accents, separated by one space."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    return WORD.findall(folded(text))


def write_search(graph: pyoxigraph.Store, build: Path, increment: Increment | None = None) -> None:
    """Indexes the names and sentences of a graph in a file of its build: all of them, or those that have changed."""
    if increment is None:
        articles = article_names(graph)
        entities = sorted(entity for (entity,) in _rows(graph, NAMED))
    else:
        articles, entities = sorted(increment.articles), sorted(increment.subjects)
    with next_tables(build, INDEX, SCHEMA, increment) as index:
        if increment is not None:
            _remove(index, articles, entities)
        _add(index, "name", "name_words", _names(graph, entities))
        _add(index, "sentence", "sentence_words", _sentences(graph, articles))
        found = (row for article in articles for row in _rows(graph, ARTICLE.format(article=article)))
        index.executemany("INSERT INTO article VALUES (?,?,?,?,?)", found)
        if increment is not None and increment.erase:
            for table in FOLDED:  # otherwise FTS5 keeps removed words and marks them as deleted
                index.execute(f"INSERT INTO {table}_words ({table}_words) VALUES ('optimize')")


def _remove(index: sqlite3.Connection, articles: Iterable[str], entities: Iterable[str]) -> None:
    """Removes articles and entities. FTS5 stores no texts, so it is given the words to remove."""
    for table, of, keys in (("sentence", "article", articles), ("name", "entity", entities)):
        for key in keys:
            rows = index.execute(f"SELECT id, {FOLDED[table]} FROM {table} WHERE {of} = ?", (key,)).fetchall()
            index.executemany(
                f"INSERT INTO {table}_words ({table}_words, rowid, folded) VALUES ('delete',?,?)",
                ((number, fold(text)) for number, text in rows),
            )
            index.execute(f"DELETE FROM {table} WHERE {of} = ?", (key,))
    index.executemany("DELETE FROM article WHERE article = ?", ((article,) for article in articles))


def _add(index: sqlite3.Connection, table: str, words_of: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Adds rows, whose first value is the folded text, under the next numbers."""
    (last,) = index.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
    marks = ",".join("?" * len(index.execute(f"PRAGMA table_info({table})").fetchall()))
    for number, (plain, *row) in enumerate(rows, last + 1):
        index.execute(f"INSERT INTO {table} VALUES ({marks})", (number, *row))
        index.execute(f"INSERT INTO {words_of} (rowid, folded) VALUES (?,?)", (number, plain))


def _names(graph: pyoxigraph.Store, entities: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """A row for each name of each entity that has one, its label first."""
    above = types_above(graph)
    for entity in entities:
        values = _values(graph, entity)
        if values[KG + "isNamed"] != {"true"}:
            continue
        kinds = with_types_above((kind for kind in values[TYPE] if kind.startswith(KG)), above)
        own, every = kinds[0].removeprefix(KG), " ".join(kind.removeprefix(KG) for kind in kinds)
        (label,) = values[LABEL]
        counts = [int(*values[KG + name]) for name in ("mentions", "articles", "sources")]
        weight = counts[0] + 10 * counts[2]
        for name in sorted({label, *values[ALT_LABEL]}, key=lambda name: (name != label, name)):
            plain = fold(name)
            squeezed = plain.replace(" ", "")
            yield plain, entity, name, plain, squeezed, label, own, every, *counts, weight


def _values(graph: pyoxigraph.Store, subject: str) -> defaultdict[str, set[str]]:
    """What the default graph says of a subject: values by property."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for quad in graph.quads_for_pattern(NamedNode(subject), None, None, DefaultGraph()):
        if not isinstance(quad.object, Triple):
            found[str(quad.predicate.value)].add(str(quad.object.value))
    return found


def _sentences(graph: pyoxigraph.Store, articles: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    for article in articles:
        claims = Counter(sentence for (sentence,) in _rows(graph, CLAIMS.format(article=article)))
        found = sorted(
            (offsets_of(sentence), sentence, text, section)
            for sentence, text, section in _rows(graph, SENTENCES.format(article=article))
        )
        for (begin, end), sentence, text, section in found:
            yield fold(text), sentence, article, begin, end, text, section, claims[sentence]


def _rows(graph: pyoxigraph.Store, query: str) -> Iterator[tuple[Any, ...]]:
    """The values of a query's solutions as text, None where one is not bound."""
    solutions = graph.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    for row in solutions:
        yield tuple(None if term is None else term.value for term in row)

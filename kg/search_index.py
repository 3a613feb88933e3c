"""The search index of a build: names of entities and sentences as words in SQLite's FTS5, made from its graph.

Text is folded here, once for what is indexed and for what is asked, so both sides have the same words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph

from kg.tables import new_tables
from kg.vocab import ENTITY, KG, PREFIXES

INDEX = "search.sqlite"
WORD = re.compile(r"\w+")
SCHEMA = """
CREATE TABLE name (id INTEGER PRIMARY KEY, entity TEXT, name TEXT, folded TEXT, squeezed TEXT, label TEXT,
    type TEXT, types TEXT, mentions INTEGER, articles INTEGER, sources INTEGER);
CREATE TABLE sentence (id INTEGER PRIMARY KEY, sentence TEXT, article TEXT, begin INTEGER, stop INTEGER, text TEXT,
    section TEXT, claims INTEGER);
CREATE TABLE article (article TEXT PRIMARY KEY, headline TEXT, publisher TEXT, published TEXT, source TEXT);
CREATE VIRTUAL TABLE name_words USING fts5(folded, content='', prefix='1 2 3', tokenize="unicode61");
CREATE VIRTUAL TABLE sentence_words USING fts5(folded, content='', prefix='2 3', tokenize="unicode61");
CREATE VIRTUAL TABLE name_vocabulary USING fts5vocab(name_words, 'row');
CREATE VIRTUAL TABLE sentence_vocabulary USING fts5vocab(sentence_words, 'row');
"""
INDEXES = """
CREATE INDEX name_folded ON name (folded);
CREATE INDEX name_squeezed ON name (squeezed);
"""
ENTITIES = """
SELECT ?entity ?label ?mentions ?articles ?sources WHERE {
  ?entity kg:isNamed true ; rdfs:label ?label ; kg:mentions ?mentions ; kg:articles ?articles ; kg:sources ?sources
}
"""
NAMES = "SELECT ?entity ?name WHERE { ?entity kg:isNamed true ; rdfs:label|skos:altLabel ?name }"
TYPES = "SELECT ?entity ?type WHERE { ?entity kg:isNamed true ; a ?type }"
SENTENCES = """
SELECT ?article ?sentence ?begin ?end ?text ?section WHERE {
  GRAPH ?article {
    ?sentence a nif:Sentence ; nif:anchorOf ?text ; nif:beginIndex ?begin ; nif:endIndex ?end ; kg:section ?section
  }
}
"""
CLAIMS = "SELECT ?sentence WHERE { GRAPH ?article { ?claim a kg:Claim ; prov:wasDerivedFrom ?sentence } }"
ARTICLES = """
SELECT ?article ?headline ?publisher ?published ?source WHERE {
  GRAPH ?article {
    ?article a schema:NewsArticle ; dcterms:source ?source .
    OPTIONAL { ?article schema:headline ?headline }
    OPTIONAL { ?article schema:publisher ?publisher }
    OPTIONAL { ?article schema:datePublished ?published }
  }
}
"""


def fold(text: str) -> str:
    """Words in small letters without accents, one space between."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))


def write_search(graph: pyoxigraph.Store, build: Path) -> None:
    """Indexes the names and sentences of a graph, in a file of its build."""
    with new_tables(build / INDEX, SCHEMA) as index:
        index.executemany("INSERT INTO name VALUES (?,?,?,?,?,?,?,?,?,?,?)", _names(graph))
        index.executemany("INSERT INTO sentence VALUES (?,?,?,?,?,?,?,?)", _sentences(graph))
        index.executemany("INSERT INTO article VALUES (?,?,?,?,?)", sorted(_rows(graph, ARTICLES)))
        index.execute("INSERT INTO name_words (rowid, folded) SELECT id, folded FROM name")
        rows = index.execute("SELECT id, text FROM sentence")
        index.executemany(
            "INSERT INTO sentence_words (rowid, folded) VALUES (?,?)",
            ((row[0], fold(row[1])) for row in rows),
        )
        index.executescript(INDEXES)


def _names(graph: pyoxigraph.Store) -> Iterator[tuple[Any, ...]]:
    """A row for each name of each entity, the most important first: that is the order in which they are found."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for entity, name in _rows(graph, NAMES):
        names[entity].add(name)
    types: defaultdict[str, set[str]] = defaultdict(set)
    for entity, kind in _rows(graph, TYPES):
        if kind.startswith(KG):
            types[entity].add(kind)
    depths = _depths(graph)
    found = [
        (entity, label, int(mentions), int(articles), int(sources))
        for entity, label, mentions, articles, sources in _rows(graph, ENTITIES)
    ]
    found.sort(key=lambda row: (-row[2] - 10 * row[4], row[0]))
    number = 0
    for entity, label, mentions, articles, sources in found:
        kinds = sorted(types[entity], key=lambda kind: (-depths.get(kind, 0), kind))
        own, every = kinds[0].removeprefix(KG), " ".join(kind.removeprefix(KG) for kind in kinds)
        for name in sorted(names[entity], key=lambda name: (name != label, name)):
            number += 1
            folded = fold(name)
            squeezed = folded.replace(" ", "")
            yield number, entity, name, folded, squeezed, label, own, every, mentions, articles, sources


def _depths(graph: pyoxigraph.Store) -> Mapping[str, int]:
    """How many classes lie above each class of entities."""
    asked = (
        f"SELECT ?type ?above WHERE {{ ?type rdfs:subClassOf+ ?above . ?above rdfs:subClassOf* <{ENTITY}> }}"
    )
    return Counter(kind for kind, _ in _rows(graph, asked))


def _sentences(graph: pyoxigraph.Store) -> Iterator[tuple[Any, ...]]:
    claims = Counter(sentence for (sentence,) in _rows(graph, CLAIMS))
    found = sorted(
        (article, int(begin), sentence, int(end), text, section)
        for article, sentence, begin, end, text, section in _rows(graph, SENTENCES)
    )
    for number, (article, begin, sentence, end, text, section) in enumerate(found, 1):
        yield number, sentence, article, begin, end, text, section, claims[sentence]


def _rows(graph: pyoxigraph.Store, query: str) -> Iterator[tuple[Any, ...]]:
    """The values of a query's solutions as text, None where one is not bound."""
    solutions = graph.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    for row in solutions:
        yield tuple(None if term is None else term.value for term in row)

"""The network of actors as tables of a build, made from its graph or from those of the previous build."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence, Set
from contextlib import closing
from pathlib import Path

import pyoxigraph

from kg.query.network.analysis import ANALYSIS, NetworkActor
from kg.query.network.co_occurrence import Actor, Tie, articles_about, find_actors, find_ties
from kg.query.network.layout import communities_of, importance_of, make_network, positions_of
from kg.store.ledger import LEDGER, open_ledger
from kg.store.read_build import article_names, base_of
from kg.store.sqlite import Increment, next_tables

TIES = """
INSERT INTO tie SELECT one, other, sum(claims), count(DISTINCT iif(claims, source, NULL)), sum(sentences),
    count(DISTINCT iif(sentences, source, NULL)) FROM part JOIN source USING (article) GROUP BY one, other
"""
SCHEMA = """
CREATE TABLE actor (actor TEXT PRIMARY KEY, label TEXT, mentions INTEGER, sources INTEGER, ties INTEGER,
    importance REAL, community INTEGER, x REAL, y REAL) WITHOUT ROWID;
CREATE TABLE tie (one TEXT, other TEXT, claims INTEGER, claim_sources INTEGER, sentences INTEGER,
    sentence_sources INTEGER, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE part (article TEXT, one TEXT, other TEXT, claims INTEGER, sentences INTEGER,
    PRIMARY KEY (article, one, other)) WITHOUT ROWID;
CREATE TABLE community (community INTEGER PRIMARY KEY, label TEXT, size INTEGER);
CREATE INDEX tie_other ON tie (other);
CREATE INDEX actor_importance ON actor (importance DESC, actor);
CREATE INDEX actor_community ON actor (community);
"""


def write_analysis(graph: pyoxigraph.Store, build: Path, increment: Increment | None = None) -> None:
    """Writes the network of a graph; with an increment, only the ties of changed articles are counted again.

    Importance, communities and positions depend on the whole network and are computed again after any change.
    """
    with next_tables(build, ANALYSIS, SCHEMA, increment) as tables:
        if increment and not (increment.articles or increment.subjects):
            return
        actors = _actors(graph, tables, increment)
        _count_ties(graph, tables, increment, {actor.iri for actor in actors})
        for table in ("actor", "tie", "community"):
            tables.execute(f"DELETE FROM {table}")
        _sum_ties(tables, _sources(graph, build))
        _write_actors(tables, actors)


def _actors(graph: pyoxigraph.Store, tables: sqlite3.Connection, increment: Increment | None) -> list[Actor]:
    """All actors of a graph, sorted."""
    if increment is None:
        return find_actors(graph)
    before = map(Actor._make, tables.execute("SELECT actor, label, mentions, sources FROM actor"))
    unchanged = (actor for actor in before if actor.iri not in increment.subjects)
    return sorted((*unchanged, *find_actors(graph, sorted(increment.subjects))), key=lambda actor: actor.iri)


def _count_ties(
    graph: pyoxigraph.Store, tables: sqlite3.Connection, increment: Increment | None, actors: Set[str]
) -> None:
    """Counts the ties of changed articles, and of those that refer to an actor who was added or removed."""
    if increment is None:
        articles = {*article_names(graph)}
    else:
        before = {actor for (actor,) in tables.execute("SELECT actor FROM actor")}
        affected = {article for actor in sorted(before ^ actors) for article in articles_about(graph, actor)}
        articles = affected | increment.articles
        tables.executemany("DELETE FROM part WHERE article = ?", ((article,) for article in articles))
    tables.executemany("INSERT INTO part VALUES (?,?,?,?,?)", find_ties(graph, sorted(articles), actors))


def _sum_ties(tables: sqlite3.Connection, sources: Mapping[str, str]) -> None:
    tables.execute("CREATE TEMP TABLE source (article TEXT PRIMARY KEY, source TEXT) WITHOUT ROWID")
    tables.executemany("INSERT INTO source VALUES (?,?)", sources.items())
    tables.execute(TIES)


def _write_actors(tables: sqlite3.Connection, actors: Sequence[Actor]) -> None:
    """Writes the importance, community and position of each actor, then the communities."""
    rows = tables.execute("SELECT * FROM tie ORDER BY one, other")
    ties = {(one, other): Tie._make(counts) for one, other, *counts in rows}
    network = make_network(actors, ties)
    importance = importance_of(network)
    communities = communities_of(network, actors)
    positions = positions_of(network, actors, importance, communities)
    degrees = network.degree()
    tables.executemany(
        "INSERT INTO actor VALUES (?,?,?,?,?,?,?,?,?)",
        (
            NetworkActor(
                actor=actor.iri,
                label=actor.label,
                mentions=actor.mentions,
                sources=actor.sources,
                ties=degrees[number],
                importance=importance[number],
                community=communities[number],
                x=positions[number][0],
                y=positions[number][1],
            )
            for number, actor in enumerate(actors)
        ),
    )
    tables.execute(
        "INSERT INTO community SELECT community, (SELECT label FROM actor best WHERE best.community = "
        "actor.community ORDER BY importance DESC, actor LIMIT 1), COUNT(*) FROM actor GROUP BY community"
    )


def _sources(graph: pyoxigraph.Store, build: Path) -> Mapping[str, str]:
    """The cluster of wire copies of each article, by its IRI; without a ledger each is its own."""
    if not (build / LEDGER).exists():
        return {article: article for article in article_names(graph)}
    base = base_of(graph)
    with closing(open_ledger(build)) as ledger:
        return {f"{base}article/{article}": record.source for article, record in ledger.articles().items()}

"""The graph as a network of actors: importance, communities, positions for drawing; made at build, the same every time.

A tie weighs what its independent sources weigh: one that claims something of both counts as one, one that names both in
a sentence as a quarter.
"""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from functools import cached_property
from math import cos, pi, sin, sqrt
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pyoxigraph

from kg.query.co_occurrence import Actor, Pair, Tie, find_actors, find_ties, naming
from kg.store.ledger import LEDGER, open_ledger
from kg.store.read_build import article_names, base_of
from kg.store.sqlite import Increment, next_tables, open_tables

ANALYSIS = "analysis.sqlite"
TIES = """
INSERT INTO tie SELECT one, other, sum(claims), count(DISTINCT iif(claims, source, NULL)), sum(sentences),
    count(DISTINCT iif(sentences, source, NULL)) FROM part JOIN source USING (article) GROUP BY one, other
"""
IN_ONE_SENTENCE = 0.25  # of a source that claims something of both
ROUNDS = 120  # of the layout; after 100 the sum of edge lengths falls by less than 1 % in ten
GRID = 1000  # actors from which forces between far ones are left out
SEED = 7
TURN = pi * (3 - sqrt(5))  # of a sunflower's seeds: positions as even as the order is long
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


@dataclass(frozen=True, slots=True)
class NetworkActor:
    """An actor in the network. `importance` is PageRank times the number of actors: 1 is the mean."""

    actor: str  # IRI
    label: str
    mentions: int
    sources: int
    ties: int
    importance: float
    community: int  # the largest is 0
    x: float  # between -1 and 1
    y: float


@dataclass(frozen=True, slots=True)
class Community:
    """Actors that are tied among themselves; `label` is the name of the most important."""

    community: int
    label: str
    size: int


class Analysis(AbstractContextManager["Analysis"]):
    """The network of a build, for reading; may be used by several threads."""

    def __init__(self, tables: sqlite3.Connection) -> None:
        self._tables = tables

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._tables.close()

    def actor(self, iri: str) -> NetworkActor | None:
        return next(self._actors("WHERE actor = ?", (iri,)), None)

    def actors(self, limit: int = 100, community: int | None = None) -> list[NetworkActor]:
        """The most important first."""
        where, values = ("", ()) if community is None else ("WHERE community = ?", (community,))
        return list(self._actors(f"{where} ORDER BY importance DESC, actor LIMIT ?", (*values, limit)))

    def communities(self, limit: int = 50) -> list[Community]:
        """The largest first."""
        found = self._tables.execute("SELECT * FROM community ORDER BY community LIMIT ?", (limit,))
        return [Community(*row) for row in found]

    def tie(self, one: str, other: str) -> Tie | None:
        query = (
            "SELECT claims, claim_sources, sentences, sentence_sources FROM tie WHERE one = ? AND other = ?"
        )
        found = self._tables.execute(query, tuple(sorted((one, other)))).fetchone()
        return Tie(*found) if found else None

    @cached_property
    def network(self) -> nx.Graph[str]:
        """All of it for networkx: actors with their fields, ties with theirs and the `weight`."""
        network: nx.Graph[str] = nx.Graph()
        for placed in self._actors("ORDER BY actor", ()):
            network.add_node(
                placed.actor, **{name: getattr(placed, name) for name in NetworkActor.__slots__[1:]}
            )
        for one, other, *counts in self._tables.execute("SELECT * FROM tie ORDER BY one, other"):
            tie = Tie(*counts)
            fields = {name: getattr(tie, name) for name in Tie.__slots__}
            network.add_edge(one, other, **fields, weight=weight(tie))
        return network

    def _actors(self, rest: str, values: Sequence[Any]) -> Any:
        return (NetworkActor(*row) for row in self._tables.execute(f"SELECT * FROM actor {rest}", values))


def open_analysis(build: Path) -> Analysis:
    """The network of a build, which is `Store.path` of an open store. Raises StoreError if it has none."""
    return Analysis(open_tables(build / ANALYSIS))


def weight(tie: Tie) -> float:
    return tie.claim_sources + IN_ONE_SENTENCE * tie.sentence_sources


# --- made at build


def write_analysis(graph: pyoxigraph.Store, build: Path, increment: Increment | None = None) -> None:
    """Reads the network off a graph and puts it beside it; only the ties of changed articles are counted again.

    Importance, communities and places are those of the whole network, and are found anew where anything is other.
    """
    with next_tables(build, ANALYSIS, SCHEMA, increment) as tables:
        if increment and not (increment.articles or increment.subjects):
            return
        actors = _actors(graph, tables, increment)
        _count_ties(graph, tables, increment, {actor.iri for actor in actors})
        for table in ("actor", "tie", "community"):
            tables.execute(f"DELETE FROM {table}")
        _sum_ties(tables, _sources(graph, build))
        _place(tables, actors)


def _actors(graph: pyoxigraph.Store, tables: sqlite3.Connection, increment: Increment | None) -> list[Actor]:
    """All actors of a graph, sorted."""
    if increment is None:
        return find_actors(graph)
    kept = tables.execute("SELECT actor, label, mentions, sources FROM actor")
    before = [Actor(*row) for row in kept if row[0] not in increment.subjects]
    return sorted((*before, *find_actors(graph, sorted(increment.subjects))), key=lambda actor: actor.iri)


def _count_ties(
    graph: pyoxigraph.Store, tables: sqlite3.Connection, increment: Increment | None, actors: Set[str]
) -> None:
    """The ties of articles that are new or others, and of those that speak of somebody who is an actor only now."""
    if increment is None:
        again = {*article_names(graph)}
    else:
        known = {actor for (actor,) in tables.execute("SELECT actor FROM actor")}
        of_others = {article for actor in sorted(known ^ actors) for article in naming(graph, actor)}
        again = of_others | increment.articles
        tables.executemany("DELETE FROM part WHERE article = ?", ((article,) for article in again))
    tables.executemany("INSERT INTO part VALUES (?,?,?,?,?)", find_ties(graph, sorted(again), actors))


def _sum_ties(tables: sqlite3.Connection, sources: Mapping[str, str]) -> None:
    tables.execute("CREATE TEMP TABLE source (article TEXT PRIMARY KEY, source TEXT) WITHOUT ROWID")
    tables.executemany("INSERT INTO source VALUES (?,?)", sources.items())
    tables.execute(TIES)


def _place(tables: sqlite3.Connection, actors: Sequence[Actor]) -> None:
    """How important each actor is, among whom, and where to draw it."""
    ties = {
        (one, other): Tie(*counts)
        for one, other, *counts in tables.execute("SELECT * FROM tie ORDER BY one, other")
    }
    network = _network(actors, ties)
    importance = _importance(network)
    communities = _communities(network, actors)
    places = _places(network, actors, importance, communities)
    degrees = network.degree()
    tables.executemany(
        "INSERT INTO actor VALUES (?,?,?,?,?,?,?,?,?)",
        (
            (
                actor.iri,
                actor.label,
                actor.mentions,
                actor.sources,
                degrees[number],
                importance[number],
                communities[number],
                *places[number],
            )
            for number, actor in enumerate(actors)
        ),
    )
    tables.execute(
        "INSERT INTO community SELECT community, (SELECT label FROM actor best WHERE best.community = "
        "actor.community ORDER BY importance DESC, actor LIMIT 1), COUNT(*) FROM actor GROUP BY community"
    )


def _sources(graph: pyoxigraph.Store, build: Path) -> Mapping[str, str]:
    """What each article is a copy of, by its IRI; itself where no ledger tells."""
    if not (build / LEDGER).exists():
        return {article: article for article in article_names(graph)}
    base = base_of(graph)
    with closing(open_ledger(build)) as ledger:
        return {f"{base}article/{article}": listed.source for article, listed in ledger.articles().items()}


def _network(actors: Sequence[Actor], ties: Mapping[Pair, Tie]) -> igraph.Graph:
    numbers = {actor.iri: number for number, actor in enumerate(actors)}
    ends = [(numbers[one], numbers[other]) for one, other in ties]
    network = igraph.Graph(n=len(actors), edges=ends)
    network.es["weight"] = [weight(tie) for tie in ties.values()]
    return network


def _importance(network: igraph.Graph) -> list[float]:
    """By ARPACK, which takes 0.05 s for 12,000 actors where igraph's other way takes 0.6."""
    if not network.vcount():
        return []
    with _Chance():
        found = network.pagerank(weights="weight", implementation="arpack")
    return [round(each * len(found), 4) for each in found]


def _communities(network: igraph.Graph, actors: Sequence[Actor]) -> list[int]:
    """Louvain's; numbered from 0 by falling size, then by the first actor."""
    with _Chance():
        found = network.community_multilevel(weights="weight").membership if actors else []
    sizes = Counter(found)
    first = {each: place for place, each in reversed([*enumerate(found)])}
    order = sorted(sizes, key=lambda each: (-sizes[each], first[each]))
    number = {each: place for place, each in enumerate(order)}
    return [number[each] for each in found]


def _places(
    network: igraph.Graph, actors: Sequence[Actor], importance: Sequence[float], communities: Sequence[int]
) -> list[tuple[float, float]]:
    """Where to draw each actor: pulled together by ties, pushed apart by nearness; the untied in rings around them."""
    order = sorted(
        range(len(actors)), key=lambda each: (communities[each], -importance[each], actors[each].iri)
    )
    tied = [each for each in order if network.degree(each)]
    alone = [each for each in order if not network.degree(each)]
    part = network.induced_subgraph(tied, implementation="create_from_scratch")
    rank = {each: place for place, each in enumerate(sorted(tied))}  # igraph keeps the order of the whole
    start: list[tuple[float, float]] = [(0.0, 0.0)] * len(tied)
    for place, each in enumerate(tied):
        start[rank[each]] = _seed(place)
    drawn = _drawn(part, start) if tied else []
    places = {each: drawn[rank[each]] for each in tied}
    places |= {
        each: _seed(place + len(tied), 1 / sqrt(max(len(actors), 1))) for place, each in enumerate(alone)
    }
    if not alone:
        return [places[each] for each in range(len(actors))]
    inner = sqrt(len(tied) / len(actors))
    return [
        (round(x * inner, 4), round(y * inner, 4)) if network.degree(each) else (round(x, 4), round(y, 4))
        for each, (x, y) in sorted(places.items())
    ]


def _drawn(part: igraph.Graph, start: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Fruchterman and Reingold's layout, turned to lie between -1 and 1."""
    grid = "grid" if part.vcount() > GRID else "nogrid"
    with _Chance():
        found = part.layout_fruchterman_reingold(weights="weight", niter=ROUNDS, seed=start, grid=grid).coords
    middle = [sum(axis) / len(found) for axis in zip(*found, strict=True)]
    far = max(sqrt((x - middle[0]) ** 2 + (y - middle[1]) ** 2) for x, y in found) or 1.0
    return [(round((x - middle[0]) / far, 4), round((y - middle[1]) / far, 4)) for x, y in found]


def _seed(place: int, scale: float = 1.0) -> tuple[float, float]:
    """Where a sunflower has its seed of this number."""
    return scale * sqrt(place) * cos(place * TURN), scale * sqrt(place) * sin(place * TURN)


class _Chance:
    """igraph draws the same numbers each time while this holds; it has one source of them for all."""

    def __enter__(self) -> None:
        igraph.set_random_number_generator(random.Random(SEED))

    def __exit__(self, *_: object) -> None:
        igraph.set_random_number_generator(random)

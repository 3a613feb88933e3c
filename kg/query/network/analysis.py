"""The network of actors of a build, for reading: importance, communities, positions, ties.

A tie is weighed by its independent sources: one that claims something of both actors counts 1, one that names both in a
sentence 0.25. `kg/query/network/write_analysis.py` makes the tables.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import networkx as nx

from kg.query.network.co_occurrence import Tie
from kg.store.sqlite import open_tables

ANALYSIS = "analysis.sqlite"
IN_ONE_SENTENCE = 0.25  # of a source that claims something of both


class NetworkActor(NamedTuple):
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


class Community(NamedTuple):
    """Actors with more ties among them than to others; `label` is the name of the most important."""

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
        return [Community._make(row) for row in found]

    def tie(self, one: str, other: str) -> Tie | None:
        query = (
            "SELECT claims, claim_sources, sentences, sentence_sources FROM tie WHERE one = ? AND other = ?"
        )
        found = self._tables.execute(query, tuple(sorted((one, other)))).fetchone()
        return Tie._make(found) if found else None

    @cached_property
    def network(self) -> nx.Graph[str]:
        """The whole network for networkx: nodes and edges with all fields, edges also with their `weight`."""
        network: nx.Graph[str] = nx.Graph()
        for placed in self._actors("ORDER BY actor", ()):
            network.add_node(
                placed.actor, **{name: getattr(placed, name) for name in NetworkActor._fields[1:]}
            )
        for one, other, *counts in self._tables.execute("SELECT * FROM tie ORDER BY one, other"):
            tie = Tie._make(counts)
            network.add_edge(one, other, **tie._asdict(), weight=weight(tie))
        return network

    def _actors(self, rest: str, values: Sequence[Any]) -> Any:
        return (
            NetworkActor._make(row) for row in self._tables.execute(f"SELECT * FROM actor {rest}", values)
        )


def open_analysis(build: Path) -> Analysis:
    """The network of a build, which is `Store.path` of an open store. Raises StoreError if it has none."""
    return Analysis(open_tables(build / ANALYSIS))


def weight(tie: Tie) -> float:
    return tie.claim_sources + IN_ONE_SENTENCE * tie.sentence_sources

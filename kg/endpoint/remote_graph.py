"""The graph of a server with the methods of an embedded store that readers use.

Graphs of articles are fetched whole, as a page reads many of their subjects; those used last are cached.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.endpoint.client import Endpoint
from kg.endpoint.fetch import Pattern, fetch_articles, fetch_graphs_with, fetch_matches
from kg.store.processes.sandboxed_query import Results

ARTICLES = 100  # cached graphs; 2,500 quads each on average
SUBJECTS = 10_000  # cached subjects of the default graph
Node = NamedNode | DefaultGraph


@dataclass(slots=True)
class RemoteGraph:
    """Quads of a server by pattern. Requests raise EndpointError."""

    endpoint: Endpoint
    articles: Sequence[str]
    _graphs: OrderedDict[str, pyoxigraph.Store] = field(default_factory=OrderedDict)
    _subjects: OrderedDict[str, list[Quad]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def named_graphs(self) -> Iterator[NamedNode]:
        return map(NamedNode, self.articles)

    def quads_for_pattern(
        self,
        subject: NamedNode | None,
        predicate: NamedNode | None,
        object: NamedNode | Literal | None,
        graph_name: Node | None = None,
    ) -> Iterator[Quad]:
        """The quads of a pattern, in one graph or, with None, in all."""
        pattern = (subject, predicate, object)
        if isinstance(graph_name, NamedNode):
            yield from self._article(graph_name.value).quads_for_pattern(*pattern, graph_name)
            return
        if subject is None:
            yield from fetch_matches(self.endpoint, pattern)
        else:
            yield from (quad for quad in self._subject(subject) if _matches(quad, pattern))
        if graph_name is None:
            for name in sorted(fetch_graphs_with(self.endpoint, pattern) & set(self.articles)):
                yield from self._article(name).quads_for_pattern(*pattern, NamedNode(name))

    def query(self, query: str, *, prefixes: Mapping[str, str]) -> Results:
        """The results of a query on the server."""
        return self.endpoint.results(query, prefixes)

    def _article(self, name: str) -> pyoxigraph.Store:
        with self._lock:
            cached = self._graphs.get(name)
            if cached is not None:
                self._graphs.move_to_end(name)
                return cached
        graph = pyoxigraph.Store()
        graph.extend(fetch_articles(self.endpoint, [name]))
        with self._lock:
            self._graphs[name] = graph
            if len(self._graphs) > ARTICLES:
                self._graphs.popitem(last=False)
        return graph

    def _subject(self, subject: NamedNode) -> list[Quad]:
        """What the default graph says of a subject."""
        with self._lock:
            cached = self._subjects.get(subject.value)
            if cached is not None:
                self._subjects.move_to_end(subject.value)
                return cached
        quads = list(fetch_matches(self.endpoint, (subject, None, None)))
        with self._lock:
            self._subjects[subject.value] = quads
            if len(self._subjects) > SUBJECTS:
                self._subjects.popitem(last=False)
        return quads


def _matches(quad: Quad, pattern: Pattern) -> bool:
    _, predicate, value = pattern
    return predicate in {None, quad.predicate} and value in {None, quad.object}

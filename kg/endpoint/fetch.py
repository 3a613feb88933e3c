"""Whole graphs of a server as quads, complete or an error: servers may cut off long answers without a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolution

from kg.endpoint.client import Endpoint
from kg.errors import EndpointError
from kg.vocab import ARTICLE

Pattern = tuple[NamedNode | None, NamedNode | None, NamedNode | Literal | None]
BATCH = 20  # articles of a request
NAMES = f"SELECT DISTINCT ?article {{ GRAPH ?article {{ ?article a <{ARTICLE}> }} }}"


def fetch_article_names(endpoint: Endpoint) -> list[str]:
    """The IRIs of the articles of a server, sorted; each is also the name of the article's graph."""
    count = _count(endpoint, f"GRAPH ?g {{ ?g a <{ARTICLE}> }}")
    rows = _pages(endpoint, NAMES, count, "articles")
    return sorted(_iri(row[0]).value for row in rows)


def fetch_default_graph(endpoint: Endpoint) -> Iterator[Quad]:
    """All quads of the default graph. Raises EndpointError if the server returns fewer than it counts."""
    where = endpoint.where("?s ?p ?o")
    count = _count(endpoint, where)
    for row in _pages(endpoint, f"SELECT ?s ?p ?o {{ {where} }}", count, "quads of the default graph"):
        yield _quad(row["s"], row["p"], row["o"], DefaultGraph())


def fetch_articles(endpoint: Endpoint, articles: Sequence[str]) -> Iterator[Quad]:
    """All quads of the graphs of articles. Raises EndpointError if the server returns fewer than it counts."""
    for part in _batches(articles):
        where = f"VALUES ?g {{ {' '.join(f'<{name}>' for name in part)} }} GRAPH ?g {{ ?s ?p ?o }}"
        count = _count(endpoint, where)
        for row in _pages(endpoint, f"SELECT ?s ?p ?o ?g {{ {where} }}", count, f"quads from {part[0]} on"):
            yield _quad(row["s"], row["p"], row["o"], _iri(row["g"]))


def fetch_matches(endpoint: Endpoint, pattern: Pattern) -> Iterator[Quad]:
    """The quads of the default graph that match a pattern."""
    terms = [f"?{name}" if term is None else str(term) for name, term in zip("spo", pattern, strict=True)]
    where = endpoint.where(" ".join(terms))
    query = f"SELECT * {{ {where} }}"
    # One subject has few quads; counting them first would double the requests.
    rows = endpoint.select(query) if pattern[0] else _pages(endpoint, query, _count(endpoint, where), "quads")
    for row in rows:
        subject, predicate, value = (
            row[name] if term is None else term for name, term in zip("spo", pattern, strict=True)
        )
        yield _quad(subject, predicate, value, DefaultGraph())


def fetch_graphs_with(endpoint: Endpoint, pattern: Pattern) -> set[str]:
    """The named graphs that have quads of a pattern."""
    terms = [f"?{name}" if term is None else str(term) for name, term in zip("spo", pattern, strict=True)]
    rows = endpoint.select(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ {' '.join(terms)} }} }}")
    return {_iri(row["g"]).value for row in rows}


def has_union_default_graph(endpoint: Endpoint) -> bool:
    """Whether the default graph also has what only graphs of articles have."""
    query = f"SELECT ?a {{ {endpoint.where(f'?a a <{ARTICLE}>')} }} LIMIT 1"
    return next(endpoint.select(query), None) is not None


def _pages(endpoint: Endpoint, query: str, count: int, what: str) -> Iterator[QuerySolution]:
    """The rows of a query that has `count` of them: where the server limits rows, page by page."""
    received = size = 0
    while received < count:
        before = received
        for row in endpoint.select(f"{query} LIMIT {size} OFFSET {received}" if received else query):
            received += 1
            yield row
        size = size or received
        if received == before:
            raise EndpointError(
                f"{endpoint.address.query}: returned {received:,} of {count:,} {what}: raise its limit of rows"
            )


def _count(endpoint: Endpoint, where: str) -> int:
    row = next(endpoint.select(f"SELECT (COUNT(*) AS ?n) {{ {where} }}"))
    return int(row["n"].value)


def _batches(articles: Sequence[str]) -> Iterator[Sequence[str]]:
    return (articles[start : start + BATCH] for start in range(0, len(articles), BATCH))


def _quad(subject: object, predicate: object, value: object, graph: NamedNode | DefaultGraph) -> Quad:
    if not isinstance(value, NamedNode | Literal):
        raise EndpointError(f"{subject}: has a blank node as a value, which no build writes")
    return Quad(_iri(subject), _iri(predicate), value, graph)


def _iri(term: object) -> NamedNode:
    if not isinstance(term, NamedNode):
        raise EndpointError(f"{term}: is not an IRI; no build writes such a graph")
    return term

"""Who is tied to whom: actors that one claim tells of, or one sentence names, counted in independent sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import pyoxigraph

from kg.vocab import JUDGEMENTS, PREFIXES

MOST = 20  # actors of one claim or sentence that are paired: more stand in lists of guests and results
ACTORS = """
SELECT ?actor ?label ?mentions ?sources WHERE {
  ?actor a kg:Actor ; kg:isNamed true ; rdfs:label ?label ; kg:mentions ?mentions ; kg:sources ?sources
} ORDER BY ?actor
"""
IN_CLAIMS = """
SELECT ?article ?claim ?actor WHERE {
  GRAPH ?article { ?claim a kg:Claim ; kg:factuality ?factuality ; ?role ?actor }
  FILTER(?factuality != kg:Negated && ?role != kg:attributedTo && isIRI(?actor))
}
"""
IN_SENTENCES = """
SELECT ?article ?sentence ?actor WHERE { GRAPH ?article { ?phrase kg:refersTo ?actor ; nif:sentence ?sentence } }
"""
REJECTED = f"""
SELECT ?claim WHERE {{ GRAPH <{JUDGEMENTS}> {{ ?j a kg:Rejected ; kg:state "in force" ; kg:judges ?claim }} }}
"""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Actor:
    """A named person, organisation, group or place."""

    iri: str
    label: str
    mentions: int
    sources: int


@dataclass(frozen=True, slots=True)
class Tie:
    """How many claims tell of two actors and how many sentences name both, and in how many independent sources."""

    claims: int
    claim_sources: int
    sentences: int
    sentence_sources: int


def find_actors(graph: pyoxigraph.Store) -> list[Actor]:
    """Sorted by IRI."""
    return [
        Actor(iri, label, int(mentions), int(sources))
        for iri, label, mentions, sources in rows(graph, ACTORS)
    ]


def find_ties(
    graph: pyoxigraph.Store, actors: Iterable[Actor], sources: Mapping[str, str]
) -> dict[Pair, Tie]:
    """By pair of IRIs, each in order. `sources` is by article IRI what it is a copy of; claims that are negated or
    were rejected tie nobody."""
    known = {actor.iri for actor in actors}
    rejected = {claim for (claim,) in rows(graph, REJECTED)}
    told = (row for row in rows(graph, IN_CLAIMS) if row[1] not in rejected)
    claims = _pairs(told, known, sources)
    sentences = _pairs(rows(graph, IN_SENTENCES), known, sources)
    return {
        pair: Tie(*_counted(claims.get(pair)), *_counted(sentences.get(pair)))
        for pair in sorted(claims.keys() | sentences.keys())
    }


def rows(graph: pyoxigraph.Store, query: str) -> Iterator[tuple[str, ...]]:
    """The values of a query's solutions as text."""
    solutions = graph.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    for row in solutions:
        yield tuple(term.value for term in row)


def _pairs(
    found: Iterable[tuple[str, ...]], known: set[str], sources: Mapping[str, str]
) -> dict[Pair, list[str]]:
    """For each pair the sources of the claims or sentences that have both."""
    together: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for article, where, actor in found:
        if actor in known:
            together[sources.get(article, article), where].add(actor)
    pairs: defaultdict[Pair, list[str]] = defaultdict(list)
    for (source, _), actors in together.items():
        for pair in combinations(sorted(actors)[:MOST], 2):
            pairs[pair].append(source)
    return pairs


def _counted(sources: list[str] | None) -> tuple[int, int]:
    return len(sources or ()), len(set(sources or ()))

"""Ties between actors: how often one claim is about both or one sentence names both, and in how many sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from itertools import combinations
from typing import NamedTuple

import pyoxigraph

from kg.store.read_build import base_of, is_article
from kg.vocab import JUDGEMENTS, PREFIXES

MOST = 20  # actors of one claim or sentence that are paired: longer lists are of guests and results
ACTORS = """
SELECT ?actor ?label ?mentions ?sources WHERE {{
  {of} ?actor a kg:Actor ; kg:isNamed true ; rdfs:label ?label ; kg:mentions ?mentions ; kg:sources ?sources
}} ORDER BY ?actor
"""
IN_CLAIMS = """
SELECT ?claim ?actor WHERE {{
  GRAPH <{article}> {{ ?claim a kg:Claim ; kg:factuality ?factuality ; ?role ?actor }}
  FILTER(?factuality != kg:Negated && ?role != kg:attributedTo && isIRI(?actor))
  FILTER NOT EXISTS {{ GRAPH <{article}> {{ ?claim kg:uncertain true }} }}
  FILTER NOT EXISTS {{ GRAPH <{article}> {{ ?claim a kg:Event }} }}
}}
"""
IN_SENTENCES = """
SELECT ?sentence ?actor WHERE {{ GRAPH <{article}> {{ ?phrase kg:refersTo ?actor ; nif:sentence ?sentence }} }}
"""
REFERRING = "SELECT DISTINCT ?article WHERE {{ GRAPH ?article {{ ?subject ?property <{actor}> }} }}"
REJECTED = """
SELECT ?claim WHERE {{ GRAPH <{judgements}> {{ ?j a kg:Rejected ; kg:state "in force" ; kg:judges ?claim }} }}
"""

Pair = tuple[str, str]


class Actor(NamedTuple):
    """A named person, organisation, group or place."""

    iri: str
    label: str
    mentions: int
    sources: int


class Tie(NamedTuple):
    """How many claims are about two actors, how many sentences name both, and in how many independent sources."""

    claims: int
    claim_sources: int
    sentences: int
    sentence_sources: int


def find_actors(graph: pyoxigraph.Store, among: Iterable[str] | None = None) -> list[Actor]:
    """All actors, or those of some IRIs; sorted by IRI."""
    of = [""] if among is None else [f"VALUES ?actor {{ <{iri}> }}" for iri in among]
    return [
        Actor(iri=iri, label=label, mentions=int(mentions), sources=int(sources))
        for only in of
        for iri, label, mentions, sources in rows(graph, ACTORS.format(of=only))
    ]


def find_ties(
    graph: pyoxigraph.Store, articles: Iterable[str], actors: Set[str]
) -> Iterator[tuple[str, str, str, int, int]]:
    """Article, two actors in order, and how many claims and sentences of the article contain both.

    Negated, uncertain and rejected claims do not count, nor those of no named class.
    """
    rejected = {claim for (claim,) in rows(graph, REJECTED.format(judgements=base_of(graph) + JUDGEMENTS))}
    for article in articles:
        actor_claims = (
            row for row in rows(graph, IN_CLAIMS.format(article=article)) if row[0] not in rejected
        )
        claims = _pairs(actor_claims, actors)
        sentences = _pairs(rows(graph, IN_SENTENCES.format(article=article)), actors)
        for one, other in sorted(claims.keys() | sentences.keys()):
            yield article, one, other, claims[one, other], sentences[one, other]


def articles_about(graph: pyoxigraph.Store, actor: str) -> list[str]:
    """The articles that refer to an actor."""
    return [article for (article,) in rows(graph, REFERRING.format(actor=actor)) if is_article(article)]


def rows(graph: pyoxigraph.Store, query: str) -> Iterator[tuple[str, ...]]:
    """The values of a query's solutions as text."""
    solutions = graph.query(query, prefixes=PREFIXES)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    for row in solutions:
        yield tuple(term.value for term in row)


def _pairs(found: Iterable[tuple[str, ...]], actors: Set[str]) -> Counter[Pair]:
    """How many claims or sentences contain both actors of a pair."""
    together: defaultdict[str, set[str]] = defaultdict(set)
    for where, actor in found:
        if actor in actors:
            together[where].add(actor)
    return Counter(pair for each in together.values() for pair in combinations(sorted(each)[:MOST], 2))

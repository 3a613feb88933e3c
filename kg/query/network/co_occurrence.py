"""Ties between actors: how often one claim is about both or one sentence names both, and in how many sources."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from itertools import combinations
from typing import NamedTuple

import pyoxigraph

from kg.rdf.iris import offsets_of
from kg.store.read_build import base_of, is_article
from kg.vocab import JUDGEMENTS, PREFIXES

MOST = 20  # actors of one claim or sentence that are paired: longer lists are of guests and results
ACTORS = """
SELECT DISTINCT ?actor ?label ?mentions ?sources WHERE {{
  {of} ?type rdfs:subClassOf* kg:Actor .
  ?actor a ?type ; kg:isNamed true ; rdfs:label ?label ; kg:mentions ?mentions ; kg:sources ?sources
}} ORDER BY ?actor
"""
IN_CLAIMS = """
SELECT ?claim ?actor WHERE {{
  GRAPH <{article}> {{
    ?claim a kg:Claim
    MINUS {{ ?claim kg:factuality kg:Negated }} MINUS {{ ?claim kg:uncertain true }} MINUS {{ ?claim a kg:Event }}
    ?claim ?role ?actor FILTER(?role != kg:attributedTo && isIRI(?actor))
  }}
}}
"""
MENTIONED = "SELECT ?mention ?actor WHERE {{ GRAPH <{article}> {{ ?mention kg:refersTo ?actor }} }}"
SENTENCES = "SELECT ?sentence WHERE {{ GRAPH <{article}> {{ ?sentence a nif:Sentence }} }}"
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
        sentences = _pairs(_in_sentences(graph, article), actors)
        for one, other in sorted(claims.keys() | sentences.keys()):
            yield article, one, other, claims[one, other], sentences[one, other]


def _in_sentences(graph: pyoxigraph.Store, article: str) -> Iterator[tuple[str, str]]:
    """Each sentence and the actors that it mentions; a mention is in the sentence that begins last before it."""
    sentences = sorted((offsets_of(iri), iri) for (iri,) in rows(graph, SENTENCES.format(article=article)))
    for mention, actor in rows(graph, MENTIONED.format(article=article)):
        begin, end = offsets_of(mention)
        place = bisect_right(sentences, begin, key=lambda sentence: sentence[0][0]) - 1
        if place >= 0 and end <= sentences[place][0][1]:
            yield sentences[place][1], actor


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

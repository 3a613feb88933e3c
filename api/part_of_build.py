"""A part of an open build: some of its articles with tables of their own, for a program that is no server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import islice

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode

from kg import vocab
from kg.api.tables.columns import claim_parts
from kg.api.tables.ontology import Ontology
from kg.api.tables.open_build import Graph
from kg.api.tables.table import Table, kept_file, made_table, make_table
from kg.query.search import open_search
from kg.store.read_build import Store

MOST = 12  # articles that are read
MOST_ALIKE = 200  # claims with the same predicate
PREDICATE = NamedNode(vocab.PREDICATE)
WORDS = (PREDICATE, NamedNode(vocab.TRIGGER))


@contextmanager
def open_part(store: Store, ontology: Ontology, claims: Iterable[str] | None) -> Iterator[Graph]:
    """The articles of the claims with these IRIs; the whole build for None, or if a server has made its tables."""
    if claims is None or kept_file(store.path).exists():
        table = make_table(store, ontology)
    else:
        store, table = replace(store, graph=_graph_of(store, list(claims))), Table()
        table.file.set_result(made_table(store, ontology, table.folder))
    with Graph(
        store=store,
        ontology=ontology,
        table=table,
        search=open_search(store.path),
        analysis=None,
        base=store.base,
        etag="",
        _opened=ExitStack(),
    ) as graph:
        yield graph


def _graph_of(store: Store, claims: Sequence[str]) -> pyoxigraph.Store:
    """The graphs of the articles of claims, what the default graph says of all that they name, and claims with the same
    predicates, which tell verbs from nouns.
    """
    articles = dict.fromkeys(claim_parts(claim)[0] for claim in claims)
    quads = [quad for article in list(articles)[:MOST] for quad in store.article_quads(article)]
    base = store.base
    for term in {term for quad in quads for term in (quad.subject, quad.object)}:
        if isinstance(term, NamedNode) and term.value.startswith(base):
            quads.extend(store.graph.quads_for_pattern(term, None, None, DefaultGraph()))
    own = set(map(NamedNode, claims))
    for word in {quad.object for quad in quads if quad.predicate in WORDS and quad.subject in own}:
        alike = store.graph.quads_for_pattern(None, PREDICATE, word, None)
        for quad in islice(alike, MOST_ALIKE):
            quads.extend(store.graph.quads_for_pattern(quad.subject, None, None, quad.graph_name))
    graph = pyoxigraph.Store()
    graph.bulk_extend(quads)
    return graph

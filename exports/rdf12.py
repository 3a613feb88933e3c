"""RDF 1.2: every graph as TriG, in which claims are reifiers of the short-cuts that they state.

`<claim> rdf:reifies <<( venn kg:met arley )>> ; kg:factuality kg:Planned`: a planned, possible or negated
statement is reified and never asserted as a triple. A counted short-cut (`kg:Edge`) reifies its triple, too, in place
of `rdf:subject`, `rdf:predicate` and `rdf:object`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize

from kg import vocab
from kg.ontology.classes.lexicon import Shortcut
from kg.ontology.classes.read_ontology import load_lexicon
from kg.query import rows
from kg.query.facts import ArticleFacts, article_facts, value_of
from kg.store.read_build import Store

REIFIES = NamedNode(vocab.RDF + "reifies")
PARTS = {vocab.RDF + part for part in ("subject", "predicate", "object")}


def write_rdf12(store: Store, output: IO[bytes]) -> None:
    """TriG of RDF 1.2."""
    serialize(reified_quads(store), output, format=RdfFormat.TRIG, prefixes=vocab.PREFIXES)


def reified_quads(store: Store) -> Iterator[Quad]:
    """The default graph, then that of each article."""
    for quad in store.default_quads():
        if quad.predicate.value not in PARTS or "#implied=" in value_of(quad.subject):
            yield quad
    for edge in rows.edges(store):
        triple = Triple(NamedNode(edge.source), NamedNode(vocab.KG + edge.property), NamedNode(edge.target))
        yield Quad(NamedNode(edge.edge), REIFIES, triple, DefaultGraph())
    ends = _shortcuts()
    for article in store.articles():
        yield from store.article_quads(article)
        yield from _claimed(article_facts(store, article), ends)
    yield from store.graph.quads_for_pattern(None, None, None, NamedNode(store.base + vocab.JUDGEMENTS))


def _claimed(article: ArticleFacts, ends: Mapping[str, Shortcut]) -> Iterator[Quad]:
    """The triples that the claims of an article reify."""
    for iri, facts in article.claims():
        kinds = (one.value for one in facts[vocab.TYPE])
        for shortcut in (ends[kind] for kind in kinds if kind in ends):
            for source in facts.get(vocab.KG + shortcut.source, []):
                for target in facts.get(vocab.KG + shortcut.target, []):
                    if isinstance(source, NamedNode) and isinstance(target, NamedNode) and source != target:
                        triple = Triple(source, NamedNode(vocab.KG + shortcut.property), target)
                        yield Quad(NamedNode(iri), REIFIES, triple, NamedNode(article.article))


def _shortcuts() -> dict[str, Shortcut]:
    """The short-cut of each class that has one, by the IRI of the class."""
    classes = load_lexicon().classes.values()
    return {vocab.KG + each.iri_name: each.shortcut for each in classes if each.shortcut}

"""Checks a store: graphs against SHACL shapes, offsets against the article's text, edges against their claims.

Memory is bounded: graphs of articles and subjects of the default graph are checked in batches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Literal

import pyshacl
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, RdfFormat, Triple, serialize
from rdflib import RDF, SH, Graph
from rdflib.term import Node

from kg import vocab
from kg.errors import StoreError
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.files import ontology_file
from kg.query.facts import trigger_begin
from kg.rdf.iris import offsets_of
from kg.rdf.owl import shapes_turtle
from kg.store.checksums import damages
from kg.store.read_build import Store

Subject = NamedNode | BlankNode | Triple
BATCH = 20_000  # quads validated at once: 8 seconds, 100 MB
DEFAULT = DefaultGraph()
TYPE = NamedNode(vocab.TYPE)


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of a node of the store. A warning means that an article says what the ontology does not expect."""

    where: str  # IRI, or path of a build
    what: str
    value: str = ""  # the value at fault
    severity: Literal["violation", "warning"] = "violation"


def check(store: Store, lexicon: Lexicon) -> Iterator[Problem]:
    """All problems of a store; a build leaves none. In damaged files nothing further is checked."""
    damaged = [Problem(str(store.path), each) for each in damages(store.path)] or list(check_counts(store))
    if damaged:
        yield from damaged
        return
    for article in store.articles():
        yield from check_article(store, article)
    yield from check_edges(store)
    yield from check_shapes(store, lexicon)


def check_counts(store: Store) -> Iterator[Problem]:
    """Counts of the manifest that differ from those of the graph."""
    found = {"quads": len(store.graph), "articles": sum(1 for _ in store.articles())}
    for name, number in found.items():
        if store.counts.get(name, number) != number:
            what = f"has {number:,} {name} instead of {store.counts[name]:,}: run kg build again"
            yield Problem(str(store.path), what)


# --- an article's graph against its text


def check_article(store: Store, article: str) -> Iterator[Problem]:
    """Problems of a graph without its article, and of sentences, mentions and triggers that differ from the text."""
    quads = list(store.article_quads(article))
    if Quad(NamedNode(article), TYPE, NamedNode(vocab.ARTICLE), NamedNode(article)) not in quads:
        yield Problem(article, "names a graph, but no article has this name")
        return
    try:
        text = store.text(article)
    except StoreError as error:
        yield Problem(article, str(error))
        return
    for subject, values in _by_subject(quads):
        yield from _check_words(subject, values, text)


def _check_words(subject: str, values: dict[str, list[str]], text: str) -> Iterator[Problem]:
    if vocab.CLAIM in values.get(vocab.TYPE, []):
        yield from _check_trigger(subject, values, text)
    if vocab.ANCHOR not in values:
        return
    try:
        begin, end = offsets_of(subject)
    except ValueError:
        yield Problem(subject, "has a text, but its IRI has no offsets: #char=12,20")
        return
    for name, offset in ((vocab.BEGIN, begin), (vocab.END, end)):
        if values.get(name, [str(offset)]) != [str(offset)]:
            yield Problem(subject, f"has <{name}> {', '.join(values[name])}, but its IRI has {offset}")
    for words in values[vocab.ANCHOR]:
        yield from _check_stretch(subject, words, text[begin:end])


def _check_trigger(claim: str, values: dict[str, list[str]], text: str) -> Iterator[Problem]:
    """The trigger of a claim begins where the claim's IRI says."""
    begin = trigger_begin(claim)
    for words in values.get(vocab.TRIGGER, []):
        yield from _check_stretch(claim, words, text[begin : begin + len(words)])


def _check_stretch(subject: str, words: str, there: str) -> Iterator[Problem]:
    if words != there:
        yield Problem(subject, f"has the text {words!r}, but the article has {there!r} at its offsets")


def _by_subject(quads: Iterable[Quad]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for quad in quads:
        found.setdefault(_value(quad.subject), {}).setdefault(quad.predicate.value, []).append(
            _value(quad.object)
        )
    return iter(sorted(found.items()))


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


# --- short-cuts against their claims


EDGES = {
    "is a short-cut without an edge that counts its claims": """
        SELECT ?where ?other WHERE {
          ?name rdfs:subPropertyOf kg:shortcut . ?where ?name ?other
          FILTER NOT EXISTS { ?edge rdf:subject ?where ; rdf:predicate ?name ; rdf:object ?other ; a kg:Edge } }""",
    "is an edge without its short-cut": """
        SELECT ?where WHERE {
          ?where a kg:Edge ; rdf:subject ?subject ; rdf:predicate ?name ; rdf:object ?object
          FILTER NOT EXISTS { ?subject ?name ?object } FILTER NOT EXISTS { ?where kg:inferred ?filler } }""",
    "is an inferred edge with a short-cut": """
        SELECT ?where WHERE {
          ?where a kg:Edge ; kg:inferred ?filler ; rdf:subject ?subject ; rdf:predicate ?name ; rdf:object ?object .
          ?subject ?name ?object }""",
    "is an edge that no claim supports": """
        SELECT ?where WHERE { ?where a kg:Edge FILTER NOT EXISTS { ?where prov:wasDerivedFrom ?claim } }""",
    "is an edge derived from something other than an actual claim": """
        SELECT ?where ?other WHERE {
          ?where a kg:Edge ; prov:wasDerivedFrom ?other
          FILTER NOT EXISTS { GRAPH ?article { ?other a kg:Claim ; kg:factuality kg:Actual } } }""",
    "is an edge derived from an uncertain claim": """
        SELECT ?where ?other WHERE {
          ?where a kg:Edge ; prov:wasDerivedFrom ?other . GRAPH ?article { ?other kg:uncertain true } }""",
}


def check_edges(store: Store) -> Iterator[Problem]:
    """Problems of short-cuts that no edge counts, and of edges without an actual claim."""
    for what, sparql in EDGES.items():
        results = store.graph.query(sparql, prefixes=vocab.PREFIXES)
        if isinstance(results, QuerySolutions):
            for found in results:
                where, *others = (_value(term) for term in found)
                yield Problem(where, f"{what}: {', '.join(others)}" if others else what)


# --- shapes


def check_shapes(store: Store, lexicon: Lexicon) -> Iterator[Problem]:
    """Violations of a shape of `ontology/shapes.ttl` or of a class."""
    shapes = Graph()
    shapes.parse(str(ontology_file("shapes.ttl")), format="turtle")
    shapes.parse(data=shapes_turtle(lexicon), format="turtle")
    ontology = [*_default(store, vocab.SUBCLASS), *_ontology_types(store)]
    for batch in _batches(chain(_articles(store), _subjects(store))):
        own = {_value(quad.subject) for quad in batch}
        graph = _one_graph(chain(ontology, batch, _types(store, batch, own), _event_types(batch)))
        yield from (problem for problem in _validate(graph, shapes) if problem.where in own)


def _articles(store: Store) -> Iterator[list[Quad]]:
    return (list(store.article_quads(article)) for article in store.articles())


def _subjects(store: Store) -> Iterator[list[Quad]]:
    """The quads of each subject of the default graph; Oxigraph stores those of one subject together."""
    groups = groupby(store.default_quads(), key=lambda quad: _value(quad.subject))
    return (list(quads) for subject, quads in groups if not subject.startswith(vocab.KG))


def _batches(groups: Iterable[list[Quad]]) -> Iterator[list[Quad]]:
    """Batches of whole groups, of about 20,000 quads each."""
    batch: list[Quad] = []
    for group in groups:
        batch += group
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _types(store: Store, batch: list[Quad], own: set[str]) -> Iterator[Quad]:
    """The types of what a batch refers to: entities and events of the default graph."""
    meant = {quad.object for quad in batch if isinstance(quad.object, NamedNode)}
    for node in meant:
        if node.value not in own and not node.value.startswith(vocab.KG):
            yield from store.graph.quads_for_pattern(node, TYPE, None, DEFAULT)


def _event_types(batch: list[Quad]) -> Iterator[Quad]:
    """The types of events that only claims of an article are about: those of the claims."""
    types: dict[Subject, list[NamedNode]] = {}
    for quad in batch:
        if quad.predicate == TYPE and isinstance(quad.object, NamedNode):
            types.setdefault(quad.subject, []).append(quad.object)
    for quad in batch:
        if quad.predicate.value == vocab.ABOUT_EVENT and isinstance(quad.object, NamedNode):
            for kind in types.get(quad.subject, []):
                if kind.value != vocab.CLAIM:
                    yield Quad(quad.object, TYPE, kind, DEFAULT)


def _default(store: Store, name: str) -> Iterator[Quad]:
    return store.graph.quads_for_pattern(None, NamedNode(name), None, DEFAULT)


def _ontology_types(store: Store) -> Iterator[Quad]:
    nodes = (NamedNode(iri) for iri in vocab.FACTUALITY.values())
    return chain.from_iterable(store.graph.quads_for_pattern(node, TYPE, None, DEFAULT) for node in nodes)


def _one_graph(quads: Iterable[Quad]) -> Graph:
    """Quads without their graphs' names, in rdflib: pySHACL takes 17 times as long over Oxigraph."""
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    graph = Graph()
    graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    return graph


def _validate(graph: Graph, shapes: Graph) -> Iterator[Problem]:
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    found = [_problem(report, node) for node in report.subjects(RDF.type, SH.ValidationResult)]
    yield from sorted(found, key=lambda problem: (problem.where, problem.what))


def _problem(report: Graph, node: Node) -> Problem:
    said = {name: str(report.value(node, name) or "") for name in (SH.focusNode, SH.resultMessage, SH.value)}
    is_warning = report.value(node, SH.resultSeverity) == SH.Warning
    return Problem(
        said[SH.focusNode],
        said[SH.resultMessage],
        said[SH.value],
        "warning" if is_warning else "violation",
    )

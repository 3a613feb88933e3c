"""The description of the SPARQL service: SPARQL 1.1 Service Description, and VoID for its data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg import vocab
from kg.api.models import Problem
from kg.api.tables.open_build import Graph, count
from kg.vocab import PREFIXES, RDF, RDFS

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
WRITTEN = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle")
WRITTEN_TOO = ("N-Triples", "RDF_XML", "JSON-LD")
SERVICE_TYPES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
EXAMPLE = "SELECT ?name WHERE { ?who a kg:Person ; rdfs:label ?name } LIMIT 10"
GRAPHS = {
    "default-graph-uri": "The IRI of an article: its graph becomes the default graph.",
    "named-graph-uri": "The IRI of an article: its graph is available to GRAPH.",
}
PARAMETERS = [
    {"name": "query", "in": "query", "schema": {"type": "string"}, "example": EXAMPLE},
    *(
        {
            "name": name,
            "in": "query",
            "schema": {"type": "array", "items": {"type": "string"}},
            "description": description,
        }
        for name, description in GRAPHS.items()
    ),
]
REFUSED: dict[int | str, dict[str, Any]] = {
    400: {
        "model": Problem,
        "description": "The query is invalid, or names a graph that is not in the store.",
    },
    403: {"model": Problem, "description": "The request is an update: the graph is read-only."},
    406: {"model": Problem, "description": "The result is not available in an accepted media type."},
    413: {"model": Problem, "description": "The request or its result is too large."},
    429: {"model": Problem, "description": "The client has as many long queries as it may have at once."},
    503: {"model": Problem, "description": "The query took too long, or all query processes are busy."},
}
Pair = tuple[str, NamedNode | Literal]


def service_description(graph: Graph, endpoint: str, kind: str) -> bytes:
    """The description as one of SERVICE_TYPES."""
    names = {**PREFIXES, "sd": SD, "void": VOID}
    return serialize(_triples(graph, endpoint), format=SERVICE_TYPES[kind], prefixes=names) or b""


def _triples(graph: Graph, endpoint: str) -> Iterator[Triple]:
    for subject, pairs in (
        (endpoint, _service(endpoint)),
        (f"{endpoint}#dataset", dataset(graph, endpoint)),
    ):
        for name, value in pairs:
            yield Triple(NamedNode(subject), NamedNode(name), value)


def _service(endpoint: str) -> Iterator[Pair]:
    yield RDF + "type", NamedNode(SD + "Service")
    yield SD + "endpoint", NamedNode(endpoint)
    yield SD + "supportedLanguage", NamedNode(SD + "SPARQL11Query")
    for name in (*WRITTEN, *WRITTEN_TOO):
        yield SD + "resultFormat", NamedNode(FORMATS + name)
    yield SD + "defaultDataset", NamedNode(f"{endpoint}#dataset")


def dataset(graph: Graph, endpoint: str) -> Iterator[Pair]:
    """The dataset behind an endpoint, as VoID."""
    yield RDF + "type", NamedNode(SD + "Dataset")
    yield RDF + "type", NamedNode(VOID + "Dataset")
    yield vocab.DCTERMS + "title", Literal("News articles as claims and events", language="en")
    yield (
        RDFS + "comment",
        Literal(
            "The default graph holds what the articles together support: entities, events, states and short-cuts with "
            "their counts, and the ontology. Each article is a named graph with what it says.",
            language="en",
        ),
    )
    yield VOID + "sparqlEndpoint", NamedNode(endpoint)
    yield VOID + "uriSpace", Literal(graph.base)
    yield VOID + "triples", Literal(graph.store.counts["quads"])
    yield VOID + "documents", Literal(count(graph, "article"))
    yield VOID + "entities", Literal(count(graph, "entity"))
    for name in (vocab.KG, vocab.SCHEMA, vocab.NIF, vocab.PROV, vocab.SEM):
        yield VOID + "vocabulary", NamedNode(name)
    for article in graph.store.articles():
        yield VOID + "exampleResource", NamedNode(article)
        break

"""What machines read about the dataset: VoID and DCAT, the SHACL shapes, and an overview for language models."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg import vocab
from kg.api.rest.articles import stats
from kg.api.rest.routes import Open
from kg.api.sparql.describe import as_rdf, described
from kg.api.sparql.service_description import VOID, Pair, dataset
from kg.api.tables.open_build import Graph
from kg.endpoint.remote_store import RemoteStore
from kg.exports import FORMATS
from kg.query.shapes import shapes

DCAT = "http://www.w3.org/ns/dcat#"
IANA = "https://www.iana.org/assignments/media-types/"
dataset_router = APIRouter(include_in_schema=False)
LLMS = """# {name}

> {articles:,} news articles as a graph: {claims:,} claims with sentences, {entities:,} entities, {events:,} events.
> Each claim says who did what, whether it is actual, planned, possible or negated, and who says so. Read-only.

Cite the sentence and the article of a claim, not only the claim. Claims with `uncertain: true` have a low confidence;
several articles of one wire copy count as one source.

## REST

- [Description of all routes]({base}/openapi.json): OpenAPI 3.1
- [Search for a name]({base}/entities?q=NAME): entities with ids
- [An entity]({base}/entities/ID): names, positions, relations; its claims with sentences at {base}/entities/ID/claims
- [Search in sentences]({base}/sentences?q=WORDS): words in quotation marks are a phrase
- [Events]({base}/events?from=2024-01-01&to=2024-12-31): the latest first; one with all its claims at {base}/events/ID
- [Paths]({base}/paths?from=ID&to=ID): how two entities are connected
- [Classes]({base}/classes): classes of events and states, with the number of claims

## SPARQL

- [Endpoint]({base}/sparql): SPARQL 1.1 queries; the prefixes kg, prov, nif, rdfs, schema and skos need not be declared
- [Example queries]({base}/queries)
- [Ontology]({base}/ontology): classes and properties; [SHACL shapes]({base}/shapes)

## Optional

- [Dataset]({base}/.well-known/void): VoID and DCAT
- [Exports]({base}/exports): the whole graph in other formats
- [Reconciliation]({base}/reconcile): for OpenRefine
"""


@dataset_router.get("/.well-known/void")
def get_void(request: Request, graph: Open) -> Response:
    """The dataset, its downloads and its services, as VoID and DCAT 3."""
    quads = list(_quads(graph, address_of(request)))
    return described(request, quads, lambda: as_rdf(quads, "text/turtle"))


@dataset_router.get("/shapes")
def get_shapes(request: Request) -> Response:
    """The SHACL shapes of `kg check`, for the shipped classes."""
    quads = [Quad(each.subject, each.predicate, each.object, DefaultGraph()) for each in shapes()]
    return described(request, quads, lambda: as_rdf(quads, "text/turtle"))


@dataset_router.get("/llms.txt")
def get_llms(request: Request, graph: Open) -> PlainTextResponse:
    """What the server offers, in Markdown for language models (llmstxt.org)."""
    counts = stats(graph).counts
    names = {name: counts.get(name, 0) for name in ("articles", "claims", "entities", "events")}
    text = LLMS.format(name=request.app.title, base=address_of(request), **names)
    return PlainTextResponse(text, media_type="text/markdown")


def address_of(request: Request) -> str:
    """The public address of the server, without a slash at its end."""
    return f"{request.app.state.base or request.base_url}".rstrip("/")


def _quads(graph: Graph, address: str) -> Iterator[Quad]:
    name, service = f"{address}/.well-known/void", f"{address}/sparql"
    for subject, pairs in (
        (name, _dataset(graph, address)),
        (service, _service(service, name)),
        *((f"{address}/exports/{form}", _distribution(address, form)) for form in _exports(graph)),
    ):
        for predicate, value in pairs:
            yield Quad(NamedNode(subject), NamedNode(predicate), value, DefaultGraph())


def _dataset(graph: Graph, address: str) -> Iterator[Pair]:
    yield from dataset(graph, f"{address}/sparql")
    yield vocab.TYPE, NamedNode(DCAT + "Dataset")
    yield DCAT + "landingPage", NamedNode(f"{address}/")
    yield vocab.DCTERMS + "language", Literal("en")
    yield vocab.DCTERMS + "conformsTo", NamedNode(f"{address}/shapes")
    first, last = graph.table.rows("SELECT MIN(published), MAX(published) FROM article")[0]
    for predicate, day in ((DCAT + "startDate", first), (DCAT + "endDate", last)):
        if day:
            yield predicate, Literal(day, datatype=NamedNode(vocab.XSD + "date"))
    for form in _exports(graph):
        yield DCAT + "distribution", NamedNode(f"{address}/exports/{form}")
        if form == "nq":
            yield VOID + "dataDump", NamedNode(f"{address}/exports/{form}")


def _service(service: str, name: str) -> Iterator[Pair]:
    yield vocab.TYPE, NamedNode(DCAT + "DataService")
    yield DCAT + "endpointURL", NamedNode(service)
    yield DCAT + "servesDataset", NamedNode(name)
    yield vocab.DCTERMS + "conformsTo", NamedNode("https://www.w3.org/TR/sparql11-protocol/")


def _distribution(address: str, form: str) -> Iterator[Pair]:
    yield vocab.TYPE, NamedNode(DCAT + "Distribution")
    yield vocab.DCTERMS + "title", Literal(FORMATS[form].title, language="en")
    yield DCAT + "downloadURL", NamedNode(f"{address}/exports/{form}")
    yield DCAT + "mediaType", NamedNode(IANA + FORMATS[form].media_type.partition(";")[0])


def _exports(graph: Graph) -> list[str]:
    """The formats that the server offers; none if a SPARQL server holds the graph."""
    if isinstance(graph.store, RemoteStore):
        return []
    return [form for form, each in FORMATS.items() if each.is_here]

"""Resolves the IRIs of the data and the vocabulary: a page for browsers, a description as RDF for programs."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, serialize
from starlette.exceptions import HTTPException

from kg import vocab
from kg.api.http.negotiate import best_type
from kg.api.rest.routes import Id, Open
from kg.api.sparql.ontology_page import ontology_page
from kg.api.tables.open_build import Graph
from kg.query.facts import last_part
from kg.vocab import KG, PREFIXES

HERE = Path(__file__).parents[1]
HTML = "text/html"
MAX_QUADS = 20_000  # of one description
TYPES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/trig": RdfFormat.TRIG,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/json": RdfFormat.JSON_LD,
}
OFFERED = [*TYPES, HTML]  # HTML last: browsers ask for it explicitly
ENDINGS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nq": "application/n-quads",
    "nt": "application/n-triples",
    "trig": "application/trig",
    "rdf": "application/rdf+xml",
}
WITH_GRAPHS = {RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.JSON_LD}
iri_router = APIRouter(include_in_schema=False)


@iri_router.get("/")
def home() -> Response:
    return page("static/index.html")


@iri_router.get("/entity/{id}.{ending}")
@iri_router.get("/event/{id}.{ending}")
@iri_router.get("/article/{id}.{ending}")
@iri_router.get("/edge/{id}.{ending}")
def file_of_thing(request: Request, graph: Open, id: Id, ending: str) -> Response:
    """The description in the format of the file ending, for links: browsers only accept pages."""
    if ending not in ENDINGS:
        raise HTTPException(404, f"available endings: {', '.join(ENDINGS)}")
    return as_rdf(description_of(request, graph, id), ENDINGS[ending])


@iri_router.get("/entity/{id}")
@iri_router.get("/event/{id}")
@iri_router.get("/article/{id}")
@iri_router.get("/edge/{id}")
def thing(request: Request, graph: Open, id: Id) -> Response:
    """The description of the entity, event, article or edge with this IRI."""
    return described(request, description_of(request, graph, id))


@iri_router.get("/ontology")
def ontology(request: Request, graph: Open) -> Response:
    """The classes and properties."""
    quads = list(ontology_quads(graph))
    return described(request, quads, lambda: ontology_page("Ontology", quads))


@iri_router.get("/ontology/{name}")
def term(request: Request, graph: Open, name: Id) -> Response:
    """One class or property by its name: its IRI belongs to another server."""
    quads = list(subject_quads(graph, KG + name))
    if not quads:
        raise HTTPException(404, f"the ontology has no class or property {name}")
    return described(request, quads, lambda: ontology_page(name, quads))


def description_of(request: Request, graph: Graph, id: str) -> list[Quad]:
    """The quads that describe a thing; 404 if there are none."""
    kind = request.url.path.split("/")[1]
    quads = _first(QUADS[kind], graph, f"{graph.base}{kind}/{id}")
    if not quads:
        raise HTTPException(404, "nothing in the graph has this IRI")
    if len(quads) > MAX_QUADS:
        raise HTTPException(
            403, f"more than {MAX_QUADS:,} quads describe it; use /sparql to select from them"
        )
    return quads


def described(
    request: Request, quads: list[Quad], html: Callable[[], Response] = lambda: page("static/index.html")
) -> Response:
    """HTML or RDF as the request prefers; 406 if it accepts neither."""
    kind = best_type(request.headers.get("accept"), OFFERED)
    if kind is None:
        raise HTTPException(406, f"available media types: {', '.join(OFFERED)}")
    return html() if kind == HTML else as_rdf(quads, kind)


def as_rdf(quads: list[Quad], kind: str) -> Response:
    media_type = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    return Response(written(quads, TYPES[kind]), media_type=media_type, headers={"Vary": "Accept"})


def written(quads: Iterable[Quad], form: RdfFormat) -> bytes:
    output = io.BytesIO()
    if form in WITH_GRAPHS:
        serialize(quads, output, form, prefixes=PREFIXES)
    else:
        serialize(dict.fromkeys(quad.triple for quad in quads), output, form, prefixes=PREFIXES)
    return output.getvalue()


def page(name: str) -> Response:
    """A static page; its script reads the path."""
    return FileResponse(HERE / name, media_type="text/html; charset=utf-8", headers={"Vary": "Accept"})


# --- quads that describe a thing


def subject_quads(graph: Graph, iri: str) -> Iterator[Quad]:
    return graph.store.graph.quads_for_pattern(NamedNode(iri), None, None, DefaultGraph())


def entity_quads(graph: Graph, iri: str) -> Iterator[Quad]:
    """The entity in any graph, what in the default graph refers to it, and the claims with it as a filler."""
    yield from graph.store.graph.quads_for_pattern(NamedNode(iri), None, None, None)
    yield from graph.store.graph.quads_for_pattern(None, None, NamedNode(iri), DefaultGraph())
    rows = graph.table.rows(
        "SELECT DISTINCT claim FROM fills WHERE entity = ? ORDER BY claim", [last_part(iri)]
    )
    for (claim,) in rows:
        yield from claim_quads(graph, claim)


def event_quads(graph: Graph, iri: str) -> Iterator[Quad]:
    """The event and its claims."""
    yield from subject_quads(graph, iri)
    for (claim,) in graph.table.rows("SELECT id FROM claim WHERE event = ? ORDER BY id", [last_part(iri)]):
        yield from claim_quads(graph, claim)


def claim_quads(graph: Graph, claim: str) -> Iterator[Quad]:
    """A claim with its sentence."""
    iri, article = NamedNode(graph.claim(claim)), NamedNode(graph.article(claim.partition(":")[0]))
    for quad in graph.store.graph.quads_for_pattern(iri, None, None, article):
        yield quad
        if quad.predicate.value == vocab.DERIVED_FROM and isinstance(quad.object, NamedNode):
            yield from graph.store.graph.quads_for_pattern(quad.object, None, None, article)


def article_quads(graph: Graph, iri: str) -> Iterator[Quad]:
    return graph.store.article_quads(iri)


def ontology_quads(graph: Graph) -> Iterator[Quad]:
    top = KG.removesuffix("#")
    for quad in graph.store.default_quads():
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(top):
            yield quad


def _first(about: Callable[[Graph, str], Iterator[Quad]], graph: Graph, iri: str) -> list[Quad]:
    """At most one quad more than allowed, as a list: an iterator of Oxigraph must not change threads."""
    return list(islice(about(graph, iri), MAX_QUADS + 1))


QUADS: Mapping[str, Callable[[Graph, str], Iterator[Quad]]] = {
    "entity": entity_quads,
    "event": event_quads,
    "article": article_quads,
    "edge": subject_quads,
}

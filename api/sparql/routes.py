"""The SPARQL 1.1 Protocol: queries only, run by child processes that are killed after a timeout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from kg.api.http.hosts import client_of
from kg.api.http.negotiate import best_type
from kg.api.http.problems import problem
from kg.api.http.request_bodies import FORM, LONGEST, body_of, is_utf8, media_type, read_body, read_form
from kg.api.models import ExampleQuery, Problem
from kg.api.rest.routes import Open
from kg.api.sparql.child_handle import Reply
from kg.api.sparql.describe import HTML, page
from kg.api.sparql.graphs_of import graphs_of
from kg.api.sparql.pool import ProcessPool
from kg.api.sparql.service_description import (
    EXAMPLE,
    GRAPHS,
    PARAMETERS,
    REFUSED,
    SERVICE_TYPES,
    service_description,
)
from kg.api.tables.open_build import CurrentBuild, Graph
from kg.endpoint.remote_store import RemoteStore
from kg.query.hints import PLACE, syntax_fault, unknown_names
from kg.vocab import PREFIXES

QUERIES = Path(__file__).parent / "queries"
OK = 200
LONGEST_HINTED = 4_000  # characters of a query whose names are looked up
QUERY_BODY = "application/sparql-query"
# Accepted media type -> the media type that is written.
RESULT_TYPES = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "application/xml": "application/sparql-results+xml",
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
}
GRAPH_TYPES = {
    "text/turtle": "text/turtle",
    "application/n-triples": "application/n-triples",
    "application/ld+json": "application/ld+json",
    "application/rdf+xml": "application/rdf+xml",
}
sparql_router = APIRouter(tags=["sparql"], responses=REFUSED)


class RefusedError(Exception):
    """A request that violates the protocol, or that this server does not allow."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query with the dataset of the request; None if the request names none."""

    query: str
    default_graph: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None


@sparql_router.get("/queries")
def get_queries() -> list[ExampleQuery]:
    """Example queries, for the query page."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(QUERIES.glob("*.rq"))}
    return [
        ExampleQuery(name=name, title=text.partition("\n")[0].lstrip("# "), query=text)
        for name, text in texts.items()
    ]


@sparql_router.get("/queries/prefixes")
def get_prefixes() -> dict[str, str]:
    """The prefixes that a query need not declare, with their namespaces."""
    return PREFIXES


@sparql_router.get("/queries/hints")
def get_hints(graph: Open, query: Annotated[str, Query(max_length=LONGEST_HINTED)]) -> list[str]:
    """A line for each name of a query that the graph does not have, such as a misspelt property."""
    return list(unknown_names(graph.store, query))


@sparql_router.get("/sparql", response_class=Response, openapi_extra={"parameters": PARAMETERS})
async def get_sparql(request: Request) -> Response:
    """Runs the SPARQL 1.1 query in `query`; without one, returns the service description. Browsers get a page."""
    fields = read_form(request.scope["query_string"])
    if fields is not None and not any(name in {"query", "update"} for name, _ in fields):
        return await _described(request)
    if best_type(request.headers.get("accept"), [*RESULT_TYPES, *GRAPH_TYPES, HTML]) == HTML:
        return page("pages/sparql.html")
    return await _answered(request, fields)


@sparql_router.post(
    "/sparql",
    response_class=Response,
    responses={415: {"model": Problem, "description": "The body is neither a form nor a query in UTF-8."}},
    openapi_extra={"requestBody": body_of(FORM, "query", *GRAPHS, texts={QUERY_BODY: EXAMPLE})},
)
async def post_sparql(request: Request) -> Response:
    """Runs a SPARQL 1.1 query sent as a form or as `application/sparql-query`."""
    kind = media_type(request)
    if kind not in {FORM, QUERY_BODY}:
        return problem(415, f"/sparql: send {FORM} or {QUERY_BODY}, not '{kind}'")
    if not is_utf8(request):
        return problem(415, "/sparql: send UTF-8")
    body = await read_body(request)
    if body is None:
        return problem(413, f"/sparql: a request must not exceed {LONGEST:,} bytes")
    fields = read_form(request.scope["query_string"])
    if kind == QUERY_BODY and fields is not None:
        fields += [("query", query)] if (query := _text(body)) is not None else [("query", "\x00")]
    elif kind == FORM:
        fields = read_form(body)
    return await _answered(request, fields)


def _text(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


async def _answered(request: Request, fields: Sequence[tuple[str, str]] | None) -> Response:
    current: CurrentBuild = request.app.state.current
    pool: ProcessPool = request.app.state.pool
    with current.use() as graph:
        try:
            parsed = _parse_request(fields)
            accept = _accepted(request)
            if names := _graphs(parsed):
                await run_in_threadpool(_check_graphs, names, graph)
        except RefusedError as error:
            return problem(error.status, f"/sparql: {error}", {"Vary": "Accept"})
        question = {
            "build": "" if isinstance(graph.store, RemoteStore) else str(graph.store.path / "graph"),
            "query": parsed.query,
            "default_graph": parsed.default_graph,
            "named_graphs": parsed.named_graphs,
            "accept": accept,
        }
        reply = await pool.ask(question, client_of(request.scope))
        if reply.status == OK and isinstance(graph.store, RemoteStore):
            answer = await request.app.state.forward(graph.store.endpoint, question)
            reply = Reply(**asdict(answer))
    if reply.status != OK:
        detail = syntax_fault(reply.detail, parsed.query) if PLACE.match(reply.detail) else reply.detail
        later = {"Retry-After": "5"} if reply.status in {429, 503} else {}
        return problem(reply.status, f"/sparql: {detail}", {"Vary": "Accept", **later})
    kind = f"{reply.type}; charset=utf-8" if reply.type.startswith("text/") else reply.type
    return Response(reply.body, media_type=kind, headers={"Vary": "Accept"})


def _parse_request(fields: Sequence[tuple[str, str]] | None) -> SparqlRequest:
    if fields is None:
        raise RefusedError(400, "the request is not a form in UTF-8")
    if any(name == "update" for name, _ in fields):
        raise RefusedError(403, "updates are not allowed; the graph changes with kg build")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise RefusedError(400, f"a request must have exactly one query, this one has {len(queries)}")
    if "\x00" in queries[0]:
        raise RefusedError(400, "the query is not text in UTF-8")
    default, named = (
        [value for name, value in fields if name == kind] for kind in ("default-graph-uri", "named-graph-uri")
    )
    if not default and not named:
        return SparqlRequest(queries[0], None, None)
    return SparqlRequest(queries[0], tuple(dict.fromkeys(default)), tuple(dict.fromkeys(named)))


def _accepted(request: Request) -> list[str]:
    """The preferred media type of each kind of result."""
    accept = request.headers.get("accept")
    types = [
        kinds[best]
        for kinds in (RESULT_TYPES, GRAPH_TYPES)
        if (best := best_type(accept, list(kinds))) is not None
    ]
    if not types:
        raise RefusedError(406, f"available media types: {', '.join((*RESULT_TYPES, *GRAPH_TYPES))}")
    return types


# --- the dataset


def _graphs(request: SparqlRequest) -> list[str]:
    """All graphs that a request names."""
    return [*(request.default_graph or ()), *(request.named_graphs or ()), *graphs_of(request.query)]


def _check_graphs(names: Sequence[str], graph: Graph) -> None:
    """Refuses graphs that are not in the store: nothing is fetched from other servers."""
    articles = set(graph.store.articles())
    for name in names:
        if name not in articles:
            raise RefusedError(400, f"there is no graph <{name}> in the store; each article is a graph")


# --- the service itself


async def _described(request: Request) -> Response:
    offered = [*SERVICE_TYPES, HTML]
    kind = best_type(request.headers.get("accept"), offered)
    if kind is None:
        return problem(406, f"/sparql: the service description is available as {', '.join(SERVICE_TYPES)}")
    if kind == HTML:
        return page("pages/sparql.html")
    current: CurrentBuild = request.app.state.current
    with current.use() as graph:
        endpoint = f"{request.app.state.base or str(request.base_url)}".rstrip("/") + "/sparql"
        body = await run_in_threadpool(service_description, graph, endpoint, kind)
    kind = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    return Response(body, media_type=kind, headers={"Vary": "Accept"})

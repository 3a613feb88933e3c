"""OpenRefine's Reconciliation Service API 0.2: matches names with entities, and adds their properties to tables.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool

from kg.api.http.request_bodies import FORM, LONGEST, body_of, read_body, read_form
from kg.api.rest.entities import entity_fields, is_entity, positions
from kg.api.rest.routes import PROBLEMS, Open, existing
from kg.api.tables.open_build import Graph
from kg.errors import QueryError
from kg.query.facts import facts_of, last_part
from kg.query.search import NameHit
from kg.query.search_index import fold
from kg.vocab import KG

MOST_QUERIES = 100  # in one request
BEST_INEXACT = 95.0  # score of a name that does not equal the query
FRAME_POLICY = "default-src 'none'; style-src 'none'; sandbox"  # OpenRefine shows previews in a frame
reconcile_router = APIRouter(prefix="/reconcile", tags=["reconciliation"], responses=PROBLEMS)
Json = dict[str, Any]
InJson = Annotated[str, Query(max_length=LONGEST, description="JSON of the specification.")]


class NameQuery(BaseModel):
    """A name to match."""

    query: Annotated[str, Field(max_length=300)]
    type: Annotated[str | list[str] | None, Field(max_length=50)] = None
    limit: Annotated[int, Field(ge=1, le=50)] = 5


class PropertyRequest(BaseModel):
    """A requested property."""

    id: Annotated[str, Field(max_length=100)]


class ExtensionQuery(BaseModel):
    """Entities and the properties requested of them."""

    ids: Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=1000)]
    properties: Annotated[list[PropertyRequest], Field(max_length=50)]


NAME_QUERIES = TypeAdapter(dict[Annotated[str, Field(max_length=100)], NameQuery])


@reconcile_router.get("")
def get_reconcile(
    request: Request, graph: Open, queries: InJson | None = None, extend: InJson | None = None
) -> Json:
    """The service's manifest, or answers to `queries` or `extend`."""
    return _answer(graph, queries, extend) if queries or extend else _manifest(request, graph)


@reconcile_router.post("", openapi_extra={"requestBody": body_of(FORM, "queries", "extend")})
async def post_reconcile(request: Request, graph: Open) -> Json:
    """Candidates for names, or values of properties, as a form with `queries` or `extend` in JSON."""
    fields = dict(read_form(await read_body(request) or b"") or [])
    return await run_in_threadpool(_answer, graph, fields.get("queries"), fields.get("extend"))


def _answer(graph: Graph, queries: str | None, extend: str | None) -> Json:
    try:
        if queries:
            names = NAME_QUERIES.validate_json(queries)
            if len(names) > MOST_QUERIES:
                raise QueryError(f"reconcile: send at most {MOST_QUERIES} queries at once, not {len(names)}")
            return {name: {"result": list(_candidates(graph, each))} for name, each in names.items()}
        return _extended(graph, ExtensionQuery.model_validate_json(extend or ""))
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise QueryError(f"reconcile: {'.'.join(map(str, fault['loc']))}: {fault['msg']}") from error


def _manifest(request: Request, graph: Graph) -> Json:
    address = f"{request.app.state.base or str(request.base_url)}".rstrip("/")
    suggest = {"service_url": address}
    return {
        "versions": ["0.2"],
        "name": "News as a graph",
        "identifierSpace": f"{graph.base}entity/",
        "schemaSpace": KG,
        "defaultTypes": [_type(name) for name in ("Person", "Organization", "Place")],
        "view": {"url": f"{address}/entity/{{{{id}}}}"},
        "preview": {"url": f"{address}/reconcile/preview?id={{{{id}}}}", "width": 430, "height": 300},
        "suggest": {
            name: {**suggest, "service_path": f"/reconcile/suggest/{name}"}
            for name in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/reconcile/properties"},
            "property_settings": [],
        },
    }


def _type(name: str) -> Json:
    return {"id": name, "name": name}


# --- candidates


def _candidates(graph: Graph, query: NameQuery) -> Iterator[Json]:
    """Candidates for a name, the best first; the only one with exactly this name is a match.

    A name that equals the query scores 100, no other more than `BEST_INEXACT`.
    """
    kinds: Sequence[str | None] = [query.type] if isinstance(query.type, str) else query.type or [None]
    hits = {hit.entity: hit for kind in kinds for hit in graph.search.names(query.query, query.limit, kind)}
    best = sorted(hits.values(), key=lambda hit: (-hit.score, hit.entity))[: query.limit]
    exact = [hit for hit in best if fold(hit.name) == fold(query.query)]
    for hit in best:
        score = 100.0 if hit in exact else round(min(BEST_INEXACT, 100 * hit.score), 1)
        yield {**_named(graph, hit), "score": score, "match": exact == [hit]}


def _named(graph: Graph, hit: NameHit) -> Json:
    articles, sources = _counted(hit.articles, "article"), _counted(hit.sources, "independent source")
    return {
        "id": last_part(hit.entity),
        "name": hit.label,
        "type": [_type(kind) for kind in (hit.type, *graph.ontology.types.get(hit.type, ()))],
        "description": f"{hit.type} in {articles} of {sources}",
    }


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


# --- values of properties


def _extended(graph: Graph, query: ExtensionQuery) -> Json:
    requested = [each.id for each in query.properties]
    offered = {name: name for name in VALUES} | _shortcuts(graph)
    unknown = [name for name in requested if name not in offered]
    if unknown:
        raise QueryError(f"reconcile: there is no property '{unknown[0]}'; see /reconcile/properties")
    rows = {
        id: {name: _values(graph, id, name) for name in requested} for id in query.ids if is_entity(graph, id)
    }
    empty: Json = {name: [] for name in requested}
    return {
        "meta": [{"id": name, "name": offered[name]} for name in requested],
        "rows": {id: rows.get(id, empty) for id in query.ids},
    }


def _shortcuts(graph: Graph) -> dict[str, str]:
    """Short-cut properties by name, with their labels."""
    labels = {info.shortcut: info.shortcut_label for info in graph.ontology.classes.values()}
    return {name: label or name for name, label in labels.items() if name}


def _values(graph: Graph, id: str, name: str) -> list[Json]:
    if name in VALUES:
        return VALUES[name](graph, id)
    facts = facts_of(graph.store, graph.entity(id))
    return [_entity(graph, last_part(value.value)) for value in facts.get(KG + name, [])]


def _entity(graph: Graph, id: str) -> Json:
    return {"id": id, "name": entity_fields(graph, id)["label"]}


def _texts(field: str) -> Callable[[Graph, str], list[Json]]:
    return lambda graph, id: [{"str": text} for text in _listed(entity_fields(graph, id)[field])]


def _numbers(field: str) -> Callable[[Graph, str], list[Json]]:
    return lambda graph, id: [{"float": value} for value in _listed(entity_fields(graph, id)[field])]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _titles(graph: Graph, id: str) -> list[Json]:
    """The titles that an entity has or had, each in one spelling, those with most sources first."""
    titles: dict[str, str] = {}
    for state in positions(graph, id):
        if state.title and state.factuality == "actual":
            title = state.words or state.title
            titles.setdefault(fold(title), title)
    return [{"str": title} for title in titles.values()]


VALUES: Mapping[str, Callable[[Graph, str], list[Json]]] = {
    "type": _texts("type"),
    "names": _texts("names"),
    "titles": _titles,
    "country": _texts("country"),
    "latitude": _numbers("latitude"),
    "longitude": _numbers("longitude"),
    "same_as": _texts("same_as"),
    "mentions": _numbers("mentions"),
    "articles": _numbers("articles"),
    "sources": _numbers("sources"),
}

# --- suggestions and previews

Prefix = Annotated[str, Query(max_length=300)]


@reconcile_router.get("/properties")
def get_properties(graph: Open, type: str | None = None, limit: int | None = None) -> Json:
    """The properties that a table can be extended with."""
    offered = {name: name for name in VALUES} | _shortcuts(graph)
    properties = [{"id": name, "name": label} for name, label in offered.items()]
    return {"type": type, "limit": limit, "properties": properties[:limit]}


@reconcile_router.get("/suggest/entity")
def suggest_entity(graph: Open, prefix: Prefix = "") -> Json:
    """Entities whose names begin with a prefix."""
    hits = graph.search.names(prefix, 10) if prefix.strip() else []
    named = [_named(graph, hit) for hit in hits]
    return {"result": [{**each, "notable": each.pop("type")} for each in named]}


@reconcile_router.get("/suggest/type")
def suggest_type(graph: Open, prefix: Prefix = "") -> Json:
    names = sorted(name for name in graph.ontology.types if name.lower().startswith(prefix.lower()))
    return {"result": [_type(name) for name in names]}


@reconcile_router.get("/suggest/property")
def suggest_property(graph: Open, prefix: Prefix = "") -> Json:
    offered = {name: name for name in VALUES} | _shortcuts(graph)
    words = prefix.lower()
    return {
        "result": [{"id": id, "name": name} for id, name in offered.items() if name.lower().startswith(words)]
    }


@reconcile_router.get("/preview", response_class=HTMLResponse)
def preview(graph: Open, id: Annotated[str, Query(max_length=64)]) -> HTMLResponse:
    """A preview of an entity for a frame: escaped text without scripts or styles."""
    fields = entity_fields(graph, existing(graph, is_entity, id))
    names = ", ".join(fields["names"][:5])
    lines = [f"<h1>{escape(fields['label'])}</h1>", f"<p>{escape(fields['type'])}</p>"]
    lines += [f"<p>also: {escape(names)}</p>"] if names else []
    lines += [f"<p>{escape(state['str'])}</p>" for state in _titles(graph, id)[:3]]
    lines += [f"<p>{fields['articles']} articles, {fields['sources']} independent sources</p>"]
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(fields["label"])}</title>'
    return HTMLResponse(page + "".join(lines), headers={"Content-Security-Policy": FRAME_POLICY})

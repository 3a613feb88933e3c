"""The routes of the REST interface. Every answer is a model of `api/models/`; every error is problem+json.

GET /entities?q=&type=&min_sources=&named=&limit=&offset=          Entities; q tolerates typing errors and prefixes,
                                                                  and with exact=false names the closest
GET /entities/{id}                                                EntityDetail
GET /entities/{id}/claims?with=&{filters}&order=&limit=&offset=   Claims; with: another entity's id; order: date, or
                                                                  weight: those of most independent sources first
GET /entities/{id}/timeline?{filters}&limit=&offset=              Timeline
GET /entities/{id}/neighbourhood?{filters}&limit=&between=&named= Neighbourhood; between=true: edges among them too;
                                                                  named=true: only those with a name or a number
GET /claims?id=&{filters}&order=&limit=&offset=                   Claims; id, up to 100 times: those, in their order
GET /events?q=&type=&{filters}&limit=&offset=                     Events; type: event or state; q: words of the label,
                                                                  verbs, and names of participants
GET /map?{filters}                                                EventMap: places with numbers of events; those of a
                                                                  place: /events?at={its id}
GET /events/{id}?uncertain=                                       EventDetail
GET /disputes?{filters}&limit=&offset=                            Disputed: events with contradictions, with claims
GET /news?limit=                                                  News: the weightiest events of the latest articles
GET /articles?q=&publisher=&from=&to=&limit=&offset=              Articles; q: words of the headline or source
GET /articles/{id}                                                ArticleDetail
GET /sentences?q=&{filters}&limit=&offset=                        Sentences
GET /paths?from=&to=&{filters}&max_hops=&limit=                   Paths; from and to are ids, days are since and until
GET /overview?limit=                                              Overview
GET /overview/columns?limit=                                      OverviewColumns
GET /days?entity=&{filters}                                       Days
GET /classes                                                      Classes
GET /stats                                                        Stats
GET /queries                                                      list of ExampleQuery, for the query page
GET /queries/prefixes                                             dict of prefix -> namespace
GET /health                                                       Health

{filters}, each may be given several times where it says so:
  class=Meeting          several; names as in /classes
  family=Diplomacy       several
  from=2024-03-01        days that the claim's time touches, or the article's day if it has none
  to=2024-03-31
  factuality=actual      several
  attributed_to=<id>     several: claims with one of these entities as source; `none`: without a source
  source=<id or name>    several: an article's id, or a publisher's whole name
  min_sources=2          the event (of an edge: the edge) has at least as many independent sources
  uncertain=true         also claims whose confidence is below the threshold of the build
  inferred=true          also claims of which the entity is an inferred doer, and edges with one
  plain=true             also claims and edges of no named class ("Event"), as class=Event has them alone

limit is 20 if not given (neighbourhood 50, overview 2,000), at most 500 (overview 20,000); offset at most 100,000.
A parameter that a route does not have is refused (422).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as InPath
from fastapi.responses import Response
from pydantic import BeforeValidator
from starlette.exceptions import HTTPException

from kg.api import models
from kg.api.rest import articles, claims, entities, events, network, overview, places
from kg.api.rest import news as front_page
from kg.api.rest.days import days
from kg.api.rest.filters import Filters, Order, Page
from kg.api.rest.parameters import OnlyKnownParameters
from kg.api.tables.open_build import CurrentBuild, Graph

MAX_ITEMS = 500  # items of a page
MAX_NODES = 20_000  # nodes of the overview
MAX_OFFSET = 100_000
PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {
        "model": models.Problem,
        "description": "A filter has a value that does not exist in the graph.",
    },
    404: {"model": models.Problem, "description": "The graph has nothing with this id."},
    422: {"model": models.Problem, "description": "A parameter is invalid, or the route does not have it."},
}
rest_router = APIRouter(responses=PROBLEMS, route_class=OnlyKnownParameters)


def day_of(words: str) -> str:
    """An ISO date, unchanged. Raises ValueError: pydantic would read a number as seconds."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", words, re.ASCII):
        raise ValueError("write it as 2024-03-31")
    return words


Id = Annotated[str, InPath(pattern=r"^[A-Za-z0-9_-]{1,64}$", examples=["2e86f919b6d67454"])]
OneId = Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{1,64}$", examples=["2e86f919b6d67454"])]
ClaimId = Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{1,64}:[A-Za-z0-9_-]{1,64},[0-9]{1,12}$")]
Name = Annotated[str, Query(max_length=200)]
Words = Annotated[str, Query(max_length=300, description="Search words.", examples=["okonde"])]
Limit = Annotated[int, Query(ge=1, le=MAX_ITEMS)]
Offset = Annotated[int, Query(ge=0, le=MAX_OFFSET)]
MinSources = Annotated[int, Query(ge=1, le=1_000_000, description="Minimum number of independent sources.")]
Day = Annotated[date, BeforeValidator(day_of)]
Names = tuple[Name, ...]
Classes = Annotated[Names, Query(alias="class", max_length=100, description="Names of /classes.")]
Families = Annotated[Names, Query(max_length=50, description="Families of /classes.")]
Factualities = Annotated[tuple[models.Factuality, ...], Query(max_length=4)]
Speakers = Annotated[
    Names, Query(max_length=50, description="Ids of entities that are the source; none: no source is named.")
]
ArticlesOrPublishers = Annotated[
    Names, Query(max_length=50, description="Ids of articles, or names of publishers.")
]


Uncertain = Annotated[bool, Query(description="Also claims below the build's threshold of confidence.")]


async def graph_of(request: Request) -> AsyncIterator[Graph]:
    """The current build, open until the response is computed. Raises StoreError if its tables cannot be made."""
    current: CurrentBuild = request.app.state.current
    with current.use() as graph:
        await graph.table.made()
        yield graph


Open = Annotated[Graph, Depends(graph_of, scope="function")]


def filters_without_days(
    classes: Classes = (),
    family: Families = (),
    factuality: Factualities = (),
    attributed_to: Speakers = (),
    source: ArticlesOrPublishers = (),
    min_sources: MinSources = 1,
    *,
    uncertain: Uncertain = False,
    inferred: Annotated[bool, Query(description="Also inferred doers, which no claim names.")] = False,
    plain: Annotated[bool, Query(description="Also claims of no named class.")] = False,
) -> Filters:
    """The filters of every list, without days."""
    return Filters(
        classes=classes,
        families=family,
        factuality=factuality,
        attributed_to=attributed_to,
        source=source,
        min_sources=min_sources,
        uncertain=uncertain,
        inferred=inferred,
        plain=plain,
    )


def filters(
    of: Annotated[Filters, Depends(filters_without_days)],
    begin: Annotated[Day | None, Query(alias="from", description="First day.")] = None,
    end: Annotated[Day | None, Query(alias="to", description="Last day.")] = None,
) -> Filters:
    return replace(of, begin=begin, end=end)


def filters_of_paths(
    of: Annotated[Filters, Depends(filters_without_days)],
    since: Annotated[Day | None, Query(description="First day.")] = None,
    until: Annotated[Day | None, Query(description="Last day.")] = None,
) -> Filters:
    return replace(of, begin=since, end=until)


Filtered = Annotated[Filters, Depends(filters)]
Ordered = Annotated[
    Order,
    Query(description="The latest article's first, or by weight: independent sources, confidence, day."),
]


# --- entities


@rest_router.get("/entities", tags=["entities"])
def get_entities(
    graph: Open,
    q: Words = "",
    type: Annotated[str | None, Query(max_length=50, examples=["Person"])] = None,
    min_sources: MinSources = 1,
    *,
    named: bool | None = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> models.Entities:
    """Entities by name, with tolerance for prefixes and misspellings; without search words, the most mentioned."""
    query = entities.EntityQuery(words=q, type=type, min_sources=min_sources, named=named)
    return entities.list_entities(graph, query, limit=limit, offset=offset)


@rest_router.get("/entities/{id}", tags=["entities"])
def get_entity(graph: Open, id: Id) -> models.EntityDetail:
    """An entity: names, place, positions, counts, strongest edges."""
    return entities.entity_detail(graph, existing(graph, entities.is_entity, id))


@rest_router.get("/entities/{id}/claims", tags=["entities"])
def get_entity_claims(
    graph: Open,
    id: Id,
    of: Filtered,
    other: Annotated[
        str | None, Query(alias="with", max_length=64, description="Another entity's id.")
    ] = None,
    order: Ordered = "date",
    limit: Limit = 20,
    offset: Offset = 0,
) -> models.Claims:
    """Claims with an entity as filler or source, optionally together with another entity."""
    existing(graph, entities.is_entity, id)
    both = [id, other] if other else [id]
    return claims.list_claims(graph, of, both, Page(limit, offset, order))


@rest_router.get("/entities/{id}/timeline", tags=["entities"])
def get_timeline(
    graph: Open, id: Id, of: Filtered, limit: Limit = 100, offset: Offset = 0
) -> models.Timeline:
    """The events of an entity, by day."""
    return entities.timeline(graph, existing(graph, entities.is_entity, id), of, limit=limit, offset=offset)


@rest_router.get("/entities/{id}/neighbourhood", tags=["network"])
def get_neighbourhood(
    graph: Open,
    id: Id,
    of: Filtered,
    limit: Limit = 50,
    *,
    between: Annotated[bool, Query(description="Also the edges among the neighbours.")] = False,
    named: Annotated[bool, Query(description="Only those with a name, and groups with a number.")] = False,
) -> models.Neighbourhood:
    """An entity with its neighbours: the entities that share a claim with it."""
    existing(graph, entities.is_entity, id)
    of = replace(of, named=named)
    return network.neighbourhood(graph, id, of, limit=limit, between=between)


# --- claims and events


@rest_router.get("/claims", tags=["claims"])
def get_claims(
    graph: Open,
    of: Filtered,
    id: Annotated[tuple[ClaimId, ...], Query(max_length=100, description="<article>:<class>,<begin>")] = (),
    order: Ordered | None = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> models.Claims:
    """Claims by id, in the order of the ids; without ids, all that pass the filters."""
    if id:
        return claims.claims_by_id(graph, id, order=order)
    return claims.list_claims(graph, of, [], Page(limit, offset, order or "date"))


@rest_router.get("/events", tags=["events"])
def get_events(
    graph: Open,
    of: Filtered,
    q: Words = "",
    type: Annotated[Literal["event", "state"] | None, Query()] = None,
    at: Annotated[
        tuple[OneId, ...], Query(max_length=50, description="Ids of places, as /map has them.")
    ] = (),
    limit: Limit = 20,
    offset: Offset = 0,
) -> models.Events:
    """Events and states with a claim that passes the filters, the latest first."""
    query = events.EventQuery(q, None if type is None else type == "state", at)
    return events.list_events(graph, query, of, limit=limit, offset=offset)


@rest_router.get("/map", tags=["events"])
def get_map(graph: Open, of: Filtered) -> models.EventMap:
    """All places on the map, with the number of their events; /events?at= lists these."""
    return places.event_map(graph, of)


@rest_router.get("/events/{id}", tags=["events"])
def get_event(graph: Open, id: Id, *, uncertain: Uncertain = False) -> models.EventDetail:
    """An event with its claims, and the contradictions between them."""
    return events.event_detail(graph, existing(graph, events.is_event, id), uncertain=uncertain)


@rest_router.get("/disputes", tags=["events"])
def get_disputes(graph: Open, of: Filtered, limit: Limit = 20, offset: Offset = 0) -> models.Disputed:
    """Events whose claims contradict each other, with these claims."""
    return front_page.disputed(graph, of, limit=limit, offset=offset)


@rest_router.get("/news", tags=["events"])
def get_news(graph: Open, limit: Annotated[int, Query(ge=1, le=100)] = 12) -> models.News:
    """The weightiest events of the latest articles, and who is new in them."""
    return front_page.news(graph, limit=limit)


# --- articles


@rest_router.get("/articles", tags=["articles"])
def get_articles(
    graph: Open,
    q: Words = "",
    publisher: ArticlesOrPublishers = (),
    begin: Annotated[Day | None, Query(alias="from")] = None,
    end: Annotated[Day | None, Query(alias="to")] = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> models.Articles:
    """Articles by headline, publisher and day, the latest first."""
    of = Filters(source=publisher, begin=begin, end=end)
    return articles.list_articles(graph, q, of, limit=limit, offset=offset)


@rest_router.get("/articles/{id}", tags=["articles"])
def get_article(graph: Open, id: Id) -> models.ArticleDetail:
    """An article: text, sentences, mentions, claims."""
    return articles.article_detail(graph, existing(graph, articles.is_article, id))


@rest_router.get("/sentences", tags=["articles"])
def get_sentences(
    graph: Open, of: Filtered, q: Words = "", limit: Limit = 20, offset: Offset = 0
) -> models.Sentences:
    """Sentences by their words; words in quotation marks are a phrase."""
    return articles.list_sentences(graph, q, of, limit=limit, offset=offset)


# --- the network and the graph


@rest_router.get("/paths", tags=["network"])
def get_paths(
    graph: Open,
    of: Annotated[Filters, Depends(filters_of_paths)],
    source: Annotated[OneId, Query(alias="from")],
    target: Annotated[OneId, Query(alias="to")],
    max_hops: Annotated[int, Query(ge=1, le=6)] = 4,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> models.Paths:
    """The shortest paths from one entity to another, with the evidence of every hop."""
    for id in (source, target):
        existing(graph, entities.is_entity, id)
    return network.find_paths(graph, (source, target), of, max_hops=max_hops, limit=limit)


@rest_router.get("/overview", tags=["network"])
def get_overview(graph: Open, limit: Annotated[int, Query(ge=1, le=MAX_NODES)] = 2000) -> models.Overview:
    """The most important entities and the edges between them."""
    return overview.overview(graph, limit=limit)


@rest_router.get("/overview/columns", tags=["network"], response_model=models.OverviewColumns)
def get_overview_columns(graph: Open, limit: Annotated[int, Query(ge=1, le=MAX_NODES)] = 2000) -> Response:
    """The overview as columns of numbers and names, to draw."""
    return Response(overview.overview_columns(graph, limit=limit), media_type="application/json")


@rest_router.get("/days", tags=["events"])
def get_days(
    graph: Open,
    of: Filtered,
    entity: Annotated[OneId | None, Query(description="Only events in which this entity takes part.")] = None,
) -> models.Days:
    """How many events begin on each day."""
    if entity is not None:
        existing(graph, entities.is_entity, entity)
    return days(graph, of, entity)


@rest_router.get("/classes", tags=["graph"])
def get_classes(graph: Open) -> models.Classes:
    """Classes and families of events and states."""
    return articles.classes(graph)


@rest_router.get("/stats", tags=["graph"])
def get_stats(graph: Open) -> models.Stats:
    """Counts and origin of the graph."""
    return articles.stats(graph)


@rest_router.get("/health", tags=["graph"])
def get_health(graph: Open) -> models.Health:
    """The server is running."""
    return models.Health(status="ok", build=graph.etag)


def existing(graph: Graph, exists: Callable[[Graph, str], bool], id: str) -> str:
    """The id itself; 404 if it does not exist."""
    if not exists(graph, id):
        raise HTTPException(404, f"nothing in the graph has the id '{id}'")
    return id

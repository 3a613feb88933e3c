"""Feeds of claims, the latest first: Atom at /feed, JSON Feed at /feed.json; since a build, or of all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from kg.api import models
from kg.api.rest import entities
from kg.api.rest.claims import ClaimReader
from kg.api.rest.events import summary
from kg.api.rest.filters import ORDERS
from kg.api.rest.parameters import OnlyKnownParameters
from kg.api.rest.routes import PROBLEMS, Filtered, OneId, Open, existing
from kg.api.tables.open_build import Graph
from kg.endpoint.remote_store import RemoteStore
from kg.errors import ReadError, StoreError
from kg.query.news.history import changes_since

ATOM = "http://www.w3.org/2005/Atom"
TITLE = "kg: new claims"
MOST = 100  # entries
FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The feed.", "content": {"application/atom+xml": {"schema": {"type": "string"}}}}
}
feed_router = APIRouter(tags=["feeds"], responses=PROBLEMS, route_class=OnlyKnownParameters)
Since = Annotated[
    int | None,
    Query(ge=1, le=1 << 31, description="Only claims that are new since the build with this number."),
]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Entities = Annotated[tuple[OneId, ...], Query(max_length=5, description="Claims with all of these entities.")]


def selected_claims(
    graph: Open, of: Filtered, since: Since = None, entity: Entities = (), limit: Limit = MOST
) -> list[models.Claim]:
    """The latest claims that pass all filters. Raises FilterError or ReadError for an unknown class or build."""
    for id in entity:
        existing(graph, entities.is_entity, id)
    where, values = of.where(graph.ontology)
    for id in entity:
        where, values = f"{where} AND c.id IN (SELECT claim FROM {of.fills} WHERE entity = ?)", (*values, id)
    if since is not None:
        new = json.dumps(list(_new_ids(graph, since)))
        where, values = f"{where} AND c.id IN (SELECT value FROM json_each(?))", (*values, new)
    rows = graph.table.rows(
        f"SELECT c.id FROM claim c WHERE {where} ORDER BY {ORDERS['date']} LIMIT ?", [*values, limit]
    )
    return ClaimReader(graph).claims(id for (id,) in rows)


Selected = Annotated[list[models.Claim], Depends(selected_claims, scope="function")]


@feed_router.get("/feed", response_class=Response, responses=FILE)
def get_atom_feed(request: Request, graph: Open, claims: Selected) -> Response:
    """Claims as an Atom feed, those of the latest articles first; the filters are those of /claims."""
    return Response(
        _atom(graph, claims, str(request.url), _root(request, graph)), media_type="application/atom+xml"
    )


@feed_router.get("/feed.json")
def get_json_feed(request: Request, graph: Open, claims: Selected) -> dict[str, Any]:
    """The same as JSON Feed 1.1; each item has the whole claim under `_kg`."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "feed_url": str(request.url),
        "items": [
            _item(claim, title, _built(graph)) | {"url": _address(claim, graph, _root(request, graph))}
            for claim, title in _titled(graph, claims)
        ],
    }


def _root(request: Request, graph: Graph) -> str:
    """Where pages are: at the public address, or else where the request was sent, also if IRIs name another port."""
    return graph.base if request.app.state.base else str(request.base_url)


def _address(claim: models.Claim, graph: Graph, root: str) -> str:
    """The page of a claim."""
    return quote(f"{root}{claim.iri.removeprefix(graph.base)}", safe=":/#=,?&%")


def _new_ids(graph: Graph, since: int) -> Iterator[str]:
    if isinstance(graph.store, RemoteStore):
        raise ReadError("since: a graph on a SPARQL server has no history: run kg serve with its store")
    try:
        changes = changes_since(graph.store.path, since)
    except StoreError as error:
        raise ReadError(f"since={since}: the history of this store does not have that build") from error
    return (
        f"{each.article}:{each.key.replace('@', ',')}"
        for each in changes
        if each.is_new and each.kind == "claim"
    )


def _built(graph: Graph) -> str:
    """When the build was written; of one under another base, or on a SPARQL server, when it was opened."""
    manifest = graph.store.path / "manifest.json"
    written = (manifest if manifest.exists() else graph.store.path).stat().st_mtime
    return datetime.fromtimestamp(written, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _published(claim: models.Claim, built: str) -> str:
    """The day of the article, or when the build was written."""
    return f"{claim.article.published}T00:00:00Z" if claim.article.published else built


def _titled(graph: Graph, claims: Sequence[models.Claim]) -> Iterator[tuple[models.Claim, str]]:
    """The claims with the titles of their events."""
    reader, titles = ClaimReader(graph), dict[str, str]()
    for claim in claims:
        event = claim.event.id
        if event not in titles:
            titles[event] = summary(reader, event).title
        mark = "" if claim.factuality == "actual" else f" ({claim.factuality})"
        yield claim, f"{titles[event]}{mark}"


def _item(claim: models.Claim, title: str, built: str) -> dict[str, Any]:
    return {
        "id": claim.iri,
        "title": title,
        "content_text": " ".join(claim.sentence.text.split()),
        "date_published": _published(claim, built),
        "tags": [claim.class_],
        "_kg": claim.model_dump(mode="json", by_alias=True),
    }


def _atom(graph: Graph, claims: Sequence[models.Claim], address: str, root: str) -> bytes:
    built = _built(graph)
    feed = Element("feed", xmlns=ATOM)
    SubElement(feed, "id").text = address
    SubElement(feed, "title").text = TITLE
    SubElement(feed, "updated").text = built
    SubElement(SubElement(feed, "author"), "name").text = "kg"  # of entries without a publisher
    SubElement(feed, "link", rel="self", href=address)
    for claim, title in _titled(graph, claims):
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = claim.iri
        SubElement(entry, "title").text = title
        SubElement(entry, "updated").text = _published(claim, built)
        if claim.article.publisher:
            SubElement(SubElement(entry, "author"), "name").text = claim.article.publisher
        SubElement(entry, "category", term=claim.class_)
        SubElement(entry, "link", href=_address(claim, graph, root), title=claim.article.title)
        SubElement(entry, "summary").text = " ".join(claim.sentence.text.split())
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))

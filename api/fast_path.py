"""The most frequent requests, answered before they reach FastAPI, whose routing takes longer than the answers.

The same functions serve the routes, which OpenAPI documents and which handle all other cases.
"""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.api.rest.entities import entity_detail, is_entity
from kg.api.sparql.routes import get_sparql
from kg.api.tables.open_build import CurrentBuild

ENTITY = re.compile(r"/entities/([A-Za-z0-9_-]{1,64})")


class FastPath:
    """Answers requests for one entity, and SPARQL queries sent by GET."""

    def __init__(self, app: ASGIApp, current: CurrentBuild) -> None:
        self.app = app
        self.current = current

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = None
        if scope["type"] == "http" and scope["method"] == "GET":
            if scope["path"] == "/sparql":
                answer = await get_sparql(Request(scope, receive))
            elif not scope["query_string"] and (match := ENTITY.fullmatch(scope["path"])):
                answer = self._entity(match[1])
        await (answer or self.app)(scope, receive, send)

    def _entity(self, id: str) -> Response | None:
        with self.current.use() as graph:
            if not graph.table.file.done() or not is_entity(graph, id):
                return None
            body = entity_detail(graph, id).model_dump_json(by_alias=True)
        return Response(body, media_type="application/json")

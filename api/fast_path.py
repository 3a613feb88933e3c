"""What is asked most, answered below FastAPI: the same functions as its routes, whose machinery takes longer than they.

The routes stay: they are what OpenAPI tells, and they answer whatever is not as plain as here.
"""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.api.rest.entities import entity_detail, is_entity
from kg.api.sparql.routes import get_sparql
from kg.api.tables.open_build import CurrentBuild

CARD = re.compile(r"/entities/([A-Za-z0-9_-]{1,64})")


class FastPath:
    """Answers an entity's card, and a query sent by GET."""

    def __init__(self, app: ASGIApp, current: CurrentBuild) -> None:
        self.app = app
        self.current = current

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = None
        if scope["type"] == "http" and scope["method"] == "GET":
            if scope["path"] == "/sparql":
                answer = await get_sparql(Request(scope, receive))
            elif not scope["query_string"] and (asked := CARD.fullmatch(scope["path"])):
                answer = self._card(asked[1])
        await (answer or self.app)(scope, receive, send)

    def _card(self, id: str) -> Response | None:
        with self.current.use() as graph:
            if not is_entity(graph, id):
                return None
            told = entity_detail(graph, id).model_dump_json(by_alias=True)
        return Response(told, media_type="application/json")

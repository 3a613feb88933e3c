"""Refuses query parameters that a route does not have: a misspelt filter would otherwise return everything."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

LONGEST = 50  # characters of a name that a message quotes


class OnlyKnownParameters(APIRoute):
    """A route that answers other query parameters with status 422, naming them and those that it has."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle, known = super().get_route_handler(), sorted(set(_names(self.dependant)))
        there_are = f"there are {', '.join(known)}" if known else "it has none"

        async def checked(request: Request) -> Response:
            for name in request.query_params:
                if name not in known:
                    raise HTTPException(422, f"there is no parameter '{name[:LONGEST]}': {there_are}")
            return await handle(request)

        return checked


def _names(of: Dependant) -> Iterator[str]:
    yield from (field.alias for field in of.query_params)
    for each in of.dependencies:
        yield from _names(each)

"""Refuses query parameters that a route does not have: a misspelt filter would otherwise return everything."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

LONGEST = 50  # characters of a name that a message quotes


async def refuse_unknown_parameters(request: Request) -> None:
    """Raises an error with status 422 that names the parameter, and those that the route has."""
    known = _parameters(request.scope["route"])
    for name in request.query_params:
        if name not in known:
            there_are = f"there are {', '.join(known)}" if known else "it has none"
            raise HTTPException(422, f"there is no parameter '{name[:LONGEST]}': {there_are}")


def _parameters(route: APIRoute) -> list[str]:
    """The names of the query parameters of a route, in alphabetical order."""
    return sorted(set(_names(route.dependant)))


def _names(of: Dependant) -> Iterator[str]:
    yield from (field.alias for field in of.query_params)
    for each in of.dependencies:
        yield from _names(each)


ONLY_KNOWN = Depends(refuse_unknown_parameters)

"""Errors as problem+json (RFC 9457): which of ours is which status."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from kg.api.models import Problem
from kg.errors import KgError, QueryError, ReadError, StoreError

MEDIA_TYPE = "application/problem+json"
METHODS = ("GET", "POST")
NO_METHOD = 405
LONGEST = 500  # characters of a message that quotes what was asked
STATUS: dict[type[KgError], int] = {
    QueryError: 400,
    ReadError: 400,
    StoreError: 503,
}


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """An error as an answer."""
    told = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail[:LONGEST])
    return JSONResponse(told.model_dump(), status, headers, MEDIA_TYPE)


def add_problems(app: FastAPI) -> None:
    """Makes every error of an application a problem."""

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> JSONResponse:
        allowed = {"Allow": ", ".join(_methods(request))} if error.status_code == NO_METHOD else {}
        told = f"{request.url.path}: {error.detail}"
        return problem(error.status_code, told, {**(error.headers or {}), **allowed})

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        parts = (f"{_where(fault['loc'])}: {fault['msg'].lower()}" for fault in error.errors())
        return problem(422, f"{request.url.path}: {'; '.join(parts)}")

    @app.exception_handler(KgError)
    def ours(request: Request, error: KgError) -> JSONResponse:
        status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
        return problem(status, str(error))


def problems_in(told: dict[str, Any]) -> None:
    """Writes into an OpenAPI document that every error is a problem, whatever else it says of them."""
    shape = {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}
    for methods in told["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if status.startswith(("4", "5")):
                    response["content"] = {MEDIA_TYPE: shape}


def _methods(request: Request) -> list[str]:
    """What may be asked of an address: several routes may share it, each with methods of its own."""
    routes = request.app.routes
    found = [
        method
        for method in METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    ]
    return [*found, "HEAD"] if "GET" in found else found


def _where(place: tuple[int | str, ...]) -> str:
    """The parameter that is wrong."""
    return ".".join(str(part) for part in place if part not in {"query", "path", "body"}) or "request"

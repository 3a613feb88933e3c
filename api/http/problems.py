"""Errors as problem+json (RFC 9457), and the HTTP status of each error of kg."""

from __future__ import annotations

import logging
from html import escape
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from kg.api.http.plain_page import plain_page
from kg.api.models import Problem
from kg.errors import EndpointError, KgError, QueryError, ReadError, StoreError

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
METHODS = ("GET", "POST")
NO_PAGE = 404
NO_METHOD = 405
LONGEST = 500  # characters of a message, which may quote the request
STATUS: dict[type[KgError], int] = {
    QueryError: 400,
    ReadError: 400,
    StoreError: 503,
    EndpointError: 503,
}
CLIENT_ERRORS = (QueryError, ReadError)
UNREADABLE = "the graph cannot be read at present: the log of the server says why"


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """An error as a response."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail[:LONGEST])
    return JSONResponse(body.model_dump(), status, headers, MEDIA_TYPE)


def public_message(error: KgError) -> str:
    """The message of an error of the client; others are logged, as they have paths of this machine."""
    if isinstance(error, CLIENT_ERRORS):
        return str(error)
    log.error("%s", error)
    return UNREADABLE


def add_problems(app: FastAPI) -> None:
    """Registers handlers that turn every error of an application into a problem."""

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        if error.status_code == NO_PAGE and wants_page(request):
            return not_found(request.url.path)
        allowed = {"Allow": ", ".join(_methods(request))} if error.status_code == NO_METHOD else {}
        detail = f"{request.url.path}: {error.detail}"
        return problem(error.status_code, detail, {**(error.headers or {}), **allowed})

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        parts = (f"{_where(fault['loc'])}: {_what(fault['msg'])}" for fault in error.errors())
        return problem(422, f"{request.url.path}: {'; '.join(parts)}")

    @app.exception_handler(KgError)
    def ours(request: Request, error: KgError) -> JSONResponse:
        status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
        return problem(status, public_message(error))


def wants_page(request: Request) -> bool:
    """Whether a browser asks for a page: it names HTML first, a program does not."""
    return request.headers.get("accept", "").partition(",")[0].strip().startswith("text/html")


def not_found(path: str) -> Response:
    """A page that says in words that an address leads nowhere."""
    page = plain_page(
        "Page not found",
        "",
        f"<p>Nothing in this graph has the address <code>{escape(path[:LONGEST])}</code>. It may belong to an earlier "
        'build, or the link may be incomplete.</p><p><a href="/">Go to the start page</a> to search for it.</p>',
    )
    page.status_code = NO_PAGE
    return page


def document_problems(openapi: dict[str, Any]) -> None:
    """Declares every error of an OpenAPI document as a problem."""
    shape = {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}
    for methods in openapi["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if status.startswith(("4", "5")):
                    response["content"] = {MEDIA_TYPE: shape}


def _methods(request: Request) -> list[str]:
    """The methods that a path allows: several routes may share it."""
    routes = request.app.routes
    methods = [
        method
        for method in METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes)
    ]
    return [*methods, "HEAD"] if "GET" in methods else methods


def _what(message: str) -> str:
    """What is wrong, without the name that Python has for it."""
    return message.removeprefix("Value error, ").lower()


def _where(place: tuple[int | str, ...]) -> str:
    """The name of the invalid parameter."""
    return ".".join(str(part) for part in place if part not in {"query", "path", "body"}) or "request"

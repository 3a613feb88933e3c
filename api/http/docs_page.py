"""The REST interface as a page: every route with its parameters, generated from the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from kg.api.http.plain_page import plain_page

LINKS = '<a href="/sparql">SPARQL</a><a href="/ontology">Ontology</a><a href="/openapi.json">OpenAPI</a>'
docs_router = APIRouter(include_in_schema=False)


@docs_router.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """All routes, as a page without scripts."""
    openapi: dict[str, Any] = request.app.openapi()
    routes = (
        line
        for path, methods in openapi["paths"].items()
        for method, route in methods.items()
        for line in _route(method, path, route)
    )
    intro = f"<p>{_with_code(openapi['info']['description'])}</p>"
    return plain_page("REST interface", LINKS, intro + "".join(routes))


def _route(method: str, path: str, route: dict[str, Any]) -> Iterator[str]:
    yield f'<section class="route"><h2>{method.upper()} {escape(path)}</h2>'
    yield f"<p>{_with_code(route.get('description', ''))}</p><table>"
    for parameter in route.get("parameters", []):
        description = parameter.get("description") or _range(parameter["schema"])
        yield f"<tr><th>{escape(parameter['name'])}</th><td>{_with_code(description)}</td></tr>"
    yield "</table></section>"


def _with_code(text: str) -> str:
    """Text as HTML, with words between backticks as code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text))


def _range(schema: dict[str, Any]) -> str:
    """The values that a schema allows, in words."""
    if "anyOf" in schema:
        return _range(schema["anyOf"][0])
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"]))
    if "items" in schema:
        return f"several: {_range(schema['items'])}"
    ends = [
        f"{word} {schema[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in schema
    ]
    return " ".join([str(schema.get("format") or schema.get("type", "")), *ends])

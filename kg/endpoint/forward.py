"""Forwards checked queries to a SPARQL server, with limits on the time and the size of an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from kg.endpoint.client import Address, Endpoint, prologue

OK, REJECTED, TOO_LARGE, BAD_GATEWAY, UNAVAILABLE = 200, 400, 413, 502, 503


@dataclass(frozen=True, slots=True)
class Answer:
    """A result with its media type, or an error in `detail`."""

    status: int
    type: str = ""
    body: bytes = b""
    detail: str = ""


class Forward:
    """Sends queries to a server and returns its answers as they are."""

    def __init__(self, seconds: float, size: int) -> None:
        self._seconds, self._size = seconds, size
        self._http: httpx.AsyncClient | None = None

    async def __aenter__(self) -> Forward:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._http is not None:
            await self._http.aclose()

    async def __call__(self, endpoint: Endpoint, question: Mapping[str, Any]) -> Answer:
        """The answer to {"query", "default_graph", "named_graphs", "accept"}."""
        if self._http is None:
            self._http = httpx.AsyncClient(auth=endpoint.login, timeout=self._seconds)
        try:
            async with asyncio.timeout(self._seconds):
                return await self._answer(self._http, endpoint.address, question)
        except (TimeoutError, httpx.TimeoutException):
            return Answer(UNAVAILABLE, detail=f"took longer than {self._seconds:g} seconds and was stopped")
        except httpx.HTTPError:
            return Answer(BAD_GATEWAY, detail="the SPARQL server does not answer")

    async def _answer(self, http: httpx.AsyncClient, address: Address, question: Mapping[str, Any]) -> Answer:
        accept = {"Accept": ", ".join(question["accept"])}
        async with http.stream(
            "POST", address.query, data=_form(address, question), headers=accept
        ) as response:
            body = b""
            async for part in response.aiter_bytes():
                body += part
                if len(body) > self._size:
                    detail = f"the result is larger than {self._size:,} bytes: add LIMIT or ask for less"
                    return Answer(TOO_LARGE, detail=detail)
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
        if not response.is_success:
            words = " ".join(body.decode(errors="replace").split())[:300]
            status = REJECTED if response.status_code == REJECTED else BAD_GATEWAY
            return Answer(status, detail=f"the SPARQL server answers {response.status_code}: {words}")
        if kind not in question["accept"]:
            return Answer(
                BAD_GATEWAY, detail=f"the SPARQL server cannot answer in {accept['Accept']}, only in {kind}"
            )
        return Answer(OK, kind, body)


def _form(address: Address, question: Mapping[str, Any]) -> dict[str, Any]:
    """The query with the prefixes of `kg/vocab.py`, and its dataset."""
    form: dict[str, Any] = {"query": prologue() + question["query"]}
    default = question["default_graph"]
    if default is None and address.default_graph:
        default = [address.default_graph]
    if default:
        form["default-graph-uri"] = list(default)
    if question["named_graphs"]:
        form["named-graph-uri"] = list(question["named_graphs"])
    return form

"""A client of reconciliation services as OpenRefine uses them: names in, scored candidates out.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from kg.errors import EndpointError

TIMEOUT = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class NameQuery:
    """A name to look up, with a type of the service if one is known."""

    name: str
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a service offers for a name. `score` has the scale of the service; `is_match`: it is sure."""

    iri: str
    name: str
    description: str
    types: tuple[str, ...]
    score: float
    is_match: bool


class ReconciliationService(AbstractContextManager["ReconciliationService"]):
    """An open connection to a service."""

    def __init__(self, url: str) -> None:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise EndpointError(f"{url}: is not an address: write it as http://host:port/reconcile")
        self.url = url
        self._http = httpx.Client(timeout=TIMEOUT, follow_redirects=True)
        self._space = str(self._json("GET").get("identifierSpace", ""))

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def candidates(self, queries: Sequence[NameQuery], limit: int) -> list[list[Candidate]]:
        """The candidates of each name, the best first. Raises EndpointError."""
        asked = {
            f"q{number}": {"query": each.name, "limit": limit, **({"type": each.type} if each.type else {})}
            for number, each in enumerate(queries)
        }
        answer = self._json("POST", data={"queries": json.dumps(asked)})
        return [self._listed(answer.get(name)) for name in asked]

    def _listed(self, answer: Any) -> list[Candidate]:
        try:
            found = [self._candidate(each) for each in answer["result"]]
        except (TypeError, KeyError, ValueError) as error:
            raise EndpointError(f"{self.url}: the answer has no list of candidates: {error!r}") from error
        return sorted(found, key=lambda each: (not each.is_match, -each.score, each.iri))

    def _candidate(self, fields: Mapping[str, Any]) -> Candidate:
        id_ = str(fields["id"])
        types = (
            each.get("name", each.get("id")) if isinstance(each, dict) else each
            for each in fields.get("type") or ()
        )
        return Candidate(
            iri=id_ if urlsplit(id_).scheme in {"http", "https"} else self._space + id_,
            name=str(fields["name"]),
            description=str(fields.get("description") or ""),
            types=tuple(map(str, types)),
            score=float(fields.get("score") or 0),
            is_match=bool(fields.get("match")),
        )

    def _json(self, method: str, **request: Any) -> dict[str, Any]:
        try:
            response = self._http.request(method, self.url, **request)
            response.raise_for_status()
            answer = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise EndpointError(
                f"{self.url}: does not answer as a reconciliation service: {error}"
            ) from error
        if not isinstance(answer, dict):
            raise EndpointError(
                f"{self.url}: does not answer as a reconciliation service: its JSON is no object"
            )
        return answer

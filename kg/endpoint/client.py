"""A SPARQL server over HTTP: queries and updates of the SPARQL 1.1 Protocol, and the Graph Store Protocol.

Only what every server has is used: queries as forms, updates as `application/sparql-update`, graphs as N-Triples.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from tempfile import TemporaryFile
from urllib.parse import urlsplit

import httpx
import pyoxigraph
from pyoxigraph import QueryResultsFormat, QuerySolutions

from kg.endpoint.login import Credentials
from kg.errors import EndpointError
from kg.vocab import PREFIXES

XML = "application/sparql-results+xml"  # the JSON of Virtuoso 7 is that of a draft
N_TRIPLES = "application/n-triples"
TIMEOUT = 300.0  # seconds without a byte
PAUSES = (1.0, 4.0, 15.0)  # seconds before a request that failed for a passing reason is sent again
PASSING = {429, 502, 503, 504}
OTHER_QUERY_PATH, OTHER_UPDATE_PATH = "/query", "/update"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is, and where in it the default graph of a build lies."""

    query: str
    update: str
    graph_store: str | None = None  # of the Graph Store Protocol; None: graphs are sent as updates
    default_graph: str | None = None  # a named graph in its place; None: the server's default graph


def address_of(
    url: str, *, update: str | None = None, graph_store: str | None = None, default_graph: str | None = None
) -> Address:
    """The address of a server by that of its queries; updates go to `.../update` if queries go to `.../query`.

    Raises EndpointError for what is no HTTP address.
    """
    for each in filter(None, (url, update, graph_store)):
        if urlsplit(each).scheme not in {"http", "https"} or not urlsplit(each).hostname:
            raise EndpointError(f"{each}: is not an address: write it as http://host:port/path")
    if default_graph is not None and not urlsplit(default_graph).scheme:
        raise EndpointError(
            f"{default_graph}: is not the IRI of a graph: write http://example.org/news, for example"
        )
    sibling = (
        url.removesuffix(OTHER_QUERY_PATH) + OTHER_UPDATE_PATH if url.endswith(OTHER_QUERY_PATH) else url
    )
    return Address(url, update or sibling, graph_store, default_graph)


def prologue(prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The lines that declare prefixes at the beginning of a query."""
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items())


class RejectedError(EndpointError):
    """The server refused a request, which may be smaller next time."""


class Endpoint(AbstractContextManager["Endpoint"]):
    """An open connection to a server; several threads may use it."""

    def __init__(self, address: Address, credentials: Credentials | None = None) -> None:
        self.address = address
        self.login = (credentials or Credentials()).login(urlsplit(address.query).hostname or "")
        self._http = httpx.Client(auth=self.login, timeout=TIMEOUT)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def where(self, pattern: str, graph: str | None = None) -> str:
        """A pattern in a named graph, or in that which holds the default graph."""
        name = graph or self.address.default_graph
        return f"GRAPH <{name}> {{ {pattern} }}" if name else f"{{ {pattern} }}"

    def select(self, query: str) -> QuerySolutions:
        """The solutions of a query, which may use the prefixes of `kg/vocab.py`.

        They are read as they are needed, from a temporary file. Raises EndpointError.
        """
        results = self.results(query)
        assert isinstance(results, QuerySolutions)
        return results

    def results(
        self, query: str, prefixes: Mapping[str, str] = PREFIXES
    ) -> QuerySolutions | pyoxigraph.QueryBoolean:
        form = {"query": prologue(prefixes) + query}
        with TemporaryFile() as file:
            for part in self._sent("POST", self.address.query, data=form, headers={"Accept": XML}):
                file.write(part)
            file.seek(0)
            try:
                return pyoxigraph.parse_query_results(
                    path=f"/dev/fd/{file.fileno()}", format=QueryResultsFormat.XML
                )
            except SyntaxError as error:
                raise EndpointError(f"{self.address.query}: did not answer in {XML}: {error}") from error

    def update(self, text: str) -> None:
        """Runs an update. Raises RejectedError if the server refuses it, EndpointError if it does not answer."""
        kind = {"Content-Type": "application/sparql-update"}
        self._run("POST", self.address.update, content=text.encode(), headers=kind)

    def send_graph(self, method: str, graph: str | None, body: str = "") -> None:
        """PUT, POST or DELETE of a graph by the Graph Store Protocol; None is the default graph."""
        assert self.address.graph_store
        name = graph or self.address.default_graph
        kind = {"Content-Type": N_TRIPLES} if body else {}
        separator = "&" if "?" in self.address.graph_store else "?"
        url = f"{self.address.graph_store}{separator}{httpx.QueryParams({'graph': name}) if name else 'default'}"
        self._run(method, url, content=body.encode(), headers=kind, missing_is_fine=method == "DELETE")

    def _run(self, method: str, url: str, *, missing_is_fine: bool = False, **request: object) -> None:
        for _ in self._sent(method, url, missing_is_fine=missing_is_fine, **request):
            pass

    def _sent(
        self, method: str, url: str, *, missing_is_fine: bool = False, **request: object
    ) -> Iterator[bytes]:
        """The body of the answer in parts. Passing failures before its first byte are tried again."""
        for pause in (*PAUSES, None):
            try:
                with self._http.stream(method, url, **request) as response:  # type: ignore[arg-type]  # its options
                    if response.status_code not in PASSING or pause is None:
                        if not (missing_is_fine and response.status_code == httpx.codes.NOT_FOUND):
                            _check(url, response)
                        yield from response.iter_bytes()
                        return
            except httpx.ConnectError as error:
                if pause is None:
                    raise EndpointError(
                        f"{url}: no server answers there: {error}; start it or correct the address"
                    ) from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise EndpointError(
                    f"{url}: the connection failed: {error or type(error).__name__}"
                ) from error
            time.sleep(pause)


def _check(url: str, response: httpx.Response) -> None:
    if response.is_success:
        return
    status = response.status_code
    if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        raise EndpointError(
            f"{url}: refuses access ({status}): set KG_SPARQL_USER and KG_SPARQL_PASSWORD, or KG_SPARQL_TOKEN, "
            "or add the host to ~/.netrc"
        )
    if status == httpx.codes.NOT_FOUND or response.is_redirect:
        raise EndpointError(f"{url}: there is no SPARQL service at this address ({status})")
    words = " ".join(response.read().decode(errors="replace").split())
    raise RejectedError(f"{url}: refused the request ({status}): {words[:300]}")

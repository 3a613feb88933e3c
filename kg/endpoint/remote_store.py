"""A build on a SPARQL server, with the methods of a `Store` that the API uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pyoxigraph
from pyoxigraph import NamedNode, Quad

from kg.endpoint.client import Address, Endpoint
from kg.endpoint.fetch import (
    fetch_article_names,
    fetch_articles,
    fetch_default_graph,
    has_union_default_graph,
)
from kg.endpoint.login import Credentials
from kg.endpoint.marker import Marker, find_markers
from kg.endpoint.remote_graph import RemoteGraph
from kg.errors import EndpointError, StoreError
from kg.records import ArticleCounts, Ids, Links
from kg.store.ledger import ArticleRecord, LedgerEntry, new_ledger
from kg.store.processes.sandboxed_query import Results
from kg.store.read_build import Store
from kg.vocab import ANCHOR, BEGIN, PREFIXES, SENTENCE, TYPE

LEFT_OUT = 6  # characters between sentences from which on they are words
NO_LOCK = -1  # there is no build on this disk to lock


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteStore(Store):
    """A build on a server. What is asked of its graph becomes requests; `path` is a folder for derived files."""

    endpoint: Endpoint
    remote_base: str
    build: str  # its id; empty if kg load did not load it
    copies: Mapping[str, str] | None  # the source of each article that is a wire copy, by id; None: not known

    def close(self) -> None:
        self.endpoint.close()

    def query(self, sparql: str) -> Results:
        return self.graph.query(sparql, prefixes=PREFIXES)

    @property
    def base(self) -> str:
        return self.remote_base

    def text(self, article: str) -> str:
        """The sentences of an article at their offsets; of the text between them, which the graph has not, "[…]".

        Raises StoreError if the server has no such article.
        """
        sentences = sorted(_sentences(self.article_quads(article)))
        if not sentences:
            raise StoreError(
                f"{self.endpoint.address.query}: has no sentence of {article}: run kg load again"
            )
        text = ""
        for begin, words in sentences:
            text = text[:begin] + _filling(begin - len(text)) + words
        return text


def _filling(length: int) -> str:
    """As many characters for a text between two sentences that is not known: most short ones are spaces and breaks."""
    if length < LEFT_OUT:
        return " " if length == 1 else "\n" * length
    return "\n" + "[…]".ljust(length - 2) + "\n"


def _sentences(quads: Iterable[Quad]) -> Iterator[tuple[int, str]]:
    """Where each sentence begins, and its text."""
    values: dict[str, dict[str, str]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            values.setdefault(quad.subject.value, {})[quad.predicate.value] = getattr(
                quad.object, "value", ""
            )
    for facts in values.values():
        if facts.get(TYPE) == SENTENCE and BEGIN in facts and ANCHOR in facts:
            yield int(facts[BEGIN]), facts[ANCHOR]


def find_load(endpoint: Endpoint, base: str | None) -> Marker | None:
    """The load on a server under a base, or the only one; None if its data came in another way.

    Raises EndpointError if there are several, or none under the base.
    """
    markers = find_markers(endpoint)
    if base is not None and markers:
        markers = [marker for marker in markers if marker.base == base]
        if not markers:
            raise EndpointError(
                f"{endpoint.address.query}: has no graph with the base {base}: run kg load --base {base}"
            )
    if len(markers) > 1:
        bases = ", ".join(marker.base for marker in markers)
        raise EndpointError(f"{endpoint.address.query}: has several graphs: choose one with --base: {bases}")
    return markers[0] if markers else None


def open_remote(
    address: Address, credentials: Credentials, folder: Path, base: str | None = None
) -> RemoteStore:
    """The build on a server; derived files go to the folder.

    Raises EndpointError if there is none, its load is not complete, or its default graph cannot be told from the rest.
    """
    first = Endpoint(address, credentials)
    with first:
        marker = find_load(first, base)
    if marker is not None and not marker.is_complete:
        raise EndpointError(f"{address.query}: a load is under way or was interrupted: run kg load again")
    if marker is not None and address.default_graph is None:
        address = Address(address.query, address.update, address.graph_store, marker.default_graph)
    endpoint = Endpoint(address, credentials)
    try:
        return _opened(endpoint, marker, folder)
    except BaseException:
        endpoint.close()
        raise


def _opened(endpoint: Endpoint, marker: Marker | None, folder: Path) -> RemoteStore:
    url = endpoint.address.query
    articles = fetch_article_names(endpoint)
    if marker is not None:
        articles = [name for name in articles if name.startswith(marker.base)]
    if not articles:
        raise EndpointError(f"{url}: has no articles: run kg load --sparql {url} first")
    if has_union_default_graph(endpoint):
        raise EndpointError(
            f"{url}: its default graph is the union of all graphs: run kg load with --default-graph"
        )
    manifest: Mapping[str, Mapping[str, str]] = marker.manifest if marker else {}
    return RemoteStore(
        path=folder,
        counts={name: int(number) for name, number in manifest.get("counts", {}).items()},
        made_with=manifest.get("made_with", {}),
        graph=cast(pyoxigraph.Store, RemoteGraph(endpoint, articles)),  # it has the methods that readers use
        _lock=NO_LOCK,
        endpoint=endpoint,
        remote_base=marker.base if marker else articles[0].rpartition("article/")[0],
        build=marker.id if marker else "",
        copies=manifest.get("copies"),
    )


def copy_graph(store: RemoteStore, path: Path) -> pyoxigraph.Store:
    """A copy of the graph of a server in an embedded database. Raises EndpointError if it is not complete."""
    copy = pyoxigraph.Store(str(path))
    copy.bulk_extend(fetch_default_graph(store.endpoint))
    copy.bulk_extend(fetch_articles(store.endpoint, list(store.articles())))
    copy.flush()
    return copy


def write_copies(store: RemoteStore) -> None:
    """Writes a ledger with the sources of the articles among the derived files, if the load has them."""
    if store.copies is None:
        return
    none = ArticleCounts(0, 0, 0, 0)
    with new_ledger(store.path, Links(Ids.made({}), Ids.made({})), {}) as ledger:
        for name in store.articles():
            article = name.rpartition("/")[2]
            source = store.copies.get(article, article)
            record = ArticleRecord(extraction="", digest="", source=source, file="", counts=none)
            ledger.add(LedgerEntry(article, record, (), ()))

"""Loads a build into a SPARQL server: only what has changed since the last load, resumed after an interruption.

Each request replaces whole graphs or subjects. It is noted before it is sent and after it succeeds, so what was under
way when a load stopped is sent again. The server holds the id of the build (see `marker`); if it is not that of the
last load, another store has been loaded meanwhile.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.endpoint.client import Address, Endpoint, RejectedError
from kg.endpoint.fetch import fetch_article_names
from kg.endpoint.load_state import FOLDER, Item, Kind, LoadState
from kg.endpoint.marker import NAME, Marker, find_markers
from kg.endpoint.send import Sender
from kg.errors import EndpointError
from kg.store.ledger import LEDGER, open_ledger
from kg.store.read_build import Store
from kg.vocab import JUDGEMENTS, SCHEMA

BATCH = 10_000  # triples of a request


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What a load has sent and removed: named graphs and subjects of the default graph, and quads sent."""

    sent: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    quads: int = 0


@dataclass(slots=True)
class Load:
    """One load of a build, whose id changes with its content."""

    store: Store
    build: str
    endpoint: Endpoint
    state: LoadState
    batch: int = BATCH
    done: Callable[[int], object] = lambda quads: None  # called with numbers of quads that the server has
    _sender: Sender = field(init=False)
    _sent: Counter[str] = field(init=False, default_factory=Counter)
    _unchanged: Counter[str] = field(init=False, default_factory=Counter)
    _quads: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._sender = Sender(self.endpoint, self.batch)

    def run(self, *, replace: bool = False) -> LoadCounts:
        """Raises EndpointError if the server fails, or holds another load and that is not to be replaced."""
        marker = self._marker()
        if not replace and self._is_loaded(marker):
            return LoadCounts()
        if marker is None or replace:
            self._check_default_graph()
        if replace:
            self._clear(marker)
        self.state.begin(self.build)
        self._mark(is_complete=False)
        self._send_changed()
        removed = self._remove()
        self._mark(is_complete=True)
        self.state.finish(self.build)
        return LoadCounts(self._sent, removed, self._unchanged, self._quads)

    # what the server has

    def _marker(self) -> Marker | None:
        markers = {marker.base: marker for marker in find_markers(self.endpoint)}
        return markers.get(self.store.base)

    def _is_loaded(self, marker: Marker | None) -> bool:
        """Whether the server has the build already. Raises EndpointError if it has what this store has not loaded."""
        url = self.endpoint.address.query
        loaded, begun = self.state.builds
        if marker is None:
            self.state.forget()
            if any(name.startswith(self.store.base) for name in fetch_article_names(self.endpoint)):
                raise EndpointError(
                    f"{url}: has articles that kg load did not load: remove them, or use --replace"
                )
            return False
        if marker.id not in {loaded, begun} or (marker.id == loaded and not marker.is_complete):
            raise EndpointError(f"{url}: has a graph of another store: use --replace to replace it")
        if marker.default_graph != self.endpoint.address.default_graph:
            name = marker.default_graph or "the server's default graph"
            raise EndpointError(f"{url}: has the default graph in {name}: use the same, or --replace")
        return marker.id == self.build and marker.is_complete and begun is None

    def _clear(self, marker: Marker | None) -> None:
        """Removes the articles, the default graph and the marker of an earlier load."""
        self.state.forget()
        graphs = [name for name in fetch_article_names(self.endpoint) if name.startswith(self.store.base)]
        default = marker.default_graph if marker else self.endpoint.address.default_graph
        graphs += [self.store.base + JUDGEMENTS, self.store.base + NAME, *filter(None, [default])]
        for name in graphs:
            self.endpoint.update(f"DROP SILENT GRAPH <{name}>")
        if default is None:
            self.endpoint.update("DROP SILENT DEFAULT")

    def _mark(self, *, is_complete: bool) -> None:
        manifest = {
            "counts": dict(self.store.counts),
            "made_with": dict(self.store.made_with),
            "copies": _copies(self.store),
        }
        default = self.endpoint.address.default_graph
        marker = Marker(self.store.base, self.build, is_complete, manifest, default)
        self._sender.send([Item("graph", marker.graph, marker.triples())])

    def _check_default_graph(self) -> None:
        """Raises EndpointError if the server has no default graph and none is named, before anything is loaded."""
        if self.endpoint.address.default_graph is None:
            triple = f"<{self.store.base}{NAME}> a <{SCHEMA}UpdateAction>"
            try:
                self.endpoint.update(f"INSERT DATA {{ {triple} }}")
            except RejectedError as error:
                example = f"--default-graph {self.store.base}default"
                hint = f"if the server has no default graph of its own, name one: {example}"
                raise EndpointError(f"{error}; {hint}") from error
            self.endpoint.update(f"DELETE DATA {{ {triple} }}")

    # what is sent

    def _send_changed(self) -> None:
        batch: list[Item] = []
        for item in self._changed():
            batch.append(item)
            if sum(len(each.lines) for each in batch) >= self._sender.size:
                self._send(batch)
                batch = []
        self._send(batch)

    def _send(self, items: list[Item]) -> None:
        if not items:
            return
        self.state.mark(items, self.build, sent=False)
        self._sender.send(items)
        self.state.mark(items, self.build, sent=True)
        self._sent.update(item.kind for item in items)
        quads = sum(len(item.lines) for item in items)
        self._quads += quads
        self.done(quads)

    def _changed(self) -> Iterator[Item]:
        seen: list[tuple[Kind, str]] = []
        for item in self._items():
            before = self.state.digest(item.kind, item.name)
            if before == item.digest:
                seen.append((item.kind, item.name))
                self.done(len(item.lines))
            else:
                yield Item(item.kind, item.name, item.lines, is_new=before is None)
            if len(seen) >= BATCH:
                self._keep(seen)
                seen = []
        self._keep(seen)

    def _keep(self, names: list[tuple[Kind, str]]) -> None:
        self.state.see(names, self.build)
        self._unchanged.update(kind for kind, _ in names)

    def _items(self) -> Iterator[Item]:
        names = sorted(str(node.value) for node in self.store.graph.named_graphs())
        for name in names:
            yield Item("graph", name, _lines(self.store.article_quads(name)))
        quads = self.store.graph.quads_for_pattern(None, None, None, DefaultGraph())
        for subject, group in groupby(quads, key=lambda quad: quad.subject):
            assert isinstance(subject, NamedNode)  # a build has no blank nodes
            yield Item("subject", subject.value, _lines(group))

    def _remove(self) -> Counter[str]:
        removed: Counter[str] = Counter()
        items = list(self.state.not_in(self.build))
        for start in range(0, len(items), self._sender.size):
            batch = items[start : start + self._sender.size]
            self._sender.send(batch)
            self.state.remove(batch)
            removed.update(item.kind for item in batch)
        return removed


def build_id(store: Store, base: str) -> str:
    """An id of the content of a build as it is loaded, with its data under a base."""
    manifest = (store.path / "manifest.json").read_bytes()
    return hashlib.sha256(f"{base}\n".encode() + manifest).hexdigest()[:16]


def state_path(store: Path, address: Address, base: str) -> Path:
    """Where a store keeps the state of its loads into a server under a base."""
    key = hashlib.sha256(f"{address.update}\n{base}".encode()).hexdigest()[:16]
    return store / FOLDER / f"{key}.sqlite"


def _copies(store: Store) -> dict[str, str] | None:
    """The source of each article that is a wire copy, by id; None without a ledger: the graph has only counts."""
    if not (store.path / LEDGER).exists():
        return None
    with closing(open_ledger(store.path)) as ledger:
        records = ledger.articles().items()
        return {article: record.source for article, record in records if record.source != article}


def _lines(quads: Iterable[Quad]) -> list[str]:
    return sorted(f"{quad.triple} ." for quad in quads)

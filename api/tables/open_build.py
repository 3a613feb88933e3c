"""An open build with its derived tables, and the current build of a store, which each `kg build` replaces."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Protocol

from kg.api.tables.ontology import Ontology, read_ontology
from kg.api.tables.rebased_build import open_based
from kg.api.tables.table import Table, make_table
from kg.errors import KgError
from kg.query.network.analysis import ANALYSIS, Analysis, open_analysis
from kg.query.search import Search, open_search
from kg.query.search_index import INDEX, write_search
from kg.store.read_build import Store

log = logging.getLogger(__name__)
POLL_INTERVAL = 0.5  # seconds between checks for a new build


@dataclass(frozen=True, slots=True)
class Graph(AbstractContextManager["Graph"]):
    """A build, open for reading."""

    store: Store
    ontology: Ontology
    table: Table
    search: Search
    analysis: Analysis | None  # None: the network has no positions
    base: str  # what the IRIs of its data begin with
    etag: str
    _opened: ExitStack

    def entity(self, id: str) -> str:
        return f"{self.base}entity/{id}"

    def event(self, id: str) -> str:
        return f"{self.base}event/{id}"

    def article(self, id: str) -> str:
        return f"{self.base}article/{id}"

    def claim(self, id: str) -> str:
        """The IRI of a claim by its id."""
        article, _, key = id.partition(":")
        return f"{self.base}article/{article}#claim={key}"

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.search.close()
        if self.analysis:
            self.analysis.close()
        self.table.close()
        self._opened.close()


def open_graph(path: Path, base: str | None = None, *, aside: bool = False, wait: bool = True) -> Graph:
    """The current build of a store, with its data under a base if one is given.

    `aside`: child processes do the work, so that this one continues to answer. Without `wait`, the tables of a large
    build may still be made when this returns. Raises StoreError.
    """
    with ExitStack() as opened:
        store = open_based(path, base, opened, aside=aside)
        ontology = read_ontology(store)
        table = make_table(store, ontology, aside=aside, wait=wait)
        return Graph(
            store=store,
            ontology=ontology,
            table=table,
            search=_search(store, table),
            analysis=open_analysis(store.path) if (store.path / ANALYSIS).exists() else None,
            base=store.base,
            etag=_etag(store),
            _opened=opened.pop_all(),
        )


def _search(store: Store, table: Table) -> Search:
    """The search index of the build; if it has none, one is written next to the tables."""
    if (store.path / INDEX).exists():
        return open_search(store.path)
    write_search(store.graph, table.folder)
    return open_search(table.folder)


def _etag(store: Store) -> str:
    """A value that changes with every build, even if the store was deleted and built again."""
    manifest = store.path / "manifest.json"
    head = f"{store.path.name}\n{store.base}\n{manifest.stat().st_mtime_ns}\n"
    return hashlib.sha256(head.encode() + manifest.read_bytes()).hexdigest()[:16]


class Builds(Protocol):
    """Where builds come from, one after another."""

    @property
    def base(self) -> str | None:
        """The base of the data, if it differs from that of the build."""

    def pointer(self) -> str:
        """Names the current build; does not wait for another machine."""

    def open(self, *, aside: bool = False, wait: bool = True) -> Graph:
        """The current build; without `wait`, its tables may still be made. Raises KgError."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class StoredBuilds:
    """The builds of a store."""

    path: Path
    base: str | None = None

    def pointer(self) -> str:
        """Content and time of the file `current`: a store that is built again may reuse a name."""
        try:
            pointer = self.path / "current"
            return f"{pointer.read_text(encoding='utf-8').strip()} {pointer.stat().st_mtime_ns}"
        except OSError:
            return ""

    def open(self, *, aside: bool = False, wait: bool = True) -> Graph:
        return open_graph(self.path, self.base, aside=aside, wait=wait)

    def close(self) -> None: ...


@dataclass(slots=True)
class CurrentBuild:
    """The current build. A replaced build is closed after its last response."""

    builds: Builds
    _graph: Graph = field(init=False)
    _users: Counter[str] = field(init=False, default_factory=Counter)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)
    _opening: threading.Lock = field(init=False, default_factory=threading.Lock)
    _looked: float = field(init=False, default=0.0)
    _pointer: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self._pointer = self.builds.pointer()
        self._graph = self.builds.open(wait=False)
        self._users[self._graph.etag] = 1  # this object

    @property
    def etag(self) -> str:
        return self._graph.etag

    @property
    def base(self) -> str | None:
        return self.builds.base

    @contextmanager
    def use(self) -> Iterator[Graph]:
        """The current build, which stays open until the block ends."""
        self.look()
        with self._lock:
            graph = self._graph
            self._users[graph.etag] += 1
        try:
            yield graph
        finally:
            self._leave(graph)

    def close(self) -> None:
        self.builds.close()
        self._leave(self._graph)

    def look(self) -> None:
        """Starts to open a new build in a thread, while the old one continues to serve."""
        if monotonic() - self._looked < POLL_INTERVAL:
            return
        self._looked = monotonic()
        if self.builds.pointer() != self._pointer and self._opening.acquire(blocking=False):
            threading.Thread(target=self._replace, name="open build", daemon=True).start()

    def is_latest(self) -> bool:
        """Whether the newest build is served; if not, it is being opened."""
        self.look()
        return self.builds.pointer() == self._pointer

    def _replace(self) -> None:
        try:
            pointer = self.builds.pointer()
            graph = self.builds.open(aside=True)
        except (KgError, OSError) as error:
            log.warning("new build cannot be opened, still serving the old one: %s", error)
        else:
            with self._lock:
                old, self._graph, self._pointer = self._graph, graph, pointer
                self._users[graph.etag] += 1
            self._leave(old)
            log.info("build opened name=%s etag=%s", graph.store.path.name, graph.etag)
        finally:
            self._opening.release()

    def _leave(self, graph: Graph) -> None:
        with self._lock:
            self._users[graph.etag] -= 1
            last = not self._users[graph.etag]
            if last:
                del self._users[graph.etag]
        if last:
            graph.close()


def count(graph: Graph, name: str) -> int:
    return int(graph.table.value(f"SELECT COUNT(*) FROM {name}") or 0)

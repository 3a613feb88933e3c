"""The build on a SPARQL server: its tables are derived here when it is opened, its quads stay on the server."""

from __future__ import annotations

import logging
import shutil
import threading
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

from kg.api.tables.ontology import read_ontology
from kg.api.tables.open_build import Graph
from kg.api.tables.table import make_table
from kg.endpoint.client import Address, Endpoint
from kg.endpoint.login import Credentials
from kg.endpoint.remote_store import copy_graph, find_load, open_remote, write_copies
from kg.errors import EndpointError
from kg.query.network.analysis import open_analysis
from kg.query.network.write_analysis import write_analysis
from kg.query.search import open_search
from kg.query.search_index import write_search
from kg.store.temporary import LockedDirectory

log = logging.getLogger(__name__)
POLL_INTERVAL = 10.0  # seconds between checks for a new load


@dataclass(frozen=True, slots=True)
class Remote:
    """A SPARQL server and how to log in."""

    address: Address
    credentials: Credentials


def open_loaded(remote: Remote, base: str | None = None) -> Graph:
    """The build on a server. All of it is read once, for the tables, the search index and the network.

    Raises EndpointError.
    """
    with ExitStack() as opened:
        folder = Path(opened.enter_context(LockedDirectory("remote")))
        store = open_remote(remote.address, remote.credentials, folder, base)
        opened.callback(store.close)
        copy = copy_graph(store, folder / "graph")
        copied = replace(store, graph=copy)
        write_copies(store)
        write_search(copy, folder)
        write_analysis(copy, folder)
        ontology = read_ontology(copied)
        table = make_table(copied, ontology)
        store = replace(store, counts={"quads": len(copy), **store.counts})
        del copy, copied
        shutil.rmtree(folder / "graph")
        return Graph(
            store=store,
            ontology=ontology,
            table=table,
            search=open_search(folder),
            analysis=open_analysis(folder),
            base=store.base,
            etag=store.build or uuid4().hex[:16],
            _opened=opened.pop_all(),
        )


@dataclass(slots=True)
class LoadedBuilds:
    """The builds that `kg load` puts into a server; a thread asks it for a new one."""

    remote: Remote
    base: str | None = None
    _pointer: str = field(init=False)
    _is_polling: bool = field(init=False, default=False)
    _closed: threading.Event = field(init=False, default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._pointer = self._read()

    def pointer(self) -> str:
        """The id of the last complete load."""
        return self._pointer

    def open(self, *, aside: bool = False, wait: bool = True) -> Graph:
        graph = open_loaded(self.remote, self.base)
        if not self._is_polling:
            self._is_polling = True
            threading.Thread(target=self._poll, name="poll server", daemon=True).start()
        return graph

    def close(self) -> None:
        self._closed.set()

    def _poll(self) -> None:
        while not self._closed.wait(POLL_INTERVAL):
            try:
                self._pointer = self._read()
            except EndpointError as error:
                log.warning("server cannot be asked for a new load: %s", error)

    def _read(self) -> str:
        """The id of the load on the server; while one is under way, that of the last one."""
        with Endpoint(self.remote.address, self.remote.credentials) as endpoint:
            marker = find_load(endpoint, self.base)
        if marker is None:
            return ""
        return marker.id if marker.is_complete else getattr(self, "_pointer", "")

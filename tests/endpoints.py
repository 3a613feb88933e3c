"""Real SPARQL servers for tests, on free ports: Oxigraph from PyPI, and Virtuoso 7 from Debian if it is installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

from kg.endpoint.client import Address, Endpoint, address_of
from kg.endpoint.load import Load, LoadCounts, build_id, state_path
from kg.endpoint.load_state import LoadState
from kg.endpoint.login import Credentials
from kg.store.read_build import open_store

START = 120  # seconds for a server to answer
ROWS = 500  # that Virtuoso returns at most: fewer than a small store has quads
PASSWORD = "dba"  # of the administrator of a new Virtuoso database
VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
NumberOfBuffers = 2000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {rows}
"""


@contextmanager
def oxigraph(*options: str) -> Iterator[str]:
    """The address of an Oxigraph server with an empty database in memory."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("oxigraph is not installed: pip install oxigraph")
    port = free_port()
    with running([str(program), "serve", "--bind", f"127.0.0.1:{port}", *options]):
        until_it_answers(f"http://127.0.0.1:{port}/query?query=ASK%20%7B%7D")
        yield f"http://127.0.0.1:{port}"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """The address of a Virtuoso server with an empty database in a folder."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(sql=sql, http=http, rows=ROWS), encoding="utf-8")
    with running([program, "+foreground", "+configfile", "virtuoso.ini"], folder):
        until_it_answers(f"http://127.0.0.1:{http}/sparql?query=ASK%20%7B%7D")
        yield f"http://127.0.0.1:{http}"


@contextmanager
def running(command: Sequence[str], folder: Path | None = None) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet) as server:
        try:
            yield
        finally:
            server.kill()


def until_it_answers(address: str) -> None:
    end = monotonic() + START
    while monotonic() < end:
        try:
            if httpx.get(address).is_success:
                return
        except httpx.HTTPError:
            sleep(0.1)
    raise TimeoutError(address)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def load(
    store: Path,
    address: Address | str,
    credentials: Credentials | None = None,
    *,
    replace: bool = False,
    batch: int = 10_000,
) -> LoadCounts:
    """Loads the current build of a store."""
    address = address_of(f"{address}/query") if isinstance(address, str) else address
    with (
        open_store(store) as graph,
        Endpoint(address, credentials) as endpoint,
        LoadState(state_path(store, address, graph.base)) as state,
    ):
        loading = Load(graph, build_id(graph, graph.base), endpoint, state, batch)
        return loading.run(replace=replace)

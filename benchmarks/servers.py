"""Starts the servers to measure, each in its own process, and makes their requests."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from kg.vocab import BASE

START = 120  # seconds for a server to answer


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server is."""

    port: int
    pid: int

    def memory(self) -> tuple[float, float]:
        """Resident MB of the process, and of those that it started."""
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid=,rss="], check=True, capture_output=True, text=True
        )
        rows = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
        own = sum(size for pid, _, size in rows if pid == self.pid)
        return own / 1024, sum(size for _, parent, size in rows if parent == self.pid) / 1024


def cards(ids: Sequence[str]) -> Iterator[str]:
    return (f"/entities/{id}" for id in ids)


def queries(path: str, ids: Sequence[str]) -> Iterator[str]:
    return (f"{path}?query={quote(f'SELECT ?p ?o {{ <{BASE}entity/{id}> ?p ?o }}')}" for id in ids)


def entities(port: int) -> list[str]:
    """The ids of all entities, the most mentioned first."""
    found: list[str] = []
    while True:
        with urlopen(f"http://127.0.0.1:{port}/entities?limit=500&offset={len(found)}") as answer:
            page = [item["id"] for item in json.load(answer)["items"]]
        if not page:
            return found
        found += page


@contextmanager
def serving(store: Path) -> Iterator[Server]:
    """`kg serve`."""
    command = [sys.executable, "-c", "from kg.cli.main import main; main()", "serve", "--store", str(store)]
    with running(command, "/health") as server:
        yield server


@contextmanager
def running(command: Sequence[str], path: str, *, bind: bool = False) -> Iterator[Server]:
    """A server that answers, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = ["--bind", f"127.0.0.1:{port}"] if bind else ["--port", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*command, *where], stdout=quiet, stderr=quiet) as server:
        try:
            wait(f"http://127.0.0.1:{port}{path}")
            yield Server(port, server.pid)
        finally:
            server.terminate()


def wait(address: str) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end:
        try:
            with urlopen(address):
                return
        except URLError:
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer")

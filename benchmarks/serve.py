"""Requests a second and their times with 32 clients, beside `oxigraph serve-read-only` on the same store.

    python -m benchmarks.serve STORE [--seconds N] [--clients N]

Looks up random entities: as cards over REST, and as a query over SPARQL; each once asked for the first time, and once
when answers are kept. `oxigraph` is PyPI's; without it there are no ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
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

from kg.store import open_store
from kg.vocab import BASE

ENTITIES = 2000  # that are asked for
START = 120  # seconds for a server to answer


@dataclass(frozen=True, slots=True)
class Measured:
    """Requests a second, and the times of the median and the slowest in a hundred."""

    rate: float
    median: float
    p99: float

    def __str__(self) -> str:
        return f"{self.rate:7.0f}/s  median {self.median * 1000:6.1f} ms  p99 {self.p99 * 1000:6.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", type=Path)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=32)
    asked = parser.parse_args()
    with open_store(asked.store) as store:
        graph = store.path / "graph"
    command = [sys.executable, "-c", "from kg.cli import main; main()", "serve", "--store", str(asked.store)]
    found: dict[str, Measured] = {}
    with running(command, "/health") as port:
        ids = entities(port)
        load = asked.seconds, asked.clients
        found["REST cards, asked first"] = measure(port, [f"/entities/{id}" for id in ids], load)
        found["REST cards"] = measure(port, [f"/entities/{id}" for id in ids[:200]], load)
        found["SPARQL, asked first"] = measure(port, queries("/sparql", ids), load)
        found["SPARQL"] = measure(port, queries("/sparql", ids[:200]), load)
    oxigraph = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}")
    base = None
    if oxigraph:
        with running(
            [oxigraph, "serve-read-only", "--location", str(graph)], "/query?query=ASK{}", bind=True
        ) as port:
            base = measure(port, queries("/query", ids), load)
            print(f"{'oxigraph':24} {base}")
    for name, each in found.items():
        print(f"{name:24} {each}" + (f"  {each.rate / base.rate:.2f} of oxigraph" if base else ""))


def queries(path: str, ids: Sequence[str]) -> list[str]:
    return [f"{path}?query={quote(f'SELECT ?p ?o {{ <{BASE}entity/{id}> ?p ?o }}')}" for id in ids]


def entities(port: int) -> list[str]:
    found: list[str] = []
    while len(found) < ENTITIES:
        with urlopen(f"http://127.0.0.1:{port}/entities?limit=500&offset={len(found)}") as answer:
            page = [item["id"] for item in json.load(answer)["items"]]
        found += page
        if not page:
            break
    random.Random(1).shuffle(found)
    return found


@contextmanager
def running(command: Sequence[str], path: str, *, bind: bool = False) -> Iterator[int]:
    """The port of a server that answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = ["--bind", f"127.0.0.1:{port}"] if bind else ["--port", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*command, *where], stdout=quiet, stderr=quiet) as server:
        try:
            wait(f"http://127.0.0.1:{port}{path}")
            yield port
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


def measure(port: int, paths: Sequence[str], load: tuple[float, int]) -> Measured:
    seconds, clients = load
    times = sorted(asyncio.run(all_times(port, paths, seconds, clients)))
    return Measured(len(times) / seconds, times[len(times) // 2], times[int(len(times) * 0.99)])


async def all_times(port: int, paths: Sequence[str], seconds: float, clients: int) -> list[float]:
    end = time.perf_counter() + seconds
    found = await asyncio.gather(*(times_of(port, paths[n::clients] or paths, end) for n in range(clients)))
    return [each for times in found for each in times]


async def times_of(port: int, paths: Sequence[str], end: float) -> list[float]:
    """The seconds of each request of one client, which keeps its connection."""
    times: list[float] = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < end:
        begin = time.perf_counter()
        path = paths[len(times) % len(paths)]
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n".encode())
        await read(reader)
        times.append(time.perf_counter() - begin)
    writer.close()
    return times


async def read(reader: asyncio.StreamReader) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 200"):
        raise SystemExit(head.decode())
    if b"content-length:" in head:
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()


if __name__ == "__main__":
    main()

"""Measures how long `kg serve` takes to its first answers, on a build that no server has opened and then again.

    python -m benchmarks.scale.opening STORE

The first server makes the tables for lists while it already answers SPARQL; they are removed before. Processor seconds
are those of the server and of the processes that it has waited for.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from benchmarks.servers import running
from kg.errors import KgError
from kg.store.read_build import open_store
from kg.vocab import KG

ASK = f"ASK {{ ?claim a <{KG}Claim> }}"
REQUESTS = {
    "the explorer's page": "/",
    "a SPARQL query": f"/sparql?query={quote(ASK)}",
    "the news": "/news",
    "a list of entities": "/entities?limit=50",
}
TICKS = os.sysconf("SC_CLK_TCK")


def measure(store: Path) -> str:
    with open_store(store) as graph:
        quads, kept = graph.counts["quads"], list(graph.path.glob("server-*.sqlite"))
    for file in kept:
        file.unlink()
    lines = [f"{quads:,} quads"]
    for name in ("first server", "next server"):
        lines += [f"{name}, until {what}" for what in _first_answers(store)]
    return "\n".join(lines)


def _first_answers(store: Path) -> Iterator[str]:
    begun = time.monotonic()
    command = [sys.executable, "-c", "from kg.cli.main import main; main()", "serve", "--store", str(store)]
    with running(command, "/") as server:
        for name, path in REQUESTS.items():
            with urlopen(f"http://127.0.0.1:{server.port}{path}") as answer:
                answer.read()
            yield f"{name}: {time.monotonic() - begun:.1f} s, {_processor(server.pid):.1f} CPU s"


def _processor(pid: int) -> float:
    """Processor seconds of a process and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.opening")
    parser.add_argument("store", type=Path)
    options = parser.parse_args(arguments)
    try:
        print(measure(options.store))
    except KgError as error:
        print(f"opening: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

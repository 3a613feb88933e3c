"""Measures requests per second and latency with 32 clients, next to `oxigraph serve-read-only` on the same store.

    python -m benchmarks.serve STORE [--seconds N] [--rounds N] [--clients N]

Looks up random entities, as cards over REST and as queries over SPARQL, not cached and cached. The measurements take
turns in rounds, so that other load on the machine affects all of them. `oxigraph` is from PyPI; without it, ratios
are omitted.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

from benchmarks.load import Times, measure
from benchmarks.servers import cards, entities, queries, running, serving
from kg.store.read_build import open_store

KEPT = 200  # entities that are asked for again and again
OXIGRAPH = "oxigraph"
Task = tuple[int, Iterator[str]]  # port, paths


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", type=Path)
    parser.add_argument("--seconds", type=float, default=2, help="of each in each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=int, default=32)
    asked = parser.parse_args()
    with ExitStack() as servers:
        tasks = _tasks(servers, asked.store)
        found = {name: Times() for name in tasks}
        for _ in range(asked.rounds):
            for name, (port, paths) in tasks.items():
                found[name].add(measure(port, paths, asked.seconds, asked.clients))
    _report(found)


def _tasks(servers: ExitStack, store: Path) -> dict[str, Task]:
    port = servers.enter_context(serving(store)).port
    ids = entities(port)
    random.Random(1).shuffle(ids)
    for_rest, for_sparql, kept = ids[0::2], ids[1::2], ids[-KEPT:]
    tasks = {
        "REST cards, asked first": (port, cards(for_rest)),
        "REST cards": (port, cycle(cards(kept))),
        "SPARQL, asked first": (port, queries("/sparql", for_sparql)),
        "SPARQL": (port, cycle(queries("/sparql", kept))),
    }
    oxigraph = shutil.which(OXIGRAPH, path=f"{Path(sys.executable).parent}")
    if oxigraph:
        with open_store(store) as opened:
            command = [oxigraph, "serve-read-only", "--location", str(opened.path / "graph")]
        port = servers.enter_context(running(command, "/query?query=ASK{}", bind=True)).port
        tasks[OXIGRAPH] = (port, cycle(queries("/query", ids)))
    return tasks


def _report(found: Mapping[str, Times]) -> None:
    base = found.get(OXIGRAPH)
    for name, times in found.items():
        ratio = f"  {times.rate / base.rate:.2f} of oxigraph" if base and times is not base else ""
        print(f"{name:24} {times}{ratio}")


if __name__ == "__main__":
    main()

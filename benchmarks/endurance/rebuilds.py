"""Sends requests to a server while its store is rebuilt: none may fail.

    python -m benchmarks.endurance.rebuilds ARTICLES... [--builds N] [--clients N]

Builds of all articles and of every second one take turns. A request fails if its status is not 200 or 404.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from itertools import cycle
from pathlib import Path
from threading import Event
from urllib.error import HTTPError
from urllib.request import urlopen

from benchmarks.endurance.commands import build, files_of, run
from benchmarks.servers import cards, entities, queries, serving

PATHS = (
    "/overview",
    "/stats",
    "/claims?limit=50",
    "/events",
    "/articles",
    "/claims.csv",
    "/reconcile",
    "/exports/nq",
)
SECONDS = 60  # for one answer


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--builds", type=int, default=5)
    parser.add_argument("--clients", type=int, default=4)
    asked = parser.parse_args()
    files, outcomes, ended = files_of(asked.articles), Counter[str](), Event()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        sets = cycle((files, files[::2]))
        run(build(store, next(sets)))
        with serving(store) as server, ThreadPoolExecutor(asked.clients) as pool:
            ids = entities(server.port)
            paths = [*PATHS, *cards(ids[:50]), *queries("/sparql", ids[:50])]
            clients = [
                pool.submit(request, server.port, paths[n:] + paths[:n], ended) for n in range(asked.clients)
            ]
            for _ in range(asked.builds):
                run(build(store, next(sets)))
            ended.set()
            for client in clients:
                outcomes.update(client.result())
    report(outcomes, asked.builds)


def report(outcomes: Counter[str], builds: int) -> None:
    failed = sum(count for name, count in outcomes.items() if name not in {"200", "404"})
    print(f"{outcomes.total():,} requests during {builds} builds, {failed} failed: {dict(outcomes)}")
    raise SystemExit(failed > 0)


def request(port: int, paths: list[str], ended: Event) -> Counter[str]:
    """How often each outcome occurred: a status, or the name of an error."""
    return Counter(outcome(port, path) for path in until(ended, paths))


def until(ended: Event, paths: list[str]) -> Iterator[str]:
    for path in cycle(paths):
        if ended.is_set():
            return
        yield path


def outcome(port: int, path: str) -> str:
    """404 is right for an entity of the build before."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=SECONDS) as answer:
            answer.read()
            return str(answer.status)
    except HTTPError as error:
        return str(error.code)
    except (OSError, HTTPException) as error:
        return type(error).__name__


if __name__ == "__main__":
    main()

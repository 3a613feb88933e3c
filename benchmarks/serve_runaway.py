"""Measures how a query that does not end affects others: latency of cards and short queries with and without it.

    python -m benchmarks.serve_runaway STORE [--seconds N] [--rounds N] [--clients N]

No answer is cached. Rounds with and without the long query take turns; a round with it lasts until the server has
stopped it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from urllib.parse import quote

from benchmarks.load import Times, measure
from benchmarks.servers import cards, entities, queries, serving

BESIDE = {
    "alone": "ASK {}",
    "beside an endless query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", type=Path)
    parser.add_argument("--seconds", type=float, default=4, help="of each in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=4)
    asked = parser.parse_args()
    with serving(asked.store) as server:
        ids = entities(server.port)
        random.Random(1).shuffle(ids)
        paths = {"cards": cards(ids[0::2]), "short queries": queries("/sparql", ids[1::2])}
        found = {(name, where): Times() for name in paths for where in BESIDE}
        for _, (where, query) in product(range(asked.rounds), BESIDE.items()):
            with asking(server.port, query):
                for name in paths:
                    found[name, where].add(measure(server.port, paths[name], asked.seconds, asked.clients))
    for (name, where), times in found.items():
        print(f"{name:16} {where:24} {times}")


@contextmanager
def asking(port: int, query: str) -> Iterator[None]:
    """A query that is asked meanwhile, until it is answered or stopped."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"/sparql?query={quote(query)}")
    yield
    connection.getresponse().read()
    connection.close()


if __name__ == "__main__":
    main()

"""Measures the memory of the server while it answers an hour of requests as fast as it can.

    python -m benchmarks.serve_memory STORE [--requests N] [--clients N]

Sends requests for cards, lists, networks, articles, searches, SPARQL and pages, also invalid ones, hardly any of them
twice. Prints the resident megabytes of the server and its child processes at the start and after each tenth. Memory
grows until the caches are full; the later tenths must not add to it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from benchmarks.load import measure
from benchmarks.servers import Server, entities, serving
from kg.vocab import BASE

AN_HOUR = 36_000  # requests: ten a second
PARTS = 10
REST = (
    "/entities/{id}",
    "/entities/{id}/claims?limit={n}",
    "/entities/{id}/timeline?from=2019-01-{n}",
    "/entities/{id}/neighbourhood?limit={n}&between=true",
    "/entities?q={word}&limit={n}",
    "/entities?min_sources={n}&offset={n}",
    "/sentences?q={word}&limit={n}",
    "/events?q={word}&limit={n}",
    "/articles?q={word}",
    "/claims?factuality=planned&limit={n}&attributed_to={id}",
    "/paths?from={id}&to={other}&max_hops=2",
    "/entity/{id}",
    "/reconcile/suggest/entity?prefix={word}",
)
SPARQL = (
    "SELECT ?p ?o {{ <{base}entity/{id}> ?p ?o }}",
    "SELECT ?a ?b {{ ?x kg:met ?y . ?x rdfs:label ?a . ?y rdfs:label ?b }} OFFSET {n} LIMIT {n}",
    "CONSTRUCT WHERE {{ <{base}entity/{id}> ?p ?o }} # {n}",
    "SELECT ?c {{ GRAPH ?g {{ ?c kg:agent <{base}entity/{id}> }} }}",
    "SELECT (COUNT(*) AS ?n) {{ ?x kg:mentions {n} ; rdfs:label ?label FILTER(CONTAINS(?label, '{word}')) }}",
)
PAGES = ("/", "/docs", "/openapi.json", "/static/js/main.js", "/classes", "/stats", "/health", "/queries")
WRONG = (
    "/entities/{word}-{id}",
    "/entities?limit=-{n}",
    "/events?class={word}",
    "/paths?from={id}&to=nobody",
    "/sparql?query=SELECT+{word}+{n}",
    "/sparql?query=SELECT+*+FROM+<{word}:{n}>+{{}}",
    "/{word}/{n}",
    "/entities/{id}/claims?from={word}",
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", type=Path)
    parser.add_argument("--requests", type=int, default=AN_HOUR)
    parser.add_argument("--clients", type=int, default=8)
    asked = parser.parse_args()
    with serving(asked.store) as server:
        _report(server, 0)
        paths = mixed(entities(server.port), random.Random(1))
        for part in range(1, PARTS + 1):
            some = islice(paths, asked.requests // PARTS)
            measure(server.port, some, 3600, asked.clients, all_well=False)
            _report(server, asked.requests * part // PARTS)


def _report(server: Server, requests: int) -> None:
    own, processes = server.memory()
    print(
        f"{requests:7,} requests  server {own:6.0f} MB  processes for queries {processes:6.0f} MB", flush=True
    )


def mixed(ids: Sequence[str], choice: random.Random) -> Iterator[str]:
    """Addresses of all kinds, six in ten of them of REST."""
    kinds = (REST, REST, REST, REST, REST, REST, SPARQL, SPARQL, PAGES, WRONG)
    while True:
        kind = choice.choice(kinds)
        filled = choice.choice(kind).format(
            base=BASE,
            id=choice.choice(ids),
            other=choice.choice(ids),
            n=f"{choice.randrange(1, 30):02}",
            word="".join(choice.choices("abcdefghilmnoprstuv", k=choice.randrange(1, 6))),
        )
        yield f"/sparql?query={quote(filled)}" if kind is SPARQL else filled


if __name__ == "__main__":
    main()

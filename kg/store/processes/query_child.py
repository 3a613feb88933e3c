"""A child process that answers one SPARQL query and exits. It cannot open connections, and ends with its parent.

The question is JSON on standard input, {"query", "prefixes", "graph"}; without a graph it is only checked. The results
are on standard output, and their kind in JSON on standard error: {"kind"}, or {"kind", "message"} of an error.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

import pyoxigraph
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, serialize

from kg.errors import QueryError
from kg.store.processes.end_with_parent import end_with_parent
from kg.store.processes.refuse_service import refuse_services
from kg.store.processes.sandbox import forbid_network

KINDS: dict[type[Exception], str] = {
    QueryError: "refused",
    SyntaxError: "syntax",
    ValueError: "failed",
    OSError: "failed",
    RuntimeError: "failed",
    MemoryError: "failed",
}


def main(parent: str) -> int:
    """Answers the question on standard input; returns the exit status."""
    end_with_parent(int(parent))
    forbid_network()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    question = json.load(sys.stdin.buffer)
    try:
        refuse_services(question["query"], question["prefixes"])
        head, status = {"kind": _answer(question)}, 0
    except tuple(KINDS) as error:
        kind = next(kind for type_, kind in KINDS.items() if isinstance(error, type_))
        head, status = {"kind": kind, "message": str(error)}, 1
    json.dump(head, sys.stderr)
    return status


def _answer(question: dict[str, Any]) -> str:
    """Writes the results; returns their kind."""
    path = question["graph"]
    graph = pyoxigraph.Store() if path is None else pyoxigraph.Store.read_only(path)
    results = graph.query(question["query"], prefixes=question["prefixes"])
    if isinstance(results, QueryTriples):
        serialize(results, sys.stdout.buffer, RdfFormat.N_TRIPLES)
        sys.stdout.buffer.flush()
        return "triples"
    results.serialize(sys.stdout.buffer, format=QueryResultsFormat.JSON)
    sys.stdout.buffer.flush()
    return "results"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

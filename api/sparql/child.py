"""A child process that answers SPARQL queries over pipes, until its standard input ends.

It cannot open connections, its memory is limited, and its priority is lower than that of the server.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import pyoxigraph
from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from kg.errors import QueryError
from kg.store.processes.end_with_parent import end_with_parent
from kg.store.processes.refuse_service import refuse_services
from kg.store.processes.sandbox import bound_memory, forbid_network
from kg.vocab import PREFIXES

NICENESS = 5
UNREADABLE = "the graph cannot be read at present: the log of the server says why"
READY = b"ready\n"  # written before the first query is read
RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
TRIPLES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
# A byte sequence that occurs once per row and never within a value, as values are escaped. In CSV a value may contain
# it, so the count may be too high.
ROW_MARKS = {
    QueryResultsFormat.JSON: b'}},{"',
    QueryResultsFormat.XML: b"<result>",
    QueryResultsFormat.CSV: b"\r\n",
    QueryResultsFormat.TSV: b"\n",
}


class TooLargeError(Exception):
    """A result has more rows or bytes than the limits allow."""


class BoundedBuffer(io.BytesIO):
    """A buffer that raises TooLargeError when it exceeds a number of bytes or rows."""

    def __init__(self, size: int, rows: int, mark: bytes = b"") -> None:
        super().__init__()
        self._size, self._rows, self._mark = size, rows, mark
        self._bytes = self._matches = 0
        self._tail = b""

    def write(self, data: Any) -> int:
        part = bytes(data)
        self._bytes += len(part)
        if self._bytes > self._size:
            raise TooLargeError(f"the result is larger than {self._size:,} bytes: add LIMIT or ask for less")
        if self._mark:
            self._count(part)
        return super().write(part)

    def _count(self, part: bytes) -> None:
        together = self._tail + part
        self._matches += together.count(self._mark)
        self._tail = together[len(together) - len(self._mark) + 1 :] if len(self._mark) > 1 else b""
        if self._matches > self._rows:
            raise too_many(self._rows)


def too_many(rows: int) -> TooLargeError:
    return TooLargeError(f"the result has more than {rows:,} rows: add LIMIT or ask for less")


@dataclass(slots=True)
class QueryRunner:
    """Runs queries; keeps the build of the last query open. `rows` and `size` limit a result."""

    rows: int
    size: int
    path: str = ""
    graph: pyoxigraph.Store | None = None

    def answer(self, question: dict[str, Any]) -> tuple[str, bytes]:
        """Media type and bytes of a result."""
        results = self._results(question)
        types = TRIPLES if isinstance(results, QueryTriples) else RESULTS
        kind = next((kind for kind in question["accept"] if kind in types), None)
        if kind is None:
            raise NotAcceptableError(f"this result is available as {', '.join(types)}")
        return kind, self._written(results, kind)

    def _results(self, question: dict[str, Any]) -> QuerySolutions | QueryBoolean | QueryTriples:
        refuse_services(question["query"])
        if question["build"] != self.path or self.graph is None:
            # Without a build, queries are only checked, on no data.
            build = question["build"]
            self.graph = pyoxigraph.Store.read_only(build) if build else pyoxigraph.Store()
            self.path = question["build"]
        return self.graph.query(
            question["query"],
            prefixes=PREFIXES,
            default_graph=_graphs(question["default_graph"]),
            named_graphs=_graphs(question["named_graphs"]),
        )

    def _written(self, results: QuerySolutions | QueryBoolean | QueryTriples, kind: str) -> bytes:
        if isinstance(results, QueryTriples):
            output = BoundedBuffer(self.size, self.rows)
            serialize(self._counted(results), output, TRIPLES[kind], prefixes=PREFIXES)
        elif isinstance(results, QueryBoolean) and kind in {"text/csv", "text/tab-separated-values"}:
            return b"true\n" if results else b"false\n"
        else:
            output = BoundedBuffer(self.size, self.rows, ROW_MARKS[RESULTS[kind]])
            results.serialize(output, format=RESULTS[kind])
        return output.getvalue()

    def _counted(self, triples: QueryTriples) -> Iterator[Triple]:
        for number, triple in enumerate(triples):
            if number == self.rows:
                raise too_many(self.rows)
            yield triple


def _graphs(iris: list[str] | None) -> list[Any] | None:
    return None if iris is None else [NamedNode(iri) for iri in iris]


class NotAcceptableError(Exception):
    """The client accepts no media type of the result."""


STATUS: dict[type[Exception], int] = {
    SyntaxError: 400,
    QueryError: 400,
    NotAcceptableError: 406,
    TooLargeError: 413,
    ValueError: 400,
    OSError: 503,
    RuntimeError: 503,
    MemoryError: 503,
}


def main() -> None:
    limits = json.loads(sys.argv[1])
    end_with_parent(limits["parent"])
    os.nice(NICENESS)
    forbid_network()
    bound_memory(limits["memory"])
    runner = QueryRunner(limits["rows"], limits["size"])
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    for line in sys.stdin.buffer:
        _send(sys.stdout.buffer, runner, json.loads(line))


def _send(output: IO[bytes], runner: QueryRunner, question: dict[str, Any]) -> None:
    body = b""
    try:
        kind, body = runner.answer(question)
        head: dict[str, Any] = {"status": 200, "type": kind}
    except tuple(STATUS) as error:
        status = next(status for kind, status in STATUS.items() if isinstance(error, kind))
        head = {"status": status, "detail": _public(error)}
    output.write(json.dumps({**head, "bytes": len(body)}).encode() + b"\n" + body)
    output.flush()


def _public(error: Exception) -> str:
    """The message for the client; errors of the system have paths, and are for the log of the server."""
    message = " ".join(str(error).split())[:500]
    if not isinstance(error, (OSError, RuntimeError)):
        return message
    sys.stderr.write(f"query failed: {message}\n")
    return UNREADABLE


if __name__ == "__main__":
    main()

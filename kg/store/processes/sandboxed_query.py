"""Answers SPARQL that people wrote in a child process: it cannot reach the network, and its crash is an error here."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import pyoxigraph
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    parse_query_results,
)

from kg.errors import QueryError
from kg.store.processes.command import command, environment

Results = QuerySolutions | QueryBoolean | QueryTriples
TOO_DEEP = "is nested too deeply: use fewer brackets inside one another"
CRASHES = {-signal.SIGSEGV: TOO_DEEP, -signal.SIGABRT: TOO_DEEP, -signal.SIGBUS: TOO_DEEP}
KILLED = "cannot be answered: its process was killed or ran out of memory: ask for less, or add LIMIT"


def query_build(build: Path, sparql: str, prefixes: Mapping[str, str]) -> Results:
    """All results of a query on a build, computed before this returns. Raises QueryError."""
    with TemporaryFile() as output:
        kind = _run(build, sparql, prefixes, output)
        output.seek(0)
        if kind == "triples":
            return _triples(output)
        return parse_query_results(path=f"/dev/fd/{output.fileno()}", format=QueryResultsFormat.JSON)


def check_query(sparql: str, prefixes: Mapping[str, str]) -> None:
    """Raises QueryError if a query cannot be parsed or has a SERVICE clause."""
    with TemporaryFile() as output:
        _run(None, sparql, prefixes, output)


def _triples(file: IO[bytes]) -> QueryTriples:
    graph = pyoxigraph.Store()
    graph.bulk_load(file, RdfFormat.N_TRIPLES, lenient=True)
    results = graph.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(results, QueryTriples)
    return results


def _run(build: Path | None, sparql: str, prefixes: Mapping[str, str], output: IO[bytes]) -> str:
    """Writes the results of a query to a file, and returns their kind."""
    graph = None if build is None else str(build.absolute() / "graph")
    question = {"graph": graph, "query": sparql, "prefixes": dict(prefixes)}
    done = subprocess.run(
        command("kg.store.processes.query_child", str(os.getpid())),
        input=json.dumps(question).encode(), stdout=output, stderr=subprocess.PIPE, check=False, env=environment(),
    )  # fmt: skip
    if done.returncode:
        _raise(done.returncode, done.stderr)
    return str(json.loads(done.stderr)["kind"])


def _raise(status: int, stderr: bytes) -> None:
    error = {"kind": "failed", "message": CRASHES.get(status, KILLED)}
    with suppress(ValueError):
        error = json.loads(stderr)
    message = " ".join(error["message"].split())
    if error["kind"] == "syntax":
        raise QueryError(f"is not a valid SPARQL query: {message}") from SyntaxError(error["message"])
    if error["kind"] == "refused" or message in {TOO_DEEP, KILLED}:
        raise QueryError(message)
    raise QueryError(f"cannot be answered: {message}")

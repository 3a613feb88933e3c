"""The database of a new build: written from quads, or copied from the current build and changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

T = TypeVar("T")
PIPE = 1 << 20  # bytes
BATCH = 200_000  # quads at once: 300 MB of memory; in one go it grows with their number
LINES = 100_000  # lines of N-Quads at once, 20 MB


@dataclass(frozen=True, slots=True)
class Change:
    """The changes of a graph: named graphs to drop, then quads to remove, then quads to add.

    `erase`: nothing of what is removed may be left on the disk.
    """

    graphs: Sequence[str]
    removed: Iterable[Quad]
    added: Iterable[Quad]
    erase: bool = False


def write_graph(build: Path, quads: Iterable[Quad], lines: Iterable[str] = ()) -> None:
    """Writes quads, and those of lines of N-Quads, which take a third of the time."""
    graph = pyoxigraph.Store(str(build / "graph"))
    try:
        for batch in _batches(quads, BATCH):
            graph.bulk_extend(batch)
        for text in _batches(lines, LINES):
            graph.bulk_load("".join(text), RdfFormat.N_QUADS, lenient=True)
        graph.flush()
    finally:
        del graph  # closes it: an error on its way up would keep it open


def change_graph(current: Path, build: Path, change: Change) -> int:
    """Copies the database and changes the copy; returns how many more quads it has.

    Files that Oxigraph never writes again are hard links.
    """
    (build / "graph").mkdir()
    for path in sorted((current / "graph").iterdir()):
        if path.suffix == ".sst":
            os.link(path, build / "graph" / path.name)
        elif path.name not in ("LOCK", "LOG"):
            shutil.copyfile(path, build / "graph" / path.name)
    graph = pyoxigraph.Store(str(build / "graph"))
    more = 0
    try:
        for name in change.graphs:
            more -= _size_of(graph, name)
            graph.remove_graph(NamedNode(name))
        for quad in change.removed:
            more -= quad in graph
            graph.remove(quad)
        for batch in _batches(change.added, BATCH):
            new = {quad for quad in batch if quad not in graph}
            more += len(new)
            graph.bulk_extend(new)
        graph.flush()
    finally:
        del graph
    return more


def rewrite_graph(current: Path, build: Path, change: Change) -> int:
    """As `change_graph`, but erases: in a database that is changed, Oxigraph keeps the words of removed quads.

    The changed database is copied as text, which is 4 times as fast as quad by quad.
    """
    more = change_graph(current, build, change)
    changed = build / "changed"
    (build / "graph").rename(changed)
    try:
        _copy_graph(changed, build / "graph")
    finally:
        shutil.rmtree(changed)
    return more


def _copy_graph(old: Path, new: Path) -> None:
    """Dumps one database and loads the other at the same time, through a pipe."""
    reading, filling = os.pipe()
    with ThreadPoolExecutor(1) as pool:
        dumped = pool.submit(_dump, old, filling)
        graph = pyoxigraph.Store(str(new))
        try:
            graph.bulk_load(path=f"/dev/fd/{reading}", format=RdfFormat.N_QUADS, lenient=True)
            dumped.result()
            graph.flush()
        except SyntaxError:
            dumped.result()  # why the last line is not whole
            raise
        finally:
            os.close(reading)  # ends the other one, too, where this one failed
            del graph


def _dump(graph: Path, pipe: int) -> None:
    with open(pipe, "wb", buffering=PIPE) as output:
        pyoxigraph.Store.read_only(str(graph)).dump(output, RdfFormat.N_QUADS)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _size_of(graph: pyoxigraph.Store, name: str) -> int:
    """The number of quads of a named graph, counted without creating them in Python."""
    query = f"SELECT (COUNT(*) AS ?count) {{ GRAPH {NamedNode(name)} {{ ?s ?p ?o }} }}"
    (row,) = graph.query(query)  # type: ignore[misc]  # of a SELECT, solutions
    return int(row[0].value)


def graph_size(build: Path) -> int:
    """The number of quads of a graph. Oxigraph counts them one by one, so only a whole build calls this."""
    return len(pyoxigraph.Store.read_only(str(build / "graph")))

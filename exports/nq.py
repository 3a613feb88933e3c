"""N-Quads of every graph, sorted: two builds of the same articles are the same bytes."""

from collections.abc import Iterable, Iterator
from typing import IO

from pyoxigraph import Quad

from kg.rdf.sorted_lines import sorted_lines
from kg.store.read_build import Store


def write_nq(store: Store, output: IO[bytes]) -> None:
    """Distinct lines, sorted by code points."""
    for line in sorted_nquads(store.graph):
        output.write(line.encode() + b"\n")


def sorted_nquads(quads: Iterable[Quad]) -> Iterator[str]:
    """Quads as lines of N-Quads, without their ends."""
    return sorted_lines(f"{quad} ." for quad in quads)

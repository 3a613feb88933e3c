"""TriG and JSON-LD of every graph, Turtle of the default graph."""

from typing import IO

from pyoxigraph import DefaultGraph, RdfFormat

from kg.store.read_build import Store
from kg.vocab import PREFIXES


def write_trig(store: Store, output: IO[bytes]) -> None:
    """Every graph."""
    store.graph.dump(output, RdfFormat.TRIG, prefixes=PREFIXES)


def write_turtle(store: Store, output: IO[bytes]) -> None:
    """The default graph alone: Turtle has no named graphs."""
    store.graph.dump(output, RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes=PREFIXES)


def write_jsonld(store: Store, output: IO[bytes]) -> None:
    """Every graph."""
    store.graph.dump(output, RdfFormat.JSON_LD, prefixes=PREFIXES)

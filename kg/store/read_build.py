"""A build of a store, open for reading: its graph, its articles' texts, its counts."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.errors import StoreError
from kg.store.checksums import wrong_sizes
from kg.store.directory import (
    check_format,
    check_vocabulary,
    current_build,
    one_line,
    read_manifest,
    text_path,
    without_build,
)
from kg.store.processes.sandboxed_query import Results, query_build
from kg.store.replaced_builds import remove_replaced
from kg.vocab import BASE, JUDGEMENTS, PREFIXES


@dataclass(frozen=True, slots=True)
class ClaimSelection:
    """Which claims of a build its exports contain, and whether with inferred fillers.

    `certain` is a stricter least confidence than the build's.
    """

    uncertain: bool = False
    certain: float = 0.0
    inferred: bool = True


@dataclass(frozen=True, slots=True)
class Store(AbstractContextManager["Store"]):
    """A build of a store; later builds do not change it."""

    path: Path  # of the build
    counts: Mapping[str, int]
    made_with: Mapping[str, str]
    graph: pyoxigraph.Store
    _lock: int  # file descriptor of a lock that keeps the build from being removed
    selection: ClaimSelection = ClaimSelection()

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets the build be removed once it is replaced; removes it if it is replaced already and nobody reads it."""
        os.close(self._lock)
        remove_replaced(self.path)

    def selecting(self, selection: ClaimSelection) -> Store:
        """The same build with another selection of claims; close one of the two."""
        return replace(self, selection=selection)

    def query(self, sparql: str) -> Results:
        """All results of a query over the default graph; `GRAPH` queries the graphs of articles.

        The prefixes of `kg/vocab.py` need not be declared. A child process without network access evaluates it.

        Raises QueryError.
        """
        return query_build(self.path, sparql, PREFIXES)

    def trusted_query(self, sparql: str) -> Results:
        """As `query`, but evaluated here as results are read: only for queries that this package wrote."""
        return self.graph.query(sparql, prefixes=PREFIXES)

    @property
    def base(self) -> str:
        """What the IRIs of the data begin with."""
        return base_of(self.graph)

    def articles(self) -> Iterator[str]:
        """The IRIs of all articles, sorted; each is also the name of the article's graph."""
        return iter(article_names(self.graph))

    def default_quads(self) -> Iterator[Quad]:
        return self.graph.quads_for_pattern(None, None, None, DefaultGraph())

    def article_quads(self, article: str) -> Iterator[Quad]:
        """The quads of an article's graph, by its IRI."""
        return self.graph.quads_for_pattern(None, None, None, NamedNode(article))

    def text(self, article: str) -> str:
        """An article as it was read, by its IRI.

        Raises StoreError if the store has no such text.
        """
        path = text_path(self.path, article.rpartition("/")[2])
        try:
            return path.read_bytes().decode()
        except (OSError, ValueError) as error:
            raise StoreError(f"{self.path}: has no text of {article}: build it again") from error


def article_names(graph: pyoxigraph.Store) -> list[str]:
    """The IRIs of the articles of a graph, sorted."""
    names = (str(name.value) for name in graph.named_graphs())
    return sorted(name for name in names if is_article(name))


def is_article(graph: str) -> bool:
    """False for the name of the graph of judgements."""
    return not graph.endswith(f"/{JUDGEMENTS}")


def base_of(graph: pyoxigraph.Store) -> str:
    """The base of the data of a graph, as its named graphs have it."""
    for node in graph.named_graphs():
        name = str(node.value)
        return name.rpartition("article/")[0] if is_article(name) else name.removesuffix(JUDGEMENTS)
    return BASE


def open_store(path: Path) -> Store:
    """The current build of a store, for reading.

    Raises StoreError: it is no store, another version's, or without a whole build.
    """
    check_format(path)
    while True:
        build = current_build(path)
        if build is None:
            raise StoreError(without_build(path))
        with suppress(FileNotFoundError):  # replaced and removed meanwhile
            return open_build(build)
        if current_build(path) == build:
            raise StoreError(f"{path}: {build.name} is damaged or half written: run kg build again")


def open_build(build: Path) -> Store:
    """A build, which need not be the current one.

    Raises StoreError, or FileNotFoundError if it has been removed.
    """
    lock = os.open(build / "lock", os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_SH)
        manifest = read_manifest(build / "manifest.json")
        check_vocabulary(build, manifest)
        if wrong := next(wrong_sizes(build, manifest.get("files", {})), None):
            raise StoreError(f"{build}: is damaged, {wrong}: run kg build again")
        graph = pyoxigraph.Store.read_only(str(build / "graph"))
        return Store(
            path=build,
            counts=manifest["counts"],
            made_with=manifest["made_with"],
            graph=graph,
            _lock=lock,
        )
    except (FileNotFoundError, StoreError):
        os.close(lock)
        raise
    except (OSError, RuntimeError, KeyError, TypeError, ValueError, AttributeError) as error:
        os.close(lock)
        raise StoreError(f"{build}: cannot be read ({one_line(error)}): run kg build again") from error

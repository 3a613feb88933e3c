"""A store directory: extractions, judgements, and a graph built from them that readers see whole or not at all.

manifest.json     the format of this directory
extractions/      one record per article, named by its bytes and by what made it
judgements/       what people decided
build-<n>/        a graph: `graph/` is Oxigraph's, `texts/` the articles as read, `manifest.json` written last
current           the name of the build that readers open, replaced by one rename
lock              held by the one process that builds
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat

from kg.errors import QueryError, StoreError
from kg.store.closing import Closes
from kg.store.refuse_service import refuse_services
from kg.vocab import BASE, JUDGEMENTS, PREFIXES

FORMAT = 1  # of the directory; another one is built anew
PIPE = 1 << 20  # bytes
BATCH = 200_000  # quads at once: 300 MB of memory; in one go it grows with their number
BUILD = re.compile(r"build-(\d+)")
Results = QuerySolutions | QueryBoolean | QueryTriples
Table = Callable[[pyoxigraph.Store, Path], None]  # writes files of a build beside its graph


# --- reading


@dataclass(frozen=True, slots=True)
class Store(Closes):
    """A build as it was when it was opened; later builds do not change it."""

    path: Path  # of the build
    counts: Mapping[str, int]
    made_with: Mapping[str, str]
    graph: pyoxigraph.Store
    _lock: int  # a file held while it is open, so that the build is not removed

    def close(self) -> None:
        """Lets the build be removed once it is replaced."""
        os.close(self._lock)

    def query(self, sparql: str) -> Results:
        """The results of a query over the default graph; articles are asked with `GRAPH`.

        The prefixes of `kg/vocab.py` need not be declared. Raises QueryError.
        """
        refuse_services(sparql)
        try:
            return self.graph.query(sparql, prefixes=PREFIXES)
        except SyntaxError as error:
            raise QueryError(f"is no SPARQL query: {one_line(error)}") from error
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"cannot be answered: {one_line(error)}") from error

    @property
    def base(self) -> str:
        """What the IRIs of the data begin with."""
        return base_of(self.graph)

    def articles(self) -> Iterator[str]:
        """The IRIs of all articles, which are their graphs' names, sorted."""
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
        path = _text_path(self.path, article.rpartition("/")[2])
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
    _check_format(path)
    while True:
        build = _current(path)
        if build is None:
            raise StoreError(f"{path}: has no graph yet, its build was not finished: run kg build again")
        with suppress(FileNotFoundError):  # replaced and removed meanwhile
            return open_build(build)
        if _current(path) == build:
            raise StoreError(f"{path}: {build.name} is damaged or half written: run kg build again")


def open_build(build: Path) -> Store:
    """A build that is there, which need not be the current one.

    Raises StoreError, or FileNotFoundError if it has been removed.
    """
    lock = os.open(build / "lock", os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_SH)
        manifest = _read_manifest(build / "manifest.json")
        graph = pyoxigraph.Store.read_only(str(build / "graph"))
        return Store(build, manifest["counts"], manifest["made_with"], graph, lock)
    except FileNotFoundError:
        os.close(lock)
        raise
    except (OSError, RuntimeError, KeyError) as error:
        os.close(lock)
        raise StoreError(f"{build}: cannot be read ({one_line(error)}): run kg build again") from error


def _check_format(path: Path) -> None:
    try:
        manifest = _read_manifest(path / "manifest.json")
    except FileNotFoundError as error:
        missing = "is no store of kg: make one with kg build" if path.exists() else "is not there"
        raise StoreError(f"{path}: {missing}") from error
    if manifest.get("format") != FORMAT:
        raise StoreError(
            f"{path}: was made by another version of kg (format {manifest.get('format')}, this one has {FORMAT}): "
            "build it anew in another folder"
        )


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except NotADirectoryError as error:
        raise FileNotFoundError from error
    except ValueError as error:
        raise StoreError(f"{path}: is damaged: remove {path.parent} and build again") from error
    return found


def _current(path: Path) -> Path | None:
    try:
        return path / (path / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def _text_path(build: Path, article: str) -> Path:
    return build / "texts" / article[:2] / f"{article}.txt"


# --- writing


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """The right to build in a store, which is made if the folder is new or empty.

    Raises StoreError: another process builds there, or the folder is something else.
    """
    try:
        _prepare(path)
        lock = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        if not _locked(lock):
            raise StoreError(f"{path}: another build is running there: wait for it, or stop it")
        _clean(path)
        yield Writer(path)
    finally:
        os.close(lock)


@dataclass(frozen=True, slots=True)
class Change:
    """What of a graph is to be another: named graphs to drop, then quads to take out, then quads to put in.

    `forgets`: what is dropped must not be left on the disk either.
    """

    graphs: Sequence[str]
    removed: Iterable[Quad]
    added: Iterable[Quad]
    forgets: bool = False


@dataclass(frozen=True, slots=True)
class Writer:
    """The one that builds in a store."""

    path: Path

    def current(self) -> Path | None:
        """The build that readers open now."""
        found = _current(self.path)
        return found if found and (found / "manifest.json").exists() else None

    def publish(
        self,
        quads: Iterable[Quad],
        *,
        texts: Iterable[tuple[str, str]] = (),
        made_with: Mapping[str, str] | None = None,
        counts: Mapping[str, int] | None = None,
        tables: Iterable[Table] = (),
    ) -> Path:
        """Builds a graph beside the current one, then puts it in its place.

        `texts` are articles as read, by id. `counts` is looked at when all is written; `tables` are made then, from
        the graph. Whatever fails, the graph that was there stays. Raises StoreError if it cannot be written.
        """
        with self._new_build() as build:
            _write_texts(build, texts)
            _write_graph(build, quads)
            _finish(build, {**(counts or {}), "quads": _size(build)}, made_with, tables)
        return build

    def publish_change(
        self,
        change: Change,
        *,
        texts: Iterable[tuple[str, str]] = (),
        made_with: Mapping[str, str] | None = None,
        counts: Mapping[str, int] | None = None,
        tables: Iterable[Table] = (),
    ) -> Path:
        """As `publish`, from the current build and what is to change in it; the work is that of the change.

        Where something must be forgotten, the graph is copied quad by quad.

        `texts` are those of articles that were added or read anew.
        """
        current = _current(self.path)
        if current is None:
            raise StoreError(f"{self.path}: has no graph to change: run kg build")
        with self._new_build() as build:
            _copy_texts(current, build, change.graphs)
            _write_texts(build, texts)
            write = _rewritten_graph if change.forgets else _changed_graph
            more = write(current, build, change)
            before = _read_manifest(current / "manifest.json")["counts"]["quads"]
            _finish(build, {**(counts or {}), "quads": before + more}, made_with, tables)
        return build

    @contextmanager
    def _new_build(self) -> Iterator[Path]:
        """A folder beside the current build that takes its place when it is whole."""
        build = self.path / f"build-{1 + max(_numbers(self.path), default=0)}"
        try:
            build.mkdir()
            (build / "lock").touch()
            yield build
            _write_whole(self.path / "current", build.name + "\n")
        except BaseException as error:
            shutil.rmtree(build, ignore_errors=True)
            if isinstance(error, OSError):
                raise _cannot_write(self.path, error) from error
            raise
        _clean(self.path)


def publish(path: Path, quads: Iterable[Quad], *, texts: Iterable[tuple[str, str]] = ()) -> Path:
    """Builds a graph in a store and makes it the current one."""
    with writing(path) as writer:
        return writer.publish(quads, texts=texts)


def _prepare(path: Path) -> None:
    if (path / "manifest.json").exists():
        _check_format(path)
        return
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise StoreError(f"{path}: is no store of kg and not empty: give a new or empty folder")
    for folder in ("extractions", "judgements"):
        (path / folder).mkdir(parents=True, exist_ok=True)
    _write_whole(path / "manifest.json", json.dumps({"format": FORMAT}))


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _clean(path: Path) -> None:
    """Removes what a killed build left, and builds that were replaced and that nobody reads."""
    current = _current(path)
    for number in _numbers(path):
        build = path / f"build-{number}"
        if build != current and not _is_read(build):
            shutil.rmtree(build, ignore_errors=True)


def _is_read(build: Path) -> bool:
    try:
        lock = os.open(build / "lock", os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        return not _locked(lock)
    finally:
        os.close(lock)


def _numbers(path: Path) -> list[int]:
    return [int(found[1]) for entry in path.iterdir() if (found := BUILD.fullmatch(entry.name))]


def _write_texts(build: Path, texts: Iterable[tuple[str, str]]) -> None:
    for article, text in texts:
        path = _text_path(build, article)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # of a copied build it is the other's file, too
        path.write_bytes(text.encode())


def _write_graph(build: Path, quads: Iterable[Quad]) -> None:
    graph = pyoxigraph.Store(str(build / "graph"))
    try:
        for batch in _batches(quads):
            graph.bulk_extend(batch)
        graph.flush()
    finally:
        del graph  # closes it: an error on its way up would keep it open


def _batches(quads: Iterable[Quad]) -> Iterator[list[Quad]]:
    rest = iter(quads)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _copy_texts(current: Path, build: Path, without: Iterable[str]) -> None:
    """The texts of a build but for some articles; each is one file on disk for both."""
    left_out = {graph.rpartition("/")[2] for graph in without}
    for path in sorted((current / "texts").glob("??/*.txt")):
        if path.stem not in left_out:
            (build / "texts" / path.parent.name).mkdir(parents=True, exist_ok=True)
            os.link(path, build / "texts" / path.parent.name / path.name)


def _changed_graph(current: Path, build: Path, change: Change) -> int:
    """The database with what is changed in it; how many quads more it has.

    Files that it never writes again are one on disk for both builds.
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
        for batch in _batches(change.added):
            new = {quad for quad in batch if quad not in graph}
            more += len(new)
            graph.bulk_extend(new)
        graph.flush()
    finally:
        del graph
    return more


def _rewritten_graph(current: Path, build: Path, change: Change) -> int:
    """A new database: in one that is changed, Oxigraph keeps the words of what was removed.

    It is changed and then copied as text: 4 times as fast as quad by quad.
    """
    more = _changed_graph(current, build, change)
    changed = build / "changed"
    (build / "graph").rename(changed)
    try:
        _copy_graph(changed, build / "graph")
    finally:
        shutil.rmtree(changed)
    return more


def _copy_graph(old: Path, new: Path) -> None:
    """Writes the quads and reads them at once, through a pipe."""
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


def _size_of(graph: pyoxigraph.Store, name: str) -> int:
    """Quads of a named graph, counted without making one of them."""
    query = f"SELECT (COUNT(*) AS ?count) {{ GRAPH {NamedNode(name)} {{ ?s ?p ?o }} }}"
    (row,) = graph.query(query)  # type: ignore[misc]  # of a SELECT, solutions
    return int(row[0].value)


def _size(build: Path) -> int:
    """Quads of a graph; they are counted one by one, so only where all are written."""
    return len(pyoxigraph.Store.read_only(str(build / "graph")))


def _finish(
    build: Path, counts: dict[str, int], made_with: Mapping[str, str] | None, tables: Iterable[Table]
) -> None:
    graph = pyoxigraph.Store.read_only(str(build / "graph"))
    for write in tables:
        write(graph, build)
    _write_whole(build / "manifest.json", json.dumps({"counts": counts, "made_with": made_with or {}}))


def _write_whole(path: Path, text: str) -> None:
    """Writes a file that others see as it was or as it will be."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _cannot_write(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path}: cannot be written: {why_not(error)}; the graph that was there is whole")


def why_not(error: OSError) -> str:
    """What a disk says, in a line."""
    words = one_line(error)
    return "the disk is full: free some space and build again" if "No space left" in words else words


def one_line(error: Exception) -> str:
    return " ".join(str(error).split())

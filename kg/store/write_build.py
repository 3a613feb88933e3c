"""The next build of a store, written beside the current one and published by one rename."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad

from kg.errors import StoreError
from kg.store.change_graph import Change, change_graph, graph_size, rewrite_graph, write_graph
from kg.store.checksums import damages, write_checksums
from kg.store.directory import (
    BUILD,
    FORMAT,
    cannot_write,
    check_format,
    current_build,
    read_manifest,
    sync,
    text_path,
    write_whole,
)
from kg.store.replaced_builds import is_locked, is_read
from kg.store.temporary import remove_abandoned
from kg.vocab import KG

Table = Callable[[pyoxigraph.Store, Path], None]  # writes files of a build beside its graph
Lines = Callable[[Path], Iterable[str]]  # N-Quads of a build; may write files of it as they are read


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A writer of a store, which is made if the folder is new or empty; holds the lock of the store.

    Raises StoreError if another process builds there or the folder is no store.
    """
    try:
        _prepare(path)
        lock = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        if not is_locked(lock):
            raise StoreError(f"{path}: another build is running there: wait for it, or stop it")
        _clean(path)
        remove_abandoned()
        yield Writer(path)
    finally:
        os.close(lock)


@dataclass(slots=True)
class Writer:
    """Publishes builds of a store."""

    path: Path
    beside: dict[Path, str] = field(default_factory=dict)  # files to replace when a build becomes current
    _checked: Path | None = None
    _damage: str = ""

    def current(self) -> Path | None:
        """The build that readers open now; None if it is damaged, as `damage` says."""
        found = current_build(self.path)
        return None if found is None or self.damage else found

    @property
    def damage(self) -> str:
        """What is wrong with the current build, or nothing. The first time, all of its files are read."""
        current = current_build(self.path)
        if current is not None and current != self._checked:
            self._checked, self._damage = current, next(damages(current), "")
        return self._damage if current else ""

    def replaced(self) -> list[Path]:
        """The builds that are no longer current and that other processes still read."""
        current = current_build(self.path)
        builds = (self.path / f"build-{number}" for number in sorted(_numbers(self.path)))
        return [build for build in builds if build != current]

    def publish(  # noqa: PLR0913  # each is a part of a build
        self,
        quads: Iterable[Quad],
        *,
        lines: Lines | None = None,
        texts: Iterable[tuple[str, str]] = (),
        made_with: Mapping[str, str] | None = None,
        counts: Mapping[str, int] | None = None,
        tables: Iterable[Table] = (),
    ) -> Path:
        """Writes a build beside the current one, then makes it the current one.

        Its quads are `quads` and those of `lines`. `texts` are articles as read, by id. `counts` is read and `tables`
        are made after the graph is written. If anything fails, the current build stays. Raises StoreError if the
        build cannot be written.
        """
        with self._new_build() as build:
            write_texts(build, texts)
            write_graph(build, quads, lines(build) if lines else ())
            _finish(build, {**(counts or {}), "quads": graph_size(build)}, made_with, tables)
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
        """As `publish`, but copies the current build and changes only what is in `change`.

        If removed quads must be erased from the disk, the graph is copied as text.

        `texts` are those of articles that were added or read anew.
        """
        current = self.current()
        if current is None:
            raise StoreError(f"{self.path}: has no graph to change: run kg build")
        with self._new_build() as build:
            _copy_texts(current, build, change.graphs)
            write_texts(build, texts)
            write = rewrite_graph if change.erase else change_graph
            more = write(current, build, change)
            before = read_manifest(current / "manifest.json")["counts"]["quads"]
            _finish(build, {**(counts or {}), "quads": before + more}, made_with, tables, previous=current)
        return build

    @contextmanager
    def _new_build(self) -> Iterator[Path]:
        """A folder for a new build, which becomes the current build if nothing fails."""
        build = self.path / f"build-{1 + max(_numbers(self.path), default=0)}"
        try:
            build.mkdir()
            (build / "lock").touch()
            yield build
            sync(build)  # the old build is removed when the new one is on the disk
            with _replaced(self.beside):
                write_whole(self.path / "current", build.name + "\n")
        except BaseException as error:
            shutil.rmtree(build, ignore_errors=True)
            if isinstance(error, OSError):
                raise cannot_write(self.path, error) from error
            raise
        _clean(self.path)


def publish(path: Path, quads: Iterable[Quad], *, texts: Iterable[tuple[str, str]] = ()) -> Path:
    """Builds a graph in a store and makes it the current one."""
    with writing(path) as writer:
        return writer.publish(quads, texts=texts)


# --- the directory


@contextmanager
def _replaced(texts: Mapping[Path, str]) -> Iterator[None]:
    """Replaces files by these texts; they are as before if the block fails."""
    before = {path: path.read_text(encoding="utf-8") if path.exists() else "" for path in texts}
    try:
        for path, text in texts.items():
            write_whole(path, text)
        yield
    except BaseException:
        for path, text in before.items():
            write_whole(path, text)
        raise


def _prepare(path: Path) -> None:
    if (path / "manifest.json").exists() and not _is_damaged(path / "manifest.json"):
        check_format(path)
        return
    if path.exists() and (not path.is_dir() or any(path.iterdir())) and not _is_store(path):
        raise StoreError(f"{path}: is not a kg store and not empty: choose a new or empty folder")
    for folder in ("extractions", "judgements"):
        (path / folder).mkdir(parents=True, exist_ok=True)
    write_whole(path / "manifest.json", json.dumps({"format": FORMAT}))


def _is_damaged(manifest: Path) -> bool:
    try:
        read_manifest(manifest)
    except StoreError:
        return True
    return False


def _is_store(path: Path) -> bool:
    """Whether a folder has what a store has besides its manifest."""
    return all((path / folder).is_dir() for folder in ("extractions", "judgements"))


def _clean(path: Path) -> None:
    """Removes builds that were killed, and replaced builds that no process reads."""
    current = current_build(path)
    for number in _numbers(path):
        build = path / f"build-{number}"
        if build != current and not is_read(build):
            shutil.rmtree(build, ignore_errors=True)


def _numbers(path: Path) -> list[int]:
    return [int(found[1]) for entry in path.iterdir() if (found := BUILD.fullmatch(entry.name))]


# --- the files of a build


def write_texts(build: Path, texts: Iterable[tuple[str, str]]) -> None:
    """Writes articles as read, by id."""
    for article, text in texts:
        path = text_path(build, article)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # it may be a hard link to the previous build's file
        path.write_bytes(text.encode())


def _copy_texts(current: Path, build: Path, without: Iterable[str]) -> None:
    """Hard links to the texts of a build, without those of some articles."""
    left_out = {graph.rpartition("/")[2] for graph in without}
    for path in sorted((current / "texts").glob("??/*.txt")):
        if path.stem not in left_out:
            (build / "texts" / path.parent.name).mkdir(parents=True, exist_ok=True)
            os.link(path, build / "texts" / path.parent.name / path.name)


def _finish(
    build: Path,
    counts: dict[str, int],
    made_with: Mapping[str, str] | None,
    tables: Iterable[Table],
    previous: Path | None = None,
) -> None:
    graph = pyoxigraph.Store.read_only(str(build / "graph"))
    for write in tables:
        write(graph, build)
    del graph
    files = write_checksums(build, previous)
    manifest = {"counts": counts, "made_with": made_with or {}, "vocabulary": KG, "files": files}
    write_whole(build / "manifest.json", json.dumps(manifest))

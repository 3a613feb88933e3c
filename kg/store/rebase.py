"""A build with the IRIs of its data under another base: a copy that lives as long as it is open."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

import pyoxigraph
from pyoxigraph import RdfFormat

from kg.store.directory import read_manifest, write_whole
from kg.store.ledger import LEDGER
from kg.store.read_build import Store, open_build
from kg.store.temporary import LockedDirectory
from kg.store.write_build import Table

BESIDE = ("texts", LEDGER, "history.sqlite")  # what a build has beside its graph, without a base


@contextmanager
def rebased(store: Store, base: str, *, tables: Iterable[Table] = ()) -> Iterator[Store]:
    """The store itself if it has this base, or else a copy. `tables` are made of the copy's graph."""
    if base == store.base:
        yield store
        return
    with (
        LockedDirectory("base") as folder,
        open_build(copy_build(store, Path(folder), base, tables)) as copy,
    ):
        yield copy


def copy_build(store: Store, folder: Path, base: str, tables: Iterable[Table] = ()) -> Path:
    """Copies a build into a folder with its data under another base; `BESIDE` is linked, not copied."""
    build = folder / store.path.name
    build.mkdir()
    (build / "lock").touch()
    for name in BESIDE:
        if (store.path / name).exists():
            (build / name).symlink_to((store.path / name).resolve())
    _copy_graph(store, build / "graph", base)
    graph = pyoxigraph.Store.read_only(str(build / "graph"))
    for write in tables:
        write(graph, build)
    manifest = read_manifest(store.path / "manifest.json")
    del manifest["files"]  # they are others
    write_whole(build / "manifest.json", json.dumps(manifest))
    return build


def _copy_graph(store: Store, path: Path, base: str) -> None:
    """By way of text, which is faster than quad by quad."""
    old, new = f"<{store.base}".encode(), f"<{base}".encode()
    graph = pyoxigraph.Store(str(path))
    try:
        with TemporaryFile() as lines, TemporaryFile() as renamed:
            store.graph.dump(lines, RdfFormat.N_QUADS)
            lines.seek(0)
            renamed.writelines(_rename(line, old, new) for line in lines)
            renamed.seek(0)
            graph.bulk_load(path=f"/dev/fd/{renamed.fileno()}", format=RdfFormat.N_QUADS, lenient=True)
        graph.flush()
    finally:
        # closes it: an error on its way up would keep it open
        del graph


def _rename(line: bytes, old: bytes, new: bytes) -> bytes:
    """A line of N-Quads with its IRIs renamed, but not what a literal quotes."""
    first, last = line.find(b'"'), line.rfind(b'"')
    if first < 0:
        return line.replace(old, new)
    return line[:first].replace(old, new) + line[first:last] + line[last:].replace(old, new)

"""A store directory: extractions, judgements, and a graph that is built from them and replaced atomically.

manifest.json     the format of this directory
extractions/      compressed files of extractions, each found by a key of its bytes and of what extracted it
judgements/       what people decided
build-<n>/        a graph: `graph/` is Oxigraph's, `texts/` the articles as read, `manifest.json` written last
current           the name of the build that readers open, replaced by one rename
lock              held by the one process that builds
"""

from __future__ import annotations

import ctypes
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.vocab import KG

BUILD = re.compile(r"build-(\d+)")
FORMAT = 1  # of the directory; a store of another format is refused


def current_build(path: Path) -> Path | None:
    """The build that readers open; None if there is none, or the file that names it is damaged."""
    try:
        name = (path / "current").read_bytes().decode(errors="replace").strip()
    except FileNotFoundError:
        return None
    return path / name if BUILD.fullmatch(name) else None


def was_built(path: Path) -> bool:
    """Whether a build was published in a store; if it has no current one, that is damaged."""
    return (path / "current").exists()


def without_build(path: Path) -> str:
    """Why a store has no current build, and what to do."""
    if was_built(path):
        return f"{path}: its file current is damaged: run kg build again"
    return f"{path}: has no graph yet: run kg build PATH... --store {path}"


def graph_of(path: Path) -> str:
    """What a build that did not finish leaves, in words."""
    return f"{path} is unchanged" if current_build(path) else f"{path} has no graph yet"


def text_path(build: Path, article: str) -> Path:
    return build / "texts" / article[:2] / f"{article}.txt"


def check_format(path: Path) -> None:
    try:
        manifest = read_manifest(path / "manifest.json")
    except FileNotFoundError as error:
        if path.exists():
            missing = "is not a kg store: give the folder that kg build --store wrote"
        else:
            missing = f"does not exist: run kg build PATH... --store {path} first, or give another store"
        raise StoreError(f"{path}: {missing}") from error
    if manifest.get("format") != FORMAT:
        raise StoreError(
            f"{path}: was made by another version of kg (format {manifest.get('format')}, this one has {FORMAT}): "
            "run kg build with another --store"
        )


def check_vocabulary(build: Path, manifest: Mapping[str, Any]) -> None:
    """Raises StoreError for a build whose terms have another namespace: every query would find nothing in it."""
    if manifest.get("vocabulary") != KG:
        raise StoreError(f"{build.parent}: was built by another version of kg: run kg build again")


def read_manifest(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except NotADirectoryError as error:
        raise FileNotFoundError from error
    except ValueError as error:
        raise StoreError(f"{path}: is damaged: run kg build again") from error
    if not isinstance(found, dict):
        raise StoreError(f"{path}: is damaged: run kg build again")
    return found


def write_whole(path: Path, text: str) -> None:
    """Writes a file atomically."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _sync_folder(path.parent)


def sync(folder: Path) -> None:
    """Waits until all files of a folder are on the disk: one call, as thousands of small files take minutes singly."""
    place = os.open(folder, os.O_RDONLY)
    try:
        call = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
        if call is None:
            os.sync()
        elif call(place):
            raise OSError(ctypes.get_errno(), "the disk could not store it")
    finally:
        os.close(place)


def _sync_folder(folder: Path) -> None:
    """Waits until the names in a folder are on the disk."""
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def cannot_write(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path}: cannot be written: {why_not(error)}; the existing graph is unchanged")


def why_not(error: OSError) -> str:
    """The reason of an error of the disk, on one line."""
    words = one_line(error)
    return "the disk is full: free some space and build again" if "No space left" in words else words


def one_line(error: Exception) -> str:
    return " ".join(str(error).split())

"""Paths, folders, patterns and addresses to files, in one order."""

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from kg.read.sources.remote import RemoteFile, is_address, remote_files

STORE = ("manifest.json", "lock", "extractions")  # in every store


def find_files(paths: Iterable[str | Path]) -> Iterator[tuple[str, Path | RemoteFile]]:
    """Yield each file once, with the name of its source; what cannot be found or listed fails when it is read."""
    seen: set[str | RemoteFile] = set()
    for name, path in _given(paths):
        file = path if isinstance(path, RemoteFile) else os.path.abspath(path)  # noqa: PTH100  # links stay
        if file not in seen:
            seen.add(file)
            yield name, path


def _given(paths: Iterable[str | Path]) -> Iterator[tuple[str, Path | RemoteFile]]:
    for given in map(str, paths):
        path = Path(given)
        if given == "-":
            yield "stdin", path
        elif is_address(given):
            yield from remote_files(given)
        elif os.path.isdir(path):  # noqa: PTH112  # Path.is_dir raises an error where it may not look
            files = ((_name(file, path), file) for file in _below(path))
            yield next(files, (given, path))  # one without files is named when it is read
            yield from files
        elif not os.path.lexists(path) and glob.has_magic(given):
            yield from _matching(given)
        else:
            yield path.name, path


def file_sizes(paths: Iterable[str | Path]) -> dict[str, int]:
    """Bytes of each file, by the name of its source."""
    return {
        name: path.size if isinstance(path, RemoteFile) else path.stat().st_size
        for name, path in find_files(paths)
        if isinstance(path, RemoteFile) or path.is_file()
    }


def _name(file: Path, folder: Path) -> str:
    """The path of a file below a folder; the folder's own, if it cannot be listed."""
    return str(PurePosixPath(file if file == folder else file.relative_to(folder)))


def _below(folder: Path) -> Iterator[Path]:
    unreadable: list[OSError] = []
    for where, folders, files in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not _is_store(where, name)
        )
        yield from (Path(where, name) for name in sorted(files) if not name.startswith("."))
    yield from (Path(error.filename) for error in unreadable)


def _is_store(*parts: str) -> bool:
    """Whether a folder is a store of `kg build`, which has no articles to read: `kg build . --store news`."""
    return all(Path(*parts, name).exists() for name in STORE)


def _matching(pattern: str) -> Iterator[tuple[str, Path]]:
    fixed = Path(*_before_magic(Path(pattern).parts))
    paths = map(Path, glob.glob(pattern, recursive=True))  # noqa: PTH207  # Path.glob refuses absolute patterns
    found = sorted(path for path in paths if path.is_file())
    if not found:
        yield pattern, Path(pattern)
    yield from ((str(PurePosixPath(path.relative_to(fixed))), path) for path in found)


def _before_magic(parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        if glob.has_magic(part):
            return
        yield part

"""Sizes and checksums of the files of a build: written when it is published, compared before it is relied on.

A damaged graph can be opened and look empty, so what is wrong must be noticed before the next build repeats it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

TEXTS = "texts.json"  # the checksums of the texts: too many for the manifest, which every reader reads
LEFT_OUT = {"lock", "manifest.json", TEXTS, "graph/LOCK"}
BLOCK = 1 << 20  # bytes
Checksums = dict[str, list[int]]  # size in bytes and CRC-32 of each file, by its path in the build


def write_checksums(build: Path, previous: Path | None = None) -> Checksums:
    """The checksums of a finished build for its manifest; those of its texts are written beside it.

    Those of files that are hard links to files of the previous build are copied from there.
    """
    known = _known(previous) if previous else {}
    texts: Checksums = {}
    files: Checksums = {}
    for name, path in _files(build):
        kept = name in known and previous is not None and (previous / name).samefile(path)
        (texts if name.startswith("texts/") else files)[name] = known[name] if kept else _checksum(path)
    (build / TEXTS).write_text(json.dumps(texts), encoding="utf-8")
    return {**files, TEXTS: _checksum(build / TEXTS)}


def wrong_sizes(build: Path, files: Mapping[str, list[int]]) -> Iterator[str]:
    """What is wrong with files by their size, a sentence each."""
    for name, (size, _) in files.items():
        try:
            found = (build / name).stat().st_size
        except OSError:
            yield f"{name} is missing"
            continue
        if found != size:
            yield f"{name} has {found:,} bytes instead of {size:,}"


def damages(build: Path) -> Iterator[str]:
    """What is wrong with a build, a sentence for each file; reads all files."""
    try:
        files = json.loads((build / "manifest.json").read_bytes())["files"]
        yield from _damaged(build, files)
        yield from _damaged(build, json.loads((build / TEXTS).read_bytes()))
    except OSError as error:
        yield f"{Path(error.filename or build).name} cannot be read"
    except KeyError:
        yield "manifest.json has no checksums: an older version wrote it"
    except (ValueError, TypeError, AttributeError):
        yield "manifest.json is damaged"


def _damaged(build: Path, files: Mapping[str, list[int]]) -> Iterator[str]:
    sizes = dict(files)
    for wrong in wrong_sizes(build, files):
        sizes.pop(wrong.partition(" ")[0])
        yield wrong
    for name, expected in sizes.items():
        if _checksum(build / name) != expected:
            yield f"{name} has other bytes than were written"


def _known(build: Path) -> Checksums:
    with suppress(OSError, ValueError, KeyError, TypeError):
        manifest: dict[str, Any] = json.loads((build / "manifest.json").read_bytes())
        return {**manifest["files"], **json.loads((build / TEXTS).read_bytes())}
    return {}


def _files(build: Path) -> Iterator[tuple[str, Path]]:
    """All files that stay as they are: not locks, the log of Oxigraph, or the manifest itself."""
    for path in sorted(build.rglob("*")):
        name = path.relative_to(build).as_posix()
        is_left_out = name in LEFT_OUT or name.startswith("graph/LOG")
        if path.is_file() and not is_left_out:
            yield name, path


def _checksum(path: Path) -> list[int]:
    """Size and CRC-32, which takes 0.5 seconds per GB; SHA-256 takes twice as long."""
    size = value = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            size += len(block)
            value = zlib.crc32(block, value)
    return [size, value]

"""Files of object stores and web servers, by address: s3://news/2024/, gs://news/*.jsonl.gz, https://..."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import fsspec

from kg.errors import ReadError

PACKAGES = "pip install 'kg-news[s3]' for s3://, gcsfs for gs://, adlfs for az://"
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file in a file system of fsspec."""

    system: Any
    path: str

    def open(self) -> BinaryIO:
        return cast(BinaryIO, self.system.open(self.path, "rb"))

    @property
    def size(self) -> int:
        return int(self.system.size(self.path) or 0)


def is_address(given: str) -> bool:
    return ADDRESS.match(given) is not None


def remote_files(address: str) -> Iterator[tuple[str, RemoteFile]]:
    """The files of a folder or pattern, sorted, or the one with this address, each with the name of its source.

    Raises ReadError if the package for this kind of address is not installed.
    """
    system, path = file_system(address)
    if "*" in path or "?" in path:
        start = path[: re.search(r"[*?\[]", path).start()].rpartition("/")[0]  # type: ignore[union-attr]  # has one
        found = sorted(system.glob(path))
    else:
        start, found = path.rstrip("/"), sorted(system.find(path))
    if not found or found == [path]:
        yield path.rpartition("/")[2], RemoteFile(system, path)
        return
    for each in found:
        name = each.removeprefix(start).lstrip("/")
        if not any(part.startswith(".") for part in name.split("/")):
            yield name, RemoteFile(system, each)


def file_system(address: str) -> tuple[Any, str]:
    """The file system of an address or local path, and the path in it. Raises ReadError."""
    if not is_address(address):
        return fsspec.filesystem("file"), str(Path(address).absolute())
    try:
        system, path = fsspec.url_to_fs(address)
    except ImportError as error:
        if address.startswith(("http://", "https://")):
            raise ReadError(
                f"{address}: is a web address: save the page and give its file, or pip install aiohttp requests"
            ) from error
        raise ReadError(f"{address}: cannot be opened: {error} ({PACKAGES})") from error
    except ValueError as error:
        raise ReadError(f"{address}: cannot be opened: {error}; write s3://BUCKET/PATH, say") from error
    return system, path

"""The extractions of a store, in packs that are named by a hash of their bytes.

A record is found by its key, a hash of the bytes of its article and of what extracted it. New records are appended to
a pack without a final name, which a killed process leaves readable; a pack is written to the disk when it is full.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterator
from io import FileIO
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from kg.errors import StoreError
from kg.records import ArticleCounts, Extraction, RawArticle
from kg.store.directory import why_not
from kg.store.packed.records import Header, PackedExtraction, Place, extraction_of, headers, packed, record

SUFFIX = ".jsonl.zst"
OPEN = "open-"  # how the name of a pack begins that is being written
FULL = 32 << 20  # bytes of a pack
SMALL = FULL // 4  # a pack that is joined with others
MOST_SMALL = 16  # packs


class Stored(NamedTuple):
    """A record in a pack of the folder."""

    header: Header
    pack: str
    place: Place


class Extractions:
    """Records in a folder. `made_by` is a hash of model, ontology and code; other values have other keys.

    `depends_on` gives a hash of what else the extraction of a text depends on, or "".
    """

    def __init__(
        self, folder: Path, made_by: str, depends_on: Callable[[str], str] = lambda text: ""
    ) -> None:
        self.folder, self.made_by, self.depends_on = folder, made_by, depends_on
        self._stored: dict[str, Stored] | None = None  # by key
        self._open: FileIO | None = None
        self._unnamed: list[str] = []  # keys in the open pack

    def key(self, raw: RawArticle) -> str:
        """A hash of the bytes of an article, of what its format says about it, and of what makes the extraction."""
        metadata = [
            raw.url,
            raw.headline,
            raw.publisher,
            str(raw.published),
            raw.published_from,
            raw.language,
        ]
        more = list(filter(None, [self.depends_on(raw.text)]))
        return hashlib.sha256(json.dumps([self.made_by, raw.sha256, metadata, *more]).encode()).hexdigest()

    def counts(self, key: str) -> ArticleCounts | None:
        """How much a stored extraction yields; None if there is none."""
        found = self._index().get(key)
        return found.header.counts if found else None

    def put(self, raw: RawArticle, extraction: PackedExtraction | Extraction) -> str:
        """Stores an extraction, and returns its key. Raises StoreError if it cannot be written."""
        each = packed(extraction) if isinstance(extraction, Extraction) else extraction
        header = Header(self.key(raw), each.article, raw.source, each.counts)
        self.add(header, each.frame)
        return header.key

    def add(self, header: Header, frame: bytes) -> None:
        """Stores a frame, unless its key is stored already. Raises StoreError if it cannot be written."""
        if header.key in self._index():
            return
        try:
            self._append(header, frame)
        except OSError as error:
            raise self._cannot_write(error) from error

    def read(self, key: str) -> Extraction:
        """Raises StoreError if the record is missing or damaged; a damaged one is removed, to be made again."""
        found = self._found(key)
        path = self.folder / found.pack
        try:
            return extraction_of(self._frame(found))
        except (ValueError, OSError) as error:
            self.keep_only(self._index().keys() - {key})
            raise StoreError(f"{path}: is damaged: run kg build again") from error

    def frame(self, key: str) -> tuple[Header, bytes]:
        """A record as it is stored. Raises StoreError if there is none."""
        found = self._found(key)
        return found.header, self._frame(found)

    def adopt(self, pack: Path) -> list[Header]:
        """The records of a pack that was copied to the folder, each once in the index."""
        with pack.open("rb") as file:
            found = [Stored(header, pack.name, place) for header, place in headers(file)]
        self._index().update((each.header.key, each) for each in found)
        return [each.header for each in found]

    def packs(self) -> tuple[Path, ...]:
        """The packs with their final names, sorted."""
        self.close()
        return tuple(sorted(self.folder.glob(f"*{SUFFIX}")))

    def close(self) -> None:
        """Writes the open pack to the disk and names it. Raises StoreError."""
        try:
            self._finish()
        except OSError as error:
            raise self._cannot_write(error) from error

    def keep_only(self, keys: Collection[str]) -> int:
        """Removes all other records and what older versions stored; returns how many files are gone."""
        self.close()
        before = set(self._files())
        kept = {key: found for key, found in self._index().items() if key in keys}
        stale = self._stale(kept)
        moved = [found for found in kept.values() if found.pack in stale]
        self._stored = {key: found for key, found in kept.items() if found.pack not in stale}
        for found in sorted(moved, key=lambda found: (found.pack, found.place)):
            self._append(found.header, self._frame(found))
        self.close()
        used = {found.pack for found in self._stored.values()}
        gone = [path for path in before if path.name not in used]
        for path in gone:
            path.unlink(missing_ok=True)
        for folder in self.folder.glob("??"):
            folder.rmdir()
        return len(gone)

    # --- the packs

    def _found(self, key: str) -> Stored:
        found = self._index().get(key)
        if found is None:
            raise StoreError(f"{self.folder}: has no extraction {key[:16]}: run kg build again")
        return found

    def _index(self) -> dict[str, Stored]:
        if self._stored is None:
            self._stored = {}
            for path in sorted(self.folder.glob(f"*{SUFFIX}")):
                with path.open("rb") as pack:
                    for header, place in headers(pack):
                        self._stored[header.key] = Stored(header, path.name, place)
        return self._stored

    def _files(self) -> Iterator[Path]:
        """All packs, and the files of older versions, one for each article."""
        return (path for path in self.folder.rglob("*") if path.is_file())

    def _stale(self, kept: dict[str, Stored]) -> set[str]:
        """The packs to write anew: those with records that go, with no final name, or small ones if they are many."""
        live: dict[str, int] = {}
        for found in kept.values():
            size = len(record(found.header, b"")) + found.place.size
            live[found.pack] = live.get(found.pack, 0) + size
        sizes = {path.name: path.stat().st_size for path in self.folder.glob(f"*{SUFFIX}")}
        stale = {name for name, size in sizes.items() if live.get(name) != size or name.startswith(OPEN)}
        small = {name for name, size in sizes.items() if size < SMALL}
        return stale | small if len(small) > MOST_SMALL else stale

    def _frame(self, found: Stored) -> bytes:
        with (self.folder / found.pack).open("rb") as pack:
            pack.seek(found.place.begin)
            return pack.read(found.place.size)

    def _append(self, header: Header, frame: bytes) -> None:
        if self._open is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._open = FileIO(self.folder / f"{OPEN}{uuid4().hex}{SUFFIX}", "x")
        begin = self._open.tell()
        data = record(header, frame)
        if self._open.write(data) != len(data):
            os.ftruncate(self._open.fileno(), begin)
            self._open.seek(begin)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        place = Place(begin + len(data) - len(frame), len(frame))
        self._index()[header.key] = Stored(header, Path(self._open.name).name, place)
        self._unnamed.append(header.key)
        if begin + len(data) > FULL:
            self._finish()

    def _finish(self) -> None:
        """Names the open pack by its bytes."""
        if self._open is None:
            return
        pack, self._open = self._open, None
        keys, self._unnamed = self._unnamed, []
        with pack:
            os.fsync(pack.fileno())
        old = Path(pack.name)
        name = pack_name(old)
        old.replace(self.folder / name)
        for key in keys:
            self._index()[key] = self._index()[key]._replace(pack=name)

    def _cannot_write(self, error: OSError) -> StoreError:
        return StoreError(f"{self.folder}: cannot be written: {why_not(error)}")


def pack_name(path: Path) -> str:
    """The name that a pack has by its bytes."""
    with path.open("rb") as pack:
        return hashlib.file_digest(pack, "sha256").hexdigest()[:32] + SUFFIX

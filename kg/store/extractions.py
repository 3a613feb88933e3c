"""The extractions of a store: one JSON file per article, named by a key of its bytes and of what extracted it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import StoreError
from kg.records import Extraction, RawArticle
from kg.store.directory import why_not
from kg.store.json_records import from_json, to_json


@dataclass(frozen=True, slots=True)
class Extractions:
    """Records in a folder. `made_by` is a hash of model, ontology and code; other values have other keys.

    `depends_on` gives a hash of what else the extraction of a text depends on, or "".
    """

    folder: Path
    made_by: str
    depends_on: Callable[[str], str] = lambda text: ""

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

    def get(self, raw: RawArticle) -> Extraction | None:
        """The stored extraction of an article, with its present source; None if there is none or it is damaged."""
        try:
            return self.with_source(self.key(raw), raw.source)
        except StoreError:
            return None

    def has(self, key: str) -> bool:
        return self._path(key).exists()

    def with_source(self, key: str, source: str) -> Extraction:
        """A stored extraction, whose source is changed if it is another. Raises StoreError."""
        extraction = self.read(key)
        if extraction.article.source == source:
            return extraction
        moved = replace(extraction, article=replace(extraction.article, source=source))
        self._put(key, moved)
        return moved

    def put(self, raw: RawArticle, extraction: Extraction) -> str:
        """Stores an extraction atomically, and returns its key.

        Raises StoreError if it cannot be written.
        """
        key = self.key(raw)
        self._put(key, extraction)
        return key

    def read(self, key: str) -> Extraction:
        """Raises StoreError if the record is missing or damaged; a damaged one is removed, to be made again."""
        path = self._path(key)
        try:
            return from_json(path.read_bytes().decode(), Extraction)
        except FileNotFoundError as error:
            raise StoreError(f"{path}: is missing: run kg build again") from error
        except ValueError as error:
            path.unlink(missing_ok=True)
            raise StoreError(f"{path}: is damaged: run kg build again") from error

    def keep_only(self, keys: Collection[str]) -> int:
        """Removes all other records; returns how many."""
        found = sorted(self.folder.glob("??/*"))
        stale = [path for path in found if path.stem not in keys or path.suffix != ".json"]
        for path in stale:
            path.unlink()
        return len(stale)

    def _put(self, key: str, extraction: Extraction) -> None:
        try:
            _write(self._path(key), to_json(extraction))
        except OSError as error:
            raise StoreError(f"{self.folder}: cannot be written: {why_not(error)}") from error

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)

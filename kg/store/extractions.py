"""The extractions of a store: one file per article, named by what was read and by what made it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import StoreError
from kg.records import Extraction, RawArticle
from kg.store.directory import why_not
from kg.store.json_records import from_json, to_json


@dataclass(frozen=True, slots=True)
class Extractions:
    """Records in a folder. `made_by` tells model, ontology and code: with another one, nothing is found."""

    folder: Path
    made_by: str

    def key(self, raw: RawArticle) -> str:
        """Of the bytes of an article, what its format says about it, and what makes the extraction."""
        said = [raw.url, raw.headline, raw.publisher, str(raw.published), raw.published_from, raw.language]
        return hashlib.sha256(json.dumps([self.made_by, raw.sha256, said]).encode()).hexdigest()

    def get(self, raw: RawArticle) -> Extraction | None:
        """What was stored for these bytes, said to come from where they lie now; None if it cannot be used."""
        try:
            return self.moved(self.key(raw), raw.source)
        except StoreError:
            return None

    def has(self, key: str) -> bool:
        return self._path(key).exists()

    def moved(self, key: str, source: str) -> Extraction:
        """What is stored, said to come from `source` from now on. Raises StoreError."""
        found = self.read(key)
        if found.article.source == source:
            return found
        moved = replace(found, article=replace(found.article, source=source))
        self._put(key, moved)
        return moved

    def put(self, raw: RawArticle, extraction: Extraction) -> str:
        """Stores an extraction, whole or not at all; its key.

        Raises StoreError if it cannot be written.
        """
        key = self.key(raw)
        self._put(key, extraction)
        return key

    def read(self, key: str) -> Extraction:
        """Raises StoreError if there is none, or it is damaged: then it is removed, for the next build to make it."""
        path = self._path(key)
        try:
            return from_json(path.read_bytes().decode(), Extraction)
        except FileNotFoundError as error:
            raise StoreError(f"{path}: is missing: run kg build again") from error
        except ValueError as error:
            path.unlink(missing_ok=True)
            raise StoreError(f"{path}: is damaged: run kg build again") from error

    def keep_only(self, keys: Collection[str]) -> int:
        """Removes the records of articles that are no longer asked for; how many."""
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

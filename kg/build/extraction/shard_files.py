"""The files that `kg extract` writes: packs of extractions, and for each shard a manifest, written last.

The folder may be on any file system of fsspec. A pack is named by its bytes, so a shard that is extracted again
replaces its files by the same ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.errors import ReadError
from kg.read.sources.remote import file_system
from kg.read.sources.shards import Shard
from kg.store.packed.extractions import pack_name

MANIFEST = re.compile(r"shard-(\d+)-of-(\d+)\.json")


@dataclass(frozen=True, slots=True)
class ShardManifest:
    """What a shard has: the names of its packs, and the input that was skipped, with the reason."""

    made_with: Mapping[str, str]
    packs: tuple[str, ...]
    articles: int
    skipped: tuple[tuple[str, str], ...]


class ShardFolder:
    """A folder of extracted shards."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._system, self._path = file_system(address)

    def write(self, shard: Shard, packs: Iterable[Path], manifest: ShardManifest) -> None:
        """Copies packs, then writes the manifest of a shard."""
        self._system.makedirs(self._path, exist_ok=True)
        for pack in packs:
            self._system.put_file(str(pack), self._at(pack.name))
        name = f"shard-{shard.number}-of-{shard.of}.json"
        self._system.pipe_file(self._at(name), json.dumps(asdict(manifest), ensure_ascii=False).encode())

    def manifests(self) -> Iterator[ShardManifest]:
        """Those of all shards, in order. Raises ReadError if one is missing or damaged."""
        found = self._found()
        if not found:
            raise ReadError(f"{self.address}: has no extractions: run kg extract PATH... --to {self.address}")
        of = {shard.of for shard in found}
        if len(of) > 1:
            counts = " and ".join(map(str, sorted(of)))
            raise ReadError(
                f"{self.address}: has shards of {counts}: extract each division to its own folder"
            )
        missing = sorted({*range(1, max(of) + 1)} - {shard.number for shard in found})
        if missing:
            shards = ", ".join(f"{number}/{max(of)}" for number in missing[:10])
            raise ReadError(
                f"{self.address}: lacks {len(missing)} shards: run kg extract with --shard {shards}"
            )
        return (self._manifest(path) for _, path in sorted(found.items()))

    def is_extracted(self) -> bool:
        """Whether there is a shard."""
        return bool(self._found())

    def fetch(self, name: str, folder: Path) -> Path:
        """A pack, copied to a local folder unless it is there. Raises ReadError if it is missing or damaged."""
        path = folder / name
        if not path.exists():
            beside = folder / f"{name}.part"
            try:
                self._system.get_file(self._at(name), str(beside))
            except FileNotFoundError as error:
                raise ReadError(f"{self.address}: lacks {name}: run kg extract again") from error
            if pack_name(beside) != name:
                beside.unlink()
                raise ReadError(f"{self.address}: {name} is damaged: run kg extract again")
            beside.replace(path)
        return path

    def _found(self) -> dict[Shard, str]:
        if not self._system.isdir(self._path):
            return {}
        names = (str(each) for each in self._system.ls(self._path, detail=False, refresh=True))
        matches = ((MANIFEST.fullmatch(path.rpartition("/")[2]), path) for path in names)
        return {Shard(int(found[1]), int(found[2])): path for found, path in matches if found}

    def _manifest(self, path: str) -> ShardManifest:
        try:
            fields: dict[str, Any] = json.loads(self._system.cat_file(path))
            skipped = tuple((source, reason) for source, reason in fields.pop("skipped"))
            return ShardManifest(packs=tuple(fields.pop("packs")), skipped=skipped, **fields)
        except (ValueError, KeyError, TypeError) as error:
            raise ReadError(f"{path}: is damaged: run kg extract again with this shard") from error

    def _at(self, name: str) -> str:
        return f"{self._path.rstrip('/')}/{name}"

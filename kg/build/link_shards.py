"""Extracted shards to the graph of a store: `kg build` without parsing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.build.build import NOT_LIMITED, RunningBuild, Settings, building, kept
from kg.build.extraction.memory import Memory
from kg.build.extraction.shard_files import ShardFolder, ShardManifest
from kg.build.linked_build import StoredArticle
from kg.build.made_with import extraction_hash, shard_made_with
from kg.build.progress import BuildCounts
from kg.errors import ReadError
from kg.records import Skipped


def link_shards(
    folders: Iterable[str],
    store: Path,
    settings: Settings,
    memory: Memory = NOT_LIMITED,
    *,
    add: bool = False,
) -> BuildCounts:
    """Makes the graph of all articles in folders that `kg extract` wrote: the same bytes as `build` of their input.

    With `add`, the present articles of the store are kept. Raises KgError, also if a shard is missing, or was extracted
    by another version, model or ontology.
    """
    with building(store, settings, {}, memory) as running:
        running.progress.say("reading extractions")
        found = [
            replace(each, order=(number, *each.order))
            for number, folder in enumerate(folders)
            for each in _fetched(ShardFolder(folder), running)
        ]
        stored = list(_without_duplicates(found, running))
        return running.publish([*stored, *(kept(running, stored) if add else ())])


def is_extracted(path: str) -> bool:
    """Whether a path is a folder that `kg extract` wrote; one that cannot be listed is not."""
    try:
        return Path(path).is_dir() and ShardFolder(path).is_extracted()
    except PermissionError:
        return False


def _fetched(folder: ShardFolder, running: RunningBuild) -> Iterator[StoredArticle]:
    """The articles of a folder, copied to the store."""
    for manifest in list(folder.manifests()):
        _check(folder, manifest, running)
        for source, reason in manifest.skipped:
            running.skip(Skipped(source, reason))
        for name in manifest.packs:
            pack = folder.fetch(name, running.extractions.folder)
            for header in running.extractions.adopt(pack):
                yield StoredArticle(
                    article=header.article,
                    file=header.file,
                    key=header.key,
                    counts=header.counts,
                    order=header.number,
                )


def _check(folder: ShardFolder, manifest: ShardManifest, running: RunningBuild) -> None:
    """Raises ReadError if other code, data or libraries extracted a shard than would extract it here."""
    made = shard_made_with(running.settings.source)
    if extraction_hash(manifest.made_with) == extraction_hash(made):
        return
    names = sorted(made.keys() | manifest.made_with.keys())
    other = [name for name in names if made.get(name) != manifest.made_with.get(name)]
    what = ", ".join(name for name in other if name != "graph code")
    raise ReadError(
        f"{folder.address}: was extracted with another {what}: extract and build with the same kg"
    )


def _without_duplicates(found: Iterable[StoredArticle], running: RunningBuild) -> Iterator[StoredArticle]:
    """The articles in the order of the input, of several with the same bytes the first."""
    first: dict[str, str] = {}
    for each in sorted(found, key=lambda each: each.order):
        if each.article in first:
            running.skip(Skipped(each.file, f"has the same bytes as {first[each.article]}"))
            continue
        first[each.article] = each.file
        running.counts.add(each.counts)
        yield each

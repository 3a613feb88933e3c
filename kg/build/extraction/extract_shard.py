"""`kg extract`: the articles of one shard to packed extractions in a folder, from which a build links them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import tee
from pathlib import Path

from kg.build.extraction.engines import extractor
from kg.build.extraction.shard_files import ShardFolder, ShardManifest
from kg.build.extraction.workers import Outcome
from kg.build.made_with import made_with, open_extractions, shard_made_with
from kg.build.progress import BuildCounts, Progress
from kg.pipeline import Source
from kg.read.sources.shards import Number, Shard
from kg.records import CachedArticle, RawArticle, Skipped
from kg.store.packed.records import Header
from kg.store.temporary import LockedDirectory


def extract_shard(  # noqa: PLR0913  # each is a setting of its own
    articles: Iterable[tuple[Number, RawArticle | Skipped]],
    folder: str,
    source: Source,
    shard: Shard,
    *,
    sizes: Mapping[str, int],
    processes: int | None = None,
) -> BuildCounts:
    """Extracts articles and writes them to a folder, with their numbers in the input. Raises KgError.

    The same articles give the same files, however often and wherever the step runs.
    """
    target, made, counts = ShardFolder(folder), made_with(source), BuildCounts()
    skipped: list[tuple[str, str]] = []
    with LockedDirectory("extract") as temporary, Progress(sizes) as progress:
        store = open_extractions(Path(temporary), source, made)
        with closing(store):
            for number, raw, outcome in _outcomes(articles, source, processes):
                if isinstance(raw, Skipped) or isinstance(outcome, Skipped | CachedArticle):
                    why = outcome if isinstance(outcome, Skipped) else Skipped(raw.source, "")
                    skipped.append((why.source, why.reason))
                    progress.skip(why)
                    continue
                store.add(
                    Header(store.key(raw), outcome.article, raw.source, outcome.counts, number), outcome.frame
                )
                counts.add(outcome.counts)
                progress.move(raw.source, len(raw.text))
        packs = store.packs()
        manifest = ShardManifest(
            shard_made_with(source), tuple(pack.name for pack in packs), counts.articles, tuple(skipped)
        )
        target.write(shard, packs, manifest)
    counts.skipped = len(skipped)
    return counts


def _outcomes(
    articles: Iterable[tuple[Number, RawArticle | Skipped]], source: Source, processes: int | None
) -> Iterator[tuple[Number, RawArticle | Skipped, Outcome]]:
    numbered, again = tee(articles)
    outcomes = extractor(source, processes)(item for _, item in again)
    return ((number, raw, outcome) for (number, raw), outcome in zip(numbered, outcomes, strict=True))

"""Measures linking by step over grown extractions: processor seconds, peak memory, and the size of the tables.

    python -m benchmarks.scale.linking GROWN [--articles N] [--digest] [--first N] [--memory SIZE]

`GROWN` is a folder of `benchmarks.scale.grow`. Only linking runs: nothing is parsed and no graph is written.
`--digest` prints a hash of all ids and disputes, to compare versions and limits: in one go, a part after the other with
`--first`, with less memory.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.scale.measured import Places, Steps
from kg.build.extraction.memory import Memory
from kg.link import ArticleChange, Linking, LinkTables
from kg.link.engine.wire_copies import WireCopies
from kg.link.entities.entity_ids import EntityIds
from kg.link.entities.same_name import SameNameClusters
from kg.link.entities.short_names import ShortNames
from kg.link.entities.spelling_clusters import SpellingClusters
from kg.link.entities.type_votes import TypeVotes
from kg.link.events.claim_index import ClaimIndex
from kg.link.events.event_linking import EventLinking
from kg.link.events.stories import Stories
from kg.records import Extraction, Links
from kg.store.packed.extractions import Extractions

CACHE = 200  # extractions, as in a build
STEPS: Places = {
    "read each article once": (Linking, "_prepare"),
    "wire copies": (WireCopies, "update"),
    "type votes": (TypeVotes, "update"),
    "same names": (SameNameClusters, "update"),
    "spellings": (SpellingClusters, "update"),
    "short names": (ShortNames, "update"),
    "entity ids": (EntityIds, "update"),
    "stories": (Stories, "update"),
    "event profiles and blocks": (ClaimIndex, "update"),
    "events": (EventLinking, "update"),
    "tables": (LinkTables, "write"),
}


def digest(links: Links) -> str:
    """A hash of all that linking decided."""
    whole = hashlib.sha256()
    for ids in (links.entities, links.events):
        for local_id in sorted(ids):
            whole.update(json.dumps([*local_id, ids[local_id]]).encode())
    whole.update(json.dumps(sorted(links.sources.items())).encode())
    whole.update(
        json.dumps([(each.kind, each.about, each.first, each.second) for each in links.disputes]).encode()
    )
    return whole.hexdigest()[:16]


def measure(options: argparse.Namespace) -> Iterator[str]:
    store = Extractions(options.extracted, "")
    keys = {header.article: header.key for pack in store.packs() for header in store.adopt(pack)}
    chosen = sorted(keys)[: options.articles]
    first = options.first or len(chosen)
    parts = [part for part in (chosen[:first], chosen[first:]) if part]
    steps, begun = Steps(STEPS), time.process_time()
    read = lru_cache(CACHE)(lambda article: store.read(keys[article]))
    with steps.patched(), TemporaryDirectory() as folder:
        _link(parts, read, Path(folder), Memory.parse(options.memory).cache_share)
        size = sum(each.stat().st_size for each in Path(folder).glob(f"{len(parts)}/*")) / 2**20
        whole = time.process_time() - begun
        yield f"{len(chosen):,} articles"
        if options.digest:
            with LinkTables(Path(folder, str(len(parts)))) as tables:
                yield f"digest {digest(Linking(tables).links())}"
    yield from steps.lines()
    yield f"{'all':26} {whole:9.1f} s {max(steps.megabytes.values()):8,.0f} MB; tables {size:,.0f} MB"


def _link(
    parts: Sequence[Sequence[str]], read: Callable[[str], Extraction], folder: Path, cache_share: float
) -> None:
    """Links each part after those before it, and writes the tables to folders with the numbers of the parts."""
    for number, part in enumerate(parts, 1):
        previous, build = folder / str(number - 1), folder / str(number)
        build.mkdir()
        with LinkTables(previous if number > 1 else None, cache_share=cache_share) as tables:
            Linking(tables).update(ArticleChange(frozenset(), tuple(part), read))
            tables.write(build)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    print("\n".join(measure(options)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.linking")
    parser.add_argument("extracted", type=Path)
    parser.add_argument("--articles", type=int, help="only so many")
    parser.add_argument("--digest", action="store_true")
    parser.add_argument("--first", type=int, help="link so many, then add the others")
    parser.add_argument("--memory", help="as of kg build: 1G")
    return parser


if __name__ == "__main__":
    sys.exit(main())

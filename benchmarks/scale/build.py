"""Measures `kg build --extractions` by step: processor seconds, peak memory, disk, and what a server needs to open it.

    python -m benchmarks.scale.build GROWN --store STORE

`GROWN` is a folder of `benchmarks.scale.grow`. Nothing is parsed. The store stays, for `benchmarks.scale.opening`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import kg.build.assemble
import kg.build.link_shards
import kg.store.write_build
from benchmarks.scale.measured import Places, Steps
from kg.build.build import RunningBuild, Settings
from kg.errors import KgError
from kg.link import LinkTables
from kg.store.packed.extractions import Extractions
from kg.store.read_build import open_store

STEPS: Places = {
    "rest": (RunningBuild, "publish"),
    "linking": (kg.build.assemble, "link_articles"),
    "graph, texts and ledger": (kg.store.write_build, "write_graph"),
    "tables of linking": (LinkTables, "write"),
    "checksums": (kg.store.write_build, "write_checksums"),
    "unused extractions": (Extractions, "keep_only"),
}
TABLES = ("search index", "network", "history")


def measure(folder: str, store: Path) -> str:
    steps, begun = Steps({**STEPS, **dict.fromkeys(TABLES, (kg.build.assemble, ""))}), time.process_time()
    kg.build.assemble.TABLES = tuple(  # type: ignore[assignment]  # of the same functions
        steps.timed(name, write) for name, write in zip(TABLES, kg.build.assemble.TABLES, strict=True)
    )
    with steps.patched():
        counts = kg.build.link_shards.link_shards([folder], store, Settings())
    whole = time.process_time() - begun
    with open_store(store) as graph:
        size = sum(each.stat().st_size for each in graph.path.rglob("*") if each.is_file())
        quads = graph.counts["quads"]
    packs = sum(each.stat().st_size for each in (store / "extractions").rglob("*") if each.is_file())
    lines = [f"{counts.articles:,} articles, {quads:,} quads", *steps.lines()]
    lines.append(f"{'all':26} {whole:9.1f} s {max(steps.megabytes.values()):8,.0f} MB")
    lines.append(
        f"{size / 2**20:,.0f} MB, {size / quads:.0f} bytes a quad; extractions {packs / 2**20:,.0f} MB"
    )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        print(measure(options.extracted, options.store))
    except KgError as error:
        print(f"build: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.build")
    parser.add_argument("extracted")
    parser.add_argument("--store", type=Path, required=True)
    return parser


if __name__ == "__main__":
    sys.exit(main())

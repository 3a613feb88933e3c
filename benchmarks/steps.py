"""Measures where the processor time of a build goes, by step, as ratios to the bare parse of the same articles.

    python -m benchmarks.steps PATH ... [--articles N]

All steps run in one process, one after the other, so the machine's speed cancels out: reading, the parse of the
language pipeline, the claims made from it, the files of the extractions, linking, the graph with texts and ledger, the
tables of linking, the search index, the network of actors. Prints CPU seconds, their ratio to the parse, the peak of
the memory, and quads and bytes a sentence.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from unittest import mock

import kg.build.assemble
import kg.build.build
import kg.store.write_build
from benchmarks.build import SAMPLES
from benchmarks.parse_speed import on_one_thread
from benchmarks.scale.measured import patched
from kg.build.build import Settings, build
from kg.build.extraction.garbage import freeze_tables
from kg.build.made_with import made_with, open_extractions
from kg.errors import KgError
from kg.link import LinkTables
from kg.pipeline import Knowledge, Source, extract, load
from kg.read.clean import clean
from kg.read.files import read_articles
from kg.records import RawArticle
from kg.store.read_build import open_store
from kg.store.write_build import writing

PARSE = "parse"
T = TypeVar("T")


@dataclass(slots=True)
class Times:
    """CPU seconds by step. A step within another one counts by itself alone."""

    seconds: Counter[str] = field(default_factory=Counter)
    _started: list[float] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        begun = time.process_time()
        self._started.append(0.0)
        try:
            yield
        finally:
            taken = time.process_time() - begun
            self.seconds[name] += taken - self._started.pop()
            if self._started:
                self._started[-1] += taken

    def timed(self, name: str, function: Callable[..., T]) -> Callable[..., T]:
        """The same function, whose calls are a step."""

        def call(*arguments: Any, **named: Any) -> T:
            with self.step(name):
                return function(*arguments, **named)

        return call

    def each(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """The same items; to get each is a step."""
        rest = iter(items)
        while True:
            with self.step(name):
                found = list(islice(rest, 1))
            if not found:
                return
            yield found[0]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    on_one_thread("benchmarks.steps", arguments or sys.argv[1:])
    try:
        print(measure(options.paths, options.articles))
    except KgError as error:
        print(f"steps: {error}", file=sys.stderr)
        return 1
    return 0


def measure(paths: Sequence[str], number: int | None = None) -> str:
    """The steps of a build of articles, all or the first ones, as lines."""
    times, known = Times(), load(Source())
    with TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        raws = list(_extracted(times, store, known, islice(read_articles(paths), number)))
        memory = {"reading": _peak()}
        with _timed_build(times):
            build(raws, store, Settings(), sizes={}, processes=1)
        memory["the whole build"] = _peak()
        with open_store(store) as graph:
            counts, size = graph.counts, _size(graph.path)
    return "\n".join(_lines(times, counts, size, memory))


def _extracted(times: Times, store: Path, known: Knowledge, found: Iterable[object]) -> Iterator[RawArticle]:
    """The articles, each with a stored extraction."""
    with writing(store):
        pass  # makes the store
    extractions = open_extractions(store / "extractions", Source(), made_with(Source()))
    parse = times.timed(PARSE, type(known.nlp).__call__)
    for raw in times.each("reading", found):
        if not isinstance(raw, RawArticle):
            continue
        with known.nlp.memory_zone(), mock.patch.object(type(known.nlp), "__call__", parse):
            with times.step("reading"):
                article = clean(raw, known.boilerplate)
            with times.step("claims"):
                extraction = extract(article, known)
                freeze_tables()
        if extraction.sentences:
            with times.step("files of extractions"):
                extractions.put(raw, extraction)
            yield raw
    with times.step("files of extractions"):
        extractions.close()


@contextmanager
def _timed_build(times: Times) -> Iterator[None]:
    """Times the steps of builds within the block."""
    steps: list[tuple[Any, str, str]] = [
        (kg.build.assemble, "link_articles", "linking"),
        (kg.store.write_build, "write_graph", "graph, texts and ledger"),
        (LinkTables, "write", "tables of linking"),
        (kg.build.build, "assemble", "rest"),
    ]
    tables = tuple(
        partial(times.timed(name, write))
        for name, write in zip(("search index", "network", "history"), kg.build.assemble.TABLES, strict=True)
    )
    replaced = [(of, name, times.timed(step, getattr(of, name))) for of, name, step in steps]
    with patched([(kg.build.assemble, "TABLES", tables), *replaced]):
        yield


def _lines(times: Times, counts: Any, size: int, memory: dict[str, float]) -> Iterator[str]:
    parse, total = times.seconds[PARSE], times.seconds.total()
    after = total - parse - times.seconds["reading"]
    yield f"{counts['articles']:,} articles, {counts['sentences']:,} sentences"
    for name, seconds in [*times.seconds.items(), ("all", total), ("all after the parse", after)]:
        yield f"{name:24} {seconds:8.1f} s {seconds / parse:6.2f}"
    quads = counts["quads"]
    yield f"{quads:,} quads, {quads / counts['sentences']:.1f} a sentence"
    yield f"{size / quads:.0f} bytes a quad, {size / counts['sentences']:,.0f} bytes a sentence, with all tables"
    yield "memory at the peak: " + ", ".join(
        f"{megabytes:,.0f} MB of {name}" for name, megabytes in memory.items()
    )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _peak() -> float:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.steps")
    parser.add_argument("paths", nargs="*", default=SAMPLES)
    parser.add_argument("--articles", type=int, help="only the first so many")
    return parser


if __name__ == "__main__":
    sys.exit(main())

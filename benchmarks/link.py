"""Measures the cost of linking and writing many articles, and of adding, judging and removing one.

    python -m benchmarks.link [PATH ...] [--articles N ...]

The corpus grows from articles that are read once (the samples, or PATH): in each copy, half of the words, also names,
are replaced by others of the same length from the whole corpus, so that a copy is a new story with shared actors.
Prints CPU seconds per step by number of articles, the cost of adding one article relative to building all (including
reading, as measured on the original articles), and megabytes at the peak and on disk.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import partial
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from benchmarks.build import SAMPLES
from benchmarks.parse_speed import on_one_thread
from kg.build.build import Settings, build
from kg.build.extraction.processes import extract_here
from kg.build.judgements import Judgement
from kg.build.made_with import extraction_hash, made_with
from kg.build.rebuild import judge, remove
from kg.cli.lookup import Lookup
from kg.errors import KgError
from kg.pipeline import Source
from kg.query.search import open_search
from kg.read.files import read_articles
from kg.records import Article, Extraction, RawArticle
from kg.store.packed.extractions import Extractions
from kg.store.read_build import open_store
from kg.store.write_build import writing
from training.report import Row, Table

WORD = re.compile(r"[A-Za-z]{4,}")
# fields that hold words
TEXTS = {"text", "label", "names", "headline", "trigger", "words", "predicate"}
KEPT = 0.5  # of the kinds of words of a copy
T = TypeVar("T")


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    on_one_thread("benchmarks.link", arguments or sys.argv[1:])
    try:
        if options.one:
            print(measure(options.paths, options.one))
            return 0
        for number in options.articles:  # each in a new process, to measure its memory
            command = [sys.executable, "-m", "benchmarks.link", *options.paths, "--one", str(number)]
            print(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout, flush=True)
    except KgError as error:
        print(f"link: {error}", file=sys.stderr)
        return 1
    return 0


def measure(paths: Sequence[str], number: int) -> Table:
    read, reading = _timed(partial(_extractions, paths))
    each = reading / len(read)
    notes = [f"reading would take {each * number:,.0f} s ({len(read)} articles were read in {reading:.1f} s)"]
    with TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        articles, last = _stored(store, grow(read, number))
        del read
        rows: dict[str, Row] = {}
        rows["build all but one"] = _build(store, articles[:-1])
        notes.append(f"{_peak():,.0f} MB at the peak when all but one are built")
        _put(store, last)  # a build removes the extractions of other articles
        rows["add one"] = _build(store, articles)
        rows["build as it is"] = _build(store, articles)
        _, seconds = _timed(partial(_judge, store))
        rows["judge two the same"] = {"all": seconds}
        _, seconds = _timed(partial(remove, store, last.article.source))
        rows["remove one"] = {"all": seconds}
        rows["find"] = {"all": _find(store)}
        size = sum(file.stat().st_size for file in store.glob("build-*/**/*") if file.is_file())
    share = (rows["add one"]["all"] + each) / (each * number + rows["build all but one"]["all"])
    notes.append(f"adding one costs {100 * share:.2f} % of building all, reading included")
    notes.append(f"{_peak():,.0f} MB at the peak of all, {size / 2**20:,.0f} MB on disk")
    return Table(f"{number:,} articles, CPU seconds", rows, tuple(notes))


def grow(read: Sequence[Extraction], number: int) -> Iterator[Extraction]:
    """The articles, then copies of them with other words."""
    others: defaultdict[tuple[int, bool], list[str]] = defaultdict(list)
    for each in read:
        for word in WORD.findall(each.article.text):
            others[len(word), word[0].isupper()].append(word)
    choice = random.Random(0)
    for count, each in enumerate(islice(cycle(read), number)):
        if count < len(read):
            yield each
            continue
        copy = _reworded(each, _Words(others, choice), "")
        text = f"{copy.article.text}\n{count}"
        own = replace(
            copy.article, text=text, sha256=sha256(text.encode()).hexdigest(), source=f"{count}.txt"
        )
        yield replace(copy, article=own)


class _Words:
    """For each word of a copy the same word or another of its length, the same one throughout."""

    def __init__(self, others: Mapping[tuple[int, bool], Sequence[str]], choice: random.Random) -> None:
        self._others, self._choice = others, choice
        self._chosen: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        return WORD.sub(self._other, text)

    def _other(self, found: re.Match[str]) -> str:
        word = found[0].lower()
        if word not in self._chosen:
            pool = self._others[len(word), found[0][0].isupper()]
            keeps = self._choice.random() < KEPT or not pool
            self._chosen[word] = word if keeps else self._choice.choice(pool).lower()
        other = self._chosen[word]
        return other.capitalize() if found[0][0].isupper() else other


def _reworded(value: Any, words: _Words, name: str) -> Any:
    """A record with its texts in other words of the same length, so that every offset holds."""
    if isinstance(value, str):
        return words(value) if name in TEXTS else value
    if isinstance(value, tuple):
        return tuple(_reworded(each, words, name) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {
        field.name: _reworded(getattr(value, field.name), words, "text" if field.name in TEXTS else "")
        for field in fields(value)
    }
    return replace(value, **changed)


def _extractions(paths: Sequence[str]) -> list[Extraction]:
    found = (raw for raw in read_articles(paths) if isinstance(raw, RawArticle))
    return [each for each in extract_here(found, Source()) if isinstance(each, Extraction)]


def _stored(store: Path, articles: Iterable[Extraction]) -> tuple[list[RawArticle], Extraction]:
    """The articles as a build finds them, their extractions stored as if they had been read; and the last of these."""
    with writing(store):
        pass  # makes the store
    raws = []
    extractions = _extractions_of(store)
    for each in articles:
        raws.append(_raw(each.article))
        extractions.put(raws[-1], each)
        last = each
    extractions.close()
    return raws, last


def _put(store: Path, extraction: Extraction) -> None:
    extractions = _extractions_of(store)
    extractions.put(_raw(extraction.article), extraction)
    extractions.close()


def _extractions_of(store: Path) -> Extractions:
    return Extractions(store / "extractions", extraction_hash(made_with(Source())))


def _build(store: Path, articles: Sequence[RawArticle]) -> Row:
    """What `kg build` costs for articles that are all read already."""
    _, seconds = _timed(lambda: build(articles, store, Settings(), sizes={}, processes=1))
    print(f"{len(articles):,} articles: {seconds:,.1f} s, {_peak():,.0f} MB", file=sys.stderr, flush=True)
    return {"all": seconds}


def _peak() -> float:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _judge(store: Path) -> None:
    with open_store(store) as graph, open_search(graph.path) as search, Lookup(graph.path, ()) as lookup:
        one, other = (hit.entity for hit in search.names("a", 2, "Person"))
        sides = lookup.pair(one, other)
    judge(store, [Judgement("same", sides, "benchmark", "2024-01-01T00:00:00Z")])


def _find(store: Path) -> float:
    """Seconds of one search for a name that is misspelt, on the mean of ten."""
    with open_store(store) as graph, open_search(graph.path) as search:
        search.names("warm"), search.sentences("warm")
        _, seconds = _timed(lambda: [search.names("Brandel Mrine") for _ in range(10)])
    return seconds / 10


def _raw(article: Article) -> RawArticle:
    return RawArticle(source=article.source, sha256=article.sha256, text=article.text, url=article.url)


def _timed(what: Callable[[], T]) -> tuple[T, float]:
    begun = time.process_time()
    found = what()
    return found, time.process_time() - begun


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.link")
    parser.add_argument("paths", nargs="*", default=SAMPLES)
    parser.add_argument("--articles", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())

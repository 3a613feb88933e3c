"""Measures the speed of a build against the bare parse of the same text in the same run; memory; size.

    python -m benchmarks.build [PATH ...] [--articles N] [--rounds N] [--memory N]

Prints articles, sentences and words per CPU-second on one core, for `kg build` into a new store with one process and
for `nlp.pipe` with the same pipeline, in turn; CPU seconds per stage, and the cost of all stages after the parse
relative to the parse; peak resident memory while N and four times N articles stream; quads per sentence and bytes per
quad. The text is that of the sample articles or of PATH, repeated, each copy with names that never occur again.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.parse_speed import make_name, on_one_thread
from kg.build.build import Settings, build
from kg.build.extraction.processes import extract_here
from kg.build.progress import BuildCounts
from kg.claims.claims import read_claims
from kg.entities.mentions import find_mentions
from kg.entities.resolve import resolve
from kg.errors import KgError
from kg.events.find import find_events
from kg.grammar.parsed import join
from kg.link import link
from kg.parse.finish_names import finish_names
from kg.pipeline import Knowledge, Source, load
from kg.rdf.article_quads import article_quads
from kg.rdf.quads import default_quads, ontology_quads
from kg.read.clean import clean, prose
from kg.read.files import read_articles
from kg.records import Extraction, RawArticle
from kg.times.attach import time_of
from kg.times.expressions import find_times
from training.report import Row, Table

EXAMPLES = Path(__file__).parents[1] / "examples"
SAMPLES = [str(path) for path in sorted((EXAMPLES / "articles").iterdir())]

T = TypeVar("T")


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    on_one_thread("benchmarks.build", arguments or sys.argv[1:])
    try:
        if options.stream:
            print(peak_of_stream(options.paths, options.stream))
            return 0
        for table in measure(options):
            print(f"{table}\n", flush=True)
    except KgError as error:
        print(f"build: {error}", file=sys.stderr)
        return 1
    return 0


def measure(options: argparse.Namespace) -> Iterator[Table]:
    articles = list(make_articles(options.paths, options.articles))
    known = load()
    time_stages(articles[:5], known)  # loads everything that is loaded on first use
    rows, counts, size = compare(articles, known, options.rounds)
    yield Table(
        "speed on one core", rows, (f"{len(articles)} articles; median of {options.rounds} rounds, in turn",)
    )
    seconds = time_stages(articles, known)
    across = (seconds["link"] + seconds["quads"]) / seconds["parse"]
    own = (sum(seconds.values()) - seconds["clean"]) / seconds["parse"] - 1 - across
    stages: dict[str, Row] = {name: {"CPU s": spent} for name, spent in seconds.items()}
    notes = (
        f"after the parse, as shares of it: {own:.2f} within an article, {across:.2f} across articles and for quads",
        "linking sees the same stories again and again here, which costs more than as many different ones",
    )
    yield Table("stages", stages, notes)
    sizes = (options.memory, 4 * options.memory)
    peaks: dict[str, Row] = {f"{n} articles": {"MB": _in_new_process(options.paths, n)} for n in sizes}
    yield Table("peak memory", peaks, ("resident, as extract_here streams them in one process",))
    row: Row = {
        "quads/sentence": counts.numbers["quads"] / counts.sentences,
        "bytes/quad": size / counts.numbers["quads"],
    }
    yield Table("size", {"store": row}, ("the graph on disk; texts and extractions not counted",))


def make_articles(paths: Iterable[str], number: int) -> Iterator[RawArticle]:
    """Yield the articles repeatedly, each time with an extra sentence about new people."""
    found = [raw for raw in read_articles(paths) if isinstance(raw, RawArticle)]
    if not found:
        raise KgError("no articles found: give files or folders with news")
    choice = random.Random(0)
    for count, raw in enumerate(islice(cycle(found), number)):
        text = (
            f"{raw.text.rstrip()}\n\n{make_name(choice)} met {make_name(choice)} in Geneva, officials said.\n"
        )
        yield replace(
            raw, source=f"{count}-{raw.source}", text=text, sha256=sha256(text.encode()).hexdigest()
        )


def compare(
    articles: list[RawArticle], known: Knowledge, rounds: int
) -> tuple[dict[str, Row], BuildCounts, int]:
    """Per CPU-second: the bare parse, and the whole build; what was built, and its bytes on disk."""
    cleaned = [clean(raw, known.boilerplate) for raw in articles]
    texts = [[a.text[s.begin : s.end] for s in prose(a)] for a in cleaned]
    bare, whole = [], []
    for _ in range(rounds):
        docs, seconds = _timed(
            lambda: [(len(doc), len(list(doc.sents))) for each in texts for doc in known.nlp.pipe(each)]
        )
        bare.append(seconds)
        with TemporaryDirectory() as folder:
            counts, seconds = _timed(
                lambda path=Path(folder): build(articles, path / "s", Settings(), sizes={}, processes=1)
            )
            size = sum(file.stat().st_size for file in Path(folder).glob("s/build-*/graph/*"))
        whole.append(seconds)
    words, sentences = (sum(column) for column in zip(*docs, strict=True))

    def rates(seconds: float) -> Row:
        return {
            "articles/s": len(articles) / seconds,
            "sentences/s": sentences / seconds,
            "words/s": words / seconds,
        }

    rows = {"nlp.pipe": rates(median(bare)), "kg build": rates(median(whole))}
    rows["ratio"] = {name: rows["kg build"][name] / rows["nlp.pipe"][name] for name in rows["kg build"]}
    return rows, counts, size


def time_stages(articles: Iterable[RawArticle], known: Knowledge) -> dict[str, float]:
    """CPU seconds of each step of `kg.pipeline.extract`, of linking and of making quads."""
    spent: dict[str, float] = defaultdict(float)

    def timed(name: str, call: Callable[[], T]) -> T:
        value, seconds = _timed(call)
        spent[name] += seconds
        return value

    extractions = [_staged(raw, known, timed) for raw in articles]
    links = timed("link", lambda: link(extractions))
    timed("quads", lambda: [list(article_quads(each, links, known.lexicon)) for each in extractions])
    ontology = _timed(lambda: list(ontology_quads(known.lexicon)))[1]  # once a graph, however large
    timed("quads", lambda: list(default_quads(extractions, links, known.lexicon)))
    spent["quads"] -= ontology
    return dict(spent)


def _staged(raw: RawArticle, known: Knowledge, timed: Callable[[str, Callable[[], T]], T]) -> Extraction:
    """`kg.pipeline.extract` with a clock between its lines."""
    article = timed("clean", lambda: clean(raw, known.boilerplate))
    sections = list(prose(article))
    texts = [article.text[section.begin : section.end] for section in sections]
    docs = timed("parse", lambda: [known.nlp(text, disable=["news_names"]) for text in texts])
    timed("parse", lambda: finish_names(docs, known.language.names))
    parsed = timed("frames", lambda: join(article, zip(sections, docs, strict=True), known.language))
    mentions = timed("mentions", lambda: find_mentions(parsed))
    resolution = timed("resolve", lambda: resolve(parsed, mentions))
    events = timed("events", lambda: find_events(parsed, resolution, known.lexicon))
    times = timed("times", lambda: find_times(parsed))
    when = timed("times", lambda: {event.trigger: time_of(event, parsed, times) for event in events})
    claims = timed("claims", lambda: read_claims(events, parsed, resolution, when, known.lexicon))
    return Extraction(article, tuple(parsed.sentences), tuple(resolution.entities.values()), claims)


def peak_of_stream(paths: Iterable[str], number: int) -> int:
    """MB resident at most while so many articles stream through this process."""
    for _ in extract_here(make_articles(paths, number), Source()):
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _in_new_process(paths: Iterable[str], number: int) -> int:
    command = [sys.executable, "-m", "benchmarks.build", *paths, "--stream", str(number)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _timed(call: Callable[[], T]) -> tuple[T, float]:
    begun = _seconds()
    return call(), _seconds() - begun


def _seconds() -> float:
    """Processor time of this process and of the child processes that have ended."""
    return sum(os.times()[:4])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.build", description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", default=SAMPLES, help="articles; the samples by default")
    parser.add_argument("--articles", type=int, default=108, help="to read for speed and size")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--memory", type=int, default=200, help="articles to stream; and four times as many")
    parser.add_argument("--stream", type=int, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())

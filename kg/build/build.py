"""Articles to the graph of a store: extractions are reused or made, then linked and written as a new build."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import tee
from pathlib import Path
from typing import cast

from kg.build.assemble import assemble, is_current
from kg.build.extraction.engines import Extractor, extractor
from kg.build.extraction.memory import Memory
from kg.build.extraction.workers import Outcome
from kg.build.fingerprints import ontology_folders, settings_of
from kg.build.linked_build import BuildInput, StoredArticle, stored_article
from kg.build.made_with import made_with, open_extractions
from kg.build.progress import BuildCounts, Progress
from kg.errors import ReadError, StoreError
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.pipeline import Source
from kg.rdf.support import CERTAIN
from kg.records import CachedArticle, RawArticle, Skipped, article_id
from kg.store.directory import current_build, graph_of, was_built
from kg.store.graph_counts import graph_counts
from kg.store.ledger import open_ledger
from kg.store.packed.extractions import Extractions
from kg.store.read_build import open_store
from kg.store.write_build import Writer, writing
from kg.vocab import BASE

NOT_LIMITED = Memory()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a graph depends on besides its articles.

    `base` begins the IRIs of its data; `certain` is the least confidence of a claim that supports the default graph.
    `owners` are those of publishers by comparable name: articles of one owner are one independent source.
    """

    source: Source = field(default_factory=Source)
    base: str = BASE
    certain: float = CERTAIN
    owners: Mapping[str, str] = field(default_factory=dict)


def settings_of_store(store: Path) -> Settings:
    """The settings of the current build; the defaults if there is none that can be read."""
    try:
        with closing(open_ledger(current_build(store) or store)) as ledger:
            known = ledger.settings()
    except (StoreError, sqlite3.Error):
        return Settings()
    lists = tuple(Path(each) for each in json.loads(known.get("entities", "[]")))
    source = Source(known.get("model"), ontology_folders(known), lists)
    return Settings(source, known["base"], float(known["certain"]), json.loads(known.get("owners", "{}")))


def build(  # noqa: PLR0913  # each is a setting of its own
    articles: Iterable[RawArticle | Skipped],
    store: Path,
    settings: Settings,
    *,
    sizes: Mapping[str, int],
    processes: int | None = None,
    engine: str | None = None,
    add: bool = False,
    anew: bool = True,
    memory: Memory = NOT_LIMITED,
    progress: bool | None = None,
) -> BuildCounts:
    """Makes the graph of these articles, and of no others, in a store; with `add`, its present articles are kept.

    Not `anew`: a current build of the same articles, made in the same way, stays. They are extracted by processes of
    this machine, or by an engine: "dask://HOST:PORT". Each extraction is stored at once, so the next run continues a
    build that was stopped. `progress` shows a bar; None: on a terminal. Raises KgError.
    """
    with building(store, settings, sizes, memory, progress=progress) as running:
        cached = partial(_cached, running.extractions)
        extract = extractor(settings.source, memory.processes(processes), engine)
        outcomes = _outcomes(articles, cached, extract)
        stored = list(_stored(outcomes, running))
        return running.publish([*stored, *(kept(running, stored) if add else ())], anew=anew)


@contextmanager
def building(
    store: Path,
    settings: Settings,
    sizes: Mapping[str, int],
    memory: Memory = NOT_LIMITED,
    *,
    progress: bool | None = None,
) -> Iterator[RunningBuild]:
    """A build that has begun. Raises KgError."""
    lexicon, made = load_lexicon(*settings.source.ontology), made_with(settings.source)
    extractions = open_extractions(store / "extractions", settings.source, made)
    with writing(store) as writer, Progress(sizes, shown=progress) as bar, closing(extractions):
        if writer.damage:
            bar.warn(f"{store}: its build is damaged, {writer.damage}: everything is written anew")
        yield RunningBuild(writer, extractions, lexicon, made, settings, bar, BuildCounts(), memory)


@dataclass(frozen=True, slots=True)
class RunningBuild:
    """A build whose articles are being read."""

    writer: Writer
    extractions: Extractions
    lexicon: Lexicon
    made: Mapping[str, str]
    settings: Settings
    progress: Progress
    counts: BuildCounts
    memory: Memory = NOT_LIMITED

    def skip(self, skipped: Skipped) -> None:
        """Counts and reports input without an article."""
        self.counts.skipped += 1
        self.progress.skip(skipped)

    def publish(self, articles: Iterable[StoredArticle], *, anew: bool = True) -> BuildCounts:
        """Links the articles, and makes their graph that of the store. Raises ReadError if there are none.

        Not `anew`: keeps a graph of the same articles.
        """
        store, source = self.writer.path, self.settings.source
        self.extractions.close()
        unique = _without_duplicates(articles)
        if not unique:
            skipped = self.counts.skipped
            raise ReadError(
                f"no articles found ({skipped} skipped): give files or folders with text; {graph_of(store)}"
            )
        self.progress.say("Linking")
        build_input = BuildInput(
            extractions=self.extractions,
            articles=unique,
            lexicon=self.lexicon,
            settings=settings_of(
                self.made,
                source,
                self.settings.base,
                self.settings.certain,
                owners=self.settings.owners,
            ),
            made_with=self.made,
            skipped=self.counts.skipped,
            cache_share=self.memory.cache_share,
        )
        if anew or not is_current(self.writer, build_input):
            assemble(self.writer, build_input)
            self.extractions.keep_only(build_input.extraction_keys)
        with open_store(store) as new_build:
            self.counts.graph = graph_counts(new_build)
        return self.counts


def kept(running: RunningBuild, stored: Iterable[StoredArticle]) -> list[StoredArticle]:
    """The articles of the current build, without those that were read again. Raises StoreError if it is damaged."""
    current, new = running.writer.current(), {each.article for each in stored}
    if current is None:
        store = running.writer.path
        if was_built(store):
            raise StoreError(
                f"{store}: its build is damaged, so that its articles cannot be kept: run kg build again with all "
                "articles, without --add"
            )
        return []
    with closing(open_ledger(current)) as ledger:
        records = {id_: record for id_, record in ledger.articles().items() if id_ not in new}
    for record in records.values():
        running.counts.add(record.counts)
        running.counts.cached += 1
    return [stored_article(id_, record) for id_, record in records.items()]


def _cached(extractions: Extractions, raw: RawArticle) -> CachedArticle | None:
    """The counts of a stored extraction, which is not opened."""
    counts = extractions.counts(extractions.key(raw))
    return CachedArticle(article_id(raw), counts) if counts else None


def _without_duplicates(stored: Iterable[StoredArticle]) -> dict[str, StoredArticle]:
    """The articles by id. Of several files with the same bytes the first by name counts."""
    first: dict[str, StoredArticle] = {}
    for each in stored:
        first[each.article] = min(first.get(each.article, each), each, key=lambda one: (one.file, one.key))
    return first


def _outcomes(
    articles: Iterable[RawArticle | Skipped],
    cached: Callable[[RawArticle], CachedArticle | None],
    extract: Extractor,
) -> Iterator[tuple[RawArticle | Skipped, Outcome]]:
    """Each article with what it yields."""
    articles, again = tee(articles)
    items = (cached(item) or item if isinstance(item, RawArticle) else item for item in again)
    return zip(articles, extract(items), strict=True)


def _stored(
    outcomes: Iterable[tuple[RawArticle | Skipped, Outcome]], running: RunningBuild
) -> Iterator[StoredArticle]:
    """Stores each new extraction, and yields all articles that have one."""
    extractions, counts, progress = running.extractions, running.counts, running.progress
    for raw, outcome in outcomes:
        if isinstance(outcome, Skipped) or isinstance(raw, Skipped):
            running.skip(cast(Skipped, outcome))
            continue
        if isinstance(outcome, CachedArticle):
            counts.cached += 1
            key = extractions.key(raw)
        else:
            key = extractions.put(raw, outcome)
        counts.add(outcome.counts)
        if raw.unread_date:
            progress.unread_date(raw.source, raw.unread_date)
        progress.move(raw.source, len(raw.text))
        yield StoredArticle(article=article_id(raw), file=raw.source, key=key, counts=outcome.counts)

"""Articles to the graph of a store: extractions are reused or made, then linked and written as a new build."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import tee
from pathlib import Path
from typing import cast

from kg.build.assemble import assemble
from kg.build.extraction.processes import extract_all
from kg.build.extraction.workers import Outcome
from kg.build.fingerprints import settings_of
from kg.build.linked_build import BuildInput
from kg.build.made_with import extraction_hash, made_with
from kg.build.progress import BuildCounts, Progress
from kg.errors import ReadError, StoreError
from kg.ontology.classes.read_ontology import load_lexicon
from kg.ontology.listed.read_entity_list import load_entity_list
from kg.pipeline import Source
from kg.rdf.support import CERTAIN
from kg.records import ArticleCounts, CachedArticle, RawArticle, Skipped, counts_of
from kg.store.extractions import Extractions
from kg.store.ledger import ArticleRecord, open_ledger
from kg.store.read_build import open_store
from kg.store.write_build import Writer, writing
from kg.vocab import BASE


def build(  # noqa: PLR0913  # each is a setting of its own
    articles: Iterable[RawArticle | Skipped],
    store: Path,
    source: Source,
    *,
    sizes: Mapping[str, int],
    processes: int | None = None,
    base: str = BASE,
    certain: float = CERTAIN,
) -> BuildCounts:
    """Makes the graph of these articles, and of no others, in a store; `base` begins the IRIs of its data.

    `certain` is the least confidence of a claim that supports the default graph.
    Each extraction is stored at once, so the next run continues a build that was stopped. Raises KgError.
    """
    counts = BuildCounts()
    lexicon, made = load_lexicon(*source.ontology), made_with(source)
    settings = settings_of(made, source.ontology, base, certain)
    with writing(store) as writer, Progress(sizes) as progress:
        if writer.damage:
            progress.warn(f"{store}: its build is damaged, {writer.damage}: everything is written anew")
        entity_list = load_entity_list(source.entities)
        extractions = Extractions(
            store / "extractions", extraction_hash(made), depends_on=entity_list.relevant_hash
        )
        cached = partial(_cached, extractions, _records(writer, settings))
        outcomes = _outcomes(articles, cached, source, processes or len(os.sched_getaffinity(0)))
        stored = list(_stored(outcomes, extractions, counts, progress))
        keys, files, duplicated = _without_duplicates(stored)
        if not keys:
            raise ReadError(f"no articles found ({counts.skipped} skipped); {store} is unchanged")
        _update_sources(extractions, keys, files, duplicated)
        progress.say("linking")
        build_input = BuildInput(
            extractions=extractions,
            keys=keys,
            files=files,
            article_counts={each.article: each.counts for each in stored},
            lexicon=lexicon,
            settings=settings,
            made_with=made,
            skipped=counts.skipped,
        )
        assemble(writer, build_input)
        extractions.keep_only(frozenset(keys.values()))
    with open_store(store) as new_build:
        counts.quads = new_build.counts["quads"]
    return counts


def _records(writer: Writer, settings: Mapping[str, str]) -> Mapping[tuple[str, str], ArticleRecord]:
    """The records of the current build by extraction and file; empty if it has other settings."""
    current = writer.current()
    if current is None:
        return {}
    try:
        with closing(open_ledger(current)) as ledger:
            records = ledger.articles().values() if ledger.settings() == settings else ()
            return {(each.extraction, each.file): each for each in records}
    except StoreError:
        return {}


def _cached(
    extractions: Extractions, records: Mapping[tuple[str, str], ArticleRecord], raw: RawArticle
) -> CachedArticle | None:
    """The counts of a stored extraction; it is opened only if the current build has no record of it and its file."""
    key, article = extractions.key(raw), raw.sha256[:16]
    record = records.get((key, raw.source))
    if record is not None and extractions.has(key):
        return CachedArticle(article, record.counts)
    found = extractions.get(raw)
    return CachedArticle(article, counts_of(found)) if found else None


def _without_duplicates(
    stored: Iterable[StoredArticle],
) -> tuple[dict[str, str], dict[str, str], set[str]]:
    """Key and file of each article by id, and the ids of the articles that are in several files.

    Of several files with the same bytes the first by name counts.
    """
    first: dict[str, tuple[str, str]] = {}
    duplicated = set()
    for each in stored:
        place = each.file, each.key
        if each.article in first:
            duplicated.add(each.article)
        first[each.article] = min(first.get(each.article, place), place)
    keys = {article: key for article, (_, key) in first.items()}
    return keys, {article: file for article, (file, _) in first.items()}, duplicated


def _update_sources(
    extractions: Extractions, keys: Mapping[str, str], files: Mapping[str, str], articles: Iterable[str]
) -> None:
    """Stores the file that counts in the extractions of articles."""
    for article in articles:
        extractions.with_source(keys[article], files[article])


def _outcomes(
    articles: Iterable[RawArticle | Skipped],
    cached: Callable[[RawArticle], CachedArticle | None],
    source: Source,
    processes: int,
) -> Iterator[tuple[RawArticle | Skipped, Outcome]]:
    """Each article with what it yields."""
    articles, again = tee(articles)
    items = (cached(item) or item if isinstance(item, RawArticle) else item for item in again)
    return zip(articles, extract_all(items, source, processes=processes), strict=True)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article whose extraction is stored: its id, its file, the key of the extraction, how much it yields."""

    article: str
    file: str
    key: str
    counts: ArticleCounts


def _stored(
    outcomes: Iterable[tuple[RawArticle | Skipped, Outcome]],
    extractions: Extractions,
    counts: BuildCounts,
    progress: Progress,
) -> Iterator[StoredArticle]:
    """Stores each new extraction, and yields all articles that have one."""
    for raw, outcome in outcomes:
        if isinstance(outcome, Skipped) or isinstance(raw, Skipped):
            counts.skipped += 1
            progress.skip(cast(Skipped, outcome))
            continue
        if isinstance(outcome, CachedArticle):
            counts.cached += 1
            article_counts = outcome.counts
        else:
            extractions.put(raw, outcome)
            article_counts = counts_of(outcome)
        counts.add(article_counts)
        if raw.unread_date:
            progress.unread_date(raw.source, raw.unread_date)
        progress.move(raw.source, len(raw.text))
        yield StoredArticle(
            article=raw.sha256[:16], file=raw.source, key=extractions.key(raw), counts=article_counts
        )

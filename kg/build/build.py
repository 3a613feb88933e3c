"""Articles into a store: what was read before is kept, the rest is read; then the graph is made and published."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import tee
from pathlib import Path
from typing import cast

from tqdm import tqdm

from kg.build.assemble import assemble
from kg.build.fingerprints import settings_of
from kg.build.linked_build import BuildInput
from kg.build.made_with import extraction_hash, made_with
from kg.build.processes import Outcome, extract_all
from kg.errors import ReadError, StoreError
from kg.ontology.classes.read_ontology import load_lexicon
from kg.pipeline import Source
from kg.records import ArticleCounts, CachedArticle, RawArticle, Skipped, counts_of
from kg.store.extractions import Extractions
from kg.store.ledger import ArticleRecord, open_ledger
from kg.store.read_build import open_store
from kg.store.write_build import Writer, writing
from kg.vocab import BASE


@dataclass(slots=True)
class Counts:
    """What a build has done so far, for its last line."""

    articles: int = 0
    kept: int = 0  # of them, those that an earlier build had read
    sentences: int = 0
    mentions: int = 0
    entities: int = 0
    claims: int = 0
    quads: int = 0
    skipped: int = 0
    begun: float = field(default_factory=time.monotonic)

    def add(self, article: ArticleCounts) -> None:
        self.articles += 1
        self.sentences += article.sentences
        self.mentions += article.mentions
        self.entities += article.entities
        self.claims += article.claims

    @property
    def numbers(self) -> dict[str, int]:
        """Without the time it took, which is another every time."""
        names = ("articles", "sentences", "mentions", "entities", "claims", "quads", "skipped")
        return {name: getattr(self, name) for name in names}

    @property
    def line(self) -> str:
        told = ", ".join(f"{number:,} {name}" for name, number in self.numbers.items())
        kept = f" ({self.kept:,} reused from earlier builds)" if self.kept else ""
        return f"{told}, {time.monotonic() - self.begun:.1f} seconds{kept}"


class Progress:
    """A bar over the bytes of the input on standard error, none where that is no terminal; what is skipped by name."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        """`sizes` are bytes by source; of standard input and the like there are none."""
        self._rest, self._file = dict(sizes), ""
        self._bar = tqdm(
            total=sum(sizes.values()) or None, unit="B", unit_scale=True, disable=None, desc="reading"
        )

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def skip(self, skipped: Skipped) -> None:
        tqdm.write(f"skipped {skipped.source}: {skipped.reason}", file=sys.stderr)
        self.move(skipped.source, 0)

    def move(self, source: str, size: int) -> None:
        """On by an article of a file; a file is done when the next one begins."""
        file = source.partition("#")[0]
        if file != self._file:
            self._bar.update(self._rest.pop(self._file, 0))
            self._file = file
        step = min(size, self._rest.get(file, size))
        if file in self._rest:
            self._rest[file] -= step
        self._bar.update(step)

    def say(self, stage: str) -> None:
        self._bar.set_description(stage)


def build(  # noqa: PLR0913  # each is a setting of its own
    found: Iterable[RawArticle | Skipped],
    store: Path,
    source: Source,
    *,
    sizes: Mapping[str, int],
    processes: int | None = None,
    base: str = BASE,
) -> Counts:
    """Make the graph of these articles, and of no others, in a store; `base` begins the IRIs of its data.

    Each article that was read is stored at once, so a build that was stopped goes on from there. Raises KgError.
    """
    counts = Counts()
    lexicon, made = load_lexicon(*source.ontology), made_with(source)
    settings = settings_of(made, source.ontology, base)
    with writing(store) as writer, Progress(sizes) as progress:
        extractions = Extractions(store / "extractions", extraction_hash(made))
        kept = partial(_cached, extractions, _records(writer, settings))
        outcomes = _outcomes(found, kept, source, processes or len(os.sched_getaffinity(0)))
        read = list(_stored(outcomes, extractions, counts, progress))
        keys, files, several = _one_each((each.article, each.file, each.key) for each in read)
        if not keys:
            raise ReadError(f"no articles found ({counts.skipped} skipped); {store} is unchanged")
        for article in several:
            extractions.moved(keys[article], files[article])
        progress.say("linking")
        build_input = BuildInput(
            extractions=extractions,
            keys=keys,
            files=files,
            article_counts={each.article: each.counts for each in read},
            lexicon=lexicon,
            settings=settings,
            made_with=made,
            skipped=counts.skipped,
        )
        assemble(writer, build_input)
        extractions.keep_only(frozenset(keys.values()))
    with open_store(store) as made_store:
        counts.quads = made_store.counts["quads"]
    return counts


def _records(writer: Writer, settings: Mapping[str, str]) -> Mapping[tuple[str, str], ArticleRecord]:
    """What the current build has, by extraction and file, if the next one can go on from it."""
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
    """What is known of an article that was read before; its extraction is looked at only if it lay elsewhere."""
    key, article = extractions.key(raw), raw.sha256[:16]
    record = records.get((key, raw.source))
    if record is not None and extractions.has(key):
        return CachedArticle(article, record.counts)
    found = extractions.get(raw)
    return CachedArticle(article, counts_of(found)) if found else None


def _one_each(found: Iterable[tuple[str, str, str]]) -> tuple[dict[str, str], dict[str, str], set[str]]:
    """Key and source of each article by its id, and the ids of those that lie in several places.

    Of several with the same bytes, the first source counts.
    """
    first: dict[str, tuple[str, str]] = {}
    several = set()
    for article, source, key in found:
        if article in first:
            several.add(article)
        first[article] = min(first.get(article, (source, key)), (source, key))
    keys = {article: key for article, (_, key) in first.items()}
    return keys, {article: source for article, (source, _) in first.items()}, several


def _outcomes(
    found: Iterable[RawArticle | Skipped],
    kept: Callable[[RawArticle], CachedArticle | None],
    source: Source,
    processes: int,
) -> Iterator[tuple[RawArticle | Skipped, Outcome]]:
    """What was found, and what it yields."""
    found, again = tee(found)
    todo = (kept(item) or item if isinstance(item, RawArticle) else item for item in again)
    return zip(found, extract_all(todo, source, processes=processes), strict=True)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article whose extraction is stored under a key, where the article lies, and how much it yields."""

    article: str
    file: str
    key: str
    counts: ArticleCounts


def _stored(
    outcomes: Iterable[tuple[RawArticle | Skipped, Outcome]],
    extractions: Extractions,
    counts: Counts,
    progress: Progress,
) -> Iterator[StoredArticle]:
    """Each extraction, once it is stored."""
    for raw, outcome in outcomes:
        if isinstance(outcome, Skipped) or isinstance(raw, Skipped):
            counts.skipped += 1
            progress.skip(cast(Skipped, outcome))
            continue
        if isinstance(outcome, CachedArticle):
            counts.kept += 1
            article_counts = outcome.counts
        else:
            extractions.put(raw, outcome)
            article_counts = counts_of(outcome)
        counts.add(article_counts)
        progress.move(raw.source, len(raw.text))
        yield StoredArticle(
            article=raw.sha256[:16], file=raw.source, key=extractions.key(raw), counts=article_counts
        )

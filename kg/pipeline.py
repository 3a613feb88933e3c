"""Joins the stages: one article in, all that it yields out. The page to read first.

    read -> clean -> parse -> mentions -> resolve -> events -> times -> claims

`extract` is the road of one article, `extract_all` that of many, on as many cores as are given.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from spacy.language import Language

from kg.claims import read_claims
from kg.clean import clean, prose
from kg.errors import KgError
from kg.events import find_events
from kg.lexicon import Lexicon
from kg.mentions import find_mentions
from kg.names import finish_names
from kg.nouns import Nouns, load_nouns
from kg.ontology import load_lexicon
from kg.parse import load_pipeline
from kg.parsed import Parsed, join
from kg.records import Article, Claim, Entity, Extraction, RawArticle, Skipped
from kg.references import References, load_references
from kg.resolve import resolve
from kg.times import find_times, time_of

WAITING = (
    4  # articles a process that are handed out before the first is taken back: enough for all to be busy
)

Found = RawArticle | Skipped


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known before an article is read: the language and the ontology."""

    nlp: Language
    lexicon: Lexicon
    nouns: Nouns
    references: References


@dataclass(frozen=True, slots=True)
class Source:
    """Where that knowledge is read from: a pipeline by name or path (ours if None), folders over our ontology."""

    model: str | None = None
    ontology: tuple[Path, ...] = ()


def load(source: Source = Source()) -> Knowledge:
    """Raises ModelError or OntologyError, where either cannot be used."""
    return Knowledge(
        load_pipeline(source.model), load_lexicon(*source.ontology), load_nouns(), load_references()
    )


def extract(article: Article, known: Knowledge) -> Extraction:
    """All that one article yields. It depends on nothing but the article and what is known."""
    parsed = parse(article, known.nlp)
    if parsed is None:
        return Extraction(article, (), (), ())
    mentions = find_mentions(parsed, known.nouns)
    resolution = resolve(parsed, mentions, known.references, known.nouns)
    events = find_events(parsed, resolution, known.lexicon)
    times = find_times(parsed)
    when = {event.trigger: time_of(event, parsed, times) for event in events}
    claims = read_claims(events, parsed, resolution, when, known.lexicon)
    return Extraction(article, tuple(parsed.sentences), tuple(_needed(resolution.entities, claims)), claims)


def extract_all(
    found: Iterable[Found], source: Source, *, processes: int = 1
) -> Iterator[Extraction | Skipped]:
    """What each article yields, in order; what was skipped before or fails here is handed on by name.

    Memory does not grow with the number of articles, and the result does not depend on `processes`.

    Raises KgError if a process dies: killed, or out of memory.
    """
    if processes == 1:
        known = load(source)
        yield from (_extract_one(item, known) for item in found)
    else:
        yield from _in_processes(found, source, processes)


def parse(article: Article, nlp: Language) -> Parsed | None:
    """The article with the doc of its headline and body; None if it has neither."""
    sections = list(prose(article))
    docs = [nlp(article.text[section.begin : section.end], disable=["news_names"]) for section in sections]
    finish_names(docs)  # over the whole article: a name has one label in it
    return join(article, zip(sections, docs, strict=True))


def _needed(entities: Mapping[str, Entity], claims: Iterable[Claim]) -> Iterator[Entity]:
    """The entities that have a name, and those without that a claim speaks of."""
    fillers = (filler for claim in claims for filler in (*claim.fillers, *claim.attributed_to))
    used = {filler.entity for filler in fillers}
    return (entity for key, entity in entities.items() if entity.is_named or key in used)


def _extract_one(item: Found, known: Knowledge) -> Extraction | Skipped:
    """The extraction of an article as read. Words that only it brought are forgotten: no doc outlives this call."""
    if isinstance(item, Skipped):
        return item
    try:
        with known.nlp.memory_zone():
            extraction = extract(clean(item), known)
    except Exception as error:  # noqa: BLE001  # a fault of ours that this article brings out: the others go on
        return Skipped(item.source, f"could not be read ({type(error).__name__}: {error}); please report it")
    if not extraction.sentences:
        return Skipped(item.source, "has no headline or body: all of it is boilerplate or comments")
    return extraction


# Several processes

_known: Knowledge  # of a worker process


def _in_processes(found: Iterable[Found], source: Source, processes: int) -> Iterator[Extraction | Skipped]:
    load(source)  # what is wrong with it is said once and here
    waiting: deque[Future[Extraction | Skipped]] = deque()
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _start_worker, (source,))
    try:
        for item in found:
            waiting.append(pool.submit(_extract_in_worker, item))
            if len(waiting) > processes * WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise KgError(
            "a worker process died, killed or out of memory: run again with fewer --processes"
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _start_worker(source: Source) -> None:
    global _known
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends a worker at once and without a word
    _known = load(source)


def _extract_in_worker(item: Found) -> Extraction | Skipped:
    return _extract_one(item, _known)

"""Joins the stages: one article in, all that it yields out. The page to read first.

    read -> clean -> parse -> mentions -> resolve -> events -> times -> claims

`extract` is the road of one article, `extract_all` that of many, on as many cores as are given.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from traceback import extract_tb

import spacy.language
from spacy.tokens import Doc

from kg.claims.claims import read_claims
from kg.entities.mentions import find_mentions
from kg.entities.resolve import resolve
from kg.errors import KgError, ReadError
from kg.events.find import find_events
from kg.grammar.parsed import Parsed, join
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.ontology.files import PACKAGE
from kg.ontology.language import Language, load_language
from kg.parse.finish_names import finish_names
from kg.parse.load_pipeline import load_pipeline
from kg.parse.title_case import with_small_letters
from kg.read.clean import clean, prose
from kg.records import Article, CachedArticle, Claim, Entity, Extraction, RawArticle, Section, Skipped
from kg.times.expressions import find_times, time_of

FEW = 60  # articles that one process has read by the time that two have started (4 s) and read them
WAITING = 4  # articles a process that are handed out before the first is taken back

Outcome = Extraction | Skipped | CachedArticle


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known before an article is read: the trained pipeline, the event classes, the language."""

    nlp: spacy.language.Language
    lexicon: Lexicon
    language: Language

    def is_common(self, word: str) -> bool:
        """True for a word in small letters that is no name by itself."""
        return (
            word in self.lexicon.verb_forms
            or word in self.lexicon.noun_forms
            or word in self.language.nouns.types
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where that knowledge is read from: a pipeline by name or path (ours if None), folders over our ontology."""

    model: str | None = None
    ontology: tuple[Path, ...] = ()


def load(source: Source = Source()) -> Knowledge:
    """Raises ModelError or OntologyError, where either cannot be used."""
    folders = source.ontology
    return Knowledge(load_pipeline(source.model), load_lexicon(*folders), load_language(*folders))


def extract(article: Article, known: Knowledge) -> Extraction:
    """All that one article yields. It depends on nothing but the article and what is known."""
    parsed = parse(article, known)
    if parsed is None:
        return Extraction(article, (), (), ())
    mentions = find_mentions(parsed, known.language.nouns)
    resolution = resolve(parsed, mentions, known.language.references, known.language.nouns)
    events = find_events(parsed, resolution, known.lexicon)
    times = find_times(parsed)
    when = {event.trigger: time_of(event, parsed, times) for event in events}
    claims = read_claims(events, parsed, resolution, when, known.lexicon)
    return Extraction(article, tuple(parsed.sentences), tuple(_needed(resolution.entities, claims)), claims)


def extract_all(
    articles: Iterable[RawArticle | Outcome], source: Source, *, processes: int = 1
) -> Iterator[Outcome]:
    """What each article yields, in order; what was skipped or read before is handed on, what fails is named.

    Memory does not grow with the number of articles, and the result does not depend on `processes`; a few articles
    are read before a second process would have started.

    Raises ModelError or OntologyError; KgError if a process is killed or out of memory.
    """
    rest = iter(articles)
    first = list(_until(FEW, rest)) if processes > 1 else []
    if sum(isinstance(item, RawArticle) for item in first) == FEW:
        yield from _in_processes(chain(first, rest), source, processes)
    else:
        known = cache(partial(load, source))
        for item in chain(first, rest):
            yield _outcome(item, known()) if isinstance(item, RawArticle) else item


def _until(raw: int, articles: Iterator[RawArticle | Outcome]) -> Iterator[RawArticle | Outcome]:
    """Articles up to so many that are still to be read."""
    for item in articles:
        yield item
        raw -= isinstance(item, RawArticle)
        if not raw:
            return


def parse(article: Article, known: Knowledge) -> Parsed | None:
    """The article with the doc of its headline and body; None if it has neither."""
    nlp, sections = known.nlp, list(prose(article))
    longest = max((section.end - section.begin for section in sections), default=0)
    if longest > nlp.max_length:
        raise ReadError(
            f"has a paragraph of {longest:,} characters; one of news has {nlp.max_length:,} at most"
        )
    docs: dict[Section, Doc] = {}
    # the body tells its names
    for section in sorted(sections, key=lambda section: section.kind == "headline"):
        text = article.text[section.begin : section.end]
        if section.kind == "headline":
            text = with_small_letters(text, docs.values(), known.is_common)
        docs[section] = nlp(text, disable=["news_names"])
    # over the whole article: a name has one label in it
    finish_names([docs[section] for section in sections])
    return join(article, ((section, docs[section]) for section in sections), known.language)


def _needed(entities: Mapping[str, Entity], claims: Iterable[Claim]) -> Iterator[Entity]:
    """The entities that have a name, and those without that a claim speaks of."""
    fillers = (filler for claim in claims for filler in (*claim.fillers, *claim.attributed_to))
    used = {filler.entity for filler in fillers}
    return (entity for key, entity in entities.items() if entity.is_named or key in used)


def _outcome(item: RawArticle, known: Knowledge) -> Outcome:
    """The extraction of an article as read. Words that only it brought are forgotten: no doc outlives this call."""
    try:
        with known.nlp.memory_zone():
            extraction = extract(clean(item), known)
    except KgError as error:
        return Skipped(item.source, str(error))
    except Exception as error:  # noqa: BLE001  # a fault of ours that this article brings out: the others go on
        return Skipped(item.source, f"brings out a fault of kg, please report it: {_told(error)}")
    if not extraction.sentences:
        return Skipped(item.source, "has no headline or body: all of it is boilerplate or comments")
    return extraction


def _told(error: Exception) -> str:
    """The error, and the line of ours that raised it."""
    places = [
        frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(PACKAGE)
    ]
    where = f" ({Path(places[-1].filename).name}:{places[-1].lineno})" if places else ""
    return f"{type(error).__name__}: {error}{where}"


# Several processes

_known: Knowledge | KgError  # of a worker process: what it knows, or why it does not


def _in_processes(
    articles: Iterable[RawArticle | Outcome], source: Source, processes: int
) -> Iterator[Outcome]:
    waiting: deque[Callable[[], Outcome]] = deque()
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _start_worker, (source,))
    try:
        for item in articles:
            if isinstance(item, RawArticle):
                waiting.append(pool.submit(_outcome_in_worker, item).result)
            else:
                waiting.append(partial(_same, item))
            if len(waiting) > processes * WAITING:
                yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()
    except BrokenProcessPool as error:
        raise KgError("a reading process was killed or ran out of memory: use fewer --processes") from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _same(outcome: Outcome) -> Outcome:
    return outcome


def _start_worker(source: Source) -> None:
    global _known
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends a worker at once and without a word
    try:
        _known = load(source)
    except KgError as error:
        _known = error


def _outcome_in_worker(item: RawArticle) -> Outcome:
    if isinstance(_known, KgError):
        raise _known
    return _outcome(item, _known)

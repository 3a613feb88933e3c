"""Worker processes that extract articles. One that an article ends is replaced, and the article skipped by name."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from kg.errors import KgError
from kg.pipeline import Knowledge, Source, extract, load
from kg.read.clean import clean
from kg.read.guard import describe, reason_of
from kg.read.limits import SECONDS, OverTimeError, limited
from kg.records import Extraction, RawArticle, Skipped
from kg.store.processes.end_with_parent import end_with_parent

SLOWEST = 500  # characters a second; a slower article is skipped: articles of any length have 5,000 or more
MOST_DEATHS = 4  # of workers with no article extracted in between: then it is not the articles that end them
ENDED = "ends the process that reads it, by a fault or for lack of memory: please report it"


class Workers:
    """Worker processes. When one dies, those articles that it and the others had not finished are extracted again, one
    at a time; the one that ends this process too is skipped.
    """

    def __init__(self, source: Source, processes: int, is_stopped: Callable[[], bool]) -> None:
        self._source, self._processes, self._is_stopped = source, processes, is_stopped
        self._pool = self._start(processes)
        self._single: ProcessPoolExecutor | None = None
        self._deaths = 0

    def submit(self, raw: RawArticle) -> Callable[[], Extraction | Skipped]:
        """Start to extract an article; the result waits for its end. Raises BrokenProcessPool after a stop."""
        try:
            future = self._pool.submit(_extract_in_worker, raw)
        except BrokenProcessPool:
            self._count_death()
            self._pool = self._start(self._processes)
            future = self._pool.submit(_extract_in_worker, raw)
        return lambda: self._result(raw, future)

    def close(self) -> None:
        """Cancel what has not begun, and let the workers end."""
        for pool in filter(None, (self._pool, self._single)):
            pool.shutdown(wait=False, cancel_futures=True)

    def _start(self, processes: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            processes, get_context("spawn"), _start_worker, (self._source, os.getpid())
        )

    def _result(self, raw: RawArticle, future: Future[Extraction | Skipped]) -> Extraction | Skipped:
        try:
            outcome = future.result()
        except BrokenProcessPool:
            outcome = self._again(raw)
        if outcome != Skipped(raw.source, ENDED):
            self._deaths = 0
        return outcome

    def _again(self, raw: RawArticle) -> Extraction | Skipped:
        """The outcome of an article whose worker has died, from a process of its own."""
        if self._is_stopped():
            raise BrokenProcessPool
        self._single = self._single or self._start(1)
        try:
            return self._single.submit(_extract_in_worker, raw).result()
        except BrokenProcessPool:
            self._single = None
            self._count_death()
            return Skipped(raw.source, ENDED)

    def _count_death(self) -> None:
        if self._is_stopped():
            raise BrokenProcessPool
        self._deaths += 1
        if self._deaths > MOST_DEATHS:
            raise KgError("reading processes are killed or run out of memory: use fewer --processes")


def extract_or_skip(raw: RawArticle, known: Knowledge) -> Extraction | Skipped:
    """The extraction of an article. The memory zone forgets words that only this article has: no doc survives it."""
    try:
        with limited(SECONDS + len(raw.text) / SLOWEST), known.nlp.memory_zone():
            extraction = extract(clean(raw, known.boilerplate), known)
    except (KgError, MemoryError, RecursionError, OverTimeError) as error:
        return Skipped(raw.source, reason_of(error))
    except Exception as error:  # noqa: BLE001  # a bug that this article triggers must not stop the others
        return Skipped(raw.source, f"causes an internal error, please report it: {describe(error)}")
    if not extraction.sentences:
        return Skipped(raw.source, "has no headline or body: all of it is boilerplate or comments")
    return extraction


# --- in a worker process

_known: Knowledge | KgError  # the worker's knowledge, or why it could not be loaded


def _start_worker(source: Source, parent: int) -> None:
    global _known
    end_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends a worker at once, without a traceback
    try:
        _known = load(source)
    except KgError as error:
        _known = error


def _extract_in_worker(raw: RawArticle) -> Extraction | Skipped:
    if isinstance(_known, KgError):
        raise _known
    return extract_or_skip(raw, _known)

"""Extractions of many articles, in order, on several processes; an article that fails is skipped by name."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache, partial
from itertools import chain
from multiprocessing import active_children, get_context
from threading import current_thread, main_thread
from types import FrameType

from kg.errors import KgError
from kg.pipeline import Knowledge, Source, extract, load
from kg.read.clean import clean
from kg.read.guard import describe, reason_of
from kg.read.limits import SECONDS, OverTimeError, limited
from kg.records import CachedArticle, Extraction, RawArticle, Skipped
from kg.store.processes.end_with_parent import end_with_parent

# Two processes take 4 s to start and to extract these articles; one process has extracted them by then.
FEW = 60
SLOWEST = 500  # characters a second; a slower article is skipped: articles of any length have 5,000 or more
PENDING = 4  # articles per process that are submitted before the first result is taken

Outcome = Extraction | Skipped | CachedArticle


def extract_all(
    articles: Iterable[RawArticle | Outcome], source: Source, *, processes: int = 1
) -> Iterator[Outcome]:
    """The extraction of each article, in order; skipped and cached articles are passed on as they are.

    Memory does not grow with the number of articles, and the result does not depend on `processes`. Few articles are
    extracted before a second process would have started, so they get one process.

    Raises ModelError or OntologyError; KgError if a process is killed or out of memory.
    """
    rest = iter(articles)
    first = list(_until(FEW, rest)) if processes > 1 else []
    if sum(isinstance(item, RawArticle) for item in first) == FEW:
        yield from _extract_in_processes(chain(first, rest), source, processes)
    else:
        known = cache(partial(load, source))
        for item in chain(first, rest):
            yield _extract_or_skip(item, known()) if isinstance(item, RawArticle) else item


def _until(raw: int, articles: Iterator[RawArticle | Outcome]) -> Iterator[RawArticle | Outcome]:
    """The articles up to the one that is number `raw` of those to extract."""
    for item in articles:
        yield item
        raw -= isinstance(item, RawArticle)
        if not raw:
            return


def _extract_in_processes(
    articles: Iterable[RawArticle | Outcome], source: Source, processes: int
) -> Iterator[Outcome]:
    pending: deque[Callable[[], Outcome]] = deque()
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _start_worker, (source, os.getpid()))
    with _interrupt_ends_workers() as interrupts:
        try:
            for item in articles:
                if isinstance(item, RawArticle):
                    pending.append(pool.submit(_extract_in_worker, item).result)
                else:
                    pending.append(partial(_unchanged, item))
                if len(pending) > processes * PENDING:
                    yield pending.popleft()()
            while pending:
                yield pending.popleft()()
        except BrokenProcessPool as error:
            if not interrupts:
                message = "a reading process was killed or ran out of memory: use fewer --processes"
                raise KgError(message) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    if interrupts:
        raise KeyboardInterrupt


@contextmanager
def _interrupt_ends_workers() -> Iterator[list[int]]:
    """Let Ctrl-C kill the workers, which ends the wait for their results; yields a list of the signals received.

    A KeyboardInterrupt raised at any point of the wait can leave a lock of the pool held, and the program then never
    ends.
    """
    received: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        received.append(number)
        for worker in active_children():
            worker.terminate()

    is_default = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not is_default or current_thread() is not main_thread():
        yield received
        return
    signal.signal(signal.SIGINT, stop)
    try:
        yield received
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _unchanged(outcome: Outcome) -> Outcome:
    return outcome


# --- one article


def _extract_or_skip(raw: RawArticle, known: Knowledge) -> Extraction | Skipped:
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


def _extract_in_worker(raw: RawArticle) -> Outcome:
    if isinstance(_known, KgError):
        raise _known
    return _extract_or_skip(raw, _known)

"""Extractions of many articles, in order, on several processes; an article that fails is skipped by name."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache, partial
from itertools import chain
from multiprocessing import active_children
from threading import current_thread, main_thread
from types import FrameType

from kg.build.workers import Workers, extract_or_skip
from kg.pipeline import Source, load
from kg.records import CachedArticle, Extraction, RawArticle, Skipped

# Two processes take 4 s to start and to extract these articles; one process has extracted them by then.
FEW = 60
PENDING = 4  # articles per process that are submitted before the first result is taken

Outcome = Extraction | Skipped | CachedArticle


def extract_all(
    articles: Iterable[RawArticle | Outcome], source: Source, *, processes: int = 1
) -> Iterator[Outcome]:
    """The extraction of each article, in order; skipped and cached articles are passed on as they are.

    Memory does not grow with the number of articles, and the result does not depend on `processes`. Few articles are
    extracted before a second process would have started, so they get one process.

    Raises ModelError or OntologyError; KgError if processes are killed or out of memory again and again.
    """
    rest = iter(articles)
    first = list(_until(FEW, rest)) if processes > 1 else []
    if sum(isinstance(item, RawArticle) for item in first) == FEW:
        yield from _extract_in_processes(chain(first, rest), source, processes)
    else:
        known = cache(partial(load, source))
        for item in chain(first, rest):
            yield extract_or_skip(item, known()) if isinstance(item, RawArticle) else item


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
    with _interrupt_ends_workers() as interrupts:
        workers = Workers(source, processes, is_stopped=lambda: bool(interrupts))
        try:
            for item in articles:
                if isinstance(item, RawArticle):
                    pending.append(workers.submit(item))
                else:
                    pending.append(partial(_unchanged, item))
                if len(pending) > processes * PENDING:
                    yield pending.popleft()()
            while pending:
                yield pending.popleft()()
        except BrokenProcessPool:
            if not interrupts:
                raise
        finally:
            workers.close()
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

"""Extractions of many articles, in order, on several processes; an article that fails is skipped by name."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from multiprocessing import active_children
from threading import current_thread, main_thread
from types import FrameType

from kg.build.extraction.extract_article import extract_article
from kg.build.extraction.workers import Outcome, Start, Workers
from kg.pipeline import Source, load
from kg.records import Extraction, RawArticle, Skipped

# Forked processes share what this one has loaded; spawned ones take 3 s of processor time each to load it.
START: Start = "fork" if sys.platform == "linux" else "spawn"
# Articles that one process has extracted by the time two have started and have extracted them.
FEW = 8 if START == "fork" else 60


def extract_all(
    articles: Iterable[RawArticle | Outcome], source: Source, *, processes: int = 1
) -> Iterator[Outcome]:
    """The extraction of each article, in order; skipped and cached articles are passed on as they are.

    The work is done in child processes: an article that kills its process is tried again alone, then skipped. Memory
    does not grow with the number of articles, and the result does not depend on `processes`. Few articles are
    extracted before a second process would have started, so they get one process.

    Raises ModelError or OntologyError; KgError if no process can be started.
    """
    rest = iter(articles)
    first = list(_until(FEW, rest))
    many = processes > 1 and sum(isinstance(item, RawArticle) for item in first) == FEW
    workers = Workers(source, processes if many else 1, START)
    with _interrupt_ends_workers() as interrupts:
        yield from workers.outcomes(chain(first, rest), interrupts)
    if interrupts:
        raise KeyboardInterrupt


def extract_here(articles: Iterable[RawArticle], source: Source) -> Iterator[Extraction | Skipped]:
    """The extraction of each article, in this process, which an article may kill."""
    known = load(source)
    return (extract_article(raw, known) for raw in articles)


def _until(raw: int, articles: Iterator[RawArticle | Outcome]) -> Iterator[RawArticle | Outcome]:
    """The articles up to the one that is number `raw` of those to extract."""
    for item in articles:
        yield item
        raw -= isinstance(item, RawArticle)
        if not raw:
            return


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

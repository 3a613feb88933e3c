"""Worker processes that an article may kill: what they were working on is tried again alone, and then skipped.

A process is killed by a segmentation fault in a library, by the kernel where memory is short, or by its limit of
processor time where a library never returns to Python.
"""

from __future__ import annotations

import logging
import math
import os
import resource
import signal
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Literal

from kg.build.extraction.extract_article import extract_article, seconds_for
from kg.build.extraction.garbage import freeze_tables
from kg.errors import KgError
from kg.pipeline import Knowledge, Source, load
from kg.records import CachedArticle, RawArticle, Skipped
from kg.store.packed.records import PackedExtraction, packed
from kg.store.processes.end_with_parent import end_with_parent

PENDING = 4  # articles per process that are submitted before the first result is taken
OVERTIME = 2  # times its processor time until an article that no signal interrupts ends its process
KILLED = (
    "crashes its process, also when it is extracted alone (segmentation fault, or out of memory): "
    "split it, or leave it out and report it"
)

Outcome = PackedExtraction | Skipped | CachedArticle
Start = Literal["fork", "spawn"]
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Task:
    """An article and its outcome to come; a worker sets the flag `slot` when it begins."""

    item: RawArticle | Outcome
    slot: int
    future: Future[Outcome]


class Workers:
    """Extracts articles in `number` processes, which are started by `start`.

    Forked processes share the knowledge that this process loads; others load their own.
    """

    def __init__(self, source: Source, number: int, start: Start) -> None:
        self._source, self._number, self._start = source, number, start
        self._context = get_context(start)
        self._known: Knowledge | None = None
        self._slots = number * PENDING + 2  # more than tasks that wait
        self._begun: MutableSequence[int] = self._context.RawArray("b", self._slots)
        self._pool: ProcessPoolExecutor | None = None
        self._tasks: deque[Task] = deque()

    def outcomes(
        self, articles: Iterable[RawArticle | Outcome], interrupts: Sequence[int] = ()
    ) -> Iterator[Outcome]:
        """The outcome of each article, in order. `interrupts` is not empty after Ctrl-C.

        Raises KeyboardInterrupt then, KgError if no process can start.
        """
        try:
            for number, item in enumerate(articles):
                self._tasks.append(self._begin(item, number % self._slots))
                if len(self._tasks) > self._number * PENDING:
                    yield self._next(interrupts)
            while self._tasks:
                yield self._next(interrupts)
            if self._pool:
                self._pool.shutdown()
        finally:
            if self._pool:
                self._pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self, item: RawArticle | Outcome, slot: int) -> Task:
        self._begun[slot] = 0
        if not isinstance(item, RawArticle):
            return Task(item, slot, _done(item))
        if self._pool is None:
            self._pool = self._started(self._number)
        try:
            return Task(item, slot, self._pool.submit(_extract_in_worker, item, slot))
        except BrokenProcessPool as error:
            broken: Future[Outcome] = Future()
            broken.set_exception(error)
            return Task(item, slot, broken)

    def _next(self, interrupts: Sequence[int]) -> Outcome:
        """The outcome of the first task that waits."""
        while True:
            if interrupts:
                raise KeyboardInterrupt
            try:
                outcome = self._tasks[0].future.result()
            except BrokenProcessPool:
                if interrupts:
                    raise KeyboardInterrupt from None
                self._recover(interrupts)
            else:
                self._tasks.popleft()
                return outcome

    def _recover(self, interrupts: Sequence[int]) -> None:
        """After a process was killed: the articles that had begun are tried alone, the others are submitted again."""
        if self._pool:
            self._pool.shutdown()
        self._pool = None
        lost = [task for task in self._tasks if isinstance(task.future.exception(), BrokenProcessPool)]
        killers = self._try_alone([task for task in lost if self._begun[task.slot]], interrupts)
        if not killers and self._number > 1:
            self._number -= 1
            log.warning("a process was killed, perhaps for lack of memory; %d remain", self._number)
        for task in lost:
            if isinstance(task.item, RawArticle) and not self._begun[task.slot]:
                task.future = self._begin(task.item, task.slot).future

    def _try_alone(self, tasks: Sequence[Task], interrupts: Sequence[int]) -> int:
        """Extracts articles one after the other; those that kill the process again are skipped. Returns how many."""
        killers, pool = 0, self._tested()
        for task in tasks:
            if not isinstance(task.item, RawArticle):
                continue
            try:
                task.future = _done(pool.submit(_extract_in_worker, task.item, task.slot).result())
            except BrokenProcessPool:
                if interrupts:
                    raise KeyboardInterrupt from None
                task.future = _done(Skipped(task.item.source, KILLED))
                killers += 1
                pool = self._tested()
        pool.shutdown()
        return killers

    def _tested(self) -> ProcessPoolExecutor:
        """A pool of one process that has loaded the pipeline. Raises KgError if it is killed before."""
        pool = self._started(1)
        try:
            pool.submit(_ready).result()
        except BrokenProcessPool as error:
            what = "processes are killed while they load the language pipeline"
            raise KgError(f"{what}: each needs 0.7 GB of memory, so use fewer --processes") from error
        return pool

    def _started(self, number: int) -> ProcessPoolExecutor:
        if self._start == "fork" and self._known is None:
            self._known = load(self._source)
        arguments = (self._source, os.getpid(), self._begun, self._known)
        pool = ProcessPoolExecutor(number, self._context, _start_worker, arguments)
        with warnings.catch_warnings():
            # of the threads of this process, which use nothing that a worker uses
            warnings.simplefilter("ignore", DeprecationWarning)
            pool.submit(_ready)
        return pool


def _done(outcome: Outcome) -> Future[Outcome]:
    future: Future[Outcome] = Future()
    future.set_result(outcome)
    return future


# --- in a worker process

_known: Knowledge | KgError  # the worker's knowledge, or why it could not be loaded
_begun: MutableSequence[int]  # of each slot, whether its article was begun


def _start_worker(source: Source, parent: int, begun: MutableSequence[int], known: Knowledge | None) -> None:
    global _known, _begun
    end_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends a worker at once, without a traceback
    _begun = begun
    try:
        _known = known or load(source)
    except KgError as error:
        _known = error


def _ready() -> None:
    if isinstance(_known, KgError):
        raise _known


def _extract_in_worker(raw: RawArticle, slot: int) -> Outcome:
    if isinstance(_known, KgError):
        raise _known
    _begun[slot] = 1
    limit_processor_time(OVERTIME * seconds_for(raw))
    outcome = extract_article(raw, _known)
    freeze_tables()
    return outcome if isinstance(outcome, Skipped) else packed(outcome)


def limit_processor_time(seconds: float) -> None:
    """Lets the kernel end this process after so many more seconds of processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime + seconds)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard < 0 else min(most, hard), hard))

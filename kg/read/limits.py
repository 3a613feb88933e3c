"""Limits of processor time and memory for one article. They hold in the main thread; in others there are none."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType

# Of processor time to read an article; the slowest of 2,849 news texts and 71 pages needs 1.5
SECONDS = 120.0
MEMORY = 4 << 30  # bytes that reading or extracting an article may add
AGAIN = 1.0  # seconds until OverTimeError is raised again, where a library has caught it


class OverTimeError(BaseException):
    """An article takes more processor time than it may; no `except Exception` of a library catches it."""


@contextmanager
def limited(seconds: float = SECONDS, memory: int = MEMORY) -> Iterator[None]:
    """Raise OverTimeError after `seconds` of processor time, or MemoryError after `memory` more bytes."""
    with ExitStack() as stack:
        if current_thread() is main_thread():
            stack.enter_context(_limited_memory(memory))
            stack.enter_context(_limited_time(seconds))
        yield


@contextmanager
def _limited_time(seconds: float) -> Iterator[None]:
    """Counts processor time, so that the result does not depend on what else the machine does."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise OverTimeError(f"takes more than {seconds:,.0f} seconds of processor time: split it")

    before = signal.signal(signal.SIGPROF, stop)
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before or signal.SIG_DFL)


@contextmanager
def _limited_memory(extra: int) -> Iterator[None]:
    # of private data, as RLIMIT_DATA counts
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[5])
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limits = (pages * resource.getpagesize() + extra, soft, hard)
    lowest = min(limit for limit in limits if limit != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_DATA, (lowest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))

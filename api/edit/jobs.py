"""Jobs that change the store, one after the other, each by a `kg` command in a process of its own."""

from __future__ import annotations

import asyncio
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Literal

from kg.errors import KgError
from kg.store.processes.child_process import child_process
from kg.store.processes.command import SAFE_PATH, environment

PROGRAM = (sys.executable, SAFE_PATH, "-c", "from kg.cli.main import main; main()")
KEPT = 100  # jobs that are listed
ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")  # colours, and moves of the cursor
POLL = 0.5  # seconds between looks at what is served
LONGEST_OPENING = 600  # seconds; a graph that cannot be opened is in the log
State = Literal["waiting", "running", "done", "failed"]


@dataclass(slots=True)
class Job:
    """A command, what it does in words, and how far it is: `message` is the last line that it has written."""

    number: int
    title: str
    arguments: Sequence[str]
    state: State = "waiting"
    message: str = ""
    seconds: float = 0.0
    ended: Callable[[], None] = lambda: None
    files: Sequence[str] = ()  # what it adds to the store


@dataclass(slots=True)
class Jobs:
    """The jobs of a server; `run` works them off until it is cancelled."""

    listed: deque[Job] = field(default_factory=lambda: deque(maxlen=KEPT))
    _waiting: asyncio.Queue[Job] = field(default_factory=asyncio.Queue)
    _number: int = 0

    def add(
        self,
        title: str,
        arguments: Sequence[str],
        ended: Callable[[], None] = lambda: None,
        files: Sequence[str] = (),
    ) -> Job:
        """Adds a job; `ended` is called when it is over."""
        self._number += 1
        job = Job(self._number, title, arguments, ended=ended, files=files)
        self.listed.append(job)
        self._waiting.put_nowait(job)
        return job

    async def run(self, is_served: Callable[[], bool]) -> None:
        """A job is done when the server answers from the graph that it has made, as `is_served` tells."""
        while True:
            job = await self._waiting.get()
            try:
                await _work(job, is_served)
            finally:
                job.ended()


async def _work(job: Job, is_served: Callable[[], bool]) -> None:
    job.state, begun = "running", monotonic()
    command = (*PROGRAM, *job.arguments)
    try:
        async with child_process(
            *command, stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, env=environment()
        ) as process:
            assert process.stderr
            written = b""
            while chunk := await process.stderr.read(4096):
                written = (written + chunk)[-8192:]
                job.message = _last_line(written) or job.message
                job.seconds = round(monotonic() - begun, 1)
            is_failed = bool(await process.wait())
        skipped = [line for line in _lines(written) if line.startswith("skipped ")]
        if skipped:
            is_failed = is_failed or any(skipped[0].startswith(f"skipped {file}: ") for file in job.files)
            job.message = "; ".join(skipped if is_failed else [*skipped, job.message])
        while not is_failed and not is_served() and monotonic() - begun < job.seconds + LONGEST_OPENING:
            await asyncio.sleep(POLL)
        job.state = "failed" if is_failed else "done"
    finally:
        job.seconds = round(monotonic() - begun, 1)


def _last_line(written: bytes) -> str:
    """The last line with words."""
    return _lines(written)[-1]


def _lines(written: bytes) -> list[str]:
    """Lines without colours; a progress bar writes its lines over one another."""
    lines = re.split(r"[\r\n]+", ESCAPES.sub("", written.decode(errors="replace")).strip())
    return [line.strip() for line in lines]


async def output_of(arguments: Sequence[str]) -> bytes:
    """What a `kg` command writes. Raises KgError with its last message if it fails."""
    async with child_process(
        *PROGRAM, *arguments, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, env=environment()
    ) as process:
        written, said = await process.communicate()
    if process.returncode:
        raise KgError(_last_line(said) or "it ended without a message")
    return written

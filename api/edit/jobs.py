"""Jobs that change the store, one after the other, each by a `kg` command in a process of its own."""

from __future__ import annotations

import asyncio
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Literal

from kg.errors import KgError
from kg.store.processes.command import environment

PROGRAM = (sys.executable, "-c", "from kg.cli.main import main; main()")
KEPT = 100  # jobs that are listed
ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")  # colours, and moves of the cursor
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


@dataclass(slots=True)
class Jobs:
    """The jobs of a server; `run` works them off until it is cancelled."""

    listed: deque[Job] = field(default_factory=lambda: deque(maxlen=KEPT))
    _waiting: asyncio.Queue[Job] = field(default_factory=asyncio.Queue)
    _number: int = 0

    def add(self, title: str, arguments: Sequence[str], ended: Callable[[], None] = lambda: None) -> Job:
        """Adds a job; `ended` is called when it is over."""
        self._number += 1
        job = Job(self._number, title, arguments, ended=ended)
        self.listed.append(job)
        self._waiting.put_nowait(job)
        return job

    async def run(self) -> None:
        while True:
            job = await self._waiting.get()
            try:
                await _work(job)
            finally:
                job.ended()


async def _work(job: Job) -> None:
    job.state, begun = "running", monotonic()
    process = await asyncio.create_subprocess_exec(
        *PROGRAM, *job.arguments, stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE, env=environment()
    )
    try:
        assert process.stderr
        written = b""
        while chunk := await process.stderr.read(4096):
            written = (written + chunk)[-8192:]
            job.message = _last_line(written) or job.message
            job.seconds = round(monotonic() - begun, 1)
        job.state = "failed" if await process.wait() else "done"
    finally:
        job.seconds = round(monotonic() - begun, 1)
        with suppress(ProcessLookupError):
            process.kill()


def _last_line(written: bytes) -> str:
    """The last line with words; a progress bar writes its lines over one another."""
    lines = re.split(r"[\r\n]+", ESCAPES.sub("", written.decode(errors="replace")).strip())
    return lines[-1].strip()


async def output_of(arguments: Sequence[str]) -> bytes:
    """What a `kg` command writes. Raises KgError with its last message if it fails."""
    process = await asyncio.create_subprocess_exec(
        *PROGRAM, *arguments, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, env=environment()
    )
    written, said = await process.communicate()
    if process.returncode:
        raise KgError(_last_line(said) or "it ended without a message")
    return written

"""Jobs that change the store, one after the other, each by a `kg` command in a process of its own.

Files that wait together are added by one command: to link them takes as long as to link one.
"""

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
GATHERED = 1.0  # seconds that a file waits for others of its upload
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
    folder: str = ""  # with these files: the last argument

    def may_join(self, others: Sequence[Job]) -> bool:
        """Whether it adds files as the others do, and none of their names."""
        names = {file for other in others for file in other.files}
        return bool(self.files) and self.arguments == others[0].arguments and names.isdisjoint(self.files)

    def end(self, lines: Sequence[str], *, is_failed: bool) -> None:
        """Its message says what was skipped of its files; it has failed, too, if that is all of them."""
        skipped = [line for line in lines if any(_is_about(line, file) for file in self.files)]
        is_failed = is_failed or any(
            skipped and skipped[0].startswith(f"skipped {file}: ") for file in self.files
        )
        if skipped:
            self.message = "; ".join(skipped if is_failed else [*skipped, self.message])
        self.state = "failed" if is_failed else "done"


def _is_about(line: str, file: str) -> bool:
    """Whether a line says that a file or a part of it was skipped: "skipped a.zip/b.txt: is empty"."""
    return re.match(rf"skipped {re.escape(file)}[:#/]", line) is not None


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
        folder: str = "",
    ) -> Job:
        """Adds a job; `ended` is called when it is over."""
        self._number += 1
        job = Job(self._number, title, arguments, ended=ended, files=files, folder=folder)
        self.listed.append(job)
        self._waiting.put_nowait(job)
        return job

    async def run(self, is_served: Callable[[], bool]) -> None:
        """A job is done when the server answers from the graph that it has made, as `is_served` tells."""
        following: list[Job] = []
        while True:
            batch = following or [await self._waiting.get()]
            try:
                following = await self._gather(batch)
                await _work(batch, is_served)
            finally:
                for job in batch:
                    job.ended()

    async def _gather(self, batch: list[Job]) -> list[Job]:
        """Adds the files that wait behind those of a batch to it; returns the job that follows, if any waits."""
        if batch[0].files:
            await asyncio.sleep(GATHERED)
        while batch[0].files and not self._waiting.empty():
            job = self._waiting.get_nowait()
            if not job.may_join(batch):
                return [job]
            batch.append(job)
        return []


async def _work(batch: Sequence[Job], is_served: Callable[[], bool]) -> None:
    begun = monotonic()
    folders = [job.folder for job in batch if job.folder]
    try:
        for job in batch:
            job.state = "running"
        async with child_process(
            *PROGRAM,
            *batch[0].arguments,
            *folders,
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=PIPE,
            env=environment(),
        ) as process:
            assert process.stderr
            written = b""
            while chunk := await process.stderr.read(4096):
                written = (written + chunk)[-8192:]
                for job in batch:
                    job.message = _last_line(written) or job.message
                    job.seconds = round(monotonic() - begun, 1)
            is_failed = bool(await process.wait())
        opening = monotonic()
        while not is_failed and not is_served() and monotonic() - opening < LONGEST_OPENING:
            await asyncio.sleep(POLL)
        for job in batch:
            job.end(_lines(written), is_failed=is_failed)
    finally:
        for job in batch:
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

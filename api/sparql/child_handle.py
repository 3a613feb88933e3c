"""A process that answers queries, as the server sees it: what it was asked, what it answers, how long that takes.

A question is a line of JSON; an answer a line of JSON, {"status", "type" or "detail", "bytes"}, and then its bytes.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from kg.api.sparql.child import READY

LOWEST_PRIORITY = 19  # priority
Stages = Sequence[tuple[float, Callable[["QueryProcess"], None]]]


@dataclass(frozen=True, slots=True)
class Reply:
    """Bytes of a media type, or what is wrong."""

    status: int
    type: str = ""
    body: bytes = b""
    detail: str = ""


OUT_OF_MEMORY = Reply(503, detail="the query needed more memory than it may have: ask for less, or add LIMIT")


def _new_answer() -> asyncio.Future[Reply]:
    return asyncio.get_running_loop().create_future()


@dataclass(slots=True, eq=False)
class Question:
    """What is written to a process, and where its answer is waited for."""

    line: bytes
    answer: asyncio.Future[Reply] = field(default_factory=_new_answer)
    assigned_to: QueryProcess | None = None  # the last one, of several

    def reply(self, reply: Reply) -> None:
        """The first answer counts: a question may be asked of two processes."""
        if not self.answer.done():
            self.answer.set_result(reply)


@dataclass(frozen=True, slots=True)
class ProcessEvents:
    """Who is told of a process; `stages` are called when its first question has taken so many seconds."""

    ready: Callable[[QueryProcess], None]
    answered: Callable[[QueryProcess], None]
    ended: Callable[[QueryProcess], None]
    stages: Stages


class QueryProcess(asyncio.SubprocessProtocol):
    """Answers its questions in their order."""

    def __init__(self, events: ProcessEvents) -> None:
        self.pending: deque[Question] = deque()
        self.is_ready = self.is_late = self.was_killed = False
        self.exited: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._events = events
        self._received = bytearray()
        self._timer: asyncio.TimerHandle | None = None

    def ask(self, question: Question) -> None:
        self.pending.append(question)
        question.assigned_to = self
        self._input.write(question.line)
        if len(self.pending) == 1:
            self._begin()

    def lower_priority(self) -> None:
        """To every other process, from now on: it cannot be undone."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, LOWEST_PRIORITY)

    def kill(self) -> None:
        self.was_killed = True
        self._stop_clock()
        with suppress(ProcessLookupError):
            self._transport.kill()

    # what asyncio tells

    def connection_made(self, transport: Any) -> None:
        self._transport: asyncio.SubprocessTransport = transport
        self.pid: int = transport.get_pid()
        self._input: Any = transport.get_pipe_transport(0)

    def pipe_data_received(self, fd: int, data: bytes | str) -> None:
        self._received += data  # type: ignore[arg-type]  # a pipe has bytes
        if not self.is_ready and self._received.startswith(READY):
            del self._received[: len(READY)]
            self.is_ready = True
            self._events.ready(self)
        while not self.was_killed and (reply := self._next()):
            self.pending.popleft().reply(reply)
            self._begin()
            self._events.answered(self)

    def process_exited(self) -> None:
        self._stop_clock()
        self._transport.close()
        self._events.ended(self)
        self.exited.set_result(None)

    def _next(self) -> Reply | None:
        """The first answer, if it is whole."""
        line = self._received.find(b"\n")
        if line < 0:
            return None
        head = json.loads(self._received[:line])
        end = line + 1 + head.pop("bytes")
        if len(self._received) < end:
            return None
        body = bytes(self._received[line + 1 : end])
        del self._received[:end]
        return Reply(**head, body=body)

    # the clock of the first question

    def _begin(self) -> None:
        self._stop_clock()
        self.is_late = False
        if self.pending:
            self._next_stage(0.0, self._events.stages)

    def _next_stage(self, now: float, stages: Stages) -> None:
        (then, tell), *later = stages

        def fire() -> None:
            if later:
                self._next_stage(then, later)
            tell(self)

        self._timer = asyncio.get_running_loop().call_later(max(0, then - now), fire)

    def _stop_clock(self) -> None:
        if self._timer:
            self._timer.cancel()

"""The server's handle of a child process that answers queries: its queue, replies and timers.

A question is a line of JSON; a reply is a line of JSON, {"status", "type" or "detail", "bytes"}, followed by the bytes.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from kg.api.sparql.child import READY
from kg.store.processes import sandboxed_query

LOWEST_PRIORITY = 19  # as a nice value
Stages = Sequence[tuple[float, Callable[["QueryProcess"], None]]]


@dataclass(frozen=True, slots=True)
class Reply:
    """A result with its media type, or an error in `detail`."""

    status: int
    type: str = ""
    body: bytes = b""
    detail: str = ""


OUT_OF_MEMORY = Reply(503, detail="the query exceeded the memory limit: ask for less, or add LIMIT")
TOO_DEEP = Reply(400, detail=f"the query {sandboxed_query.TOO_DEEP}")


def _new_answer() -> asyncio.Future[Reply]:
    return asyncio.get_running_loop().create_future()


@dataclass(slots=True, eq=False)
class Question:
    """A line for a process, the client that asks, and the future of its reply."""

    line: bytes
    client: str
    answer: asyncio.Future[Reply] = field(default_factory=_new_answer)
    assigned_to: QueryProcess | None = None  # the last of several

    def reply(self, reply: Reply) -> None:
        """Sets the reply; the first one counts, as two processes may have the question."""
        if not self.answer.done():
            self.answer.set_result(reply)


@dataclass(frozen=True, slots=True)
class ProcessEvents:
    """Callbacks of a process; each of `stages` is called after its first question has run for that many seconds."""

    ready: Callable[[QueryProcess], None]
    answered: Callable[[QueryProcess], None]
    ended: Callable[[QueryProcess], None]
    stages: Stages


class QueryProcess(asyncio.SubprocessProtocol):
    """A child process that answers its questions in order."""

    def __init__(self, events: ProcessEvents) -> None:
        self.pending: deque[Question] = deque()
        self.is_ready = self.is_late = self.is_overdue = self.was_killed = False
        self.exited: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._events = events
        self._received = bytearray()
        self._timer: asyncio.TimerHandle | None = None

    def ask(self, question: Question) -> None:
        self.pending.append(question)
        question.assigned_to = self
        self._input.write(question.line)
        if len(self.pending) == 1:
            self._start_timer()

    def lower_priority(self) -> None:
        """Permanently gives the process the lowest priority."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, LOWEST_PRIORITY)

    @property
    def has_crashed(self) -> bool:
        """Whether the process ended because its stack was full."""
        return self._transport.get_returncode() == -signal.SIGSEGV

    def kill(self) -> None:
        self.was_killed = True
        self._cancel_timer()
        with suppress(ProcessLookupError):
            self._transport.kill()

    # callbacks of asyncio

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
            self._start_timer()
            self._events.answered(self)

    def process_exited(self) -> None:
        self._cancel_timer()
        self._transport.close()
        self._events.ended(self)
        self.exited.set_result(None)

    def _next(self) -> Reply | None:
        """The next reply if it has arrived completely."""
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

    # timers of the first question

    def _start_timer(self) -> None:
        self._cancel_timer()
        self.is_late = self.is_overdue = False
        if self.pending:
            self._next_stage(0.0, self._events.stages)

    def _next_stage(self, now: float, stages: Stages) -> None:
        (then, callback), *later = stages

        def fire() -> None:
            if later:
                self._next_stage(then, later)
            callback(self)

        self._timer = asyncio.get_running_loop().call_later(max(0, then - now), fire)

    def _cancel_timer(self) -> None:
        if self._timer:
            self._timer.cancel()

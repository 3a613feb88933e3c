"""The processes that answer SPARQL queries: which is asked next, and what becomes of a query that takes long.

A process is sent a few questions ahead, so that it need not wait for the next one. When one takes long, those behind it
are asked of another process, too; later it gives way to all others, in a process of its own, which ends with it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from asyncio.subprocess import PIPE
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from kg.api.processes.command import command, environment
from kg.api.sparql.child_handle import OUT_OF_MEMORY, ProcessEvents, QueryProcess, Question, Reply

log = logging.getLogger(__name__)
QUEUE_DEPTH = 4  # questions that a process has at once
LATE = 0.05  # seconds: more than 99 in 100 queries for one thing take on a busy machine
LONG = 0.5
BUSY = Reply(503, detail="all that answer queries are busy: ask again in a moment")
CANNOT_START = Reply(503, detail="the processes that answer queries cannot be started")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost."""

    seconds: float = 20
    wait: float = 5  # seconds for a process that is free
    rows: int = 100_000
    size: int = 32 << 20  # bytes of the answer
    memory: int = 4 << 30  # bytes of a process's address space beyond what it begins with
    processes: int = field(default_factory=lambda: min(4, max(2, os.cpu_count() or 2)))
    long: int = 4  # processes beyond these, with a long query each


class ProcessPool:
    """As many processes as limits say: the first at once, others when they are needed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._waiting: deque[Question] = deque()
        self._quick: list[QueryProcess] = []
        self._long: set[QueryProcess] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._is_open = True
        stages = ((LATE, self._is_late), (LONG, self._is_long), (limits.seconds, self._is_too_long))
        self._events = ProcessEvents(
            ready=self._is_ready, answered=self._has_answered, ended=self._has_ended, stages=stages
        )

    async def __aenter__(self) -> ProcessPool:
        self._start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_open = False
        await asyncio.gather(*self._starting)
        for process in self.processes():
            process.kill()
            await process.exited

    def processes(self) -> list[QueryProcess]:
        return [*self._quick, *self._long]

    async def ask(self, question: Mapping[str, Any]) -> Reply:
        """The answer to a question, which names the build and the query; 503 if it took too long."""
        asked = Question(json.dumps(question).encode() + b"\n")
        self._waiting.append(asked)
        self._send()
        if not self._waiting:
            return await asked.answer
        patience = asyncio.get_running_loop().call_later(self.limits.wait, self._give_up, asked)
        try:
            return await asked.answer
        finally:
            patience.cancel()

    def _give_up(self, question: Question) -> None:
        if question not in self._waiting:
            return
        if self._starting or not all(process.is_ready for process in self._quick):
            asyncio.get_running_loop().call_later(self.limits.wait, self._give_up, question)
            return
        self._waiting.remove(question)
        question.reply(BUSY)

    def _send(self) -> None:
        """Gives what waits to the processes that have least to do."""
        while self._waiting:
            if self._waiting[0].answer.done():
                self._waiting.popleft()
                continue
            free = [process for process in self._quick if process.is_ready and not process.is_late]
            process = min(free, key=lambda each: len(each.pending), default=None)
            if process is None or process.pending:
                self._start()
            if process is None or len(process.pending) >= QUEUE_DEPTH:
                return
            process.ask(self._waiting.popleft())

    def _reassign(self, process: QueryProcess, questions: Iterable[Question]) -> None:
        """Those of a process that nobody else was asked since."""
        own = [question for question in questions if question.assigned_to is process]
        for question in own:
            question.assigned_to = None
        self._waiting.extendleft(reversed(own))
        self._send()

    # what becomes of processes

    def _start(self) -> None:
        """One more, if there may be more."""
        if self._is_open and len(self._quick) + len(self._starting) < self.limits.processes:
            task = asyncio.get_running_loop().create_task(self._started())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _started(self) -> None:
        limits = {"rows": self.limits.rows, "size": self.limits.size, "memory": self.limits.memory}
        try:
            _, process = await asyncio.get_running_loop().subprocess_exec(
                lambda: QueryProcess(self._events),
                *command("kg.api.sparql.child", json.dumps(limits)),
                stdin=PIPE,
                stdout=PIPE,
                stderr=None,
                env=environment(),
            )
        except OSError as error:
            self._cannot_start(error)
            return
        if not process.exited.done():
            self._quick.append(process)
            self._send()

    def _cannot_start(self, why: object) -> None:
        log.error("process for queries not started reason=%s", why)
        while self._waiting and not any(process.is_ready for process in self._quick):
            self._waiting.popleft().reply(CANNOT_START)

    def _is_ready(self, process: QueryProcess) -> None:
        self._send()

    def _has_answered(self, process: QueryProcess) -> None:
        if process in self._long:
            process.kill()
        self._send()

    def _is_late(self, process: QueryProcess) -> None:
        first, *behind = process.pending
        process.is_late = True
        if first.answer.done() or first.assigned_to is not process:
            process.kill()  # nobody waits for it
        else:
            self._reassign(process, behind)

    def _is_long(self, process: QueryProcess) -> None:
        if len(self._long) < self.limits.long:
            self._quick.remove(process)
            self._long.add(process)
            process.lower_priority()
            self._start()

    def _is_too_long(self, process: QueryProcess) -> None:
        detail = f"took longer than {self.limits.seconds:g} seconds and was stopped"
        process.pending[0].reply(Reply(503, detail=detail))
        process.kill()

    def _has_ended(self, process: QueryProcess) -> None:
        if process.pending and not process.was_killed:
            process.pending[0].reply(OUT_OF_MEMORY)
        self._long.discard(process)
        if process in self._quick:
            self._quick.remove(process)
        if process.is_ready:
            self._start()
            self._reassign(process, process.pending)
        else:
            self._cannot_start("it ended before it was asked")

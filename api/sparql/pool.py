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
from kg.api.sparql.child_handle import DIED, Process, Question, Reply, Watcher

log = logging.getLogger(__name__)
AHEAD = 4  # questions that a process has at once
LATE = 0.05  # seconds: more than 99 in 100 queries for one thing take on a busy machine
LONG = 0.5
BUSY = Reply(503, detail="all that answer queries are busy: ask again in a moment")
NONE = Reply(503, detail="the processes that answer queries cannot be started")


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


class Workers:
    """As many processes as limits say: the first at once, others when they are needed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._waiting: deque[Question] = deque()
        self._quick: list[Process] = []
        self._long: set[Process] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._is_open = True
        stages = ((LATE, self._is_late), (LONG, self._is_long), (limits.seconds, self._is_too_long))
        self._watcher = Watcher(self._is_ready, self._has_answered, self._has_ended, stages)

    async def __aenter__(self) -> Workers:
        self._start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_open = False
        await asyncio.gather(*self._starting)
        for process in self.processes():
            process.end()
            await process.gone

    def processes(self) -> list[Process]:
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
            process = min(free, key=lambda each: len(each.asked), default=None)
            if process is None or process.asked:
                self._start()
            if process is None or len(process.asked) >= AHEAD:
                return
            process.ask(self._waiting.popleft())

    def _send_again(self, process: Process, questions: Iterable[Question]) -> None:
        """Those of a process that nobody else was asked since."""
        own = [question for question in questions if question.asked_of is process]
        for question in own:
            question.asked_of = None
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
                lambda: Process(self._watcher),
                *command("kg.api.sparql.child", json.dumps(limits)),
                stdin=PIPE,
                stdout=PIPE,
                stderr=None,
                env=environment(),
            )
        except OSError as error:
            self._cannot_start(error)
            return
        if not process.gone.done():
            self._quick.append(process)
            self._send()

    def _cannot_start(self, why: object) -> None:
        log.error("process for queries not started reason=%s", why)
        while self._waiting and not any(process.is_ready for process in self._quick):
            self._waiting.popleft().reply(NONE)

    def _is_ready(self, process: Process) -> None:
        self._send()

    def _has_answered(self, process: Process) -> None:
        if process in self._long:
            process.end()
        self._send()

    def _is_late(self, process: Process) -> None:
        first, *behind = process.asked
        process.is_late = True
        if first.answer.done() or first.asked_of is not process:
            process.end()  # nobody waits for it
        else:
            self._send_again(process, behind)

    def _is_long(self, process: Process) -> None:
        if len(self._long) < self.limits.long:
            self._quick.remove(process)
            self._long.add(process)
            process.give_way()
            self._start()

    def _is_too_long(self, process: Process) -> None:
        detail = f"took longer than {self.limits.seconds:g} seconds and was stopped"
        process.asked[0].reply(Reply(503, detail=detail))
        process.end()

    def _has_ended(self, process: Process) -> None:
        if process.asked and not process.was_ended:
            process.asked[0].reply(DIED)
        self._long.discard(process)
        if process in self._quick:
            self._quick.remove(process)
        if process.is_ready:
            self._start()
            self._send_again(process, process.asked)
        else:
            self._cannot_start("it ended before it was asked")

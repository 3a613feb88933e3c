"""The pool of processes that answer SPARQL queries: scheduling, timeouts and replacement.

Each process has a short queue, so that it need not wait for its next question. When a query is late, the questions
behind it are also sent to another process. When it is long, its process gets the lowest priority, leaves the pool,
and is killed after the reply. A client may have few long queries at once, and while it has some, the questions of
others go first. A long query for which there is no place is stopped when others wait.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from asyncio.subprocess import PIPE
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from kg.api.sparql.child_handle import OUT_OF_MEMORY, TOO_DEEP, ProcessEvents, QueryProcess, Question, Reply
from kg.store.processes.command import command, environment
from kg.store.processes.machine_memory import machine_memory

log = logging.getLogger(__name__)
QUEUE_DEPTH = 4  # questions in the queue of a process
LATE = 0.05  # seconds: 99 in 100 queries about one thing take less on a busy machine
LONG = 0.5
BUSY = Reply(503, detail="all query processes are busy: try again in a moment")
TOO_MANY = Reply(
    503, detail="too many long queries are running, so this one was stopped: try again in a moment"
)
CANNOT_START = Reply(503, detail="the query processes cannot be started")


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one query and of the pool."""

    seconds: float = 20
    wait: float = 5  # seconds to wait for a free process
    rows: int = 100_000
    size: int = 32 << 20  # bytes of the result
    processes: int = field(default_factory=lambda: min(4, max(2, os.cpu_count() or 2)))
    long: int = 4  # further processes, with one long query each
    long_per_client: int = 2
    # Bytes of address space that a process may add after its start: all together half of the machine's memory.
    memory: int = field(default_factory=lambda: min(4 << 30, machine_memory() // 16))


class ProcessPool:
    """Starts the first process at once, and others on demand up to the limit."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._waiting: deque[Question] = deque()
        self._quick: list[QueryProcess] = []
        self._long: set[QueryProcess] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._is_open = True
        early = ((LATE, self._is_late), (LONG, self._is_long))
        stages = [stage for stage in early if stage[0] < limits.seconds]
        stages.append((limits.seconds, self._is_too_long))
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

    async def ask(self, question: Mapping[str, Any], client: str = "") -> Reply:
        """The reply to a question, which names the build and the query; 503 if it took too long."""
        pending = Question(json.dumps(question).encode() + b"\n", client)
        self._waiting.append(pending)
        self._send()
        if not self._waiting:
            return await pending.answer
        timeout = asyncio.get_running_loop().call_later(self.limits.wait, self._give_up, pending)
        try:
            return await pending.answer
        finally:
            timeout.cancel()

    def _give_up(self, question: Question) -> None:
        if question not in self._waiting:
            return
        if self._starting or not all(process.is_ready for process in self._quick):
            asyncio.get_running_loop().call_later(self.limits.wait, self._give_up, question)
            return
        self._waiting.remove(question)
        question.reply(BUSY)

    def _send(self) -> None:
        """Assigns waiting questions to the processes with the shortest queues."""
        while self._waiting:
            if self._waiting[0].answer.done():
                self._waiting.popleft()
                continue
            free = [process for process in self._quick if process.is_ready and not process.is_late]
            process = min(free, key=lambda each: len(each.pending), default=None)
            if process is None or process.pending:
                self._start()
            if process is None:
                self._make_room()
            if process is None or len(process.pending) >= QUEUE_DEPTH:
                return
            process.ask(self._next_question())

    def _next_question(self) -> Question:
        """The first waiting question of the client with the fewest late queries."""
        late = self._clients(process for process in self.processes() if process.is_late)
        if not late:
            return self._waiting.popleft()
        unanswered = (each for each in self._waiting if not each.answer.done())
        question = min(unanswered, key=lambda each: late[each.client])
        self._waiting.remove(question)
        return question

    def _make_room(self) -> None:
        """Stops one long query that has no place of its own, if all processes have one."""
        is_soon_free = self._starting or any(each.was_killed or not each.is_ready for each in self._quick)
        overdue = next((each for each in self._quick if each.is_overdue), None)
        if overdue and not is_soon_free:
            self._stop(overdue, TOO_MANY)

    @staticmethod
    def _clients(processes: Iterable[QueryProcess]) -> Counter[str]:
        """Whose queries are running in these processes, with their number."""
        return Counter(process.pending[0].client for process in processes if process.pending)

    def _reassign(self, process: QueryProcess, questions: Iterable[Question]) -> None:
        """Puts the questions of a process back in front, except those that another process has."""
        unanswered = [question for question in questions if question.assigned_to is process]
        for question in unanswered:
            question.assigned_to = None
        self._waiting.extendleft(reversed(unanswered))
        self._send()

    # life of processes

    def _start(self) -> None:
        """Starts another process unless the limit is reached."""
        if self._is_open and len(self._quick) + len(self._starting) < self.limits.processes:
            task = asyncio.get_running_loop().create_task(self._started())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _started(self) -> None:
        limits = {"rows": self.limits.rows, "size": self.limits.size, "memory": self.limits.memory}
        limits["parent"] = os.getpid()
        try:
            _, process = await asyncio.get_running_loop().subprocess_exec(
                lambda: QueryProcess(self._events),
                *command("kg.api.sparql.child", json.dumps(limits)),
                stdin=PIPE,
                stdout=PIPE,
                stderr=None,
                env=environment(),
                start_new_session=True,  # Ctrl-C in a terminal is for the server, which ends its processes
            )
        except OSError as error:
            self._cannot_start(error)
            return
        if not process.exited.done():
            self._quick.append(process)
            self._send()

    def _cannot_start(self, why: object) -> None:
        log.error("query process not started reason=%s", why)
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
            process.kill()  # nobody waits for its reply
        else:
            self._reassign(process, behind)

    def _is_long(self, process: QueryProcess) -> None:
        most = self.limits.long_per_client
        if self._clients(self._long)[process.pending[0].client] >= most:
            detail = (
                f"{most} long queries of yours are running, so this one was stopped: try again when they end"
            )
            self._stop(process, Reply(429, detail=detail))
        elif len(self._long) < self.limits.long:
            self._quick.remove(process)
            self._long.add(process)
            process.lower_priority()
            self._start()
        else:
            process.is_overdue = True
            self._send()

    def _is_too_long(self, process: QueryProcess) -> None:
        detail = f"took longer than {self.limits.seconds:g} seconds and was stopped"
        self._stop(process, Reply(503, detail=detail))

    def _stop(self, process: QueryProcess, reply: Reply) -> None:
        process.pending[0].reply(reply)
        process.kill()

    def _has_ended(self, process: QueryProcess) -> None:
        if process.pending and not process.was_killed:
            process.pending[0].reply(TOO_DEEP if process.has_crashed else OUT_OF_MEMORY)
        self._long.discard(process)
        if process in self._quick:
            self._quick.remove(process)
        if process.is_ready:
            self._start()
            self._reassign(process, process.pending)
        else:
            self._cannot_start("it exited before it was ready")

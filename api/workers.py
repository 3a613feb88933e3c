"""Processes that answer SPARQL queries: one query at a time each, killed when the time is up.

A message is a line of JSON; an answer a line of JSON, {"status", "type" or "detail", "bytes"}, and then its bytes.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

LINE = 1 << 16  # bytes of the first line of an answer, at most


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost."""

    seconds: float = 20
    wait: float = 5  # seconds for a free worker
    rows: int = 100_000
    size: int = 32 << 20  # bytes of the answer
    memory: int = 4 << 30  # bytes of a worker's address space beyond what it begins with
    processes: int = field(default_factory=lambda: min(4, max(2, os.cpu_count() or 2)))


@dataclass(frozen=True, slots=True)
class Reply:
    """A worker's answer: bytes of a media type, or what is wrong."""

    status: int
    type: str = ""
    body: bytes = b""
    detail: str = ""


BUSY = "all that answer queries are busy: ask again in a moment"
DIED = "the query needed more memory than it may have: ask for less, or add LIMIT"


class Workers:
    """As many processes as limits say, started when they are needed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._idle: list[Process] = []
        self._free = asyncio.Semaphore(limits.processes)

    async def __aenter__(self) -> Workers:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._idle:
            await _end(worker)

    async def ask(self, question: Mapping[str, Any]) -> Reply:
        """The answer to a question, which names the build and the query; 503 if it took too long."""
        try:
            await asyncio.wait_for(self._free.acquire(), self.limits.wait)
        except TimeoutError:
            return Reply(503, detail=BUSY)
        try:
            return await self._ask(question)
        finally:
            self._free.release()

    async def _ask(self, question: Mapping[str, Any]) -> Reply:
        worker = await self._worker()
        try:
            reply = await asyncio.wait_for(_answer(worker, question), self.limits.seconds)
        except TimeoutError:
            await _end(worker)
            return Reply(503, detail=f"took longer than {self.limits.seconds:g} seconds and was stopped")
        except (asyncio.IncompleteReadError, ConnectionError, ValueError):
            await _end(worker)
            return Reply(503, detail=DIED)
        except BaseException:
            await _end(worker)
            raise
        self._idle.append(worker)
        return reply

    async def _worker(self) -> Process:
        while self._idle:
            worker = self._idle.pop()
            if worker.returncode is None:
                return worker
        limits = json.dumps(
            {"rows": self.limits.rows, "size": self.limits.size, "memory": self.limits.memory}
        )
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "api.worker",
            limits,
            stdin=PIPE,
            stdout=PIPE,
            limit=LINE,
            env=_environment(),
        )


def _environment() -> dict[str, str]:
    """Ours, with the modules where this process has them."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


async def _answer(worker: Process, question: Mapping[str, Any]) -> Reply:
    assert worker.stdin
    assert worker.stdout
    worker.stdin.write(json.dumps(question).encode() + b"\n")
    await worker.stdin.drain()
    head = json.loads(await worker.stdout.readline() or "null")
    if head is None:
        raise ConnectionError
    body = await worker.stdout.readexactly(head.pop("bytes"))
    return Reply(**head, body=body)


async def _end(worker: Process) -> None:
    with suppress(ProcessLookupError):
        worker.kill()
    await worker.wait()

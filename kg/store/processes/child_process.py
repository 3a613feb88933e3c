"""A child process of a server, for as long as it is needed."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any


@asynccontextmanager
async def child_process(*command: str, **options: Any) -> AsyncIterator[Process]:
    """Starts a command with the options of `asyncio.create_subprocess_exec`, and kills it at the end."""
    process = await asyncio.create_subprocess_exec(*command, **options)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()  # drains the pipes, which asyncio would keep open

"""Sends a response in one write: uvicorn writes head and body separately, which doubles system calls and wake-ups."""

from __future__ import annotations

import asyncio
from typing import Any


class BufferedTransport:
    """A transport that collects writes and sends them together at the end of the event loop's iteration."""

    __slots__ = ("_loop", "_parts", "_sent", "_transport")

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._parts: list[bytes] = []
        self._sent = 0

    @property
    def taken(self) -> int:
        """Bytes that the system has taken for the receiver."""
        return self._sent - self._transport.get_write_buffer_size()

    def write(self, data: bytes) -> None:
        if not self._parts:
            self._loop.call_soon(self._flush)
        self._parts.append(data)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._parts:
            data = b"".join(self._parts)
            self._sent += len(data)
            self._transport.write(data)
            self._parts.clear()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

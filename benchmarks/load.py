"""HTTP clients that send requests without a pause, each over its own connection; counts and times the answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import uvloop

HEAD = "Host: localhost\r\nAccept: application/json\r\n\r\n"
END = b"\r\n\r\n"


@dataclass(slots=True)
class Times:
    """The seconds of each request, and those that all of them took."""

    each: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: Times) -> None:
        self.each += other.each
        self.seconds += other.seconds

    @property
    def rate(self) -> float:
        return len(self.each) / self.seconds

    def slowest(self, share: float) -> float:
        """The milliseconds that all but this share of the requests keep below."""
        return sorted(self.each)[int(len(self.each) * (1 - share))] * 1000

    def __str__(self) -> str:
        return f"{self.rate:7.0f}/s  median {self.slowest(0.5):6.1f} ms  p99 {self.slowest(0.01):6.1f} ms"


def measure(port: int, paths: Iterator[str], seconds: float, clients: int, *, all_well: bool = True) -> Times:
    """What clients see that ask for these paths in turn, until the time or the paths are at their end.

    Where all is expected to be well, an answer with another status than 200 ends the program.
    """
    return uvloop.run(ask_all(port, paths, seconds, clients, all_well))


async def ask_all(port: int, paths: Iterator[str], seconds: float, clients: int, all_well: bool) -> Times:
    loop = asyncio.get_running_loop()
    asking = [Client(paths, loop.create_future(), all_well) for _ in range(clients)]
    begun = time.perf_counter()
    for client in asking:
        await loop.create_connection(lambda own=client: own, "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.wait([client.ended for client in asking], timeout=seconds)
    took = time.perf_counter() - begun
    for client in asking:
        client.stop()
    if failed := [client.failed for client in asking if client.failed]:
        raise SystemExit(f"a request failed: {failed[0]}")
    return Times([each for client in asking for each in client.times], took)


class Client(asyncio.Protocol):
    """Asks for the next path when the answer to the one before is whole."""

    def __init__(self, paths: Iterator[str], ended: asyncio.Future[None], all_well: bool) -> None:
        self._paths, self._all_well = paths, all_well
        self._got = bytearray()
        self.ended = ended
        self.times: list[float] = []
        self.failed = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]  # of a socket
        self._ask()

    def data_received(self, data: bytes) -> None:
        self._got += data
        if not _is_whole(self._got):
            return
        self.times.append(time.perf_counter() - self._begun)
        if self._all_well and not self._got.startswith(b"HTTP/1.1 200"):
            self.failed = self._got[:500].decode(errors="replace")
            self.stop()
        self._got.clear()
        self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ended.done():
            self.failed = f"the connection ended: {error}"
            self.stop()

    def stop(self) -> None:
        if not self.ended.done():
            self.ended.set_result(None)
        self._transport.close()

    def _ask(self) -> None:
        path = None if self.ended.done() else next(self._paths, None)
        if path is None:
            self.stop()
            return
        self._begun = time.perf_counter()
        self._transport.write(f"GET {path} HTTP/1.1\r\n{HEAD}".encode())


def _is_whole(answer: bytearray) -> bool:
    """An answer has all that its length says, or its last chunk."""
    end = answer.find(END)
    if end < 0:
        return False
    head = answer[:end].lower()
    body = end + len(END)
    if b"content-length:" in head:
        return len(answer) >= body + int(head.split(b"content-length:")[1].split(b"\r\n")[0])
    while (line := answer.find(b"\r\n", body)) > 0:
        size = int(answer[body:line], 16)
        body = line + size + 4
        if size == 0:
            return len(answer) >= body
    return False

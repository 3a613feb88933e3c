"""uvicorn's HTTP protocol with limits: on the head of a request, on the time that a request takes to arrive, and on how
slowly a client may read. httptools has none, and uvicorn limits only the time between two requests.
"""

from __future__ import annotations

import asyncio

from starlette.responses import Response
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kg.api.http.buffered_transport import BufferedTransport
from kg.api.http.headers import ALWAYS
from kg.api.http.problems import problem

MAX_HEAD = 1 << 16  # bytes of request line and headers, as in uvicorn's other protocol, h11
ARRIVAL = 30.0  # seconds for a request to arrive, from the start of the connection or its first byte
PACE = 30.0  # seconds between two looks at a client that keeps its response waiting
SLOWEST = 1 << 17  # bytes that such a client must take in that time


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol over buffered transports, with these limits."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn narrows the type, too
        self._buffer = BufferedTransport(transport, self.loop)
        super().connection_made(self._buffer)  # type: ignore[arg-type]  # forwards every other method
        self._head = 0  # bytes since the last that belonged to a whole head or to a body
        self._is_arriving = False
        self._taken = 0  # bytes that the client had taken at the last look
        self._pace: asyncio.TimerHandle | None = None
        self._arrival: asyncio.TimerHandle | None = self.loop.call_later(ARRIVAL, self._is_too_slow)

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._arrival, self._pace):
            if timer:
                timer.cancel()
        super().connection_lost(exc)

    # the arrival of a request

    def data_received(self, data: bytes) -> None:
        self._head += len(data)
        super().data_received(data)
        if self._head > MAX_HEAD:
            self._refuse(
                431, f"the head of a request must not exceed {MAX_HEAD:,} bytes: send a query by POST"
            )
        elif (self._is_arriving or self._head) and self._arrival is None:
            self._arrival = self.loop.call_later(ARRIVAL, self._is_too_slow)

    def on_message_begin(self) -> None:
        self._is_arriving = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._head = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._head = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._head, self._is_arriving = 0, False
        if self._arrival:
            self._arrival.cancel()
            self._arrival = None
        super().on_message_complete()

    def _is_too_slow(self) -> None:
        self._arrival = None
        if self._head:
            self._refuse(408, f"the request took longer than {ARRIVAL:g} seconds to arrive")
        else:
            self.transport.close()

    def _refuse(self, status: int, detail: str) -> None:
        """Closes the connection, with an error unless a response has been begun."""
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(_written(problem(status, detail, {**ALWAYS, "connection": "close"})))
        self.transport.close()

    # the departure of a response

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._pace is None:
            self._look_later()

    def _look_later(self) -> None:
        self._taken = self._buffer.taken
        self._pace = self.loop.call_later(PACE, self._look)

    def _look(self) -> None:
        """Breaks the connection if the client has taken too little of a response that waits for it."""
        self._pace = None
        if not self.flow.write_paused:
            return
        if self._buffer.taken - self._taken < SLOWEST:
            self.logger.warning("response broken off: its client does not read it")
            self.transport.abort()
        else:
            self._look_later()


def _written(response: Response) -> bytes:
    lines = [name + b": " + value + b"\r\n" for name, value in response.raw_headers]
    return b"".join((STATUS_LINE[response.status_code], *lines, b"\r\n", bytes(response.body)))

"""Keeps answers for as long as their build is current: the same question has the same answer."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import unquote_plus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.api.tables.open_build import CurrentBuild

SIZE = 32 << 20  # bytes of all answers together
LARGEST = 4 << 20  # of one answer: an overview of 20,000 nodes has half of it
NOT_CACHED = ("/static/", "/pages/", "/health", "/exports/")
CHANGING = ("now", "rand", "uuid", "bnode")  # functions of SPARQL whose value is another one each time
OK = 200
Key = tuple[str, str, bytes, str]


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An answer as it was sent."""

    start: Message
    body: bytes


class AnswerCache:
    """Sends an answer again without making it again; forgets those that were asked for longest ago."""

    def __init__(self, app: ASGIApp, current: CurrentBuild, size: int = SIZE) -> None:
        self.app = app
        self.current = current
        self._size, self._used = size, 0
        self._answers: OrderedDict[Key, CachedAnswer] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = self._key(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        if key is None:
            await self.app(scope, receive, send)
            return
        cached = self._answers.get(key)
        if cached is None:
            await self._answer_and_store(key, scope, receive, send)
            return
        self._answers.move_to_end(key)
        await send({**cached.start, "headers": list(cached.start["headers"])})  # others may add to it
        await send({"type": "http.response.body", "body": cached.body})

    def _key(self, scope: Scope) -> Key | None:
        """What the answer depends on; None where it is not cached."""
        headers = Headers(scope=scope)
        if scope["path"].startswith(NOT_CACHED) or "if-none-match" in headers or _is_changing(scope):
            return None
        self.current.look()
        return self.current.etag, scope["path"], scope["query_string"], headers.get("accept", "")

    async def _answer_and_store(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        start: list[Message] = []
        parts: list[bytes] = []

        async def send_and_record(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.append({**message, "headers": list(message["headers"])})
            elif sum(map(len, parts)) <= LARGEST:
                parts.append(message.get("body", b""))
            await send(message)

        await self.app(scope, receive, send_and_record)
        body = b"".join(parts)
        if start and start[0]["status"] == OK and len(body) <= LARGEST:
            self._store(key, CachedAnswer(start[0], body))

    def _store(self, key: Key, answer: CachedAnswer) -> None:
        if key in self._answers:
            return
        self._answers[key] = answer
        self._used += _cost(key, answer)
        while self._used > self._size:
            oldest, removed = self._answers.popitem(last=False)
            self._used -= _cost(oldest, removed)


def _is_changing(scope: Scope) -> bool:
    """True if a query may have another answer a moment later."""
    if scope["path"] != "/sparql":
        return False
    query = unquote_plus(scope["query_string"].decode("latin-1")).lower()
    return any(name in query for name in CHANGING)


def _cost(key: Key, answer: CachedAnswer) -> int:
    """Bytes, with about what Python adds."""
    return len(answer.body) + len(key[1]) + len(key[2]) + len(key[3]) + 2000

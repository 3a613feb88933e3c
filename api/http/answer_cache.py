"""Caches responses while their build is current: the same request has the same response."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.api.http.etags import is_changing
from kg.api.tables.open_build import CurrentBuild

SIZE = 32 << 20  # bytes of all responses
LARGEST = 4 << 20  # bytes of one response: an overview of 20,000 nodes has half of it
NOT_CACHED = ("/static/", "/pages/", "/health", "/exports/", "/edit/")
OK = 200
Key = tuple[str, str, bytes, str, str]


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """A response as it was sent."""

    start: Message
    body: bytes


class AnswerCache:
    """Sends cached responses again; evicts the least recently used ones."""

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
        # middleware may add to the copy
        await send({**cached.start, "headers": list(cached.start["headers"])})
        await send({"type": "http.response.body", "body": cached.body})

    def _key(self, scope: Scope) -> Key | None:
        """All that the response depends on; None if it must not be cached."""
        headers = Headers(scope=scope)
        if scope["path"].startswith(NOT_CACHED) or is_changing(scope):
            return None
        self.current.look()
        # Without a base, answers have links to the address of the request.
        address = "" if self.current.base else headers.get("host", "")
        return self.current.etag, scope["path"], scope["query_string"], headers.get("accept", ""), address

    async def _answer_and_store(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        start: list[Message] = []
        parts: list[bytes] = []
        is_whole = False  # false if the client leaves before the end

        async def send_and_record(message: Message) -> None:
            nonlocal is_whole
            if message["type"] == "http.response.start":
                start.append({**message, "headers": list(message["headers"])})
            elif sum(map(len, parts)) <= LARGEST:
                parts.append(message.get("body", b""))
                is_whole = not message.get("more_body", False)
            await send(message)

        await self.app(scope, receive, send_and_record)
        body = b"".join(parts)
        if is_whole and start[0]["status"] == OK and len(body) <= LARGEST:
            self._store(key, CachedAnswer(start[0], body))

    def _store(self, key: Key, answer: CachedAnswer) -> None:
        if key in self._answers:
            return
        self._answers[key] = answer
        self._used += _cost(key, answer)
        while self._used > self._size:
            oldest, removed = self._answers.popitem(last=False)
            self._used -= _cost(oldest, removed)


def _cost(key: Key, answer: CachedAnswer) -> int:
    """Bytes, with an estimate of the overhead of Python objects."""
    return len(answer.body) + sum(map(len, key)) + 2000

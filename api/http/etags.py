"""Entity tags, and the status 304 for what a client already has (RFC 9110, sections 8.8.3 and 13.1.2)."""

from __future__ import annotations

from hashlib import blake2b
from urllib.parse import unquote_plus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

READS = ("GET", "HEAD")
OK = 200
NOT_MODIFIED = 304
CHANGING = ("now", "rand", "uuid", "bnode")  # SPARQL functions with a new value at each call
OF_A_BODY = (b"content-length", b"content-type", b"content-disposition")


def entity_tag(build: str, scope: Scope, media_type: str) -> str:
    """The weak tag of a response: it differs between builds, addresses and media types."""
    host = Headers(scope=scope).get("host", "")
    text = "\n".join((build, host, scope["path"], media_type)).encode(errors="replace")
    return f'W/"{blake2b(text + scope["query_string"], digest_size=10).hexdigest()}"'


def is_changing(scope: Scope) -> bool:
    """True for a query whose result may differ at each call, and has no tag."""
    if scope["path"] != "/sparql":
        return False
    query = unquote_plus(scope["query_string"].decode("latin-1")).lower()
    # In SPARQL, any character may be written as its code point.
    return "\\u" in query or any(name in query for name in CHANGING)


def has_tag(scope: Scope, tag: str) -> bool:
    """Whether the client has a response with this tag."""
    lines = Headers(scope=scope).getlist("if-none-match")
    tags = [each.strip().removeprefix("W/") for each in ",".join(lines).split(",")]
    return "*" in tags or tag.removeprefix("W/") in tags


class NotModified:
    """Sends 304 instead of a response of status 200 whose tag the client has."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_http = scope["type"] == "http"
        if not is_http or scope["method"] not in READS or "if-none-match" not in Headers(scope=scope):
            await self.app(scope, receive, send)
            return
        is_over = False

        async def send_unless_known(message: Message) -> None:
            nonlocal is_over
            if message["type"] == "http.response.start" and _is_known(scope, message):
                is_over = True
                headers = [(name, value) for name, value in message["headers"] if name not in OF_A_BODY]
                await send({**message, "status": NOT_MODIFIED, "headers": headers})
                await send({"type": "http.response.body"})
            elif not is_over:
                await send(message)

        await self.app(scope, receive, send_unless_known)


def _is_known(scope: Scope, start: Message) -> bool:
    tag = Headers(raw=start["headers"]).get("etag")
    return tag is not None and start["status"] == OK and has_tag(scope, tag)

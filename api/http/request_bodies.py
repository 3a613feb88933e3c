"""Bodies and forms of requests, with limits on their size."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

LONGEST = 1 << 20  # bytes of a request
FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 200


async def read_body(request: Request) -> bytes | None:
    """The body; None if it is longer than LONGEST. Raises HTTPException if its client leaves before its end."""
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > LONGEST:
                return None
    except ClientDisconnect:
        raise HTTPException(
            400, "The request breaks off."
        ) from None  # nobody reads this, but the log stays clean
    return body


def read_form(data: bytes) -> list[tuple[str, str]] | None:
    """Names and values of a form; None if the data is not a form in UTF-8."""
    try:
        return parse_qsl(data.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        return None


def is_utf8(request: Request) -> bool:
    """True if the declared charset of the body is UTF-8, or none is declared."""
    message = Message()
    message["content-type"] = request.headers.get("content-type", "text/plain")
    return (message.get_content_charset() or "utf-8") in {"utf-8", "utf8", "us-ascii"}


def media_type(request: Request) -> str:
    """The media type of the body, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def body_of(kind: str, *names: str, texts: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The OpenAPI description of a body: a form with some of these fields, or another media type with an example."""
    form = {"type": "object", "properties": {name: {"type": "string"} for name in names}}
    others = {other: {"schema": {"type": "string"}, "example": text} for other, text in (texts or {}).items()}
    return {"required": True, "content": {kind: {"schema": form}, **others}}

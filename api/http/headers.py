"""Security headers for every response, and an ETag for responses from the graph."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.api.http.etags import entity_tag, is_changing
from kg.api.tables.open_build import CurrentBuild

# Pages load resources and run scripts from this server only: names and headlines are untrusted text.
PAGE = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
DATA = "default-src 'none'; frame-ancestors 'none'; sandbox"  # for responses that are not pages
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
WITHOUT_ETAG = ("/health", "/edit/", "/static/", "/pages/", "/openapi.json", "/queries")
OK = 200


class SafeHeaders:
    """Adds the headers."""

    def __init__(self, app: ASGIApp, current: CurrentBuild) -> None:
        self.app = app
        self.current = current

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        build = self.current.etag  # before the response: a new build may be opened meanwhile
        is_tagged = False
        if scope["method"] in {"GET", "HEAD"}:
            is_tagged = not (scope["path"].startswith(WITHOUT_ETAG) or is_changing(scope))
            is_head = scope["method"] == "HEAD"  # uvicorn leaves the body out
            scope = {**scope, "method": "GET", "is_head": is_head}

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_page = _is_page(headers)
                _add(headers, is_page=is_page)
                if is_tagged and not is_page and message["status"] == OK:
                    headers["ETag"] = entity_tag(build, scope, headers.get("content-type", ""))
                    headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        await self.app(scope, receive, with_headers)


def _is_page(headers: MutableHeaders) -> bool:
    """False for downloads, whatever their content type."""
    return headers.get("content-type", "").startswith("text/html") and "content-disposition" not in headers


def _add(headers: MutableHeaders, *, is_page: bool) -> None:
    """A page with a content security policy of its own may be framed."""
    for name, value in ALWAYS.items():
        headers[name] = value
    if "content-security-policy" in headers:
        del headers["X-Frame-Options"]
    else:
        headers["Content-Security-Policy"] = PAGE if is_page else DATA

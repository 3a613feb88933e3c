"""Which pages of other origins may read answers: those that the user names, and OpenRefine on the same machine."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

# OpenRefine's page asks for the manifest and suggestions of a service itself, and runs at this port unless it is set.
OPENREFINE = ("http://127.0.0.1:3333", "http://localhost:3333")
RECONCILE = "/reconcile"


def allow_origins(app: FastAPI, origins: Sequence[str]) -> None:
    """Let pages of these origins read all answers, and OpenRefine those of the reconciliation service."""
    if origins:
        app.add_middleware(OriginRules, origins=origins, path="/")
    # The last one is asked first: preflight requests of OpenRefine must not reach the rules above.
    app.add_middleware(OriginRules, origins=(*OPENREFINE, *origins), path=RECONCILE)


class OriginRules:
    """CORS for a path and what is below it."""

    def __init__(self, app: ASGIApp, *, origins: Sequence[str], path: str) -> None:
        self._path = path.rstrip("/")
        self._others = app
        self._allowing = CORSMiddleware(
            app,
            allow_origins=list(origins),
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Accept", "Content-Type", "If-None-Match"],
            expose_headers=["ETag"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_below = scope["type"] == "http" and f"{scope['path']}/".startswith(f"{self._path}/")
        await (self._allowing if is_below else self._others)(scope, receive, send)

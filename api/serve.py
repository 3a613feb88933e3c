"""Serves a store over HTTP until the process is interrupted."""

from __future__ import annotations

import gc
from copy import deepcopy
from ipaddress import ip_address
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from kg.api.app import Settings, make_app
from kg.api.http.protocol import Protocol
from kg.errors import StoreError

SHUTDOWN = 10  # seconds for running requests to finish


def serve(settings: Settings, *, port: int) -> None:
    """Serves the current build, and each new build once it is published.

    Raises StoreError if the store has no complete build or the port is in use, KgError if an allowed host is no name.
    """
    app = make_app(settings)
    gc.collect()
    # Exempts permanent objects from garbage collection: scanning them blocked requests for 80 ms each time.
    gc.freeze()
    try:
        uvicorn.Server(server_config(app, settings, port)).run()
    except SystemExit as error:
        if error.code:
            raise StoreError(
                f"serve: port {port} of {settings.host} cannot be had: is a server running there?"
            ) from error
        raise


def exposure(host: str) -> str | None:
    """A warning if other machines can reach a server that listens at this address."""
    try:
        is_local = ip_address(host).is_loopback
    except ValueError:
        is_local = host == "localhost"
    if is_local:
        return None
    return f"warning: --host {host} lets other machines read the whole graph; kg serve asks for no password"


def server_config(app: ASGIApp, settings: Settings, port: int, **more: Any) -> uvicorn.Config:
    """How uvicorn serves the application."""
    log = deepcopy(uvicorn.config.LOGGING_CONFIG)
    log["handlers"]["access"]["stream"] = "ext://sys.stderr"
    # The default formatter takes as long as a small response.
    log["formatters"]["access"] = {"format": "INFO:     %(message)s"}
    log["loggers"]["kg"] = {"handlers": ["default"], "level": "INFO"}
    return uvicorn.Config(
        app,
        http=Protocol,
        ws="none",
        host=settings.host,
        port=port,
        timeout_graceful_shutdown=SHUTDOWN,
        server_header=False,
        # Behind a proxy on this machine, the client is the one that the proxy names.
        proxy_headers=settings.base is not None,
        **{"log_config": log, **more},
    )

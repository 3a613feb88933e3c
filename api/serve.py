"""Serves a store over HTTP until it is stopped."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

import uvicorn

from kg.api.app import Settings, make_app
from kg.api.http.buffered_transport import Protocol
from kg.errors import StoreError

SLOWEST = 10  # seconds that answers have to end in when the server is stopped


def serve(
    store: Path, *, host: str, port: int, base: str | None = None, cors_origins: Sequence[str] = ()
) -> None:
    """Serves the current build, and each later one as it is published.

    Raises StoreError: it holds no whole build, or the port is taken.
    """
    app = make_app(Settings(store, base, tuple(cors_origins)))
    gc.collect()
    gc.freeze()  # what is there stays: looking through it again took 80 ms each time, in which nobody was answered
    log = deepcopy(uvicorn.config.LOGGING_CONFIG)
    log["handlers"]["access"]["stream"] = "ext://sys.stderr"
    # uvicorn's takes as long as a small answer
    log["formatters"]["access"] = {"format": "INFO:     %(message)s"}
    log["loggers"]["api"] = {"handlers": ["default"], "level": "INFO"}
    settings = uvicorn.Config(
        app,
        http=Protocol,
        host=host,
        port=port,
        log_config=log,
        timeout_graceful_shutdown=SLOWEST,
        server_header=False,
        proxy_headers=False,
    )
    try:
        uvicorn.Server(settings).run()
    except SystemExit as error:
        if error.code:
            raise StoreError(
                f"serve: port {port} of {host} cannot be had: is a server running there?"
            ) from error
        raise

"""Serves a store over HTTP until the process is interrupted."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

import uvicorn

from kg.api.app import Settings, make_app
from kg.api.http.buffered_transport import Protocol
from kg.errors import StoreError

SHUTDOWN = 10  # seconds for running requests to finish


def serve(
    store: Path, *, host: str, port: int, base: str | None = None, cors_origins: Sequence[str] = ()
) -> None:
    """Serves the current build, and each new build once it is published.

    Raises StoreError if the store has no complete build or the port is in use.
    """
    app = make_app(Settings(store, base, tuple(cors_origins)))
    gc.collect()
    # Exempts permanent objects from garbage collection: scanning them blocked requests for 80 ms each time.
    gc.freeze()
    log = deepcopy(uvicorn.config.LOGGING_CONFIG)
    log["handlers"]["access"]["stream"] = "ext://sys.stderr"
    # The default formatter takes as long as a small response.
    log["formatters"]["access"] = {"format": "INFO:     %(message)s"}
    log["loggers"]["kg"] = {"handlers": ["default"], "level": "INFO"}
    settings = uvicorn.Config(
        app,
        http=Protocol,
        host=host,
        port=port,
        log_config=log,
        timeout_graceful_shutdown=SHUTDOWN,
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

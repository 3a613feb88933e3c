"""Serves a store over HTTP until the process is interrupted."""

from __future__ import annotations

import errno
import gc
from collections.abc import Callable
from copy import deepcopy
from ipaddress import ip_address
from socket import AI_PASSIVE, SOCK_STREAM, create_server, gaierror, getaddrinfo, socket
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from kg.api.app import Settings, make_app
from kg.api.http.protocol import Protocol
from kg.errors import StoreError

REASONS = {errno.EADDRINUSE: "is already in use", errno.EACCES: "is not allowed for this user"}
SHUTDOWN = 10  # seconds for running requests to finish


def serve(
    settings: Settings, *, port: int, log: bool = False, ready: Callable[[str], None] | None = None
) -> None:
    """Serves the current build, and each new build once it is published.

    `ready` is called with the address once the server accepts connections. With `log`, each request is logged.

    Raises StoreError if the store has no complete build or the port is in use, KgError if an allowed host is no name.
    """
    _check_port(settings.host, port)
    app = make_app(settings)
    gc.collect()
    # Exempts permanent objects from garbage collection: scanning them blocked requests for 80 ms each time.
    gc.freeze()
    try:
        _Server(server_config(app, settings, port, is_logged=log), ready).run()
    except SystemExit as error:
        if error.code:
            raise StoreError(
                f"serve: the server could not start on port {port} of {settings.host}"
            ) from error
        raise


def _check_port(host: str, port: int) -> None:
    """Raises StoreError, before the store is opened, if the server could not listen there."""
    try:
        family, _, _, _, place = getaddrinfo(host, port, type=SOCK_STREAM, flags=AI_PASSIVE)[0]
        create_server(place, family=family).close()
    except gaierror as error:
        raise StoreError(
            f"serve: --host {host} is unknown: give an address or name of this machine"
        ) from error
    except OSError as error:
        reason = REASONS.get(error.errno or 0, f"cannot be used ({error.strerror})")
        raise StoreError(f"serve: port {port} of {host} {reason}: choose another with --port") from error


def exposure(host: str) -> str | None:
    """A warning if other machines can reach a server that listens at this address."""
    try:
        is_local = ip_address(host).is_loopback
    except ValueError:
        is_local = host == "localhost"
    if is_local:
        return None
    return f"kg: with --host {host}, every machine that reaches this one can read the whole graph: there is no password"


class _Server(uvicorn.Server):
    """A server that reports its address once it accepts connections."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None] | None) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self._ready is not None:
            self._ready(address(self.config.host, self.config.port))


def address(host: str, port: int) -> str:
    """The address at which a browser on this machine reaches a server that listens at `host`."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}/"


def server_config(
    app: ASGIApp, settings: Settings, port: int, *, is_logged: bool = True, **more: Any
) -> uvicorn.Config:
    """How uvicorn serves the application; without a log, only warnings and errors are reported."""
    log = deepcopy(uvicorn.config.LOGGING_CONFIG)
    log["handlers"]["access"]["stream"] = "ext://sys.stderr"
    # The default formatter takes as long as a small response.
    log["formatters"]["access"] = {"format": "INFO:     %(message)s"}
    log["loggers"]["kg"] = {"handlers": ["default"], "level": "INFO" if is_logged else "WARNING"}
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
        **{"log_config": log, "log_level": "info" if is_logged else "warning", **more},
    )

"""Refuses requests for host names that are not the server's: a web page elsewhere could point its own name to this
machine (DNS rebinding), and would then read the graph as if it were its own server.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.api.http.headers import ALWAYS
from kg.api.http.problems import problem
from kg.errors import KgError

LOOPBACK = ("localhost", "127.0.0.1", "::1")
ANY = "*"
# The Host field of RFC 9110, section 7.2: an IPv6 address in brackets, or a name or IPv4 address; then the port.
HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::[0-9]{1,5})?", re.IGNORECASE | re.ASCII)


def allowed_names(host: str, base: str | None = None, more: Iterable[str] = ()) -> frozenset[str]:
    """The names that a server at `host` has: also those of its public address, and of loopback.

    Raises KgError if one of `more` is not a host name.
    """
    public = urlsplit(base).hostname if base else None
    return frozenset((*LOOPBACK, host.lower(), *([_ascii(public)] if public else ()), *map(_option, more)))


def _ascii(name: str) -> str:
    """A name as it is sent: internationalised names as Punycode."""
    with suppress(UnicodeError):
        return name.encode("idna").decode()
    return name


def _option(given: str) -> str:
    name = _ascii(given.strip().lower()).strip("[]").rstrip(".")
    if name != ANY and host_name(f"[{name}]" if ":" in name else name) != name:
        raise KgError(
            f"--allowed-host: '{given}' is not a host name: write news.example, or '*' for any name"
        )
    return name


def host_name(header: str) -> str | None:
    """The name or address in a Host field, in lower case and without the port; None if it is malformed."""
    match = HOST.fullmatch(header.strip())
    return (match[1] or match[2]).lower().rstrip(".") if match else None


def client_of(scope: Scope) -> str:
    """The address from which a request comes: what is limited for each client is counted by it."""
    return (scope.get("client") or ("",))[0]


class KnownHosts:
    """Answers only requests for these names, and for the address at which the connection arrived."""

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self.app = app
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wrong = self._refusal(scope) if scope["type"] == "http" and ANY not in self.names else None
        if wrong is None:
            await self.app(scope, receive, send)
        else:
            await problem(400, wrong, ALWAYS)(scope, receive, send)

    def _refusal(self, scope: Scope) -> str | None:
        """What is wrong with the Host field; HTTP/1.0 needs none."""
        given = Headers(scope=scope).getlist("host")
        if len(given) != 1:
            is_old = not given and scope.get("http_version") == "1.0"
            return None if is_old else f"a request must have one Host header, this one has {len(given)}"
        name = host_name(given[0])
        if name is None:
            return f"'{given[0][:100]}' is not a Host header: write a name or address, then its port"
        if name in self.names or name == (scope.get("server") or ("",))[0]:
            return None
        name = name[:100]
        return f"'{name}' is no name of this server: start kg serve with --allowed-host {name} to allow it"

"""How requests to a SPARQL server are authenticated: a token, a user and password, or an entry of a netrc file."""

from __future__ import annotations

import netrc
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import httpx

from kg.errors import EndpointError

UNAUTHORIZED = 401


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a server may ask for. Without any, the entry of its host in the netrc file is used, if there is one."""

    user: str = ""
    password: str = ""
    token: str = ""
    netrc: Path | None = None  # default: ~/.netrc

    def login(self, host: str) -> httpx.Auth | None:
        """How to authenticate at a host; None if nothing is known for it.

        Raises EndpointError if the netrc file is not valid.
        """
        if self.token:
            return TokenLogin(self.token)
        if self.user:
            return PasswordLogin(self.user, self.password)
        return self._from_netrc(host)

    def _from_netrc(self, host: str) -> httpx.Auth | None:
        path = self.netrc or Path.home() / ".netrc"
        try:
            entry = netrc.netrc(str(path)).authenticators(host)
        except FileNotFoundError:
            return None
        except (netrc.NetrcParseError, OSError) as error:
            raise EndpointError(f"{path}: cannot be read as a netrc file: {error}") from error
        return PasswordLogin(entry[0], entry[2]) if entry else None


class TokenLogin(httpx.Auth):
    """A bearer token with every request."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class PasswordLogin(httpx.Auth):
    """Digest or Basic, as the server asks; the password is not sent before it asks."""

    def __init__(self, user: str, password: str) -> None:
        self._schemes: dict[str, httpx.Auth] = {
            "digest": httpx.DigestAuth(user, password),
            "basic": httpx.BasicAuth(user, password),
        }
        self._scheme: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._scheme is None:
            response = yield request
            if response.status_code != UNAUTHORIZED:
                return
            offered = response.headers.get("WWW-Authenticate", "").casefold()
            self._scheme = next((flow for name, flow in self._schemes.items() if name in offered), None)
        if self._scheme is not None:
            yield from self._scheme.auth_flow(request)

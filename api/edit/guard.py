"""Who may edit: requests that carry the token of the server and do not come from a page of another origin."""

from __future__ import annotations

from hmac import compare_digest
from urllib.parse import urlsplit

from fastapi import Request
from starlette.exceptions import HTTPException

SAME = frozenset({"same-origin", "none"})  # values of Sec-Fetch-Site of this server's pages, and of no page


def check_editor(request: Request) -> None:
    """Raises HTTPException 401 without the token, 403 for a request of a page elsewhere.

    The token is sent as a header, which no form and no page of another origin can add without being asked first.
    """
    given = request.headers.get("authorization", "")
    wanted = f"Bearer {request.app.state.edit_token}"
    if not compare_digest(given.encode(), wanted.encode()):
        raise HTTPException(
            401, "needs the token that kg serve --edit prints", {"WWW-Authenticate": "Bearer"}
        )
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site", "none")
    if site not in SAME or (origin is not None and urlsplit(origin).netloc != request.headers.get("host")):
        raise HTTPException(403, "requests of pages of other origins are refused")

"""Identifiers: hashes of what a thing is, so every run and every order of articles gives the same."""

from __future__ import annotations

from hashlib import sha256

UNIT_SEPARATOR = "\x1f"
# Ids of linked entities and events are joined by NUL. Another separator would change every id.
LINK_SEPARATOR = "\0"


def short_hash(*parts: str, separator: str = UNIT_SEPARATOR) -> str:
    """16 hex digits of SHA-256 over the joined parts."""
    return sha256(separator.join(parts).encode()).hexdigest()[:16]

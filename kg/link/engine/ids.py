"""Identifiers: hashes of what a thing is, so every run and every order of articles gives the same."""

from __future__ import annotations

from hashlib import sha256


def identifier(*parts: str) -> str:
    """16 hex digits that stand for the parts."""
    return sha256("\0".join(parts).encode()).hexdigest()[:16]

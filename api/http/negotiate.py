"""Content negotiation: the media type that an Accept header prefers (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

LONGEST = 2000  # characters of a header that are read: browsers send fewer


def best_type(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered type with the highest quality, the first of several; None if none is accepted."""
    return _best((accept or "*/*")[:LONGEST], tuple(offered))


@lru_cache(256)  # clients repeat the same header
def _best(accept: str, offered: tuple[str, ...]) -> str | None:
    ranges = list(_ranges(accept)) or [("*", "*", 1.0)]
    ranked = [(_quality(ranges, kind), -place, kind) for place, kind in enumerate(offered)]
    quality, _, kind = max(ranked, default=(0.0, 0, ""))
    return kind if quality > 0 else None


def _ranges(accept: str) -> Iterator[tuple[str, str, float]]:
    """Type, subtype and quality of each range; malformed ranges are skipped."""
    for part in accept.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        kind, slash, sub = name.partition("/")
        if slash and kind and sub:
            yield kind, sub, _q(parameters)


def _q(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0


def _quality(ranges: Sequence[tuple[str, str, float]], offered: str) -> float:
    """The quality of the most specific range that matches a type."""
    kind, _, sub = offered.partition("/")
    fits = [
        ((own_kind != "*") + (own_sub != "*"), quality)
        for own_kind, own_sub, quality in ranges
        if own_kind in {kind, "*"} and own_sub in {sub, "*"}
    ]
    return max(fits, default=(0, 0.0))[1]

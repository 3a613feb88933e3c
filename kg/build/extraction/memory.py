"""`--memory`: how much of it a build takes at most, as a number of processes and as the size of caches."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from kg.errors import KgError

SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT])(?:i?B)?", re.IGNORECASE)
UNITS = {"K": 10, "M": 20, "G": 30, "T": 40}  # powers of two
PROCESS = 700 << 20  # bytes of a process that extracts articles
BUILDING = 500 << 20  # of the one that builds, without the caches of linking
CACHES = 1 << 30  # of linking by default
LEAST = 1 << 30
MOST_CACHES, LEAST_CACHES = 4.0, 0.1  # of the default; larger ones save no time, smaller ones take it


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes that a build takes at most, but for lists of ids, which grow with the articles; None: not limited."""

    size: int | None = None

    @classmethod
    def parse(cls, text: str | None) -> Memory:
        """The memory of "4G" or "1500M". Raises KgError."""
        if text is None:
            return cls()
        found = SIZE.fullmatch(text.strip())
        size = int(float(found[1]) * (1 << UNITS[found[2].upper()])) if found else 0
        if size < LEAST:
            raise KgError(f"--memory: '{text}' is no size of at least 1G: write 4G or 1500M")
        return cls(size)

    def processes(self, wanted: int | None = None) -> int:
        """How many processes extract articles: as many as wanted, or one per core, if there is room for them."""
        number = wanted or len(os.sched_getaffinity(0))
        return (
            number if self.size is None else max(1, min(number, (self.size - (LEAST - PROCESS)) // PROCESS))
        )

    @property
    def cache_share(self) -> float:
        """The size of the caches of linking, 1 for the default."""
        if self.size is None:
            return 1.0
        return min(MOST_CACHES, max(LEAST_CACHES, (self.size - BUILDING) / CACHES))

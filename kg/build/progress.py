"""The progress and the counts of a build, as `kg build` shows them."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from tqdm import tqdm

from kg.records import ArticleCounts, Skipped

SHOWN = 3  # articles that are named for one and the same fault


@dataclass(slots=True)
class BuildCounts:
    """How much a build has read so far; its last line."""

    articles: int = 0
    cached: int = 0  # articles whose extraction is of an earlier build
    sentences: int = 0
    mentions: int = 0
    entities: int = 0
    claims: int = 0
    quads: int = 0
    skipped: int = 0
    begun: float = field(default_factory=time.monotonic)

    def add(self, article: ArticleCounts) -> None:
        self.articles += 1
        self.sentences += article.sentences
        self.mentions += article.mentions
        self.entities += article.entities
        self.claims += article.claims

    @property
    def numbers(self) -> dict[str, int]:
        """All but the time, which differs from run to run."""
        names = ("articles", "sentences", "mentions", "entities", "claims", "quads", "skipped")
        return {name: getattr(self, name) for name in names}

    @property
    def line(self) -> str:
        return self._line(self.numbers)

    @property
    def line_without_quads(self) -> str:
        """The last line where no graph is made."""
        return self._line({name: number for name, number in self.numbers.items() if name != "quads"})

    def _line(self, numbers: Mapping[str, int]) -> str:
        counts = ", ".join(f"{number:,} {name}" for name, number in numbers.items())
        cached = f" ({self.cached:,} reused from earlier builds)" if self.cached else ""
        return f"{counts}, {time.monotonic() - self.begun:.1f} seconds{cached}"


class Progress:
    """A progress bar over the bytes of the input, on standard error if that is a terminal; names what is skipped."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        """`sizes` are bytes by source; standard input and the like have none."""
        self._rest, self._file, self._unread_dates = dict(sizes), "", 0
        self._bar = tqdm(
            total=sum(sizes.values()) or None, unit="B", unit_scale=True, disable=None, desc="reading"
        )

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()
        if self._unread_dates > SHOWN:
            self.warn(f"{self._unread_dates:,} articles have a date that cannot be read")

    def skip(self, skipped: Skipped) -> None:
        tqdm.write(f"skipped {skipped.source}: {skipped.reason}", file=sys.stderr)
        self.move(skipped.source, 0)

    def unread_date(self, source: str, text: str) -> None:
        """Names the first articles whose date cannot be read; __exit__ counts them."""
        self._unread_dates += 1
        if self._unread_dates <= SHOWN:
            self.warn(f"{source}: cannot read the date '{text[:40]}' with certainty: write it as 2024-05-31")

    def warn(self, what: str) -> None:
        tqdm.write(f"kg: {what}", file=sys.stderr)

    def move(self, source: str, size: int) -> None:
        """Advances by an article of a file; the rest of a file follows when the next file begins."""
        file = source.partition("#")[0]
        if file != self._file:
            self._bar.update(self._rest.pop(self._file, 0))
            self._file = file
        step = min(size, self._rest.get(file, size))
        if file in self._rest:
            self._rest[file] -= step
        self._bar.update(step)

    def say(self, stage: str) -> None:
        self._bar.set_description(stage)

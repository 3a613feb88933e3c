"""The progress and the counts of a build, as `kg build` shows them."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from tqdm import tqdm

from kg.records import ArticleCounts, Skipped
from kg.store.graph_counts import GraphCounts

SHOWN = 3  # articles that are named for one and the same fault
SHARE = "{percentage:3.0f} % of the input |{bar:30}|"


@dataclass(slots=True)
class BuildCounts:
    """How much a build has read so far, and in the end how much its graph has."""

    articles: int = 0
    cached: int = 0  # articles whose extraction is of an earlier build
    undated: int = 0  # articles
    sentences: int = 0
    skipped: int = 0
    graph: GraphCounts | None = None  # of the finished build
    begun: float = field(default_factory=time.monotonic)

    def add(self, article: ArticleCounts) -> None:
        self.articles += 1
        self.undated += article.undated
        self.sentences += article.sentences

    @property
    def numbers(self) -> dict[str, int]:
        """All but the time, which differs from run to run."""
        graph = asdict(self.graph) if self.graph else {}
        return {"articles": self.articles, "sentences": self.sentences, **graph, "skipped": self.skipped}

    @property
    def line(self) -> str:
        numbers = self.numbers
        notes = {
            "articles": (self.undated, "without a date"),
            "claims": (numbers.pop("uncertain", 0), "uncertain"),
        }
        parts = [counted(number, name) + _note(*notes.get(name, (0, ""))) for name, number in numbers.items()]
        cached = f" ({self.cached:,} reused from earlier builds)" if self.cached else ""
        return f"{', '.join(parts)}, {time.monotonic() - self.begun:.1f} seconds{cached}"


def _note(number: int, what: str) -> str:
    return f" ({number:,} {what})" if number else ""


def counted(number: int, plural: str) -> str:
    """ "1 article", "2 entities", "0 skipped"."""
    if number != 1 or plural == "skipped":
        return f"{number:,} {plural}"
    return f"1 {plural.removesuffix('ies')}y" if plural.endswith("ies") else f"1 {plural.removesuffix('s')}"


class Progress:
    """A progress bar over the bytes of the input, on standard error; names what is skipped."""

    def __init__(self, sizes: Mapping[str, int], *, shown: bool | None = None) -> None:
        """`sizes` are bytes by source; standard input and the like have none. `shown` is None for "on a terminal"."""
        self._rest, self._file, self._articles = dict(sizes), "", 0
        self._unread_dates = 0
        total = sum(sizes.values()) or None
        self._bar = tqdm(
            total=total,
            disable=None if shown is None else not shown,
            desc="Reading articles",
            bar_format=f"{{desc}} {SHARE if total else ''}{{postfix}} [{{elapsed}}]",
            postfix="0 articles",
            dynamic_ncols=True,
        )

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()
        if self._unread_dates > SHOWN:
            self.warn(f"{self._unread_dates:,} articles have a date that cannot be read")

    def skip(self, skipped: Skipped) -> None:
        tqdm.write(f"skipped {skipped.source}: {skipped.reason}", file=sys.stderr)
        self._advance(skipped.source, 0)

    def unread_date(self, source: str, text: str) -> None:
        """Names the first articles whose date cannot be read; __exit__ counts them."""
        self._unread_dates += 1
        if self._unread_dates <= SHOWN:
            self.warn(f"{source}: cannot read the date '{text[:40]}' with certainty: write it as 2024-05-31")

    def warn(self, what: str) -> None:
        tqdm.write(f"kg: {what}", file=sys.stderr)

    def move(self, source: str, size: int) -> None:
        """Advances by an article of a file; the rest of a file follows when the next file begins."""
        self._articles += 1
        self._bar.set_postfix_str(counted(self._articles, "articles"), refresh=False)
        self._advance(source, size)

    def say(self, stage: str) -> None:
        """Names the step after reading, which has no share."""
        self._bar.bar_format = f"{stage} {counted(self._articles, 'articles')} [{{elapsed}}]"
        self._bar.refresh()

    def _advance(self, source: str, size: int) -> None:
        file = source.partition("#")[0]
        if file != self._file:
            self._bar.update(self._rest.pop(self._file, 0))
            self._file = file
        step = min(size, self._rest.get(file, size))
        if file in self._rest:
            self._rest[file] -= step
        self._bar.update(step)

"""Sorts more lines than fit in memory: sorted runs spill to temporary files and are merged."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

RUN = 200_000  # lines in memory at once: some 60 MB of N-Quads


def sorted_lines(lines: Iterable[str], folder: Path | None = None, *, run: int = RUN) -> Iterator[str]:
    """Lines without their ends, each once, in the order of their characters' code points.

    Runs beyond the first are written to `folder`, or else to the system's folder for temporary files.
    """
    rest = iter(lines)
    with ExitStack() as open_files:
        runs: list[Iterable[str]] = []
        while chunk := sorted(set(islice(rest, run))):
            if runs or len(chunk) == run:
                runs.append(_stored(open_files.enter_context(_temporary(folder)), chunk))
            else:
                runs.append(chunk)
        yield from _distinct(heapq.merge(*runs))


def _temporary(folder: Path | None) -> IO[str]:
    return TemporaryFile("w+", encoding="utf-8", newline="\n", dir=folder)


def _stored(file: IO[str], chunk: list[str]) -> Iterator[str]:
    file.writelines(f"{line}\n" for line in chunk)
    file.seek(0)
    return (line[:-1] for line in file)


def _distinct(lines: Iterable[str]) -> Iterator[str]:
    last = None
    for line in lines:
        if line != last:
            yield line
        last = line

"""What extracts articles: processes of this machine, or a cluster."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from kg.build.extraction.processes import extract_all
from kg.build.extraction.workers import Outcome
from kg.errors import KgError
from kg.pipeline import Source
from kg.records import RawArticle

Extractor = Callable[[Iterable[RawArticle | Outcome]], Iterator[Outcome]]
ADDRESS = re.compile(r"dask(\+tls)?://(.+:\d+)")


def extractor(source: Source, processes: int | None = None, engine: str | None = None) -> Extractor:
    """What extracts articles in order. Raises KgError for an engine that there is not."""
    if engine is None:
        return partial(extract_all, source=source, processes=processes or len(os.sched_getaffinity(0)))
    found = ADDRESS.fullmatch(engine)
    if found is None:
        raise KgError(
            f"--engine: '{engine}' is no engine: write dask://HOST:PORT, the address of a Dask scheduler"
        )
    try:
        from kg.build.extraction.dask_engine import extract_on_cluster
    except ModuleNotFoundError as error:
        raise KgError(f"--engine: {error.name} is not installed: pip install 'kg-news[dask]'") from error
    return partial(extract_on_cluster, source=source, address=f"{'tls' if found[1] else 'tcp'}://{found[2]}")

"""Extraction on a Dask cluster: batches of articles, which Dask runs again elsewhere if a worker is lost."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import cache
from itertools import islice
from threading import get_ident
from typing import Any

import distributed  # the extra "dask"

from kg.build.extraction.extraction_child import ExtractionChild
from kg.build.extraction.workers import Outcome
from kg.build.made_with import extraction_hash, shard_made_with
from kg.errors import KgError
from kg.pipeline import Source
from kg.records import RawArticle

BATCH = 16  # articles of a task: 2 s of work, 0.1 MB of text
PENDING = 3  # batches for each thread of the cluster
LOST = 3  # times that a batch is submitted again after Dask has given it up
WAIT = 30  # seconds for the scheduler to answer


def extract_on_cluster(
    articles: Iterable[RawArticle | Outcome], source: Source, address: str
) -> Iterator[Outcome]:
    """The extraction of each article, in order, as `extract_all` makes them; `address` is that of the scheduler.

    Raises KgError if the cluster cannot be reached, has another version, or is lost.
    """
    try:
        connect: Any = distributed.Client  # without types
        client = connect(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise KgError(f"--engine: {address} does not answer: {error}") from error
    with closing(client):
        try:
            yield from Cluster(client, source).outcomes(articles)
        except (OSError, TimeoutError) as error:
            what = f"--engine: the connection to {address} is lost: {error}"
            raise KgError(f"{what}: run the same command again, it continues") from error


class Cluster:
    """A Dask cluster on whose workers this version of kg is installed."""

    def __init__(self, client: Any, source: Source) -> None:
        self._client, self._source = client, source
        self._made = extraction_hash(shard_made_with(source))

    def outcomes(self, articles: Iterable[RawArticle | Outcome]) -> Iterator[Outcome]:
        pending: deque[tuple[list[RawArticle | Outcome], Any]] = deque()
        rest = iter(articles)
        while batch := list(islice(rest, BATCH)):
            pending.append((batch, self._submit(batch)))
            if len(pending) > PENDING * max(sum(self._client.nthreads().values()), 1):
                yield from self._results(*pending.popleft())
        while pending:
            yield from self._results(*pending.popleft())

    def _submit(self, batch: Sequence[RawArticle | Outcome]) -> Any:
        raws = [item for item in batch if isinstance(item, RawArticle)]
        return (
            self._client.submit(extract_batch, raws, self._source, self._made, pure=False) if raws else None
        )

    def _results(self, batch: Sequence[RawArticle | Outcome], future: Any) -> Iterator[Outcome]:
        """The outcomes of a batch, which is submitted again if too many workers were lost while they had it."""
        found = iter(self._result(batch, future) if future else ())
        return (next(found) if isinstance(item, RawArticle) else item for item in batch)

    def _result(self, batch: Sequence[RawArticle | Outcome], future: Any) -> list[Outcome]:
        for _ in range(LOST):
            try:
                outcomes: list[Outcome] = future.result()
            except distributed.KilledWorker:
                future = self._submit(batch)
            else:
                return outcomes
        raise KgError("--engine: workers of the cluster are killed again and again: give each 2 GB of memory")


# --- on a worker


def extract_batch(raws: Sequence[RawArticle], source: Source, made: str) -> list[Outcome]:
    """The extractions of articles, made by a child process of this thread of the worker.

    Raises KgError if this machine has another version, model or ontology than the one that asks.
    """
    if _made_here(source) != made:
        raise KgError(
            "--engine: a worker has another version of kg, model, ontology or libraries: install the same"
        )
    child = _child(source, get_ident())
    return [child.extract(raw) for raw in raws]


@cache
def _made_here(source: Source) -> str:
    return extraction_hash(shard_made_with(source))


@cache
def _child(source: Source, thread: int) -> ExtractionChild:
    return ExtractionChild(source)

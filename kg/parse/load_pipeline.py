"""Loads the language pipeline and streams texts through it: text in, spaCy's `Doc` out, in the same order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import kg.parse.finish_names  # noqa: F401  registers its component with spaCy
from kg.errors import ModelError
from kg.ontology.files import PACKAGE
from kg.parse.encoder import NewsEncoder

MODEL = PACKAGE / "models/en_news"
GROUP = 100  # texts after which their new words are removed from the vocabulary
WAITING = 20  # texts per process that are submitted before the first result is awaited

T = TypeVar("T")
_worker: Language  # the pipeline of a worker process


def load_pipeline(name: str | None = None) -> Language:
    """Return the shipped pipeline, or by name or path any installed spaCy pipeline.

    Raises ModelError if it is not there, or a file of it is damaged.
    """
    try:
        return spacy.load(name or MODEL)
    except (OSError, ValueError) as error:
        right = "; give an installed spaCy pipeline or its folder, or leave --model out" if name else ""
        raise ModelError(f"{name or MODEL}: cannot be loaded as a spaCy pipeline: {error}{right}") from error


def network_folder(nlp: Language) -> Path | None:
    """The folder of our own network; None of a pipeline without it."""
    pipe = nlp.get_pipe("news_encoder") if "news_encoder" in nlp.pipe_names else None
    return pipe.network.folder if isinstance(pipe, NewsEncoder) else None


def parse(texts: Iterable[str], nlp: Language, *, processes: int = 1) -> Iterator[Doc]:
    """Yield the doc of every text, in order. A doc is valid until the next one is requested.

    New words are removed from the vocabulary every `GROUP` texts (spaCy's memory zones), so memory does not
    grow with the number of texts. A doc is independent of its neighbours and of `processes`.

    Raises ModelError for several processes if the pipeline was not loaded from disk.
    """
    if processes > 1:
        parsed = _parse_in_processes(texts, nlp, processes)
        yield from _in_zones(parsed, nlp, lambda data: Doc(nlp.vocab).from_bytes(data))
    else:
        yield from _in_zones(iter(texts), nlp, nlp)


def _in_zones(items: Iterator[T], nlp: Language, make: Callable[[T], Doc]) -> Iterator[Doc]:
    while True:
        with nlp.memory_zone():
            count = 0
            for item in islice(items, GROUP):
                count += 1
                yield make(item)
        if count < GROUP:
            return


def _parse_in_processes(texts: Iterable[str], nlp: Language, processes: int) -> Iterator[bytes]:
    if nlp.path is None:
        raise ModelError(
            "this pipeline was made in memory: save it and load it by its path to parse in several processes"
        )
    waiting: deque[Future[bytes]] = deque()
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, _load_worker, (str(nlp.path),)) as pool:
        try:
            for text in texts:
                waiting.append(pool.submit(_parse_in_worker, text))
                if len(waiting) >= processes * WAITING:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _load_worker(path: str) -> None:
    global _worker
    Thread(target=_end_with_parent, daemon=True).start()
    _worker = load_pipeline(path)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _parse_in_worker(text: str) -> bytes:
    with _worker.memory_zone():
        return bytes(_worker(text).to_bytes())

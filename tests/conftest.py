"""Keeps the tiers of tests apart, and loads the trained pipeline once per process.

A test that loads the trained pipeline must carry the mark `model`: without it, opening a file of the pipeline fails
the test, and so does asking for the pipeline that another test has loaded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from spacy.language import Language

import kg.pipeline
from kg.ontology.language import load_language
from kg.parse.load_pipeline import load_pipeline

PIPELINE = "kg/models/"  # part of the path of every file of the trained pipeline

_unmarked: str | None = None  # the running test, if it is not marked


def pytest_configure() -> None:
    sys.addaudithook(_check_opened_file)


def _check_opened_file(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and PIPELINE in str(arguments[0]):
        _check_mark()


def _check_mark() -> None:
    if _unmarked:
        pytest.fail(f"{_unmarked} loads the trained pipeline: mark it with pytest.mark.model", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Covers the fixtures of a test too, which need the pipeline more often than the test itself."""
    global _unmarked
    _unmarked = None if item.get_closest_marker("model") else item.nodeid
    try:
        return (yield)
    finally:
        _unmarked = None


@pytest.fixture(autouse=True, scope="session")
def _loaded_once() -> Iterator[None]:
    """Lets `kg.pipeline.load`, which every command and many tests call, load pipeline and language only once."""
    load_once = cache(load_pipeline)

    def checked(name: str | None = None) -> Language:
        _check_mark()
        return load_once(name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kg.pipeline, "load_pipeline", checked)
        patch.setattr(kg.pipeline, "load_language", cache(load_language))
        yield


@pytest.fixture(scope="session")
def served_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of `tests.serving`, built once per process, for tests that only read it."""
    from tests.serving import build, extractions  # loads FastAPI, which most tests do not need

    return build(tmp_path_factory.mktemp("served") / "store", *extractions())


@pytest.fixture(scope="session")
def samples_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the sample articles, which tests only read: the first process that needs it builds it for all."""
    from tests.stores import build_samples

    base = tmp_path_factory.getbasetemp()
    return build_samples(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)

"""Keeps the tiers apart: a test that loads the trained pipeline must carry the mark `model`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

PIPELINE = "kg/models/"  # part of the path of every file of the trained pipeline

_unmarked: str | None = None  # the running test, if it is not marked


def _refuse_pipeline(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and _unmarked and PIPELINE in str(arguments[0]):
        pytest.fail(f"{_unmarked} loads the trained pipeline: mark it with pytest.mark.model", pytrace=False)


def pytest_configure() -> None:
    sys.addaudithook(_refuse_pipeline)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Covers the fixtures of a test too, which need the pipeline more often than the test itself."""
    global _unmarked
    _unmarked = None if item.get_closest_marker("model") else item.nodeid
    try:
        return (yield)
    finally:
        _unmarked = None

"""The store that tests of the server only read, and a client of the application over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.serving import client


@pytest.fixture(scope="module")
def store(served_store: Path) -> Path:
    return served_store


@pytest.fixture(scope="module")
def http(store: Path) -> Iterator[TestClient]:
    with client(store) as found:
        yield found

"""Schemathesis sends valid and invalid requests to each route of the OpenAPI document, and checks the responses.

Answers must have the statuses, media types and schemas that are described, and what is forbidden must be refused.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import server

EXAMPLES = 12  # of each route, besides those at the edges of what is allowed: 2,310 requests in all
CONFIG = """
hooks = "asked"
[checks.positive_data_acceptance]
# 400: a schema cannot say what is a query, or the name of a class
expected-statuses = ["2xx", "3xx", "400", "403", "404", "503"]
"""
HOOKS = """
import schemathesis

@schemathesis.serializer("application/sparql-query")
def as_text(context, value):
    return str(value).encode()
"""
PROGRAM = Path(sys.executable).with_name("schemathesis")
RUN = ["--config-file", "schemathesis.toml", "run", "--phases", "examples,coverage,fuzzing"]
SAME = ["--seed", "1", "--generation-deterministic", "--no-color"]
# each starts a process; tests/test_api_downloads.py asks for them
LEFT_OUT = ["--exclude-path", "/exports/{name}"]


@pytest.mark.slow
def test_routes_keep_to_their_description(served_store, tmp_path: Path) -> None:
    pytest.importorskip("schemathesis", reason="needs schemathesis: pip install '.[dev]'")
    (tmp_path / "schemathesis.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "asked.py").write_text(HOOKS, encoding="utf-8")
    with server(served_store) as address:
        ended = subprocess.run(
            [PROGRAM, *RUN, *SAME, *LEFT_OUT, "--max-examples", str(EXAMPLES), f"{address}/openapi.json"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert ended.returncode == 0, ended.stdout[-6000:] + ended.stderr[-2000:]

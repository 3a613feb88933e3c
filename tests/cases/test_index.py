"""The table of cases names tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", Path(__file__).with_name("README.md").read_text("utf-8"))


@pytest.mark.parametrize("file, name", sorted(set(NAMED)), ids=str)
def test_a_test_of_the_table_exists(file, name):
    assert f"def {name}(" in (ROOT / file).read_text("utf-8")

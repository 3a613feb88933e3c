"""Wire copies of the sample articles are told from other reports no worse than `copies.json` says."""

import json

import pytest

from kg.pipeline import load
from tests.eval.copies import FLOORS, Judged, judge, pairs

pytestmark = pytest.mark.model
PINNED = json.loads(FLOORS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def judged() -> Judged:
    return judge(list(pairs(load())))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["precision", "recall"])
def test_no_figure_falls_below_its_floor(judged, name):
    assert getattr(judged, name) >= PINNED[name]

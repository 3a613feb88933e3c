"""Nothing that is measured on the sentences falls below `floors.json`."""

import json

import pytest

from kg.pipeline import load
from tests.eval.score import FLOORS, Tally, figures, measure

pytestmark = [pytest.mark.model, pytest.mark.slow]
PINNED = json.loads(FLOORS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tally() -> Tally:
    return measure(load())


@pytest.mark.parametrize("name", PINNED)
def test_no_figure_falls_below_its_floor(name, tally):
    got = figures(tally).get(name, {})
    below = {
        key: (got.get(key, 0.0), floor) for key, floor in PINNED[name].items() if got.get(key, 0.0) < floor
    }
    assert below == {}, "\n".join(
        line for key, line in tally.faults if key in below and line.startswith(name)
    )

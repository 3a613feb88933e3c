"""What `disputes.yaml` tells is whole, and what is found of it does not fall below `disputes.json`."""

import json

import pytest

from kg.pipeline import load
from tests.eval.disputes import FLOORS, KINDS, PARTS, data, figures, measure, told_pairs

PINNED = json.loads(FLOORS.read_text(encoding="utf-8"))
GROUPS = [group for part in PARTS for group in data()[part]]


@pytest.mark.parametrize("group", GROUPS, ids=[group["id"] for group in GROUPS])
def test_a_pair_stands_on_two_paragraphs(group):
    paragraphs = [paragraph for article in group["articles"] for paragraph in article["text"]]
    for pair in told_pairs(group):
        assert pair.kind in KINDS
        assert [sum(side in paragraph for paragraph in paragraphs) for side in pair.sides] == [1, 1]


def test_groups_have_their_own_names():
    assert len({group["id"] for group in GROUPS}) == len(GROUPS)


@pytest.mark.model
@pytest.mark.slow
def test_no_figure_falls_below_its_floor():
    got = figures(measure(load()))
    below = {name: (got[name], floor) for name, floor in PINNED.items() if got[name] < floor}
    assert not below

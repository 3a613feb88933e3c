import random
from itertools import permutations

import pytest

from training.coref_scores import METRICS, as_clusters, b_cubed, ceaf_e, muc


def sets(*clusters: str) -> list[frozenset[str]]:
    return [frozenset(cluster) for cluster in clusters]


GOLD = sets("abc", "defg")


@pytest.mark.parametrize("metric", METRICS)
def test_the_same_clusters_score_all(metric):
    score = METRICS[metric](GOLD, GOLD)
    assert (score.precision, score.recall, score.f) == (100, 100, 100)


def test_published_example_of_the_three_metrics():
    """Pradhan et al. 2014, figure 1: key {a b c} {d e f g}, response {a b} {c d} {f g h i}."""
    response = sets("ab", "cd", "fghi")
    assert muc(GOLD, response).recall == pytest.approx(40)
    assert muc(GOLD, response).precision == pytest.approx(40)
    assert b_cubed(GOLD, response).recall == pytest.approx(100 * (5 / 3 + 1 / 4 + 4 / 4) / 7)
    assert b_cubed(GOLD, response).precision == pytest.approx(100 * (2 + 1 / 2 + 1 / 2 + 4 / 4) / 8)
    assert ceaf_e(GOLD, response).recall == pytest.approx(100 * (0.8 + 0.5) / 2)
    assert ceaf_e(GOLD, response).precision == pytest.approx(100 * (0.8 + 0.5) / 3)


def test_singletons_have_no_links():
    assert muc(sets("a", "b"), sets("a", "b")).f == 0
    assert b_cubed(sets("a", "b"), sets("ab")).precision == 50


def test_pairing_is_the_best_of_all():
    draw = random.Random(7)
    for _ in range(30):
        gold = as_clusters({m: draw.randrange(5) for m in range(20)})
        system = as_clusters({m: draw.randrange(6) for m in range(20)})
        few, many = sorted((gold, system), key=len)
        best = max(
            sum(2 * len(a & b) / (len(a) + len(b)) for a, b in zip(few, order, strict=False))
            for order in permutations(many)
        )
        assert ceaf_e(gold, system).right_p == pytest.approx(best)

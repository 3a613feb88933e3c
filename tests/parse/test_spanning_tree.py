from itertools import product

import numpy as np
import pytest

from kg.parse.spanning_tree import best_tree, is_tree

RNG = np.random.default_rng(7)


def best_by_trying(scores: np.ndarray) -> float:
    n = len(scores)
    trees = (heads for heads in product(range(n), repeat=n) if is_tree(np.array(heads)))
    return max(sum(scores[i, h] for i, h in enumerate(heads)) for heads in trees)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_best_tree_is_the_best_of_all_trees(size):
    for _ in range(40):
        scores = RNG.normal(size=(size, size)).astype(np.float32)
        heads = best_tree(scores)
        assert is_tree(np.array(heads))
        assert sum(scores[i, h] for i, h in enumerate(heads)) == pytest.approx(
            best_by_trying(scores), abs=1e-4
        )


def test_greedy_heads_that_form_a_tree_are_kept():
    scores = np.array([[0, 5, 0], [0, 9, 0], [0, 4, 3]], dtype=np.float32)
    assert best_tree(scores) == [1, 1, 1]


def test_a_cycle_is_broken_where_that_costs_least():
    scores = np.array([[1, 9, 0], [8, 4, 0], [0, 5, 0]], dtype=np.float32)  # 0 and 1 prefer each other
    assert best_tree(scores) == [1, 1, 1]


def test_only_one_word_is_the_root():
    scores = np.eye(6, dtype=np.float32) * 10
    assert sum(i == h for i, h in enumerate(best_tree(scores))) == 1


@pytest.mark.parametrize(
    "heads, tree",
    [([0], True), ([0, 0, 1], True), ([0, 1], False), ([1, 0], False), ([0, 2, 1], False)],
    ids=["one word", "chain", "two roots", "no root", "cycle beside a root"],
)
def test_is_tree(heads, tree):
    assert is_tree(np.array(heads)) is tree

"""From scores of word pairs to a dependency tree: the best tree with one root (Chu and Liu 1965, Edmonds 1967)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def best_tree(scores: Scores) -> list[int]:
    """Heads of the best tree: `scores[i, j]` for j as the head of i, `scores[i, i]` for i as the root.

    The root is its own head. Ties go to the lower index, so the same scores give the same tree. Where the best tree of
    many roots has several, each of them is tried as the only one.
    """
    heads = scores.argmax(axis=1)
    if is_tree(heads):
        return [int(h) for h in heads]
    n = len(scores)
    table = np.full((n + 1, n + 1), -np.inf)
    table[1:, 1:] = scores
    table[1:, 0] = np.diagonal(scores)
    np.fill_diagonal(table, -np.inf)
    best = _arborescence(table)
    roots = [i for i, head in enumerate(best) if i and not head]
    if len(roots) > 1:
        best = max((_rooted(table, root) for root in roots), key=lambda heads: _score(table, heads))
    return [head - 1 if head else i for i, head in enumerate(best[1:])]


def _rooted(table: NDArray[np.float64], root: int) -> list[int]:
    """The best arborescence whose one root is given."""
    fixed = table.copy()
    fixed[1:, 0] = -np.inf
    fixed[root, 0] = 0.0
    fixed[root, 1:] = -np.inf
    return _arborescence(fixed)


def _score(table: NDArray[np.float64], heads: list[int]) -> float:
    return float(sum(table[i, head] for i, head in enumerate(heads) if i))


def is_tree(heads: NDArray[np.int64]) -> bool:
    """Whether heads form one tree: one word is its own head, and every word leads to it."""
    roots = np.flatnonzero(heads == np.arange(len(heads)))
    if len(roots) != 1:
        return False
    reached, depth = heads, 1
    while depth < len(heads):
        reached, depth = reached[reached], 2 * depth
    return bool((reached == roots[0]).all())


def _arborescence(table: NDArray[np.float64]) -> list[int]:
    """Heads of the best arborescence from 0 over a table [word, head]; row 0 is not read, its head is given as 0."""
    n = len(table)
    heads = table.argmax(axis=1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return [int(h) for h in heads]
    inside = np.zeros(n, dtype=bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    lost = table[cycle, heads[cycle]]
    into = table[np.ix_(cycle, rest)] - lost[:, None]  # what entering the cycle at each word gains
    out = table[np.ix_(rest, cycle)]
    small = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    small[:-1, :-1] = table[np.ix_(rest, rest)]
    small[-1, :-1] = into.max(axis=0)
    small[:-1, -1] = out.max(axis=1)
    entry, leave = into.argmax(axis=0), out.argmax(axis=1)
    best = _arborescence(small)
    for k, word in enumerate(rest[1:], start=1):
        heads[word] = cycle[leave[k]] if best[k] == len(rest) else rest[best[k]]
    broken = cycle[entry[best[-1]]]
    heads[broken] = rest[best[-1]]
    return [int(h) for h in heads]


def _cycle(heads: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """The words of one cycle of heads, or None; 0 is the root."""
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path, word = [], start
        while state[word] == 0:
            state[word] = 1
            path.append(word)
            word = int(heads[word])
        if state[word] == 1:
            return np.array(path[path.index(word) :])
        for seen in path:
            state[seen] = 2
    return None

"""Agglomerative clustering of scored pairs: the strongest pair first, and no merge that `may_merge` rejects.

Pairs in different components of the graph of pairs do not influence each other. So an added article changes only the
components that its pairs reach, and all other clusters stay as they are.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice, product
from typing import TypeVar

K = TypeVar("K")
# Members of a cluster that a merge compares, so that a story in hundreds of articles stays linear
COMPARED_MEMBERS = 12


def cluster(
    members: Iterable[K],
    pairs: Mapping[tuple[K, K], float],
    may_merge: Callable[[Sequence[K], Sequence[K]], bool],
) -> list[tuple[K, ...]]:
    """Sorted clusters of members. The order of members and pairs does not matter; members must be sortable.

    A pair merges the clusters of its two members if `may_merge` accepts the two clusters. Pairs are tried by falling
    score, then by name.
    """
    cluster_of = {member: [member] for member in members}
    # Two clusters that may not merge, each by its first member and its size
    rejected: set[frozenset[tuple[K, int]]] = set()
    for (first, second), _ in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
        one, other = cluster_of[first], cluster_of[second]
        if one is other:
            continue
        both = frozenset(((one[0], len(one)), (other[0], len(other))))
        if both in rejected:
            continue
        if not may_merge(one, other):
            rejected.add(both)
        else:
            _merge(one, other, cluster_of)
    clusters = {id(each): each for each in cluster_of.values()}
    return sorted(map(tuple, clusters.values()))


def _merge(one: list[K], other: list[K], cluster_of: dict[K, list[K]]) -> None:
    """Inserts the members of the smaller cluster into the larger one, so that a large cluster is not copied."""
    smaller, larger = sorted((one, other), key=len)
    for member in smaller:
        insort(larger, member)  # type: ignore[call-overload]  # no Protocol for order
        cluster_of[member] = larger


def cross_pairs(one: Sequence[K], other: Sequence[K]) -> Iterable[tuple[K, K]]:
    """Pairs across two clusters, each pair in order; of large clusters only those of the first members."""
    pairs = product(islice(one, COMPARED_MEMBERS), islice(other, COMPARED_MEMBERS))
    return (tuple(sorted(pair)) for pair in pairs)  # type: ignore[type-var,misc]

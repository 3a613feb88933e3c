"""Pairs to compare, and groups from scored pairs: the strongest first, and none that its members speak against.

Pairs in different components of the graph of links do not touch each other: what an added article changes is the
components that its own pairs reach, and the rest of the clusters can be kept as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import islice, product
from typing import Any, TypeVar

K = TypeVar("K")
# members of a cluster that a new one is held against; a story in hundreds of papers stays linear
LOOKED_AT = 12
HUBS = 3  # members of a large block that all others are compared with


def clusters(
    members: Iterable[K],
    pairs: Mapping[tuple[K, K], float],
    fits: Callable[[Sequence[K], Sequence[K]], bool],
) -> list[tuple[K, ...]]:
    """Sorted groups of members. The order of members and pairs does not matter; members must have an order.

    Two groups join over a pair if `fits` says so of the two; pairs come by falling score, then by name.
    """
    group_of: dict[K, tuple[K, ...]] = {member: (member,) for member in sorted(members)}  # type: ignore[type-var]  # no Protocol for order
    refused: set[frozenset[tuple[K, int]]] = set()  # two groups, each by its first and how many it has
    for (first, second), _ in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
        one, other = group_of[first], group_of[second]
        if one is other:
            continue
        both = frozenset(((one[0], len(one)), (other[0], len(other))))
        if both in refused:
            continue
        if not fits(one, other):
            refused.add(both)
        else:
            joined = tuple(sorted((*one, *other)))  # type: ignore[type-var]
            for member in joined:
                group_of[member] = joined
    return sorted(set(group_of.values()))


def cross(one: Sequence[K], other: Sequence[K]) -> Iterable[tuple[K, K]]:
    """Pairs across two groups, each in order; of large groups those of the first members."""
    pairs = product(islice(one, LOOKED_AT), islice(other, LOOKED_AT))
    return (tuple(sorted(pair)) for pair in pairs)  # type: ignore[type-var,misc]


def ordered(one: K, other: K) -> tuple[K, K]:
    return (one, other) if one <= other else (other, one)  # type: ignore[operator]  # no Protocol for order


def block_pairs(block: Sequence[K], most: int) -> Iterable[tuple[K, K]]:
    """The pairs of a sorted block to compare: all of a small one; in a large one each with the first few."""
    first_of = len(block) if len(block) <= most else HUBS
    return ((first, second) for i, first in enumerate(block[:first_of]) for second in block[i + 1 :])


def hubs(block: Iterable[Any]) -> list[Any]:
    """The members of a large block that all others are compared with."""
    return nsmallest(HUBS, block)


def changed_pairs(
    before: Sequence[K], after: Sequence[K], most: int, changed: set[K]
) -> tuple[set[tuple[K, K]], set[tuple[K, K]]]:
    """Of a block that has changed the pairs to compare now, and those that it no longer asks for.

    `changed` are members that are not what they were, or were not there.
    """
    if len(before) < 2 and len(after) < 2:
        return set(), set()
    if len(before) <= most and len(after) <= most:
        moved = (set(before) ^ set(after)) | ({*before, *after} & changed)
        now = _with(moved, after)
        return now, _with(moved, before) - now
    was, now = set(block_pairs(before, most)), set(block_pairs(after, most))
    again = {pair for pair in now if pair not in was or not changed.isdisjoint(pair)}
    return again, was - now


def _with(moved: set[K], block: Sequence[K]) -> set[tuple[K, K]]:
    return {ordered(a, b) for a in moved.intersection(block) for b in block if a != b}

"""Garbage collection while articles are read and linked, which make many records and hardly any cycles of them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

# New objects from which on Python looks for cycles, 700 by default, through all new records again and again: that took
# 16 % of the time of linking and writing 99 articles and 6 % of that of their claims. With 100,000 it is 3 % and 1 %.
NEW_OBJECTS = 100_000


@cache
def freeze_tables() -> None:
    """Takes what a process of its own has loaded so far out of garbage collection: call it after the first article.

    The pipeline and the tables of names and places are 250,000 objects, which each full collection would go through
    again: 5 % of the time of parse and claims.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Within the block, Python seldom looks for garbage."""
    before = gc.get_threshold()
    gc.set_threshold(NEW_OBJECTS)
    try:
        yield
    finally:
        gc.set_threshold(*before)

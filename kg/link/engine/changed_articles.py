"""The difference between the articles of a build and those of the previous build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.records import Extraction


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """The ids of removed and added articles; an article with a new extraction is both.

    `added` is sorted. `read` returns the extraction of any article that is present after the change.
    """

    removed: frozenset[str]
    added: tuple[str, ...]
    read: Callable[[str], Extraction]

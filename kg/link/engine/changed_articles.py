"""What a build has more, less or other than the one before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.records import Extraction


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """Article ids; one that was read anew is both gone and come.

    `read` gives the extraction of any article that is there then.
    """

    gone: frozenset[str]
    come: tuple[str, ...]  # sorted
    read: Callable[[str], Extraction]

"""Common names: names that are too frequent to be evidence for a common context."""

from __future__ import annotations

from collections import Counter

from kg.link.engine.tables import LinkTables
from kg.link.entities.profiles import Name

# A common name is in more articles than this number, and than this share of them
MIN_ARTICLES = 10
MIN_SHARE = 0.2


class StaleTables(Exception):
    """The tables of the previous build cannot be updated: a full run is needed."""


class CommonNames:
    """The common names of all articles.

    The limit grows with the number of articles in powers of two, so that an update rarely changes it.
    """

    def __init__(self, tables: LinkTables) -> None:
        self._articles = tables.key_values("article_count", int)
        self._counts = tables.key_values("name_count", int)
        self._names = tables.key_values("common_name", int)

    def update(self, counts: Counter[Name], more_articles: int) -> frozenset[Name]:
        """The common names after an update by the differences of the counts.

        Raises StaleTables if the common names have changed, because all scores depend on them.
        """
        before = self._articles.get(("",)) or 0
        self._articles.put(("",), before + more_articles)
        known = frozenset(name for name, _ in self._names.items())
        recounted = self._add(counts)
        limit = _limit(before + more_articles)
        if limit == _limit(before):
            common = (known - recounted) | {
                name for name in recounted if (self._counts.get(name) or 0) > limit
            }
        else:
            common = frozenset(name for name, count in self._counts.items() if count > limit)
        for name in common ^ known:
            self._names.put(name, 1 if name in common else None)
        if before and common != known:
            raise StaleTables
        return frozenset(common)

    def _add(self, counts: Counter[Name]) -> set[Name]:
        for name, more in counts.items():
            if more:
                self._counts.put(name, (self._counts.get(name) or 0) + more or None)
        return {*counts}


def _limit(articles: int) -> float:
    """The number of articles above which a name is common."""
    return max(MIN_ARTICLES, MIN_SHARE * (1 << articles.bit_length() >> 1))

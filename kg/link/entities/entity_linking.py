"""Entity linking across articles, in four steps. Only names that share a block are compared.

1. `same_name`: profiles of one name, or of one place of GeoNames, merge unless they are distinct.
2. `spelling_clusters`: merged profiles with spelling variants or aliases of one name form clusters.
3. `short_names`: a surname, an acronym or a part of a name resolves to the one full name that fits.
4. `entity_ids`: each full name with all names that resolve to it is an entity and has an id.

Each step stores its result between builds. An update passes from step to step only what has changed, so an added
article costs the blocks of its names.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Weights
from kg.link.entities.entity_ids import EntityIds
from kg.link.entities.name_scores import NameScores
from kg.link.entities.profiles import name_number
from kg.link.entities.same_name import ProfileChange, SameNameClusters
from kg.link.entities.short_names import ShortNames
from kg.link.entities.spelling_clusters import SpellingClusters
from kg.records import Link, LocalId


class EntityLinking:
    """The id of each article's entity in the graph, and the reasons for each merge."""

    def __init__(self, tables: LinkTables, weights: Weights) -> None:
        self._same_names = SameNameClusters(tables, weights)
        self._scores = NameScores(weights)
        self._spellings = SpellingClusters(tables, self._same_names, self._scores)
        self._short_names = ShortNames(tables, self._spellings, self._scores)
        self._ids = EntityIds(tables, self._spellings, self._short_names)

    def update(self, change: ProfileChange) -> set[str]:
        """Replaces the profiles of articles; returns the articles in which an entity id has changed.

        Raises StaleTables.
        """
        changed, unprofiled, common_names = self._same_names.update(change)
        self._scores.common_names = frozenset(map(name_number, common_names))
        spellings = self._spellings.update(changed)
        return self._ids.update(self._short_names.update(spellings), unprofiled)

    def id(self, local_id: LocalId) -> str:
        """The id of an article's entity."""
        return self._ids.get(local_id)

    def reasons(self) -> Iterator[Link]:
        """All scored pairs of names, unordered."""
        score = self._scores.weights.entities["same name"]
        for first, member, is_same_place in self._same_names.same_names():
            part = "same place" if is_same_place else "same name"
            yield Link(
                kind="entity",
                first=first,
                second=member,
                score=score,
                parts=((part, score),),
                is_merged=True,
            )
        yield from self._spellings.reasons()
        yield from self._short_names.reasons()

"""Linking across articles: wire copies, types of names, entities, events, disputes, each step over the one before.

The result does not depend on the order of the articles, nor on the updates that led to it. Each step stores its state
in `LinkTables`, finds candidates by blocks, and reclusters only the components that a change touches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from kg.link.engine.changed_articles import ArticleChange
from kg.link.engine.key_value_table import KeyValueTable
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Weights, load_weights
from kg.link.engine.wire_copies import WireCopies
from kg.link.entities.entity_linking import EntityLinking
from kg.link.entities.profiles import Profile, find_profiles
from kg.link.entities.same_name import ProfileChange
from kg.link.entities.type_votes import TypeVotes
from kg.link.events.claim_index import ClaimChange
from kg.link.events.event_linking import EventLinking
from kg.records import Extraction, Ids, Link, Links, LocalId, article_id

# The reasons for each merge, read on demand
Reasons = Callable[[], Iterable[Link]]
# Changes the computed ids of entities by judgements
Override = Callable[[Mapping[LocalId, str], Reasons], Mapping[LocalId, str]]


def link(extractions: Iterable[Extraction], weights: Weights | None = None) -> Links:
    """Links all articles at once, without a previous build."""
    by_id = {article_id(extraction.article): extraction for extraction in extractions}
    with LinkTables() as tables:
        linking = Linking(tables, weights)
        linking.update(ArticleChange(frozenset(), tuple(sorted(by_id)), by_id.__getitem__))
        links = linking.links()
        return replace(links, entities=Ids.made(links.entities), events=Ids.made(links.events))


def read_reasons(build: Path) -> Iterator[Link]:
    """All scored pairs of a build, unordered. Raises StoreError if the build has no tables of linking."""
    with LinkTables(build) as tables:
        yield from Linking(tables).reasons()


class Linking:
    """Incremental linking over the tables of a previous build."""

    def __init__(self, tables: LinkTables, weights: Weights | None = None) -> None:
        self._weights = weights or load_weights()
        self._entity_keys = tables.key_values("entity_keys", list[str])
        # Ids that judgements give entities, where they differ from the computed ones
        self._overrides = tables.key_values("override", str)
        self._copies = WireCopies(tables, self._weights)
        self._votes = TypeVotes(tables, self._copies, self._weights)
        self._entities = EntityLinking(tables, self._weights)
        # The profiles of an added article, as if it were a source of its own and no type were overruled
        self._prepared: KeyValueTable[list[Profile]] = tables.scratch("profiles", list[Profile])
        self._events = EventLinking(tables, self._copies, self._weights)
        # Articles of which an id may have changed in the last update
        self.changed: frozenset[str] = frozenset()

    def update(self, change: ArticleChange, override: Override | None = None) -> None:
        """Applies a change of articles. Events are linked by the entity ids that `override` returns.

        Raises StaleTables if a full run over empty tables is needed.
        """
        removed = change.removed - {*change.added}
        self._prepare(change)
        other_copies = self._copies.update(change)
        retyped = self._votes.update(change, other_copies) - removed
        typed = replace(change, read=lambda article: self._votes.retyped(article, change.read(article)))
        other_entities = self._update_entities(typed, {*change.added, *other_copies, *retyped})
        affected = (other_entities | retyped | self._update_overrides(override)) - removed
        other_events = self._events.update(
            ClaimChange(
                articles=typed,
                other_entities=affected,
                other_copies=other_copies,
                entity_id=self._entity_id,
            )
        )
        self.changed = frozenset({*change.added, *affected, *other_events} - removed)

    def links(self) -> Links:
        """The links before any judgement. Ids are read on demand, while the tables are open."""
        return Links(
            entities=Ids(self._entity_ids, self._articles),
            events=Ids(self._events.ids, self._articles),
            sources={article: self._copies.source(article) for article in self._articles()},
            disputes=tuple(
                sorted(self._events.disputes(), key=lambda each: (each.first, each.second, each.about))
            ),
        )

    def reasons(self) -> Iterator[Link]:
        """All scored pairs, merged ones and those for review, unordered."""
        yield from self._copies.reasons()
        yield from self._entities.reasons()
        yield from self._events.reasons()

    def _entity_id(self, local_id: LocalId) -> str:
        return self._overrides.get(local_id) or self._entities.id(local_id)

    def _articles(self) -> Iterator[str]:
        return (article for (article,), _ in self._entity_keys.items())

    def _entity_ids(self, article: str) -> dict[str, str]:
        return {key: self._entities.id((article, key)) for key in self._entity_keys.get((article,)) or ()}

    def _prepare(self, change: ArticleChange) -> None:
        """Reads each added article once for all that the steps need of it alone."""
        for article in change.removed:
            self._entity_keys.put((article,), None)
        for article in change.added:
            extraction = change.read(article)
            self._entity_keys.put((article,), [entity.key for entity in extraction.entities])
            self._copies.prepare(extraction)
            self._votes.prepare(extraction)
            self._events.prepare(extraction)
            self._prepared.put((article,), list(find_profiles(extraction, article, self._weights)))

    def _update_entities(self, change: ArticleChange, affected: set[str]) -> set[str]:
        """Replaces the profiles of affected articles; returns the articles in which an entity id has changed."""
        return self._entities.update(
            ProfileChange(
                removed=sorted({*change.removed, *affected}),
                added=sorted(affected),
                profiles=lambda article: self._profiles(article, change),
                more_articles=len(change.added) - len(change.removed),
            )
        )

    def _profiles(self, article: str, change: ArticleChange) -> Iterable[Profile]:
        source, prepared = self._copies.source(article), self._prepared.get((article,))
        if prepared is None or self._votes.overrules(article):
            return find_profiles(change.read(article), source, self._weights)
        self._prepared.put((article,), None)
        return prepared if source == article else (structs.replace(each, source=source) for each in prepared)

    def _update_overrides(self, override: Override | None) -> set[str]:
        """Applies judgements to the entity ids; returns the articles of which an override has changed."""
        before = {(article, key): id_ for (article, key), id_ in self._overrides.items()}
        after: dict[LocalId, str] = {}
        if override:
            computed = dict(Ids(self._entity_ids, self._articles))
            wanted = override(computed, self._entities.reasons)
            after = {local_id: id_ for local_id, id_ in wanted.items() if id_ != computed[local_id]}
        changed = {each for each in before.keys() | after.keys() if before.get(each) != after.get(each)}
        for local_id in changed:
            self._overrides.put(local_id, after.get(local_id))
        return {article for article, _ in changed}

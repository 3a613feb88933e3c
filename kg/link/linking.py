"""Joins the steps across articles: copies, then entities, then events, then where the claims of an event differ.

    extractions -> sources -> kinds of names -> entities -> events -> disputes

The result does not depend on the order of the articles, nor on how many at a time were added. Every step looks things
up by keys that are hashes of content (rows of words, names, class with filler or day), compares only what shares a key,
and clusters components that do not touch each other. What it finds it keeps in `LinkTables`: adding an article is its
keys, the things that share them, and their components anew; all else stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kg.link.engine.changed_articles import ArticleChange
from kg.link.engine.key_value_table import KeyValueTable
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Weights, load_weights
from kg.link.engine.wire_copies import WireCopies
from kg.link.entities.merge import Entities
from kg.link.entities.profiles import find_profiles
from kg.link.entities.type_votes import Votes
from kg.link.events.merge import Events
from kg.records import Extraction, Ids, Link, Links, LocalId, article_id

Reasons = Callable[[], Iterable[Link]]  # why things are one, for whoever asks
# Entity ids as people want them, from those found and why
Overrule = Callable[[Mapping[LocalId, str], Reasons], Mapping[LocalId, str]]


def link(extractions: Iterable[Extraction], weights: Weights | None = None) -> Links:
    """Which entity and event of the graph each article's own are, which articles are one source, and why."""
    read = {article_id(extraction.article): extraction for extraction in extractions}
    linking = Linking(LinkTables(), weights)
    linking.update(ArticleChange(frozenset(), tuple(sorted(read)), read.__getitem__))
    return linking.links()


def read_reasons(build: Path) -> Iterator[Link]:
    """Why things of a build are one, or may be, not in order. Raises StoreError if the build has no such tables."""
    with LinkTables(build) as tables:
        yield from Linking(tables).reasons()


class Linking:
    """Linking that goes on from what it found before."""

    def __init__(self, tables: LinkTables, weights: Weights | None = None) -> None:
        self._weights = weights or load_weights()
        self._keys: KeyValueTable[list[str]] = tables.key_values("entities")  # of each article
        # ids that people want of entities, where others
        self._overruled: KeyValueTable[str] = tables.key_values("overruled")
        self._copies = WireCopies(tables, self._weights)
        self._votes = Votes(tables, self._copies, self._weights)
        self._entities = Entities(tables, self._weights)
        self._events = Events(tables, self._copies, self._weights)
        # Articles that may have other ids than before the last update
        self.changed: frozenset[str] = frozenset()

    def update(self, change: ArticleChange, overrule: Overrule | None = None) -> None:
        """Takes articles out and in. Events are those of the entities that `overrule` leaves.

        Raises Stale if all must be linked anew, with empty tables.
        """
        gone = change.removed - {*change.added}
        self._note_keys(change)
        related = self._copies.update(change)
        retyped = self._votes.update(change, related) - gone
        typed = replace(change, read=lambda article: self._votes.retyped(article, change.read(article)))
        again = {*change.added, *related, *retyped}
        named = self._entities.update(
            sorted({*change.removed, *again}),
            sorted(again),
            lambda article: find_profiles(typed.read(article), self._copies.source(article), self._weights),
            len(change.added) - len(change.removed),
        )
        moved = (named | retyped | self._overrule(overrule)) - gone
        told = self._events.update(typed, moved, related, self._id)
        self.changed = frozenset({*change.added, *moved, *told} - gone)

    def links(self) -> Links:
        """All that was found, before anybody was asked. Ids are read when asked for, while the tables are open."""
        return Links(
            Ids(self._entity_ids, self._articles),
            Ids(self._events.ids, self._articles),
            {article: self._copies.source(article) for article in self._articles()},
            tuple(sorted(self._events.disputes(), key=lambda each: (each.first, each.second, each.about))),
        )

    def reasons(self) -> Iterator[Link]:
        """Why things are one, or may be; not in order."""
        yield from self._copies.reasons()
        yield from self._entities.reasons()
        yield from self._events.reasons()

    def _id(self, own: LocalId) -> str:
        return self._overruled.get(own) or self._entities.id(own)

    def _articles(self) -> Iterator[str]:
        return (article for (article,), _ in self._keys.items())

    def _entity_ids(self, article: str) -> dict[str, str]:
        return {key: self._entities.id((article, key)) for key in self._keys.get((article,)) or ()}

    def _note_keys(self, change: ArticleChange) -> None:
        for article in change.removed:
            self._keys.put((article,), None)
        for article in change.added:
            self._keys.put((article,), [entity.key for entity in change.read(article).entities])

    def _overrule(self, overrule: Overrule | None) -> set[str]:
        """The articles of which people want another id than before, or no longer do."""
        before = {(article, key): id_ for (article, key), id_ in self._overruled.items()}
        now: dict[LocalId, str] = {}
        if overrule:
            found = dict(Ids(self._entity_ids, self._articles))
            wanted = overrule(found, self._entities.reasons)
            now = {own: id_ for own, id_ in wanted.items() if id_ != found[own]}
        others = {own for own in before.keys() | now.keys() if before.get(own) != now.get(own)}
        for own in others:
            self._overruled.put(own, now.get(own))
        return {article for article, _ in others}

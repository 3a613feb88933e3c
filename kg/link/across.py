"""Joins the steps across articles: copies, then entities, then events, then where the claims of an event differ.

    extractions -> sources -> kinds of names -> entities -> events -> disputes

The result does not depend on the order of the articles, nor on how many at a time were added. Every step looks things
up by keys that are hashes of content (rows of words, names, class with filler or day), compares only what shares a key,
and clusters components that do not touch each other. What it finds it keeps in a `Memory`: adding an article is its
keys, the things that share them, and their components anew; all else stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from kg.link.change import Change
from kg.link.copies import Copies
from kg.link.entities import Entities
from kg.link.events import Events
from kg.link.memory import Memory
from kg.link.profiles import find_profiles
from kg.link.votes import Votes
from kg.link.weights import Weights, load_weights
from kg.records import Extraction, Link, Links, Own, article_id


def link(extractions: Iterable[Extraction], weights: Weights | None = None) -> Links:
    """Which entity and event of the graph each article's own are, which articles are one source, and why."""
    read = {article_id(extraction.article): extraction for extraction in extractions}
    linking = Linking(Memory(), weights)
    linking.update(Change(frozenset(), tuple(sorted(read)), read.__getitem__))
    return linking.links(sorted(read), read.__getitem__)


class Linking:
    """Linking that goes on from what it found before."""

    def __init__(self, memory: Memory, weights: Weights | None = None) -> None:
        self._weights = weights or load_weights()
        self._copies = Copies(memory, self._weights)
        self._votes = Votes(memory, self._copies, self._weights)
        self._entities = Entities(memory, self._weights)
        self._events = Events(memory, self._copies, self._weights)

    def update(self, change: Change) -> set[str]:
        """Takes articles out and in; those of which an entity, a claim or the source is another now, or that have come.

        Raises Stale if all must be linked anew, with an empty memory.
        """
        gone = change.gone - {*change.come}
        related = self._copies.update(change)
        retyped = self._votes.update(change, related) - gone
        typed = replace(change, read=lambda article: self._votes.retyped(article, change.read(article)))
        again = {*change.come, *related, *retyped}
        named = self._entities.update(
            sorted({*change.gone, *again}),
            sorted(again),
            lambda article: find_profiles(typed.read(article), self._copies.source(article), self._weights),
            len(change.come) - len(change.gone),
        )
        told = self._events.update(typed, (named | retyped) - gone, related, self._entities.id)
        return (again | named | told) - gone

    def links(self, articles: Sequence[str], read: Callable[[str], Extraction]) -> Links:
        """All that was found; the ids of these articles."""
        entities, events = {}, {}
        for article in articles:
            extraction = read(article)
            for entity in extraction.entities:
                entities[article, entity.key] = self._entities.id((article, entity.key))
            for claim in extraction.claims:
                events[article, claim.key] = self._events.id((article, claim.key))
        return Links(
            entities,
            events,
            {article: self._copies.source(article) for article in articles},
            (
                *sorted(self._copies.reasons(), key=_ends),
                *sorted(self._entities.reasons(), key=_ends),
                *sorted(self._events.reasons(), key=_ends),
            ),
            tuple(
                sorted(
                    self._events.disputes(),
                    key=lambda dispute: (dispute.first, dispute.second, dispute.about),
                )
            ),
        )


def _ends(link: Link) -> tuple[Own, Own]:
    return link.first, link.second

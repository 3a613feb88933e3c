"""Scores of two event profiles: named features, weighed by `ontology/link.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.link.engine.weights import Parts, Weights, total
from kg.link.engine.wire_copies import WireCopies
from kg.link.events import event_features
from kg.link.events.event_profiles import EventProfile
from kg.link.events.stories import Stories
from kg.link.events.time_features import Feature, are_apart, compare_times

# With one of these features two claims are never one event
EXCLUDING = frozenset({"other time", "other occurrence", "content", "other word", "other subject"})
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class EventScores:
    """Compares event profiles, with what is known of their articles."""

    weights: Weights
    stories: Stories
    copies: WireCopies

    def parts(self, features: Features) -> Parts:
        """The parts of a score; none if the two claims cannot be one event."""
        if not features or not EXCLUDING.isdisjoint(features):
            return ()
        weights = self.weights.events
        weighed = [(name, round(weights[name] * value, 3)) for name, value in features.items()]
        return (("base", weights["base"]), *[part for part in weighed if part[1]])

    def features(self, one: EventProfile, other: EventProfile) -> Features:
        """The features that are not 0; none if the classes are incompatible.

        Within an article the groups of the trained scorer decide, where it has them. Two groups may still meet through
        another article, unless the features exclude it: on ECB+ the mean F is .9 lower if they may not.
        """
        if one.article != other.article or not one.group or not other.group:
            return self._compare(one, other)
        if one.group == other.group:
            return {"same group": 1.0}
        present = self._compare(one, other)
        return {"other group": 1.0} if present and EXCLUDING.isdisjoint(present) else present

    def are_one(self, one: EventProfile, other: EventProfile) -> bool:
        """Whether two claims would be one event without other claims, and without the trained scorer's groups."""
        return total(self.parts(self._compare(one, other))) >= self.weights.events["merge"]

    def _compare(self, one: EventProfile, other: EventProfile) -> Features:
        """Excluding features are computed first. If there is one, no others follow."""
        present = dict(event_features.compare_classes(one, other, self.weights))
        if not present or present.keys() == {"repeated"}:
            return {}
        for compare in (event_features.compare_occurrences, self._compare_times, self._compare_subjects):
            present.update(compare(one, other))
            if not EXCLUDING.isdisjoint(present):
                return present
        for compare in (
            event_features.compare_fillers,
            event_features.compare_places,
            event_features.compare_quantities,
            event_features.compare_numbering,
            event_features.compare_background,
            event_features.compare_words,
            self._compare_articles,
        ):
            present.update(compare(one, other))
        return present

    def _compare_times(self, one: EventProfile, other: EventProfile) -> Iterator[Feature]:
        return compare_times(one, other, event_features.are_same_unique_event(one, other, self.weights))

    def _compare_subjects(self, one: EventProfile, other: EventProfile) -> Iterator[Feature]:
        return event_features.compare_subjects(one, other, self.weights)

    def _compare_articles(self, one: EventProfile, other: EventProfile) -> Iterator[Feature]:
        if one.article == other.article:
            yield "article", 1.0
            first, second = (one, other) if one.begin <= other.begin else (other, one)
            yield from event_features.compare_within_article(first, second)
            return
        if self.copies.source(one.article) == self.copies.source(other.article):
            yield "copies", 1.0
            if self._are_aligned(one, other):
                yield "partners", 1.0
        else:
            yield from self._compare_stories(one, other)
        if one.section == other.section == "headline":
            yield "headline", 1.0
        if are_apart(one, other):
            yield "apart", 1.0

    def _compare_stories(self, one: EventProfile, other: EventProfile) -> Iterator[Feature]:
        if similarity := self.stories.similarity(one.article, other.article):
            yield "story", min(1.0, similarity)

    def _are_aligned(self, one: EventProfile, other: EventProfile) -> bool:
        """Whether the sentences of two wire copies are aligned."""
        if other.article < one.article:
            one, other = other, one
        return (one.sentence, other.sentence) in self.copies.aligned(one.article, other.article)

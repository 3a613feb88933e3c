"""Event coreference: one event of the graph for the claims that describe it, within an article and across articles.

The work grows with the claims of a story and not with the square of all claims: an added article meets the claims of
the stories with which it shares distinctive words, and those of its blocks (see `claim_index`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.ids import LINK_SEPARATOR, short_hash
from kg.link.engine.block_index import ordered_pair
from kg.link.engine.clusters import cross_pairs
from kg.link.engine.key_value_table import BoundedCache, Key, Pair
from kg.link.engine.scored_pairs import Score, ScoredPairs
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Weights, total
from kg.link.engine.wire_copies import WireCopies
from kg.link.events.claim_index import ChangedClaims, ClaimChange, ClaimIndex
from kg.link.events.disputes import find_disputes
from kg.link.events.event_profiles import EventProfile
from kg.link.events.event_scores import EXCLUDING, EventScores, Features
from kg.link.events.stories import Stories
from kg.records import Dispute, Extraction, Link

# With one of these features in a pair across two clusters, the clusters do not merge; with the first, if all pairs of
# two groups have it
OTHER_OCCURRENCE = "other occurrence"
SEPARATING = EXCLUDING - {OTHER_OCCURRENCE} | {"other place"}
# Most that a pair of two articles scores, so that groups of the trained scorer, which score 1, merge before
BELOW_GROUPS = 0.999
# Pairs of claims whose features are cached
CACHED_PAIRS = 1 << 16


class EventLinking:
    """The event of each claim, the reasons for each merge, and the disputes between the claims of an event."""

    def __init__(self, tables: LinkTables, copies: WireCopies, weights: Weights) -> None:
        self._weights = weights
        self._index = ClaimIndex(tables, weights)
        self._stories = Stories(tables)
        self._scores = EventScores(weights, self._stories, copies)
        self._scored = ScoredPairs(tables, "event", weights.events["merge"])
        self._disputes = tables.key_values("dispute", tuple[Dispute, ...])
        self._cache: BoundedCache[Pair, Features] = BoundedCache(CACHED_PAIRS)

    def ids(self, article: str) -> dict[str, str]:
        """The id of the event of each claim of an article: a hash of the first claim of its cluster."""
        return {
            claim[1]: short_hash(*self._scored.representative(claim), separator=LINK_SEPARATOR)
            for claim in self._index.claims(article)
        }

    def reasons(self) -> Iterator[Link]:
        """All scored pairs of claims, unordered."""
        for (first, second), score, is_merged in self._scored.items():
            yield Link(
                kind="event",
                first=(first[0], first[1]),
                second=(second[0], second[1]),
                score=score.value,
                parts=score.parts,
                is_merged=is_merged,
            )

    def disputes(self) -> Iterator[Dispute]:
        for _, disputes in self._disputes.items():
            yield from disputes

    def prepare(self, extraction: Extraction) -> None:
        """Reads what tells the story of an article before `update` adds it."""
        self._stories.prepare(extraction, self._weights)

    def update(self, change: ClaimChange) -> set[str]:
        """Replaces the claims of affected articles; returns the articles in which the event of a claim has changed."""
        changed_stories = self._stories.update(change.articles, self._weights)
        with self._index.update(change) as changed:
            for claim in changed.removed:
                self._scored.remove(claim)
            for pair in self._candidates(changed):
                self._put(pair, self._score(pair))
            for pair in self._changed_pairs(changed, changed_stories):
                self._put(pair, self._score(pair) if self._is_candidate(pair) else None)
            articles = self._cluster(changed)
        self._cache.clear()
        return articles

    def _cluster(self, changed: ChangedClaims) -> set[str]:
        """Clusters changed claims; returns the articles in which the event of a claim has changed."""
        if self._scored.is_new:
            claims = (claim for _, each in self._index.by_article(changed.added) for claim in each)
            for cluster in self._scored.first_clusters(claims, self._may_merge):
                self._find_disputes(cluster)
            return set()
        added = {claim for _, each in self._index.by_article(changed.added) for claim in each}
        result = self._scored.recluster(added, changed.removed - added, self._may_merge)
        for first in {*result.previous.values()}:
            self._disputes.put(first, None)
        for cluster in result.clusters:
            if len(cluster) > 1:
                self._find_disputes(cluster)
        moved = ((claim, cluster[0]) for cluster in result.clusters for claim in cluster)
        return {claim[0] for claim, first in moved if result.previous[claim] != first}

    def _candidates(self, changed: ChangedClaims) -> Iterator[Pair]:
        """The candidate pairs with an added claim: of one kind on one story, or sharing a block. Some come twice."""
        for article, claims in self._index.by_article(changed.added):
            # The claims of another article are read once for all claims of this one
            for other in (article, *self._stories.related(article)):
                for claim in claims:
                    for each in self._index.same_kind(claim, other):
                        if each > claim or each not in changed.added:
                            yield ordered_pair(claim, each)
        yield from (pair for pair, _ in changed.pairs.counted())

    def _changed_pairs(self, changed: ChangedClaims, changed_stories: Iterable[Pair]) -> Iterator[Pair]:
        """The pairs without an added claim that may be candidates now, or no longer. Some come twice."""
        for (first,), (second,) in sorted(changed_stories):
            for claim in self._index.claims(first):
                pairs = ((claim, each) for each in self._index.same_kind(claim, second))
                yield from (pair for pair in pairs if not any(claim in changed.added for claim in pair))
        yield from (pair for pair, _ in changed.lost.counted())

    def _put(self, pair: Pair, score: Score | None) -> None:
        """Stores the score of a pair. In the first build no pair is stored that could lose its score."""
        if score is not None or not self._scored.is_new:
            self._scored.put(pair, score)

    def _is_candidate(self, pair: Pair) -> bool:
        one, other = (self._index.get(claim) for claim in pair)
        if one is None or other is None:
            return False
        if _are_of_two_groups(one, other):
            return False
        if one.article == other.article and one.group and other.group:
            return True
        shared = one.kinds & other.kinds
        if one.article == other.article:
            is_near = self._index.are_near(pair, shared)
        else:
            is_near = bool(shared) and self._stories.are_same(one.article, other.article)
        return is_near or self._index.share_block(pair)

    def _score(self, pair: Pair) -> Score | None:
        one, other = (self._index.get(claim) for claim in pair)
        if one is None or other is None or _are_of_two_groups(one, other):
            return None
        parts = self._scores.parts(self._scores.features(one, other))
        value = total(parts)
        if pair[0][0] != pair[1][0]:
            value = min(value, BELOW_GROUPS)
        return Score(value, parts) if parts and value >= self._weights.events["review"] else None

    def _features(self, pair: Pair) -> Features:
        """The features of a pair, which are cached: two clusters are compared again after each has grown."""
        if pair not in self._cache:
            one, other = (self._index.get(claim) for claim in pair)
            assert one and other
            self._cache[pair] = self._scores.features(one, other)
        return self._cache[pair]

    def _may_merge(self, one: Sequence[Key], other: Sequence[Key]) -> bool:
        """Whether no pair across two clusters separates them, and the mean score of the pairs reaches `review`.

        Pairs without features are of incompatible classes ("the raid", "killed") and do not count. The claims of a
        group of the trained scorer are one event already: of the pairs of two groups only the best counts.
        """
        best: dict[tuple[Key, Key], float] = {}
        for pair in cross_pairs(one, other):
            features = self._features(pair)
            if not SEPARATING.isdisjoint(features):
                return False
            if features:
                groups = self._group(pair[0]), self._group(pair[1])
                score = -1.0 if OTHER_OCCURRENCE in features else total(self._scores.parts(features))
                best[groups] = max(score, best.get(groups, score))
        scores = best.values()
        return (
            bool(scores) and min(scores) >= 0 and sum(scores) / len(scores) >= self._weights.events["review"]
        )

    def _group(self, claim: Key) -> Key:
        """The group of a claim, or itself where it has none."""
        profile = self._index.get(claim)
        return (profile.article, profile.group) if profile and profile.group else claim

    def _find_disputes(self, cluster: Sequence[Key]) -> None:
        """Finds the disputes of a cluster that was computed."""
        profiles = filter(None, map(self._index.get, cluster))
        disputes = find_disputes(profiles, self._weights, are_one=self._scores.are_one)
        self._disputes.put(cluster[0], disputes or None)


def _are_of_two_groups(one: EventProfile, other: EventProfile) -> bool:
    """Whether two claims are in two groups of an article: no such pair ever scores."""
    return one.group != other.group and one.article == other.article and bool(one.group and other.group)

"""One event of the graph for the claims that tell one happening, within an article and across.

Compared are claims of one kind (class, compatible class or predicate) within an article; of articles on one story; and
of any articles if they share a named filler and the month, or two named fillers. So the work grows with the claims of
a story and not with the square of all; what is found is kept between builds, and an added article meets the stories
that share its telling words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, groupby
from operator import itemgetter

from kg.ids import LINK_SEPARATOR, short_hash
from kg.link.engine.block_index import block_number, changed_pairs, ordered_pair
from kg.link.engine.changed_articles import ArticleChange
from kg.link.engine.clusters import cross_pairs
from kg.link.engine.key_value_table import SEPARATOR, BoundedCache, Key, KeyValueTable, Pair
from kg.link.engine.scored_pairs import Score, ScoredPairs
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Weights, total
from kg.link.engine.wire_copies import WireCopies
from kg.link.events.disputes import find_disputes
from kg.link.events.happenings import Happening, find_happenings
from kg.link.events.likeness import AGAINST, Likeness
from kg.link.events.stories import Stories
from kg.records import Dispute, Link, LocalId
from kg.store.json_records import decoder, encode

BLOCK = 40
APART = AGAINST | {"other place"}  # with one of these, groups of claims are two events
UNDATED = "~"  # sorts after every date
SEEN = 1 << 16  # pairs of claims whose likeness is at hand
READ = 500  # articles whose claims are at hand


@dataclass(slots=True)
class Dirty:
    """Claims that are not what they were, and pairs of others that may be to compare now, or no longer."""

    gone: set[LocalId] = field(default_factory=set)
    come: set[LocalId] = field(default_factory=set)
    pairs: set[Pair] = field(default_factory=set)


class Events:
    """The event of each claim, why claims share one, and where these do not agree."""

    def __init__(self, tables: LinkTables, copies: WireCopies, weights: Weights) -> None:
        self._weights = weights
        self._told = Told(tables, weights)
        self._stories = Stories(tables)
        self._likeness = Likeness(weights, self._stories, copies)
        self._matches = ScoredPairs(tables, "event", weights.events["merge"])
        self._disputes = tables.key_values("dispute", encode, decoder(tuple[Dispute, ...]))
        self._seen: BoundedCache[Pair, Mapping[str, float]] = BoundedCache(SEEN)

    def ids(self, article: str) -> dict[str, str]:
        """The event of each claim of an article: a hash of the first of its claims."""
        return {
            own[1]: short_hash(*self._matches.representative(own), separator=LINK_SEPARATOR)
            for own in self._told.owns(article)
        }

    def reasons(self) -> Iterator[Link]:
        for (first, second), score, is_merged in self._matches.items():
            yield Link(
                "event", (first[0], first[1]), (second[0], second[1]), score.value, score.parts, is_merged
            )

    def disputes(self) -> Iterator[Dispute]:
        for _, found in self._disputes.items():
            yield from found

    def update(
        self, change: ArticleChange, moved: Set[str], related: Set[str], ids: Callable[[LocalId], str]
    ) -> set[str]:
        """Claims of articles anew; the articles of which one has another event now.

        `moved` are articles of which an entity has another id, or kind; `related` those of another source, or with
        other partners.
        """
        stories = self._stories.update(change, self._weights)
        dirty = self._told.update(change, moved, related, ids)
        for own in dirty.gone:
            self._matches.remove(own)
        for pair in self._pairs(dirty, stories):
            self._matches.put(pair, self._scored(pair) if self._is_candidate(pair) else None)
        groups, before = self._matches.recluster(dirty.come, dirty.gone - dirty.come, self._fit)
        self._find_disputes(groups, before, change)
        self._seen.clear()
        return {own[0] for group in groups for own in group if before[own] != group[0]}

    def _pairs(self, dirty: Dirty, stories: Iterable[Pair]) -> Iterator[Pair]:
        """The pairs that may be to compare now, or no longer; one may come twice."""
        for article, owns in groupby(sorted(dirty.come), itemgetter(0)):
            ours = list(owns)
            for other in (article, *self._stories.of(article)):  # whose claims are read once for all of ours
                pairs = ((own, each) for own in ours for each in self._told.alike(own, other))
                yield from (
                    ordered_pair(*pair) for pair in pairs if pair[1] > pair[0] or pair[1] not in dirty.come
                )
        for (first,), (second,) in sorted(stories):
            for own in self._told.owns(first):
                pairs = ((own, each) for each in self._told.alike(own, second))
                yield from (pair for pair in pairs if dirty.come.isdisjoint(pair))
        yield from sorted(dirty.pairs)

    def _is_candidate(self, pair: Pair) -> bool:
        """Whether two claims are worth comparing."""
        one, other = (self._told.get(own) for own in pair)
        if one is None or other is None:
            return False
        is_near = one.article == other.article or self._stories.are_one(one.article, other.article)
        if is_near and not kinds(one, self._weights).isdisjoint(kinds(other, self._weights)):
            return True
        return self._told.are_met(pair)

    def _scored(self, pair: Pair) -> Score | None:
        parts = self._likeness.parts(self._strengths(pair))
        score = total(parts)
        return Score(score, parts) if parts and score >= self._weights.events["review"] else None

    def _strengths(self, pair: Pair) -> Mapping[str, float]:
        if pair not in self._seen:
            one, other = (self._told.get(own) for own in pair)
            assert one and other
            self._seen[pair] = self._likeness.strengths(one, other)
        return self._seen[pair]

    def _fit(self, one: Sequence[Key], other: Sequence[Key]) -> bool:
        """Whether two groups are one event: no two claims of them exclude each other, and on the whole they are alike.

        Claims of different kinds ("the raid", "killed") say nothing of each other.
        """
        known = []
        for pair in cross_pairs(one, other):
            strengths = self._strengths(pair)
            if not APART.isdisjoint(strengths):
                return False
            if strengths:
                known.append(total(self._likeness.parts(strengths)))
        return bool(known) and sum(known) / len(known) >= self._weights.events["review"]

    def _find_disputes(
        self, groups: Iterable[tuple[Key, ...]], before: Mapping[Key, Key], change: ArticleChange
    ) -> None:
        claims_of = lru_cache(READ)(
            lambda article: {claim.key: claim for claim in change.read(article).claims}
        )
        for first in {*before.values()}:
            self._disputes.put(first, None)
        for group in groups:
            if len(group) > 1:
                owns = [(article, key) for article, key in group]
                claims = {own: claims_of(own[0])[own[1]] for own in owns}
                happenings = {own: found for own in owns if (found := self._told.get(own))}
                self._disputes.put(group[0], find_disputes([owns], claims, happenings, self._weights) or None)


class Told:
    """What every claim tells of its event, and which claims of different stories are worth comparing."""

    def __init__(self, tables: LinkTables, weights: Weights) -> None:
        self._weights = weights
        self._happenings = tables.key_values("happening", encode, decoder(Happening))
        self._claims: KeyValueTable[list[str]] = tables.key_values("claims")  # keys, by article
        self._meeting = tables.block_index("meeting")
        self._met: KeyValueTable[list[int]] = tables.key_values("met")  # the blocks of a claim
        self._kinds: KeyValueTable[dict[str, list[str]]] = tables.key_values(
            "kinds"
        )  # keys by kind, of an article

    def get(self, own: Key) -> Happening | None:
        return self._happenings.get(own)

    def owns(self, article: str) -> list[LocalId]:
        return [(article, key) for key in self._claims.get((article,)) or ()]

    def alike(self, own: Key, article: str) -> Iterator[LocalId]:
        """The claims of an article that are of one kind with a claim."""
        known = self._kinds.get((article,)) or {}
        happening = self.get(own)
        for kind in kinds(happening, self._weights) if happening else ():
            yield from ((article, key) for key in known.get(kind, ()))

    def are_met(self, pair: Pair) -> bool:
        """Whether two claims share what claims of different stories must share."""
        one, other = (self._member(own) for own in pair)
        shared = set(self._met.get(pair[0]) or ()) & set(self._met.get(pair[1]) or ())
        return any(self._meeting.is_candidate((one, other), block, BLOCK) for block in shared)

    def update(
        self, change: ArticleChange, moved: Set[str], related: Set[str], ids: Callable[[LocalId], str]
    ) -> Dirty:
        """The claims of articles anew: those that are not what they were."""
        again = {*change.added, *moved, *related}
        dirty = Dirty()
        out: dict[Key, Sequence[int]] = {}
        into: dict[Key, Sequence[int]] = {}
        for article in sorted(again | change.removed):
            before = {own: self.get(own) for own in self.owns(article)}
            after = {each.own: each for each in self._read(article, change, ids)} if article in again else {}
            self._kinds.put((article,), self._by_kind(after) or None)
            self._claims.put((article,), [key for _, key in sorted(after)] or None)
            for own in before.keys() | after.keys():
                if before.get(own) != after.get(own) or article in related:
                    out |= {self._member(own): self._met.get(own) or ()} if own in before else {}
                    self._put(own, after.get(own))
                    into |= {self._member(own): self._met.get(own) or ()} if own in after else {}
                    dirty.gone |= {own} & before.keys()
                    dirty.come |= {own} & after.keys()
        members = {*out, *into}
        for _, was, now in self._meeting.change(out, into):
            compared, lost = changed_pairs(was, now, BLOCK, members)
            dirty.pairs |= {ordered_pair(one[1:], other[1:]) for one, other in compared | lost}
        return dirty

    def _put(self, own: LocalId, happening: Happening | None) -> None:
        keys = _keys(happening, self._weights) if happening else ()
        self._happenings.put(own, happening)
        self._met.put(own, sorted({*map(block_number, keys)}) or None)

    def _read(
        self, article: str, change: ArticleChange, ids: Callable[[LocalId], str]
    ) -> Iterator[Happening]:
        extraction = change.read(article)
        known = {own: ids(own) for entity in extraction.entities for own in ((article, entity.key),)}
        return find_happenings(extraction, known, self._weights)

    def _by_kind(self, told: Mapping[LocalId, Happening]) -> dict[str, list[str]]:
        """The keys of claims by what makes them of one kind."""
        found: dict[str, list[str]] = {}
        for (_, key), happening in sorted(told.items(), key=itemgetter(0)):
            for kind in sorted(kinds(happening, self._weights)):
                found.setdefault(kind, []).append(key)
        return found

    def _member(self, own: Key) -> Key:
        """A claim in a block: the oldest come first, those without a date last."""
        happening = self.get(own)
        published = happening.published if happening else None
        return (published.isoformat() if published else UNDATED, *own)


def kinds(claim: Happening, weights: Weights) -> set[str]:
    """The class, each pair of compatible classes, and the words of the trigger."""
    pairs = weights.pairs.get(claim.event_class, ())
    return {claim.event_class, *pairs, *(f"={lemma}" for lemma in claim.lemmas)} - {"Event"}


def _keys(claim: Happening, weights: Weights) -> Iterator[str]:
    """What claims of different stories must share: kind, a named filler and the month; or two named fillers."""
    month = claim.interval.begin.isoformat()[:7] if claim.interval and claim.interval.begin else None
    named = sorted(claim.named)
    for kind in sorted(kinds(claim, weights)):
        if month:
            yield from (SEPARATOR.join((kind, id_, month)) for id_ in named)
        yield from (SEPARATOR.join((kind, *both)) for both in combinations(named[:6], 2))

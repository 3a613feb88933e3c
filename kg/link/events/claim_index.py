"""The event profiles of all claims, and the claims that are candidates for one event.

Candidates are claims of one kind (class, compatible class, or stem of the trigger) within an article and in articles
on one story; across stories, claims that share a kind with a named filler and the month, or with two named fillers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations
from typing import Self

from kg.link.engine.block_index import BlockChanges, block_number, changed_pairs, ordered_pair
from kg.link.engine.changed_articles import ArticleChange
from kg.link.engine.key_value_table import Key, Pair, join_key
from kg.link.engine.sorted_rows import SortedPairs
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Weights
from kg.link.events.event_profiles import GROUP, EventProfile, find_event_profiles
from kg.records import LocalId

# Claims of one block that are all compared with each other
BLOCK_LIMIT = 40
# Claims of a kind before and after another in its article that it is compared with, so that the time grows with the
# length of the article
NEAREST = 100
# In place of a date of publication; sorts after every date
UNDATED = "~"
# Named fillers of which each two make a block
MAX_FILLERS = 6


@dataclass(frozen=True, slots=True)
class ClaimSet:
    """Claims by article: all of it, or those with some keys."""

    whole: set[str] = field(default_factory=set)
    some: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __contains__(self, claim: Key) -> bool:
        return claim[0] in self.whole or claim[1] in self.some.get(claim[0], ())

    def add(self, claim: LocalId) -> None:
        self.some[claim[0]].add(claim[1])


@dataclass(slots=True)
class ChangedClaims:
    """Removed and added claims, changed ones in both sets; pairs that share a block now, and that one has lost."""

    removed: set[LocalId] = field(default_factory=set)
    added: ClaimSet = field(default_factory=ClaimSet)
    pairs: SortedPairs = field(default_factory=SortedPairs)
    lost: SortedPairs = field(default_factory=SortedPairs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pairs.close()
        self.lost.close()


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A change of articles as it concerns claims.

    `other_entities` are articles in which the id or type of an entity has changed; `other_copies` those whose source
    or aligned sentences have. `entity_id` returns the id of an article's entity.
    """

    articles: ArticleChange
    other_entities: Set[str]
    other_copies: Set[str]
    entity_id: Callable[[LocalId], str]


class ClaimIndex:
    """The event profiles of all claims by local id, by kind, and by block across stories; stored between builds."""

    def __init__(self, tables: LinkTables, weights: Weights) -> None:
        self._weights = weights
        self._profiles = tables.key_values("event_profile", EventProfile)
        self._claim_keys = tables.key_values("claim_keys", list[str])
        self._index = tables.block_index("claim_block")
        self._blocks = tables.key_values("blocks_of_claim", list[int])
        # By article: the keys of its claims of each kind
        self._kinds = tables.key_values("claim_kinds", dict[str, list[str]])

    def get(self, local_id: Key) -> EventProfile | None:
        return self._profiles.get(local_id)

    def claims(self, article: str) -> list[LocalId]:
        return [(article, key) for key in self._claim_keys.get((article,)) or ()]

    def same_kind(self, local_id: LocalId, article: str) -> list[LocalId]:
        """The claims of an article that are of one kind with a claim, in its own article those near it."""
        by_kind = self._kinds.get((article,)) or {}
        profile = self.get(local_id)
        same: dict[str, None] = {}
        for kind in profile.kinds if profile else ():
            keys = by_kind.get(kind, [])
            if local_id[0] == article and len(keys) > NEAREST and not kind.startswith(GROUP):
                place = self._place(keys, local_id)
                keys = keys[max(0, place - NEAREST) : place + NEAREST + 1]
            same.update(dict.fromkeys(keys))
        return [(article, key) for key in same]

    def are_near(self, pair: Pair, shared: Iterable[str]) -> bool:
        """Whether two claims of an article are near each other among those of one of the kinds that they share."""
        by_kind = self._kinds.get((pair[0][0],)) or {}
        for kind in shared:
            keys = by_kind.get(kind, [])
            if (
                len(keys) <= NEAREST
                or abs(self._place(keys, pair[0]) - self._place(keys, pair[1])) <= NEAREST
            ):
                return True
        return False

    def share_block(self, pair: Pair) -> bool:
        """Whether two claims are candidates across stories."""
        one, other = (self._block_member(each) for each in pair)
        shared = set(self._blocks.get(pair[0]) or ()) & set(self._blocks.get(pair[1]) or ())
        return any(self._index.is_candidate((one, other), block, BLOCK_LIMIT) for block in shared)

    def update(self, change: ClaimChange) -> ChangedClaims:
        """Replaces the profiles of affected articles."""
        affected = {*change.articles.added, *change.other_entities, *change.other_copies}
        changed, moves = ChangedClaims(), BlockChanges()
        for article in sorted(affected | change.articles.removed):
            before = {local_id: self.get(local_id) for local_id in self.claims(article)}
            after = (
                {each.local_id: each for each in self._read(article, change)} if article in affected else {}
            )
            by_kind = self._by_kind(after)
            is_other = article in change.other_copies or self._is_crowded(article, by_kind)
            self._kinds.put((article,), by_kind or None)
            self._claim_keys.put((article,), [key for _, key in sorted(after)] or None)
            if not before:
                changed.added.whole.add(article)
            for local_id in before.keys() | after.keys():
                if before.get(local_id) != after.get(local_id) or is_other:
                    self._replace(local_id, local_id in before, after.get(local_id), changed, moves)
        self._find_changed_pairs(moves, changed)
        return changed

    def by_article(self, claims: ClaimSet) -> Iterator[tuple[str, list[LocalId]]]:
        """The claims of each article in order, and the articles by day, so that those of a story are read together."""
        for article in sorted(claims.whole | claims.some.keys(), key=self._day):
            yield article, [claim for claim in self.claims(article) if claim in claims]

    def _replace(
        self,
        local_id: LocalId,
        was_there: bool,
        profile: EventProfile | None,
        changed: ChangedClaims,
        moves: BlockChanges,
    ) -> None:
        """Replaces the profile of a claim, and notes the blocks that it leaves and enters."""
        if was_there:
            moves.move(self._block_member(local_id), self._blocks.get(local_id) or (), is_in=False)
            changed.removed.add(local_id)
        self._put(local_id, profile)
        if profile is not None:
            moves.move(self._block_member(local_id), self._blocks.get(local_id) or (), is_in=True)
            if local_id not in changed.added:
                changed.added.add(local_id)

    def _find_changed_pairs(self, moves: BlockChanges, changed: ChangedClaims) -> None:
        """Moves claims between blocks, and adds the pairs that are candidates now, or no longer."""
        members = {self._block_member(claim) for claim in changed.removed}
        for block in self._index.change(moves):
            to_score, lost = changed_pairs(block.before, block.after, BLOCK_LIMIT, members)
            for pairs, found in ((changed.pairs, to_score), (changed.lost, lost)):
                for one, other in found:
                    pairs.add_pair(ordered_pair(one[1:], other[1:]))

    def _put(self, local_id: LocalId, profile: EventProfile | None) -> None:
        blocks = _story_blocks(profile) if profile else ()
        self._profiles.put(local_id, profile)
        self._blocks.put(local_id, sorted({*map(block_number, blocks)}) or None)

    def _read(self, article: str, change: ClaimChange) -> Iterator[EventProfile]:
        extraction = change.articles.read(article)
        local_ids = ((article, entity.key) for entity in extraction.entities)
        ids = {local_id: change.entity_id(local_id) for local_id in local_ids}
        return find_event_profiles(extraction, ids, self._weights)

    def _by_kind(self, profiles: Mapping[LocalId, EventProfile]) -> dict[str, list[str]]:
        """The keys of the claims of each kind, in text order."""
        keys: dict[str, list[str]] = {}
        for profile in sorted(profiles.values(), key=text_order):
            for kind in sorted(profile.kinds):
                keys.setdefault(kind, []).append(profile.local_id[1])
        return keys

    def _is_crowded(self, article: str, by_kind: Mapping[str, Sequence[str]]) -> bool:
        """Whether an article has, or had, so many claims of a kind that others decide which of them are near."""
        before = self._kinds.get((article,)) or {}
        return any(len(keys) > NEAREST for keys in (*before.values(), *by_kind.values()))

    def _place(self, keys: Sequence[str], local_id: Key) -> int:
        """The place of a claim among others of its article, which are in text order."""
        article, order = local_id[0], text_order(self._known(*local_id))
        return bisect_left(keys, order, key=lambda key: text_order(self._known(article, key)))

    def _known(self, article: str, key: str) -> EventProfile:
        profile: EventProfile | None = self._profiles.get((article, key))
        assert profile
        return profile

    def _day(self, article: str) -> tuple[str, str]:
        first = self._claim_keys.get((article,)) or [""]
        return self._published((article, first[0])), article

    def _block_member(self, local_id: Key) -> Key:
        """A claim as a member of a block: the oldest first, and undated ones last."""
        return (self._published(local_id), *local_id)

    def _published(self, local_id: Key) -> str:
        profile = self.get(local_id)
        return profile.published.isoformat() if profile and profile.published else UNDATED


def text_order(profile: EventProfile) -> tuple[int, str]:
    return profile.begin, profile.local_id[1]


def _story_blocks(profile: EventProfile) -> Iterator[str]:
    """The blocks in which a claim meets claims of other stories."""
    month = profile.time.begin.isoformat()[:7] if profile.time and profile.time.begin else None
    entities = sorted(profile.entities)
    for kind in sorted(each for each in profile.kinds if not each.startswith(GROUP)):
        if month:
            yield from (join_key((kind, id_, month)) for id_ in entities)
        yield from (join_key((kind, *both)) for both in combinations(entities[:MAX_FILLERS], 2))

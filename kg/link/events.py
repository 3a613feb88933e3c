"""One event of the graph for the claims that tell one happening, within an article and across.

Compared are claims of one kind (class, compatible class or predicate) within an article; of articles on one story; and
of any articles if they share a named filler and the month, or two named fillers. So the work grows with the claims of
a story and not with the square of all. An added article meets the stories that share its telling words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.link.clusters import block_pairs, clusters, cross
from kg.link.copies import Copies
from kg.link.disputes import find_disputes
from kg.link.happenings import Happening, find_happenings
from kg.link.ids import identifier
from kg.link.likeness import AGAINST, Likeness
from kg.link.story import Stories
from kg.link.weights import Weights, total
from kg.records import Dispute, Extraction, Link, Own, article_id

TELLING = 12  # words of an article by which others on its story are found
BLOCK = 40
STORY = 0.14  # cosine of two articles on one story: of ECB+ 90 % of such pairs

APART = AGAINST | {"other place"}  # with one of these, groups of claims are two events

Pair = tuple[Own, Own]
Kinds = Mapping[str, Sequence[Happening]]


@dataclass(frozen=True, slots=True)
class Seen:
    """The strengths of each pair of claims, found once."""

    by_own: Mapping[Own, Happening]
    likeness: Likeness
    found: dict[Pair, Mapping[str, float]]

    def strengths(self, pair: Pair) -> Mapping[str, float]:
        if pair not in self.found:
            self.found[pair] = self.likeness.strengths(self.by_own[pair[0]], self.by_own[pair[1]])
        return self.found[pair]


@dataclass(frozen=True, slots=True)
class LinkedEvents:
    """The id of the event of each claim, why claims share one, and where these do not agree."""

    ids: Mapping[Own, str]
    reasons: tuple[Link, ...]
    disputes: tuple[Dispute, ...]


def link_events(
    extractions: Sequence[Extraction], ids: Mapping[Own, str], copies: Copies, weights: Weights
) -> LinkedEvents:
    """Ids by (article id, key of the claim): of the first of an event's claims, by article id and key."""
    found = [h for extraction in extractions for h in find_happenings(extraction, ids, weights)]
    by_own = {happening.own: happening for happening in found}
    stories = Stories(extractions, weights)
    likeness = Likeness(weights, stories, copies.sources, copies.partners)
    pairs = sorted(candidates(found, stories, weights))
    seen = Seen(by_own, likeness, {})
    parts = {pair: told for pair in pairs if (told := likeness.parts(seen.strengths(pair)))}
    scores = {pair: total(told) for pair, told in parts.items()}
    strong = {pair: score for pair, score in scores.items() if score >= weights.events["merge"]}
    groups = clusters(by_own, strong, lambda one, other: _fit(one, other, seen))
    group_of = {own: group for group in groups for own in group}
    reasons = tuple(
        Link("event", *pair, score, parts[pair], group_of[pair[0]] is group_of[pair[1]])
        for pair, score in scores.items()
        if score >= weights.events["review"]
    )
    event_ids = {own: identifier(*group[0]) for group in groups for own in group}
    claims = {(article_id(e.article), claim.key): claim for e in extractions for claim in e.claims}
    disputes = find_disputes([group for group in groups if len(group) > 1], claims, by_own, weights)
    return LinkedEvents(event_ids, reasons, disputes)


def candidates(found: Sequence[Happening], stories: Stories, weights: Weights) -> set[Pair]:
    """Pairs of claims worth comparing, each in order."""
    by_article: defaultdict[str, list[Happening]] = defaultdict(list)
    for happening in sorted(found, key=lambda happening: happening.own):
        by_article[happening.article].append(happening)
    blocks = {article: _blocks(claims, weights) for article, claims in by_article.items()}
    pairs = {
        (one.own, other.own)
        for kinds in blocks.values()
        for block in kinds.values()
        for one, other in combinations(block, 2)
    }
    for first, second in _on_one_story(sorted(by_article), stories):
        pairs.update(_of_one_kind(blocks[first], blocks[second]))
    elsewhere: defaultdict[tuple[str, ...], list[Own]] = defaultdict(list)
    for happening in sorted(
        found, key=lambda h: (h.published is None, h.published, h.own) if h.published else (True, h.own)
    ):
        for key in _keys(happening, weights):
            elsewhere[key].append(happening.own)
    pairs.update((min(pair), max(pair)) for block in elsewhere.values() for pair in block_pairs(block, BLOCK))
    return pairs


def _of_one_kind(ours: Kinds, theirs: Kinds) -> Iterator[Pair]:
    """Pairs of claims of two articles, of which the first is before the second."""
    for kind in ours.keys() & theirs.keys():
        yield from ((one.own, other.own) for one in ours[kind] for other in theirs[kind])


def _blocks(claims: Iterable[Happening], weights: Weights) -> Kinds:
    """Claims by what makes them of one kind."""
    blocks: defaultdict[str, list[Happening]] = defaultdict(list)
    for claim in claims:
        for kind in _kinds(claim, weights):
            blocks[kind].append(claim)
    return blocks


def _kinds(claim: Happening, weights: Weights) -> set[str]:
    """The class, each pair of compatible classes, and the words of the trigger."""
    pairs = weights.pairs.get(claim.event_class, ())
    return {claim.event_class, *pairs, *(f"={lemma}" for lemma in claim.lemmas)} - {"Event"}


def _keys(claim: Happening, weights: Weights) -> Iterator[tuple[str, ...]]:
    """What claims of different stories must share: kind, a named filler and the month; or two named fillers."""
    month = claim.interval.begin.isoformat()[:7] if claim.interval and claim.interval.begin else None
    named = sorted(claim.named)
    for kind in sorted(_kinds(claim, weights)):
        if month:
            yield from ((kind, id_, month) for id_ in named)
        yield from ((kind, *both) for both in combinations(named[:6], 2))


def _on_one_story(articles: Sequence[str], stories: Stories) -> Iterator[tuple[str, str]]:
    """Pairs of articles that share telling words and enough of the rest."""
    index: defaultdict[str, list[str]] = defaultdict(list)
    for article in articles:
        best = sorted(stories.telling(article).items(), key=lambda item: (-item[1], item[0]))
        for word, _ in best[:TELLING]:
            index[word].append(article)
    shared = Counter(pair for block in index.values() for pair in block_pairs(block, BLOCK))
    return (pair for pair in sorted(shared) if stories.alike(*pair) >= STORY)


def _fit(one: Sequence[Own], other: Sequence[Own], seen: Seen) -> bool:
    """Whether two groups are one event: no two claims of them exclude each other, and on the whole they are alike.

    Claims of different kinds ("the raid", "killed") say nothing of each other.
    """
    known = []
    for pair in cross(one, other):
        strengths = seen.strengths(pair)
        if not APART.isdisjoint(strengths):
            return False
        if strengths:
            known.append(total(seen.likeness.parts(strengths)))
    return bool(known) and sum(known) / len(known) >= seen.likeness.weights.events["review"]

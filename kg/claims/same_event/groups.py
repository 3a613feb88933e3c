"""The claims of an article in groups that report one event each: scored pairs, clustered by their mean score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from kg.claims.same_event.mentions import event_mentions
from kg.claims.same_event.pair_features import ArticleMentions
from kg.claims.same_event.scorer import Pair, SameEventScorer
from kg.grammar.parsed import Parsed
from kg.records import Claim, Resolution

# Log odds of a pair of classes that are not compatible: its two claims may still be joined by several others
UNSCORED = -4.0
LARGEST = 200  # mentions that are clustered at once; the time grows with the third power
Groups = tuple[tuple[str, ...], ...]


def group_claims(
    claims: Iterable[Claim], parsed: Parsed, resolution: Resolution, scorer: SameEventScorer
) -> Groups:
    """The keys of the claims of named event classes, in groups that report one event, most of them alone."""
    assert parsed.states is not None
    mentions = event_mentions(claims, parsed, resolution)
    scores = scorer.scores(ArticleMentions(mentions, parsed.states))
    return cluster([mention.key for mention in mentions], scores, scorer.threshold)


def cluster(keys: Sequence[str], scores: Mapping[Pair, float], threshold: float) -> Groups:
    """Groups of keys by average linkage: the two with the highest mean score merge first, down to the threshold.

    The order of the keys is kept, in groups and among them. No group has more than `LARGEST` keys.
    """
    place = {key: number for number, key in enumerate(keys)}
    groups = []
    for component in _components(keys, scores, threshold):
        ordered = sorted(component, key=place.__getitem__)
        for start in range(0, len(ordered), LARGEST):
            groups += _merge(ordered[start : start + LARGEST], scores, threshold)
    return tuple(sorted(groups, key=lambda group: place[group[0]]))


def _components(keys: Iterable[str], scores: Mapping[Pair, float], threshold: float) -> list[list[str]]:
    """The keys that pairs above the threshold connect; no group extends beyond them."""
    component_of = {key: [key] for key in keys}
    for (one, other), score in scores.items():
        theirs, ours = sorted((component_of[one], component_of[other]), key=len)
        if score > threshold and ours is not theirs:
            ours += theirs
            component_of |= dict.fromkeys(theirs, ours)
    return list({id(component): component for component in component_of.values()}.values())


def _merge(keys: Sequence[str], scores: Mapping[Pair, float], threshold: float) -> list[tuple[str, ...]]:
    matrix = np.full((len(keys), len(keys)), UNSCORED)
    for one, first in enumerate(keys):
        for other, second in enumerate(keys[:one]):
            matrix[one, other] = matrix[other, one] = scores.get((second, first), UNSCORED)
    np.fill_diagonal(matrix, -np.inf)
    groups = {number: [number] for number in range(len(keys))}
    while len(groups) > 1:
        one, other = sorted(divmod(int(matrix.argmax()), len(keys)))
        if matrix[one, other] <= threshold:
            break
        sizes = len(groups[one]), len(groups[other])
        mean = (matrix[one] * sizes[0] + matrix[other] * sizes[1]) / sum(sizes)
        matrix[one], matrix[:, one] = mean, mean
        matrix[one, one] = matrix[other] = matrix[:, other] = -np.inf
        groups[one] += groups.pop(other)
    return [tuple(keys[number] for number in sorted(group)) for group in groups.values()]

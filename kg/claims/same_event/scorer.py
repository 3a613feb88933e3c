"""The trained scorer of pairs of event mentions: how likely two mentions of one article report the same event.

A small network over the features of `pair_features.py` and the base states of the two triggers, which do not change
when the layers above them are trained anew. How it is trained: `training/README.md`.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kg.claims.same_event.mentions import EventMention
from kg.claims.same_event.pair_features import ArticleMentions
from kg.layers import Array, gelu, linear, read_weights

FILES = ("same_event.npz", "same_event.json")
# Mentions before another that it is compared with: in 80 news articles there are at most 46.
# Without a limit, the time grows with the square of the length.
NEAREST = 60
BATCH = 4096  # pairs scored at once
# A state of length 1 is scaled by this before its projection
SCALE = np.float32(8)
Pair = tuple[str, str]


class SameEventScorer:
    """The weights of a folder, of several networks whose scores are averaged.

    `threshold` is the least mean score of the pairs of a group, in log odds.
    """

    def __init__(self, folder: Path) -> None:
        """Raises OSError or ValueError if a file is missing or damaged."""
        self._weights = read_weights(folder / FILES[0])
        labels: dict[str, Any] = json.loads((folder / FILES[1]).read_text("utf-8"))
        self.threshold = float(labels["threshold"])
        self._compatible: defaultdict[str, set[str]] = defaultdict(set)
        for pair in labels["classes"]:
            for event_class in pair:
                self._compatible[event_class].update(pair)
        self._columns = {name: column for column, name in enumerate(labels["features"])}

    def scores(self, article: ArticleMentions) -> dict[Pair, float]:
        """The log odds of the pairs of compatible classes, by the keys of their claims in text order."""
        pairs = self.candidates(article.mentions)
        if not pairs:
            return {}
        states = self._states(article.base_states([mention.token for mention in article.mentions]))
        row = {mention.key: number for number, mention in enumerate(article.mentions)}
        scores: dict[Pair, float] = {}
        for start in range(0, len(pairs), BATCH):
            batch = pairs[start : start + BATCH]
            features = self._matrix(article.features(batch))
            sides = (states[:, [row[pair[side].key] for pair in batch]] for side in (0, 1))
            keys = ((one.key, other.key) for one, other in batch)
            scores |= zip(keys, map(float, self._read(features, *sides)), strict=True)
        return scores

    def candidates(self, mentions: Sequence[EventMention]) -> list[tuple[EventMention, EventMention]]:
        """Each mention with the `NEAREST` before it of its class or of one that training has seen as the same event."""
        before: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=NEAREST))
        pairs = []
        for number, mention in enumerate(mentions):
            classes = self._compatible[mention.event_class] | {mention.event_class}
            near = sorted(each for name in classes for each in before[name])
            pairs += [(each, number) for each in near[-NEAREST:]]
            before[mention.event_class].append(number)
        return [(mentions[one], mentions[other]) for one, other in sorted(pairs)]

    def _matrix(self, rows: Sequence[Mapping[str, float]]) -> Array:
        """The known features of each pair [pairs, features]."""
        matrix = np.zeros((len(rows), len(self._columns)), dtype=np.float32)
        for row, features in zip(matrix, rows, strict=True):
            known = [name for name in features if name in self._columns]
            row[[self._columns[name] for name in known]] = [features[name] for name in known]
        return matrix

    def _states(self, states: Array) -> Array:
        """The layer of each network over states of length 1 [networks, mentions, size]; a mention is in many pairs."""
        return np.tanh(linear(self._weights, "states", SCALE * states))

    def _read(self, features: Array, first: Array, second: Array) -> Array:
        """The mean score of the networks [pairs]; the two of `_states` are [networks, pairs, size]."""
        wide = np.broadcast_to(features, (len(first), *features.shape))
        hidden = gelu(
            linear(self._weights, "hidden", np.concatenate([wide, first * second, abs(first - second)], 2))
        )
        scores = linear(self._weights, "out", hidden) + linear(self._weights, "direct", wide)
        return np.asarray(scores[:, :, 0].mean(axis=0), dtype=np.float32)

"""The trained event heads: the class that a word's context gives it, and the roles that words fill.

Small matrices over the network's word states and the features of `features.py`, in numpy. How they are trained:
`training/README.md`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.events.learned.features import PairFeatures, WordFeatures
from kg.layers import Array, gelu, linear, linear_of_tokens, read_weights, softmax
from kg.records import Factuality

FILES = ("event_heads.npz", "event_heads.json")
CLASS_FEATURES = ("rule", "first", "second")  # word features whose values are classes
SCALE = ".scale"
BATCH = 1024  # pairs that are read at once, in 20 MB


class WordScores(NamedTuple):
    """Probabilities of every word of an article: `classes` [words, classes], of which the first is none, and
    `factualities` [words, 4] as the factuality of what the word evokes.
    """

    classes: Array
    factualities: Array


class RolePair(NamedTuple):
    """The trigger of an event of a class, and a token that may fill a role of it."""

    trigger: int
    filler: int
    event_class: str
    features: PairFeatures


class EventHeads:
    """The weights and labels of a folder."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError or ValueError if a file is missing or damaged."""
        self._weights = read_weights(folder / FILES[0])
        for name in [name for name in self._weights if name.endswith(SCALE)]:  # of 8-bit matrices, row by row
            self._weights[name.removesuffix(SCALE)] *= self._weights.pop(name)
        labels: dict[str, Any] = json.loads((folder / FILES[1]).read_text("utf-8"))
        self.classes: list[str] = labels["classes"]
        self.roles: tuple[str, ...] = tuple(labels["roles"])
        self.factualities: list[Factuality] = labels["factualities"]
        # weights of `kg/claims/confidence.py`
        self.confidence: dict[str, float] = labels.get("confidence", {})
        self.class_index = {name: number for number, name in enumerate(self.classes)}
        self._word_index = _tables(labels["words"])
        self._pair_index = _tables(labels["pairs"])

    def read_words(
        self, states: Array, tokens: Sequence[int], features: Sequence[WordFeatures]
    ) -> WordScores:
        """The scores of an article's words, of which only `tokens` may evoke something; `features` has a row for each.

        `states` are those of `Parsed.states` [words, 768].
        """
        none = np.eye(1, len(self.classes), dtype=np.float32)
        classes = np.repeat(none, len(states), axis=0)
        factualities = np.zeros((len(states), len(self.factualities)), np.float32)
        if tokens:
            read = states.any(axis=1)  # white space has no state
            below = states[:, states.shape[1] // 2 :]
            article = linear(self._weights, "article", below[read].mean(axis=0))
            columns = self._embedded("word", self._word_index, features)
            article_rows = np.broadcast_to(article, (len(tokens), len(article)))
            wide = np.concatenate([states[tokens], columns, article_rows], axis=1)
            hidden = gelu(linear(self._weights, "hidden", wide))
            classes[tokens] = softmax(
                linear(self._weights, "classes", hidden) + self._bonus(hidden, features)
            )
            classes[~read] = none
            factualities[tokens] = softmax(linear(self._weights, "factuality", hidden))
        return WordScores(classes, factualities)

    def read_pairs(self, states: Array, pairs: Sequence[RolePair]) -> Array:
        """Probabilities of `roles` [pairs, roles] for all pairs of an article; the states are [tokens, 384].

        Each pair is seen with the others of its trigger and of its filler: who is the agent already, and what else
        somebody does in the sentence.
        """
        if not pairs:
            return np.zeros((0, len(self.roles)), np.float32)
        batches = [pairs[start : start + BATCH] for start in range(0, len(pairs), BATCH)]
        hidden = np.concatenate([self._read_batch(states, batch) for batch in batches])
        triggers, fillers = (
            np.array([getattr(pair, end) for pair in pairs]) for end in ("trigger", "filler")
        )
        beside = [
            _pooled(gelu(linear(self._weights, name, hidden)), tokens)
            for name, tokens in (("of_trigger", triggers), ("of_filler", fillers))
        ]
        hidden = hidden + gelu(
            linear(self._weights, "pair_context", np.concatenate([hidden, *beside], axis=1))
        )
        return softmax(linear(self._weights, "roles", hidden))

    def _read_batch(self, states: Array, pairs: Sequence[RolePair]) -> Array:
        """What each pair says by itself [pairs, 192]."""
        classes = self._weights["event_class.weight"][[self.class_index[pair.event_class] for pair in pairs]]
        columns = self._embedded("pair", self._pair_index, [pair.features for pair in pairs])
        known = linear(self._weights, "pair_features", np.concatenate([columns, classes], axis=1))
        left = linear_of_tokens(self._weights, "trigger_side", states, [pair.trigger for pair in pairs])
        right = linear_of_tokens(self._weights, "filler_side", states, [pair.filler for pair in pairs])
        wide = np.concatenate([gelu(left + right + known), left * right, gelu(known), gelu(right)], axis=1)
        return gelu(linear(self._weights, "pair_hidden", wide))

    def _bonus(self, hidden: Array, features: Sequence[WordFeatures]) -> Array:
        """What the classes that rules and lexicon name add to the logits [words, classes]."""
        trust = linear(self._weights, "trust", hidden)
        bonus = np.zeros((len(features), len(self.classes)), np.float32)
        rows = np.arange(len(features))
        for column, name in enumerate(CLASS_FEATURES):
            named = [self.class_index.get(getattr(word, name), 0) for word in features]
            bonus[rows, named] += trust[:, column]
        bonus[:, 0] = 0
        return bonus

    def _embedded(
        self,
        kind: str,
        tables: Mapping[str, Mapping[str, int]],
        rows: Sequence[WordFeatures] | Sequence[PairFeatures],
    ) -> Array:
        """The features of each row as one vector of embeddings."""
        columns = dict(zip(rows[0]._fields, zip(*rows, strict=True), strict=True))
        parts = [
            self._weights[f"{kind}.{number}.weight"][list(map(table.get, columns[name], repeat(0)))]
            for number, (name, table) in enumerate(tables.items())
        ]
        return np.concatenate(parts, axis=1)


def _tables(values: Mapping[str, Sequence[str]]) -> dict[str, dict[str, int]]:
    return {name: {value: number for number, value in enumerate(each)} for name, each in values.items()}


def _pooled(values: Array, groups: NDArray[np.int_]) -> Array:
    """The greatest and the mean values of each row's group, side by side [rows, 2 * columns]."""
    _, group, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    rows = values[np.argsort(group, kind="stable")]
    starts = np.cumsum(sizes) - sizes
    greatest, sums = (each.reduceat(rows, starts, axis=0) for each in (np.maximum, np.add))
    return np.asarray(np.concatenate([greatest, sums / sizes[:, None]], axis=1)[group], dtype=np.float32)

"""The trained scorer of antecedents: small matrices over features and the network's word states, in numpy.

How it is trained: `training/README.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from kg.entities.learned.features import CandidateStates
from kg.layers import Array, linear, read_weights, softmax

FILE = "antecedents.npz"
FIELDS = CandidateStates._fields


class WordLayers(NamedTuple):
    """The layers of each network over the states of an article's words; `candidates` has one for each of `FIELDS`."""

    anaphor: Array  # [networks, tokens, size]
    candidates: Array  # [networks, tokens, fields, size]
    alone: Array  # [networks, tokens, size]


class AntecedentScorer:
    """The weights of a folder; those of several networks, whose scores are averaged."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError or ValueError if the file is missing or damaged."""
        weights = read_weights(folder / FILE)
        count = 1 + max(int(name.partition(".")[0]) for name in weights)
        names = {name.partition(".")[2] for name in weights}
        self._weights = {
            name: np.stack([weights[f"{number}.{name}"] for number in range(count)]) for name in names
        }

    def read(self, states: Array) -> WordLayers:
        """The layers over the states of an article's words below the trained layers [tokens, 384]."""
        candidates = np.stack([linear(self._weights, name, states) for name in FIELDS], axis=2)
        return WordLayers(
            linear(self._weights, "anaphor", states), candidates, linear(self._weights, "alone", states)
        )

    def probabilities(
        self,
        words: WordLayers,
        anaphor: int,
        own: Sequence[float],
        candidates: Sequence[CandidateStates],
        features: Sequence[Sequence[float]],
    ) -> Array:
        """Of nobody known, then of each candidate [1 + candidates].

        `words` are those of `read`; `anaphor` and `candidates` are tokens; `own` and `features` are the features of the
        mention and of each candidate.
        """
        single, rows = np.array(own, np.float32), np.array(features, np.float32)
        chosen = words.candidates[:, np.array(candidates), range(len(FIELDS))]
        products = chosen * words.anaphor[:, anaphor][:, None, None]
        scores = np.concatenate(
            [self._nobody(single, words.alone[:, anaphor]), self._each(single, rows, products)], axis=1
        )
        return np.asarray(softmax(scores).mean(axis=0), dtype=np.float32)

    def _each(self, own: Array, rows: Array, products: Array) -> Array:
        """The score of each candidate [networks, candidates]; `products` are those of its states with the mention's."""
        size = products.shape[:2]
        parts = [
            *(np.broadcast_to(x, (*size, x.shape[-1])) for x in (rows, own)),
            products.reshape(*size, -1),
        ]
        hidden = np.maximum(linear(self._weights, "hidden", np.concatenate(parts, axis=2)), 0)
        return linear(self._weights, "score", np.maximum(linear(self._weights, "second", hidden), 0))[:, :, 0]

    def _nobody(self, own: Array, alone: Array) -> Array:
        """The score of an entity that no mention before refers to [networks, 1]."""
        wide = np.concatenate([np.broadcast_to(own, (len(alone), len(own))), alone], axis=1)
        return linear(
            self._weights, "nobody", np.maximum(linear(self._weights, "nobody_hidden", wide[:, None]), 0)
        )[:, :, 0]

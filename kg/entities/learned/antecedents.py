"""The trained scorer of antecedents: small matrices over features and the network's word states, in numpy.

How it is trained: `training/README.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.activations import softmax
from kg.entities.learned.features import CandidateStates

FILE = "antecedents.npz"
# Layers that read the state of a word
LAYERS = ("anaphor", *CandidateStates._fields, "alone")
Array = NDArray[np.float32]
WordLayers = dict[str, Array]  # by layer [tokens, size]


class AntecedentScorer:
    """The weights of a folder; those of several networks, whose scores are averaged."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError or ValueError if the file is missing or damaged."""
        with np.load(folder / FILE) as arrays:
            weights = {name: arrays[name].astype(np.float32) for name in arrays.files}
        count = 1 + max(int(name.partition(".")[0]) for name in weights)
        self._networks = [
            {name.partition(".")[2]: w for name, w in weights.items() if name.startswith(f"{number}.")}
            for number in range(count)
        ]

    def read(self, states: Array) -> list[WordLayers]:
        """Of each network, its layers over the states of an article's words below the trained layers [tokens, 384]."""
        return [{name: _linear(w, name, states) for name in LAYERS} for w in self._networks]

    def probabilities(
        self,
        words: Sequence[WordLayers],
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
        tokens = np.array(candidates).T
        scores = []
        for w, layers in zip(self._networks, words, strict=True):
            pairs = zip(CandidateStates._fields, tokens, strict=True)
            products = [layers["anaphor"][anaphor] * layers[name][chosen] for name, chosen in pairs]
            nobody = np.concatenate([single, layers["alone"][anaphor]])
            scores.append(np.concatenate([_nobody(w, nobody), _each(w, single, rows, products)]))
        return np.asarray(np.mean([softmax(each) for each in scores], axis=0), dtype=np.float32)


def _each(w: dict[str, Array], own: Array, rows: Array, products: Sequence[Array]) -> Array:
    """The score of each candidate; `products` are those of its states with that of the mention."""
    wide = np.concatenate([rows, np.broadcast_to(own, (len(rows), len(own))), *products], axis=1)
    hidden = np.maximum(_linear(w, "hidden", wide), 0)
    return _linear(w, "score", np.maximum(_linear(w, "second", hidden), 0))[:, 0]


def _nobody(w: dict[str, Array], own: Array) -> Array:
    """The score of an entity that no mention before refers to."""
    return _linear(w, "nobody", np.maximum(_linear(w, "nobody_hidden", own), 0))


def _linear(w: dict[str, Array], name: str, x: Array) -> Array:
    return np.asarray(x @ w[f"{name}.weight"].T + w[f"{name}.bias"], dtype=np.float32)

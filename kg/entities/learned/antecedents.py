"""The trained scorer of antecedents: small matrices over features and the network's word states, in numpy.

How it is trained: `training/README.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.entities.learned.features import CandidateStates

FILE = "antecedents.npz"
Array = NDArray[np.float32]


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

    def probabilities(
        self,
        states: Array,
        anaphor: int,
        own: Sequence[float],
        candidates: Sequence[CandidateStates],
        features: Sequence[Sequence[float]],
    ) -> Array:
        """Of nobody known, then of each candidate [1 + candidates].

        `states` are those of an article's words below the trained layers [tokens, 384]; `anaphor` and `candidates` are
        tokens; `own` and `features` are the features of the mention and of each candidate.
        """
        single, rows = np.array(own, np.float32), np.array(features, np.float32)
        chosen = [states[[getattr(each, name) for each in candidates]] for name in CandidateStates._fields]
        scores = [_scores(w, states[anaphor], single, chosen, rows) for w in self._networks]
        return np.asarray(np.mean([_softmax(each) for each in scores], axis=0), dtype=np.float32)


def _scores(w: dict[str, Array], state: Array, own: Array, candidates: Sequence[Array], rows: Array) -> Array:
    anaphor = _linear(w, "anaphor", state)
    products = [
        anaphor * _linear(w, name, each)
        for name, each in zip(CandidateStates._fields, candidates, strict=True)
    ]
    wide = np.concatenate([rows, np.broadcast_to(own, (len(rows), len(own))), *products], axis=1)
    hidden = np.maximum(_linear(w, "hidden", wide), 0)
    each_score = _linear(w, "score", np.maximum(_linear(w, "second", hidden), 0))[:, 0]
    nobody = np.concatenate([own, _linear(w, "alone", state)])
    none = _linear(w, "nobody", np.maximum(_linear(w, "nobody_hidden", nobody), 0))
    return np.concatenate([none, each_score])


def _linear(w: dict[str, Array], name: str, x: Array) -> Array:
    return np.asarray(x @ w[f"{name}.weight"].T + w[f"{name}.bias"], dtype=np.float32)


def _softmax(x: Array) -> Array:
    raised = np.exp(x - x.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)

"""Layers of the trained heads, in numpy: their weights, linear layers and activation functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


def read_weights(path: Path) -> dict[str, Array]:
    """The arrays of an .npz file by name. Raises OSError or ValueError if it is missing or damaged."""
    with np.load(path) as arrays:
        return {name: arrays[name].astype(np.float32) for name in arrays.files}


def linear(weights: Mapping[str, Array], name: str, x: Array) -> Array:
    """A linear layer over rows [rows, size]; of stacked networks [networks, rows, size], `x` may be the same of all."""
    weight, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
    if weight.ndim == 3:
        bias = bias[:, None]
    return np.asarray(x @ weight.swapaxes(-1, -2) + bias, dtype=np.float32)


def linear_of_tokens(weights: Mapping[str, Array], name: str, states: Array, tokens: Sequence[int]) -> Array:
    """A linear layer over the states of tokens [tokens, size]; a token that is there twice is computed once."""
    each, rows = np.unique(tokens, return_inverse=True)
    return np.asarray(linear(weights, name, states[each])[rows], dtype=np.float32)


def gelu(x: Array) -> Array:
    """The tanh form of the Gaussian error linear unit (Hendrycks and Gimpel, 2016); the heads were trained with it."""
    inner = np.float32(0.7978845608) * (x + np.float32(0.044715) * x * x * x)
    return np.asarray(np.float32(0.5) * x * (1 + np.tanh(inner)), dtype=np.float32)


def softmax(x: Array) -> Array:
    """Probabilities along the last axis."""
    raised = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)

"""The trained relation head: how probable each relation of a pair is, in numpy.

`training/relation_train.py` makes the weights. The states are the pipeline's base states, which stay the same when
other heads are trained anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.events.relations.candidates import Pair
from kg.events.relations.pair_features import Between, PairFeatures, Side
from kg.layers import Array, gelu, linear, linear_of_tokens, read_weights, softmax

FILES = ("relation_head.npz", "relation_head.json")
WORD_FEATURES = frozenset({"word", "head", "before", "after", "top"})  # share the table of words
Indexes = NDArray[np.int64]


class RelationHead:
    """The weights and labels of a folder. `labels` are the relations, the first of which is none."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError or ValueError if a file is missing or damaged."""
        self._weights = read_weights(folder / FILES[0])
        read: dict[str, Any] = json.loads((folder / FILES[1]).read_text("utf-8"))
        self.labels: list[str] = read["labels"]
        self.index = {name: number for number, name in enumerate(self.labels)}
        self.titles = frozenset(read["titles"])
        self.encoder = FeatureEncoder(read["words"], read["tables"])

    def read(self, states: Array, pairs: Sequence[Pair], features: Sequence[PairFeatures]) -> Array:
        """Probabilities of `labels` [pairs, labels]; `states` are the base states [tokens, 384]."""
        if not pairs:
            return np.zeros((0, len(self.labels)), np.float32)
        parts = [self._embedded(part) for part in self.encoder.parts(features)]
        parts += [self._bags([f.words for f in features]), self._bags([f.path for f in features])]
        first = linear_of_tokens(self._weights, "first", states, [pair.first for pair in pairs])
        second = linear_of_tokens(self._weights, "second", states, [pair.second for pair in pairs])
        # the mean of a layer is the layer of the mean, of a tenth of the size
        between = means(states @ self._weights["between.weight"].T, features) + self._weights["between.bias"]
        parts += [first, second, between, first * second]
        hidden = gelu(linear(self._weights, "hidden", np.concatenate(parts, axis=1)))
        return softmax(linear(self._weights, "labels", hidden))

    def _embedded(self, part: Part) -> Array:
        """The embeddings of one part of each pair [pairs, size]."""
        columns = [self._table(name)[part.values[:, number]] for number, name in enumerate(part.names)]
        return np.asarray(np.concatenate(columns, axis=1)[part.rows])

    def _table(self, name: str) -> Array:
        return self._weights["words.weight" if is_word(name) else f"tables.{name}.weight"]

    def _bags(self, bags: Sequence[tuple[str, ...]]) -> Array:
        """The mean vector of the words of each bag [bags, size]; the same words lie between several pairs."""
        number = {bag: row for row, bag in enumerate(dict.fromkeys(bags))}
        return self._bag(self.encoder.bag(list(number)))[[number[bag] for bag in bags]]

    def _bag(self, rows: Indexes) -> Array:
        """The mean vector of each row's words; 0 fills the row up."""
        is_word = (rows > 0)[:, :, None].astype(np.float32)
        summed = (self._weights["words.weight"][rows] * is_word).sum(axis=1)
        return np.asarray(summed / np.maximum(is_word.sum(axis=1), 1), dtype=np.float32)


class Part(NamedTuple):
    """One part of the features of pairs: its different values as indexes [values, features], and that of each pair."""

    names: Sequence[str]
    values: Indexes
    rows: Indexes


class FeatureEncoder:
    """Features as indexes: 0 for a value that training has not seen; of `words` 1, and 0 for no word."""

    def __init__(self, words: Sequence[str], tables: Mapping[str, Sequence[str]]) -> None:
        self.names = [f"first_{name}" for name in Side._fields]
        self.names += [f"second_{name}" for name in Side._fields]
        self.names += [f"between_{name}" for name in Between._fields]
        self.words, self.tables = list(words), {name: list(each) for name, each in tables.items()}
        self._words = {word: number + 2 for number, word in enumerate(words)}
        self._tables = {name: {value: n + 1 for n, value in enumerate(each)} for name, each in tables.items()}

    @property
    def word_count(self) -> int:
        """Rows of the table of words."""
        return len(self.words) + 2

    @property
    def sizes(self) -> dict[str, int]:
        """Rows of each other table."""
        return {name: len(each) + 1 for name, each in self.tables.items()}

    def columns(self, features: Sequence[PairFeatures]) -> Indexes:
        """[pairs, features]"""
        return np.concatenate([part.values[part.rows] for part in self.parts(features)], axis=1)

    def parts(self, features: Sequence[PairFeatures]) -> list[Part]:
        """The first word of each pair, the second, and what is between them."""
        parts = ("first", "second", "between")
        return [self._part(part, [getattr(each, part) for each in features]) for part in parts]

    def _part(self, part: str, values: Sequence[Side] | Sequence[Between]) -> Part:
        """A word is an end of many pairs: each different value is looked up once."""
        names = [f"{part}_{name}" for name in values[0]._fields]
        tables = [(self._words, 1) if is_word(name) else (self._tables[name], 0) for name in names]
        number = {value: row for row, value in enumerate(dict.fromkeys(values))}
        columns = [
            list(map(table.get, column, repeat(unseen)))
            for column, (table, unseen) in zip(zip(*number, strict=True), tables, strict=True)
        ]
        return Part(names, np.array(columns, dtype=np.int64).T, np.array([number[value] for value in values]))

    def bag(self, bags: Sequence[Sequence[str]]) -> Indexes:
        """[pairs, words of the longest bag]"""
        rows = np.zeros((len(bags), max([1, *map(len, bags)])), dtype=np.int64)
        for row, bag in zip(rows, bags, strict=True):
            row[: len(bag)] = list(map(self._words.get, bag, repeat(1)))
        return rows


def is_word(name: str) -> bool:
    return name.partition("_")[2] in WORD_FEATURES


def means(states: Array, features: Sequence[PairFeatures]) -> Array:
    """The mean row of the words between the two of each pair [pairs, size], zeros where there are none."""
    sums = np.concatenate([np.zeros((1, states.shape[1])), states.cumsum(axis=0, dtype=np.float64)])
    start, stop = (np.array([getattr(each, name) for each in features]) for name in ("start", "stop"))
    return np.asarray((sums[stop] - sums[start]) / np.maximum(stop - start, 1)[:, None], dtype=np.float32)

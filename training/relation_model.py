"""The relation head in torch; `kg/events/relations/relation_head.py` computes the same in numpy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from kg.events.relations.pair_features import Between, PairFeatures, Side
from kg.events.relations.relation_head import FeatureEncoder, is_word, means
from training.model import HIDDEN
from training.relation_data import UNKNOWN, PreparedPairs

LABELS = [
    "", "holdsPosition", "formerlyHeldPosition", "locatedIn", "memberOf", "partOf", "owns", "leads", "citizenOf",
    "foundedBy", "livesIn", "educatedAt", "capitalOf", "allyOf", "spokespersonFor", "familyOf",
]  # fmt: skip
WORDS, VALUES = 2500, 300  # the most of the table of words, and of every other
WORD_SIZE, PROJECTED, INNER = 16, 32, 128
POSITIVE = 10  # a value of a pair with a relation counts as this many
LEAST_COUNT = 20
DROPOUT = 0.3


class Rows(NamedTuple):
    """What the network reads of pairs: indexes of features and of words, and states [pairs, 384]."""

    columns: Tensor
    words: Tensor
    path: Tensor
    first: Tensor
    second: Tensor
    between: Tensor


@dataclass(frozen=True, slots=True)
class Coded:
    """The pairs of many articles as arrays. `labels` [pairs] is -1 where unknown; `mixed`: not of two names."""

    whole: Rows
    labels: Tensor
    mixed: Tensor

    def rows(self, chosen: Tensor) -> Rows:
        taken = (each[chosen] for each in self.whole)
        return Rows(*(each.float() if each.is_floating_point() else each for each in taken))


def count_values(articles: Iterable[PreparedPairs]) -> FeatureEncoder:
    """The values that are frequent enough to be told apart."""
    words: Counter[str] = Counter()
    tables: dict[str, Counter[str]] = {}
    sides = [*(f"first_{n}" for n in Side._fields), *(f"second_{n}" for n in Side._fields)]
    names = [*sides, *(f"between_{n}" for n in Between._fields)]
    for article in articles:
        for features, label in zip(article.features, article.labels, strict=True):
            weight = 1 if label in ("", UNKNOWN) else POSITIVE
            values = (*features.first, *features.second, *features.between)
            for name, value in zip(names, values, strict=True):
                table = words if is_word(name) else tables.setdefault(name, Counter())
                table[value] += weight
            for value in (*features.words, *features.path):
                words[value] += weight
    return FeatureEncoder(_frequent(words, WORDS), {n: _frequent(t, VALUES) for n, t in tables.items()})


def _frequent(counts: Counter[str], most: int) -> list[str]:
    ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [value for value, count in ranked[:most] if count >= LEAST_COUNT]


def code(articles: Sequence[PreparedPairs], encoder: FeatureEncoder) -> Coded:
    parts = []
    for article in articles:
        if not article.pairs:
            continue
        states = article.states.astype(np.float32)
        features = article.features
        parts.append(
            (
                encoder.columns(features),
                encoder.bag([f.words for f in features]),
                encoder.bag([f.path for f in features]),
                article.states[[pair.first for pair in article.pairs]],
                article.states[[pair.second for pair in article.pairs]],
                means(states, features).astype(np.float16),
                np.array([-1 if x == UNKNOWN else LABELS.index(x) for x in article.labels]),
                np.array([_is_mixed(pair.kind, f) for pair, f in zip(article.pairs, features, strict=True)]),
            )
        )
    *whole, labels, mixed = (torch.from_numpy(_stack(each)) for each in zip(*parts, strict=True))
    return Coded(Rows(*whole), labels, mixed)


def _is_mixed(kind: str, features: PairFeatures) -> bool:
    return kind == "ends" and not features.first.kind == features.second.kind == "name"


def _stack(arrays: Sequence[np.ndarray]) -> np.ndarray:
    """Arrays in one; rows of words are filled up with zeros."""
    if arrays[0].ndim == 2:
        width = max(each.shape[1] for each in arrays)
        arrays = [np.pad(each, ((0, 0), (0, width - each.shape[1]))) for each in arrays]
    return np.concatenate(arrays)


class RelationNetwork(nn.Module):
    def __init__(self, encoder: FeatureEncoder) -> None:
        super().__init__()
        self.names = encoder.names
        self.words = nn.Embedding(encoder.word_count, WORD_SIZE)
        self.tables = nn.ModuleDict(
            {name: nn.Embedding(count, 4 if count <= 20 else 8) for name, count in encoder.sizes.items()}
        )
        width = sum(self._of(name).embedding_dim for name in self.names)
        self.first, self.second, self.between = (nn.Linear(HIDDEN, PROJECTED) for _ in range(3))
        self.hidden = nn.Linear(width + 2 * WORD_SIZE + 4 * PROJECTED, INNER)
        self.labels = nn.Linear(INNER, len(LABELS))
        self.dropout = nn.Dropout(DROPOUT)

    def _of(self, name: str) -> nn.Embedding:
        table = self.words if is_word(name) else self.tables[name]
        assert isinstance(table, nn.Embedding)
        return table

    def forward(self, rows: Rows) -> Tensor:
        """Logits [pairs, labels]."""
        parts = [self._of(name)(rows.columns[:, number]) for number, name in enumerate(self.names)]
        left, right = self.first(rows.first), self.second(rows.second)
        parts += [
            self._bag(rows.words),
            self._bag(rows.path),
            left,
            right,
            self.between(rows.between),
            left * right,
        ]
        hidden = F.gelu(self.hidden(self.dropout(torch.cat(parts, 1))), approximate="tanh")
        logits: Tensor = self.labels(self.dropout(hidden))
        return logits

    def _bag(self, rows: Tensor) -> Tensor:
        known = (rows > 0).float().unsqueeze(-1)
        return (self.words(rows) * known).sum(1) / known.sum(1).clamp(min=1)

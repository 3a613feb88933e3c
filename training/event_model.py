"""The event heads: two encoder layers of their own, and small networks over words and over pairs of words.

The layers start as the shipped encoder's upper two and read its piece states below them, so the parse stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper
from torch import Tensor, nn

from kg.events.learned.features import PairFeatures, WordFeatures
from kg.events.learned.heads import CLASS_FEATURES
from training.event_records import FACTUALITIES, KEPT_LAYERS, ROLES, Prepared
from training.model import HIDDEN, LAYERS, Layer

WORD_SIZES = {"lemma": 64, "pos": 16, "slot": 16, "label": 16, "rule": 64, "first": 32, "second": 16}
PAIR_SIZES = {
    "path": 48, "last": 24, "first": 24, "preposition": 24, "rule": 24, "type": 16, "kind": 8, "pos": 12, "label": 12,
    "steps": 8, "distance": 12, "is_event": 4,
}  # fmt: skip
SELDOM = 3  # values seen less often are one, the unknown
ARTICLE, HEAD, SIDE, PAIR, CLASS, NARROW = 64, 384, 160, 192, 32, 64


@dataclass(frozen=True, slots=True)
class Labels:
    """What the heads tell apart, and the values of their features; index 0 is none, or an unknown value."""

    classes: list[str]
    roles: list[str]
    factualities: list[str]
    words: dict[str, list[str]]
    pairs: dict[str, list[str]]

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def count_labels(articles: Sequence[Prepared]) -> Labels:
    classes = sorted({name for a in articles for trigger in a.triggers for name in trigger.classes[:1]})
    return Labels(
        ["", *classes],
        ["", *ROLES],
        list(FACTUALITIES),
        _values(WORD_SIZES, (word for a in articles for word in a.words)),
        _values(PAIR_SIZES, (pair.features for a in articles for pair in a.pairs)),
    )


def _values(
    sizes: Mapping[str, int], rows: Iterable[WordFeatures] | Iterable[PairFeatures]
) -> dict[str, list[str]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in sizes}
    for row in rows:
        for name, count in counts.items():
            count[getattr(row, name)] += 1
    return {
        name: ["", *sorted(value for value, number in count.items() if number >= SELDOM and value)]
        for name, count in counts.items()
    }


class EventHeads(nn.Module):
    """Class and factuality of every word, role of every pair."""

    def __init__(self, labels: Labels, layers: nn.Module | None = None, size: int = HIDDEN) -> None:
        """`layers` give states of `size` above; without, they are the shipped encoder's upper ones."""
        super().__init__()
        self.layers = layers or upper_layers()
        self.size = size
        self.word = nn.ModuleList(nn.Embedding(len(labels.words[n]), size) for n, size in WORD_SIZES.items())
        self.article = nn.Linear(HIDDEN, ARTICLE)
        self.hidden = nn.Linear(size + HIDDEN + sum(WORD_SIZES.values()) + ARTICLE, HEAD)
        self.classes = nn.Linear(HEAD, len(labels.classes))
        self.trust = nn.Linear(HEAD, len(CLASS_FEATURES))
        self.named = [class_table(labels, name) for name in CLASS_FEATURES]
        self.factuality = nn.Linear(HEAD, len(labels.factualities))
        self.pair = nn.ModuleList(nn.Embedding(len(labels.pairs[n]), size) for n, size in PAIR_SIZES.items())
        self.event_class = nn.Embedding(len(labels.classes), CLASS)
        self.trigger_side = nn.Linear(size, SIDE)
        self.filler_side = nn.Linear(size, SIDE)
        self.pair_features = nn.Linear(sum(PAIR_SIZES.values()) + CLASS, SIDE)
        self.pair_hidden = nn.Linear(4 * SIDE, PAIR)
        self.of_trigger = nn.Linear(PAIR, NARROW)
        self.of_filler = nn.Linear(PAIR, NARROW)
        self.pair_context = zeros(nn.Linear(PAIR + 4 * NARROW, PAIR))
        self.roles = nn.Linear(PAIR, len(labels.roles))
        self.dropout = nn.Dropout(0.3)

    def states(
        self, ids: Tensor, pieces: Tensor, mask: Tensor, first: Tensor, last: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Word states above the layers [batch, words, size] and below them [batch, words, 384]."""
        above = self.above(ids, pieces, mask)
        at = lambda x, i: x.gather(1, i[:, :, None].expand(-1, -1, x.shape[-1]))  # noqa: E731
        mean = lambda x: (at(x, first) + at(x, last)) / 2  # noqa: E731
        return mean(above), mean(pieces)

    def above(self, ids: Tensor, pieces: Tensor, mask: Tensor) -> Tensor:
        """States [batch, pieces, size] of piece ids, or of the kept layers' states [batch, pieces, 384]."""
        for layer in self.layers:
            pieces = layer(pieces, mask[:, None, None, :])
        return pieces

    def words(self, above: Tensor, below: Tensor, features: Tensor, article: Tensor) -> Tensor:
        """Hidden states [words, 384] from states above and below, and feature indexes [words, 7]."""
        parts = [embedding(features[:, i]) for i, embedding in enumerate(self.word)]
        x = torch.cat([above, below, *parts, self.article(article)], -1)
        return self.dropout(gelu(self.hidden(self.dropout(x))))

    def some_unknown(self, features: Tensor) -> Tensor:
        """Features for training: a word's lemma and classes are not always known."""
        features = features.clone()
        for name in ("lemma", *CLASS_FEATURES):
            features[torch.rand(len(features)) < 0.15, list(WORD_SIZES).index(name)] = 0
        return features

    def class_logits(self, hidden: Tensor, features: Tensor) -> Tensor:
        """Logits [words, classes]: a class that a feature names gets a bonus, the same whichever class it is.

        So a class of few examples profits from what the others teach of rules and lexicon.
        """
        logits, trust = self.classes(hidden), self.trust(hidden)
        for i, (name, table) in enumerate(zip(CLASS_FEATURES, self.named, strict=True)):
            named = F.one_hot(table[features[:, list(WORD_SIZES).index(name)]], logits.shape[1]).float()
            named[:, 0] = 0
            logits = logits + named * trust[:, i : i + 1]
        return logits

    def pairs(
        self,
        trigger: Tensor,
        filler: Tensor,
        features: Tensor,
        event_class: Tensor,
        groups: Tensor | None = None,
    ) -> Tensor:
        """Role logits [pairs, roles] from states above [pairs, size] and feature indexes [pairs, 12].

        `groups` [2, pairs] number the pairs' triggers and fillers. With them each pair is seen with the others of its
        trigger and of its filler; `event_roles` trains what that adds, which is nothing before.
        """
        if self.training:
            features = features.clone()
            for column in (0, 4):
                features[torch.rand(len(features)) < 0.1, column] = 0
            event_class = torch.where(torch.rand(len(event_class)) < 0.1, 0, event_class)
        parts = [embedding(features[:, i]) for i, embedding in enumerate(self.pair)]
        known = self.pair_features(torch.cat([*parts, self.event_class(event_class)], -1))
        left, right = self.trigger_side(trigger), self.filler_side(filler)
        x = torch.cat([gelu(left + right + known), left * right, gelu(known), gelu(right)], -1)
        hidden = gelu(self.pair_hidden(self.dropout(x)))
        if groups is not None:
            beside = [
                pooled(gelu(narrow(hidden)), group)
                for narrow, group in zip((self.of_trigger, self.of_filler), groups, strict=True)
            ]
            hidden = hidden + gelu(self.pair_context(self.dropout(torch.cat([hidden, *beside], -1))))
        return self.roles(self.dropout(hidden))


def pooled(values: Tensor, group: Tensor) -> Tensor:
    """The greatest and the mean values of each row's group, side by side [rows, 2 * columns]."""
    empty = values.new_zeros(int(group.max()) + 1, values.shape[1])
    index = group[:, None].expand_as(values)
    both = [empty.scatter_reduce(0, index, values, how, include_self=False) for how in ("amax", "mean")]
    return torch.cat(both, -1)[group]


def zeros(layer: nn.Linear) -> nn.Linear:
    for each in layer.parameters():
        nn.init.zeros_(each)
    return layer


def class_table(labels: Labels, name: str) -> Tensor:
    """The class index of each value of a feature that names a class; 0 for values that name none."""
    index = {value: number for number, value in enumerate(labels.classes)}
    return torch.tensor([index.get(value, 0) for value in labels.words[name]])


def gelu(x: Tensor) -> Tensor:
    return F.gelu(x, approximate="tanh")


def upper_layers(model: Path = Path("kg/models/en_news/news_encoder/words.onnx")) -> nn.ModuleList:
    """The shipped encoder's layers above the kept ones, from their 8-bit weights."""
    graph = onnx.load(model).graph
    values = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    products = [node.input for node in graph.node if node.op_type == "DynamicQuantizeMatMul"]
    norms = [node.input for node in graph.node if node.op_type == "LayerNormalization"][1:]
    activations = [node.input for node in graph.node if node.op_type == "BiasGelu"]
    tensor = lambda name: torch.tensor(np.array(values[name]))  # noqa: E731
    layers = nn.ModuleList()
    for number in range(KEPT_LAYERS, LAYERS):
        layer = Layer()
        for part, names in zip(
            (layer.qkv, layer.out, layer.up, layer.down), products[4 * number :], strict=False
        ):
            codes, scale, zero = (tensor(name).float() for name in names[1:4])
            part.weight.data = ((codes - zero) * scale).T
            if len(names) > 4:
                part.bias.data = tensor(names[4])
        layer.up.bias.data = tensor(activations[number][1])
        for norm, names in zip((layer.norm1, layer.norm2), norms[2 * number :], strict=False):
            norm.weight.data, norm.bias.data = tensor(names[1]), tensor(names[2])
        layers.append(layer)
    return layers

"""Trains the scorer of pairs that report one event, and writes it into a pipeline: one command, a few minutes.

    python -m training.same_event_train DIR [--corpora ../shared/train] [--work DIR]

DIR is a pipeline with event heads. Its claims on the annotated articles are read first and cached, then pairs of them
are learnt. A quarter of the training articles, left out, chooses the threshold; then all are learnt. The scores on
that quarter and on `dev` are printed: of the pairs of annotated events, missed mentions count as missed pairs.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import torch
from torch import nn

from kg.claims.same_event.groups import cluster
from kg.claims.same_event.pair_features import ArticleMentions
from kg.claims.same_event.scorer import FILES, SCALE, Pair
from kg.parse.onnx_model import write_checksums
from training.convert import CORPORA, WORK
from training.same_event_data import AnnotatedMentions, begin_of, class_pairs, classes_of, read_split

SEEDS = (1, 2, 3)
EPOCHS = 8
BATCH = 512
RATE = 3e-3
DECAY = 1e-2
DROPOUT = 0.3
RANK, HIDDEN = 24, 48
STATE = 384
LEAST_OFTEN = 20  # pairs that a feature occurs in
# A claim that no annotated event has is probably wrong, but its pairs are hardly of one event
UNANNOTATED = 0.3
FOLDS = 4
THRESHOLDS = tuple(round(0.1 * step, 1) for step in range(-20, 11))
LEAST_PRECISION = 0.73


class PairNetwork(nn.Module):
    """What `kg/claims/same_event/scorer.py` computes, for one network."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.states = nn.Linear(STATE, RANK)
        self.hidden = nn.Linear(features + 2 * RANK, HIDDEN)
        self.out = nn.Linear(HIDDEN, 1)
        self.direct = nn.Linear(features, 1)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, features: torch.Tensor, one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
        """Log odds [pairs]."""
        first, second = (torch.tanh(self.states(float(SCALE) * self.dropout(x))) for x in (one, other))
        wide = torch.cat([features, first * second, (first - second).abs()], dim=1)
        hidden = nn.functional.gelu(self.hidden(self.dropout(wide)), approximate="tanh")
        return (self.out(self.dropout(hidden)) + self.direct(features)).squeeze(1)


@dataclass(slots=True)
class ArticlePairs:
    """The pairs of compatible classes in an article: keys, features, base states; `label` is nan if unknown."""

    article: AnnotatedMentions
    keys: list[Pair]
    features: list[dict[str, float]]
    one: np.ndarray
    other: np.ndarray
    label: np.ndarray
    weight: np.ndarray


def pairs_of(article: AnnotatedMentions, compatible: set[frozenset[str]]) -> ArticlePairs:
    read, annotated = ArticleMentions(article.mentions, article.states), article.annotated_at()
    pairs = [
        (one, other)
        for one, other in combinations(article.mentions, 2)
        if one.event_class == other.event_class or {one.event_class, other.event_class} in compatible
    ]
    labels, weights = [], []
    for one, other in pairs:
        both = annotated.get(one.key), annotated.get(other.key)
        labels.append(float(article.is_same(both[0], both[1])) if both[0] and both[1] else 0.0)
        weights.append(1.0 if both[0] and both[1] else UNANNOTATED if both[0] or both[1] else 0.0)
    sides = [read.base_states([pair[side].token for pair in pairs]) for side in (0, 1)] if pairs else []
    none = np.zeros((0, STATE), dtype=np.float32)
    return ArticlePairs(
        article=article,
        keys=[(one.key, other.key) for one, other in pairs],
        features=read.features(pairs),
        one=sides[0] if pairs else none,
        other=sides[1] if pairs else none,
        label=np.array(labels, dtype=np.float32),
        weight=np.array(weights, dtype=np.float32),
    )


def frequent_features(articles: Iterable[ArticlePairs]) -> list[str]:
    counts = Counter(name for article in articles for row in article.features for name in row)
    return sorted(name for name, count in counts.items() if count >= LEAST_OFTEN)


def matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> np.ndarray:
    columns = {name: column for column, name in enumerate(names)}
    values = np.zeros((len(rows), len(names)), dtype=np.float32)
    for number, row in enumerate(rows):
        for name, value in row.items():
            if name in columns:
                values[number, columns[name]] = value
    return values


def train(articles: Sequence[ArticlePairs], names: Sequence[str], seed: int) -> PairNetwork:
    """One network from the pairs of articles; the same seed gives the same network."""
    torch.manual_seed(seed)
    arrays = [
        np.concatenate([matrix(article.features, names) for article in articles]),
        *(
            np.concatenate([getattr(a, part) for a in articles])
            for part in ("one", "other", "label", "weight")
        ),
    ]
    known = arrays[-1] > 0
    features, one, other, label, weight = (torch.from_numpy(array[known]) for array in arrays)
    network = PairNetwork(len(names))
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(label) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(label)).split(BATCH):
            scores = network(features[batch], one[batch], other[batch])
            losses = nn.functional.binary_cross_entropy_with_logits(scores, label[batch], reduction="none")
            optimizer.zero_grad()
            (losses * weight[batch]).mean().backward()
            optimizer.step()
            schedule.step()
    return network.eval()


@torch.no_grad()
def predict(
    networks: Sequence[PairNetwork], article: ArticlePairs, names: Sequence[str]
) -> dict[Pair, float]:
    """The mean log odds of each pair."""
    if not article.keys:
        return {}
    values = (matrix(article.features, names), article.one, article.other)
    inputs = [torch.from_numpy(array) for array in values]
    scores = torch.stack([network(*inputs) for network in networks]).mean(dim=0)
    return dict(zip(article.keys, scores.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class PairScore:
    """Precision, recall and F1 of pairs of annotated events."""

    claimed: int
    annotated: int
    both: int

    @property
    def precision(self) -> float:
        return self.both / self.claimed if self.claimed else 0.0

    @property
    def recall(self) -> float:
        return self.both / self.annotated if self.annotated else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.both / ((self.claimed + self.annotated) or 1)

    def __str__(self) -> str:
        return f"P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.3f} of {self.annotated} pairs"


def evaluate(
    articles: Sequence[ArticlePairs], scores: Sequence[dict[Pair, float]], threshold: float
) -> PairScore:
    """The pairs of events that are joined at a threshold, as the scorer of `news_events` counts them."""
    claimed = annotated = both = 0
    for article, each in zip(articles, scores, strict=True):
        wanted = article.article.same_pairs()
        got = _joined(article.article, cluster([m.key for m in article.article.mentions], each, threshold))
        claimed, annotated, both = claimed + len(got), annotated + len(wanted), both + len(got & wanted)
    return PairScore(claimed, annotated, both)


def _joined(article: AnnotatedMentions, groups: Iterable[Sequence[str]]) -> set[tuple[int, int]]:
    """The pairs of annotated events whose mentions, the first of the right class of each, are in one group."""
    at: defaultdict[int, list[str]] = defaultdict(list)
    classes = {mention.key: mention.event_class for mention in article.mentions}
    for mention in article.mentions:
        at[begin_of(mention)].append(mention.key)
    group_of = {key: number for number, group in enumerate(groups) for key in group}
    events: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for number, event in enumerate(article.events):
        here = (key for character in range(event["begin"], event["end"]) for key in at.get(character, ()))
        key = next((key for key in here if classes[key] in classes_of(event)), None)
        if key:
            events[group_of[key]].append((number, key))
    pairs = (pair for each in events.values() for pair in combinations(each, 2))
    return {(one[0], other[0]) for one, other in pairs if one[1] != other[1]}


def choose_threshold(articles: Sequence[ArticlePairs], scores: Sequence[dict[Pair, float]]) -> float:
    """The threshold with the best F1 among those whose precision is high enough."""
    results = {threshold: evaluate(articles, scores, threshold) for threshold in THRESHOLDS}
    fitting = {t: r for t, r in results.items() if r.precision >= LEAST_PRECISION} or results
    return max(fitting, key=lambda threshold: fitting[threshold].f1)


def write(
    folder: Path,
    networks: Sequence[PairNetwork],
    names: Sequence[str],
    classes: list[list[str]],
    threshold: float,
) -> None:
    """The weights of all networks, one behind the other in each array, as 16-bit floats; and the labels."""
    states = [network.state_dict() for network in networks]
    stacked = {name: np.stack([s[name].numpy() for s in states]).astype(np.float16) for name in states[0]}
    np.savez_compressed(folder / FILES[0], **stacked)  # type: ignore[arg-type]  # numpy's stub of savez
    labels = {"threshold": threshold, "classes": classes, "features": list(names)}
    (folder / FILES[1]).write_text(json.dumps(labels, indent=0) + "\n", encoding="utf-8")
    write_checksums(folder)
    print(f"{folder}: " + ", ".join(f"{name} {(folder / name).stat().st_size:,}" for name in FILES))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=WORK)
    options = parser.parse_args()
    torch.set_num_threads(1)
    read = {
        split: read_split(options.pipeline, options.corpora, split, options.work)
        for split in ("train", "dev")
    }
    classes = class_pairs(read["train"])
    compatible = {frozenset(pair) for pair in classes}
    pairs = {
        split: [pairs_of(article, compatible) for article in articles] for split, articles in read.items()
    }
    names = frequent_features(pairs["train"])
    held_out = pairs["train"][::FOLDS]
    rest = [article for number, article in enumerate(pairs["train"]) if number % FOLDS]
    networks = [train(rest, names, seed) for seed in SEEDS]
    scores = [predict(networks, article, names) for article in held_out]
    threshold = choose_threshold(held_out, scores)
    print(f"held out: {evaluate(held_out, scores, threshold)}, threshold {threshold}")
    networks = [train(pairs["train"], names, seed) for seed in SEEDS]
    scores = [predict(networks, article, names) for article in pairs["dev"]]
    print(f"dev: {evaluate(pairs['dev'], scores, threshold)}")
    write(options.pipeline / "news_encoder", networks, names, classes, threshold)


if __name__ == "__main__":
    main()

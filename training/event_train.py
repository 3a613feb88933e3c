"""Step 2 of the event heads: train them on the prepared articles; resumes from the checkpoint of each epoch.

    python -m training.event_train [--epochs 7] [--seed 1] [--threads 2] [--without-fold] [--soft] [--work DIR]

With `--soft`, articles that the teacher labelled are learnt from, too (`event_teacher`). With `--without-fold`, one
article in six is left out, on which thresholds and the confidence are then fitted.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from training.convert import WORK
from training.event_model import PAIR_SIZES, WORD_SIZES, EventHeads, Labels, count_labels
from training.event_records import FACTUALITIES, Prepared, Window
from training.model import HIDDEN

BATCH = 3000  # pieces
FOLDS = 6
WARM_UP = 0.06  # of the run
LAYER_RATE, HEAD_RATE = 2e-4, 1e-3
WEIGHTS = {"class": 10.0, "factuality": 0.5, "role": 2.0}


@dataclass(frozen=True, slots=True)
class Plan:
    """`rate` is the learning rate of the layers."""

    epochs: int
    seed: int
    rate: float


@dataclass(slots=True)
class Coded:
    """An article as arrays. `allowed` [words, classes] are the classes that are right for a word."""

    windows: list[Window]
    words: np.ndarray  # feature indexes [words, 7]
    article: np.ndarray  # mean of the kept layers' word states [384]
    allowed: np.ndarray
    factuality: np.ndarray  # [words], -1 where nothing is annotated
    triggers: np.ndarray  # of pairs
    tokens: np.ndarray
    pairs: np.ndarray  # feature indexes [pairs, 12]
    roles: np.ndarray  # [pairs], -1 where unknown
    classes: np.ndarray  # of pairs, the annotated class
    source: Prepared
    soft: dict[str, np.ndarray] | None = None  # what a teacher says of an article that is not annotated


def code(article: Prepared, labels: Labels) -> Coded:
    index = {name: i for i, name in enumerate(labels.classes)}
    allowed = np.zeros((article.size, len(labels.classes)), bool)
    factuality = np.full(article.size, -1)
    class_of: dict[int, int] = {}
    for trigger in article.triggers:
        right = [index[name] for name in trigger.classes if name in index]
        for token in trigger.tokens:
            allowed[token, right] = True
            allowed[token, 0] |= trigger.doubtful or token != trigger.head
        if not trigger.doubtful:
            factuality[trigger.head] = FACTUALITIES.index(trigger.factuality)
            class_of.setdefault(trigger.head, right[0] if right else 0)
    allowed[~allowed.any(1), 0] = True
    role = {name: i for i, name in enumerate(labels.roles)}
    states = [
        (w.pieces[w.first].astype(np.float32) + w.pieces[w.last]) / 2
        for w in article.windows
        if len(w.tokens)
    ]
    return Coded(
        article.windows,
        indexes(article.words, labels.words, WORD_SIZES),
        np.concatenate(states).mean(0),
        allowed,
        factuality,
        np.array([p.trigger for p in article.pairs], int),
        np.array([p.token for p in article.pairs], int),
        indexes([p.features for p in article.pairs], labels.pairs, PAIR_SIZES),
        np.array([-1 if p.role is None else role[p.role] for p in article.pairs], int),
        np.array([class_of.get(p.trigger, 0) for p in article.pairs], int),
        article,
    )


def indexes(rows: Sequence[Any], values: dict[str, list[str]], names: Iterable[str]) -> np.ndarray:
    """Feature values as indexes [rows, features]; 0 where a value is unknown."""
    tables = [(name, {value: i for i, value in enumerate(values[name])}) for name in names]
    found = [[table.get(getattr(row, name), 0) for name, table in tables] for row in rows]
    return np.array(found, int).reshape(len(rows), len(tables))


BatchItem = tuple[int, Window]


def batches(articles: Sequence[Coded], size: int, rng: random.Random) -> list[list[BatchItem]]:
    """Windows of like length together, about `size` pieces a batch, in random order."""
    every = [(number, w) for number, a in enumerate(articles) for w in a.windows if len(w.tokens)]
    every.sort(key=lambda each: len(each[1].pieces) * rng.uniform(0.85, 1.15))
    found: list[list[BatchItem]] = [[]]
    for each in every:
        longest = max(len(w.pieces) for _, w in [*found[-1], each])
        if found[-1] and longest * (len(found[-1]) + 1) > size:
            found.append([])
        found[-1].append(each)
    rng.shuffle(found)
    return found


def read_batch(network: EventHeads, group: list[BatchItem]) -> tuple[Tensor, Tensor]:
    """Word states [windows, words, ...] of a batch above the layers and below them."""
    longest, most = max(len(w.pieces) for _, w in group), max(len(w.tokens) for _, w in group)
    ids = torch.zeros(len(group), longest, dtype=torch.long)
    pieces = torch.zeros(len(group), longest, HIDDEN)
    mask = torch.zeros(len(group), longest, dtype=torch.bool)
    ends = torch.zeros(2, len(group), most, dtype=torch.long)
    for row, (_, w) in enumerate(group):
        ids[row, : len(w.ids)] = torch.from_numpy(w.ids)
        pieces[row, : len(w.pieces)] = torch.from_numpy(w.pieces.astype(np.float32))
        mask[row, : len(w.pieces)] = True
        ends[0, row, : len(w.tokens)] = torch.from_numpy(w.first)
        ends[1, row, : len(w.tokens)] = torch.from_numpy(w.last)
    return network.states(ids, pieces, mask, *ends)


def run(network: EventHeads, group: list[BatchItem], articles: Sequence[Coded]) -> dict[str, Any]:
    """Logits of a batch: of its words [words, ...] and its pairs, with where they belong."""
    above, below = read_batch(network, group)
    rows = [
        (row, place, number, int(t))
        for row, (number, w) in enumerate(group)
        for place, t in enumerate(w.tokens)
    ]
    at = torch.tensor([r[:2] for r in rows])
    states = above[at[:, 0], at[:, 1]]
    features = torch.from_numpy(np.array([articles[n].words[t] for _, _, n, t in rows]))
    if network.training:
        features = network.some_unknown(features)
    hidden = network.words(
        states,
        below[at[:, 0], at[:, 1]],
        features,
        torch.from_numpy(np.array([articles[n].article for _, _, n, _ in rows])),
    )
    found = {
        "rows": rows,
        "classes": network.class_logits(hidden, features),
        "factuality": network.factuality(hidden),
        "pairs": [],
    }
    place_of = {(n, t): i for i, (_, _, n, t) in enumerate(rows)}
    for number in sorted({n for n, _ in group}):
        a = articles[number]
        for pair, ends_ in enumerate(zip(a.triggers.tolist(), a.tokens.tolist(), strict=True)):
            if (number, ends_[0]) in place_of and (number, ends_[1]) in place_of:
                found["pairs"].append((number, pair, place_of[number, ends_[0]], place_of[number, ends_[1]]))
    if found["pairs"]:
        pairs = np.array(found["pairs"])
        found["roles"] = network.pairs(
            states[pairs[:, 2]],
            states[pairs[:, 3]],
            torch.from_numpy(np.array([articles[n].pairs[p] for n, p in pairs[:, :2]])),
            torch.from_numpy(np.array([articles[n].classes[p] for n, p in pairs[:, :2]])),
        )
    return found


def losses(found: dict[str, Any], articles: Sequence[Coded]) -> dict[str, Tensor]:
    """Of annotated articles against the annotation, of others against what the teacher says of them."""
    rows, pairs = found["rows"], found["pairs"]
    is_soft = torch.tensor([articles[n].soft is not None for _, _, n, _ in rows])
    parts: dict[str, list[Tensor]] = {"class": [], "factuality": [], "role": []}
    if (~is_soft).any():
        hard = [row for row in rows if articles[row[2]].soft is None]
        allowed = torch.from_numpy(np.array([articles[n].allowed[t] for _, _, n, t in hard]))
        logits = found["classes"][~is_soft].log_softmax(-1)
        parts["class"].append(-logits.masked_fill(~allowed, -1e9).logsumexp(-1))
        known = torch.tensor([int(articles[n].factuality[t]) for _, _, n, t in hard])
        parts["factuality"].append(cross_entropy(found["factuality"][~is_soft], known))
    if is_soft.any():
        soft = [row for row in rows if articles[row[2]].soft is not None]
        wanted = {
            name: np.array([_soft(articles[n])[name][t] for _, _, n, t in soft])
            for name in ("classes", "factuality")
        }
        parts["class"].append(soft_loss(found["classes"][is_soft], wanted["classes"]))
        is_event = torch.from_numpy(wanted["classes"][:, 0] < 0.5)
        parts["factuality"].append(soft_loss(found["factuality"][is_soft], wanted["factuality"])[is_event])
    if pairs:
        is_soft = torch.tensor([articles[n].soft is not None for n, *_ in pairs])
        roles = torch.tensor([int(articles[n].roles[p]) for n, p, *_ in pairs if articles[n].soft is None])
        parts["role"].append(cross_entropy(found["roles"][~is_soft], roles))
        if is_soft.any():
            wanted_roles = [
                _soft(articles[n])["roles"][p] for n, p, *_ in pairs if articles[n].soft is not None
            ]
            parts["role"].append(soft_loss(found["roles"][is_soft], np.array(wanted_roles)))
    joined = {name: torch.cat(each) for name, each in parts.items() if each}
    return {name: each.mean() for name, each in joined.items() if len(each)}


def cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    """The losses of the rows whose label is known, which is not -1."""
    return F.cross_entropy(logits[labels >= 0], labels[labels >= 0].long(), reduction="none")


def soft_loss(logits: Tensor, wanted: np.ndarray) -> Tensor:
    return -(torch.from_numpy(wanted.astype(np.float32)) * logits.log_softmax(-1)).sum(-1)


def _soft(article: Coded) -> dict[str, np.ndarray]:
    assert article.soft is not None
    return article.soft


@torch.no_grad()
def predict(network: EventHeads, articles: Sequence[Coded]) -> list[dict[str, np.ndarray]]:
    """Of each article the probabilities of every word's classes and factuality and of every pair's roles."""
    network.eval()
    out = [
        {
            "classes": np.zeros(a.allowed.shape, np.float32),
            "factuality": np.zeros((len(a.factuality), len(FACTUALITIES)), np.float32),
            "roles": np.zeros((len(a.roles), network.roles.out_features), np.float32),
        }
        for a in articles
    ]
    for group in batches(articles, 2 * BATCH, random.Random(0)):
        found = run(network, group, articles)
        classes, factuality = (found[name].softmax(-1).numpy() for name in ("classes", "factuality"))
        for i, (_, _, number, token) in enumerate(found["rows"]):
            out[number]["classes"][token], out[number]["factuality"][token] = classes[i], factuality[i]
        if found["pairs"]:
            roles = found["roles"].softmax(-1).numpy()
            for i, (number, pair, _, _) in enumerate(found["pairs"]):
                out[number]["roles"][pair] = roles[i]
    network.train()
    return out


def figures(
    articles: Sequence[Coded], predicted: list[dict[str, np.ndarray]], labels: Labels, least: float
) -> dict[str, float]:
    """Class P, R, F1 of words (as `score.py` counts), roles P and R given the class, factuality."""
    c: Counter[str] = Counter()
    for a, p in zip(articles, predicted, strict=True):
        best = p["classes"][:, 1:].argmax(1) + 1
        named = {
            int(t): labels.classes[best[t]]
            for t in np.flatnonzero(1 - p["classes"][:, 0] > least)
            if p["classes"][t].any()
        }
        right: dict[int, set[str]] = {}
        doubtful = {t for trigger in a.source.triggers if trigger.doubtful for t in trigger.tokens}
        for trigger in a.source.triggers:
            for token in trigger.tokens:
                right.setdefault(token, set()).update(trigger.classes)
            if not trigger.doubtful:
                c["gold"] += 1
                c["hit"] += any(named.get(token) in trigger.classes for token in trigger.tokens)
                is_right = FACTUALITIES[p["factuality"][trigger.head].argmax()] == trigger.factuality
                c["factuality"] += is_right
        for token, name in named.items():
            if token not in doubtful:
                c["named"] += 1
                c["right"] += name in right.get(token, ())
        known = a.roles >= 0
        best_role = p["roles"].argmax(1) if len(a.roles) else np.zeros(0, int)
        c["role gold"] += int((a.roles[known] > 0).sum())
        c["role told"] += int((best_role[known] > 0).sum())
        c["role right"] += int(((best_role == a.roles) & (a.roles > 0))[known].sum())
    precision, recall = c["right"] / max(1, c["named"]), c["hit"] / c["gold"]
    return {
        "class P": precision, "class R": recall, "class F1": 2 * precision * recall / max(1e-9, precision + recall),
        "role P": c["role right"] / max(1, c["role told"]), "role R": c["role right"] / max(1, c["role gold"]),
        "factuality": c["factuality"] / c["gold"],
    }  # fmt: skip


def train(
    network: EventHeads, articles: Sequence[Coded], checkpoint: Path, plan: Plan
) -> Iterator[EventHeads]:
    """Yields the heads after each epoch, which the checkpoint keeps: a run that was stopped goes on from there."""
    upper = list(network.layers.parameters())
    heads = [p for name, p in network.named_parameters() if not name.startswith("layers.")]
    optimizer = torch.optim.AdamW(
        [{"params": heads, "base": HEAD_RATE}, {"params": upper, "base": plan.rate}],
        lr=1e-3,
        weight_decay=0.01,
    )
    torch.manual_seed(plan.seed)
    first = resume(checkpoint, network, optimizer)
    for epoch in range(first, plan.epochs):
        torch.manual_seed(plan.seed * 1000 + epoch)
        groups = batches(articles, BATCH, random.Random(plan.seed * 1000 + epoch))
        for step, group in enumerate(groups):
            done = (epoch + step / len(groups)) / plan.epochs
            for each in optimizer.param_groups:
                each["lr"] = each["base"] * share_of_rate(done)
            parts = losses(run(network, group, articles), articles)
            torch.stack([WEIGHTS[name] * loss for name, loss in parts.items()]).sum().backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        save(checkpoint, network, optimizer, epoch + 1)
        yield network


def share_of_rate(done: float) -> float:
    """The share of the learning rate after a share of the run: up in the warm-up, then down to 0."""
    return min(1.0, done / WARM_UP) * (1 - done)


def save(checkpoint: Path, network: EventHeads, optimizer: torch.optim.AdamW, epochs: int) -> None:
    saved = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epochs}
    torch.save(saved, checkpoint)


def resume(checkpoint: Path, network: EventHeads, optimizer: torch.optim.AdamW) -> int:
    """Fill the network and the optimizer from a checkpoint, if there is one; the number of epochs that are done."""
    if not checkpoint.exists():
        return 0
    saved = torch.load(checkpoint, weights_only=True)
    network.load_state_dict(saved["network"])
    optimizer.load_state_dict(saved["optimizer"])
    return int(saved["epoch"])


def resume_network(checkpoint: Path, network: EventHeads) -> None:
    """Fill a network; the layers that see pairs beside each other stay as they are if they were never trained."""
    network.load_state_dict(torch.load(checkpoint, weights_only=True)["network"], strict=False)


def is_held_out(article: str) -> bool:
    """Whether an article of the training split is in the fold on which the confidence is fitted."""
    return hashlib.sha256(article.encode()).digest()[0] % FOLDS == 0


def checkpoint_name(seed: int, without_fold: bool) -> str:
    return f"heads{seed}{'-without-fold' if without_fold else ''}.pt"


def load_split(work: Path, split: str) -> list[Prepared]:
    with (work / "events" / f"{split}.pickle").open("rb") as file:
        found: list[Prepared] = pickle.load(file)  # our own file
    return found


def read_options(description: str | None, epochs: int) -> argparse.Namespace:
    """The options of a training step."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--without-fold", action="store_true")
    parser.add_argument("--soft", action="store_true")
    parser.add_argument("--work", type=Path, default=WORK)
    return parser.parse_args()


def load_training(options: argparse.Namespace) -> tuple[Labels, list[Coded]]:
    """The labels, and the articles that the options name."""
    articles = load_split(options.work, "train")
    labels = count_labels(articles)
    if options.without_fold:
        articles = [article for article in articles if not is_held_out(article.id)]
    coded = [code(article, labels) for article in articles]
    return labels, [*coded, *softly_labelled(options.work, labels)] if options.soft else coded


def main() -> None:
    options = read_options(__doc__, 7)
    torch.set_num_threads(options.threads)
    labels, coded = load_training(options)
    dev = [code(article, labels) for article in load_split(options.work, "dev")]
    checkpoint = options.work / "events" / checkpoint_name(options.seed, options.without_fold)
    torch.manual_seed(options.seed)
    steps = train(EventHeads(labels), coded, checkpoint, Plan(options.epochs, options.seed, LAYER_RATE))
    report(steps, dev, labels)


def softly_labelled(work: Path, labels: Labels) -> list[Coded]:
    """The articles that are not annotated, with what the teacher says of them."""
    with (work / "events" / "soft.pickle").open("rb") as file:
        soft = pickle.load(file)  # our own file
    articles = [article for article in load_split(work, "unlabelled") if article.id in soft]
    return [replace(code(article, labels), soft=soft[article.id]) for article in articles]


def report(steps: Iterable[EventHeads], dev: Sequence[Coded], labels: Labels) -> None:
    """Print the figures on dev after each epoch."""
    began = time.monotonic()
    for network in steps:
        found = figures(dev, predict(network, dev), labels, 0.5)
        line = ", ".join(f"{name} {value:.3f}" for name, value in found.items())
        print(f"{time.monotonic() - began:.0f} s: {line}", flush=True)


if __name__ == "__main__":
    main()

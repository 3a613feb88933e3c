"""Step 3 of the event heads: train the networks over pairs on, with the pairs beside each pair in view.

    python -m training.event_roles [--epochs 3] [--seed 1] [--threads 2] [--without-fold] [--soft] [--work DIR]

Whether somebody is an agent depends on who else may be, and on what they do in the sentence's other events. The layers
and the heads over words stay as `event_train` left them, so the states of the words are made once. Resumes from the
checkpoint of each epoch.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.event_model import EventHeads, Labels
from training.event_train import (
    BATCH,
    Coded,
    Plan,
    batches,
    checkpoint_name,
    code,
    cross_entropy,
    load_split,
    load_training,
    read_batch,
    read_options,
    resume,
    save,
    share_of_rate,
    soft_loss,
)
from training.model import HIDDEN

RATE = 6e-4
ARTICLES = 4  # a batch
LEAST = 0.4  # of a role's probability, as in `kg/events/learned/choose_fillers.py`
OPEN = ("pair.", "event_class.", "trigger_side.", "filler_side.", "pair_", "of_", "roles.")  # what is trained
ACTORS = {"agent": 1, "patient": 2, "recipient": 2}


@dataclass(slots=True)
class PairSet:
    """The pairs of an article with its word states; `groups` [2, pairs] number their triggers and fillers."""

    states: Tensor  # [words, 384], 16 bits
    article: Coded
    groups: Tensor

    def logits(self, network: EventHeads) -> Tensor:
        a = self.article
        trigger, filler = (self.states[at].float() for at in (a.triggers, a.tokens))
        features, classes = torch.from_numpy(a.pairs), torch.from_numpy(a.classes)
        return network.pairs(trigger, filler, features, classes, self.groups)

    def loss(self, network: EventHeads) -> Tensor:
        """The summed loss of the pairs whose role is known."""
        logits, a = self.logits(network), self.article
        if a.soft is None:
            return cross_entropy(logits, torch.from_numpy(a.roles)).sum()
        return soft_loss(logits, a.soft["roles"]).sum()


@torch.no_grad()
def pair_sets(network: EventHeads, articles: Sequence[Coded]) -> list[PairSet]:
    """The articles that have pairs, with their word states above the layers."""
    network.eval()
    states = [torch.zeros(len(a.words), HIDDEN, dtype=torch.float16) for a in articles]
    for group in batches(articles, 2 * BATCH, random.Random(0)):
        above, _ = read_batch(network, group)
        for row, (number, window) in zip(above, group, strict=True):
            states[number][window.tokens] = row[: len(window.tokens)].half()
    network.train()
    return [
        PairSet(state, article, torch.from_numpy(np.stack([_numbers(article.triggers), _numbers(article.tokens)])))
        for state, article in zip(states, articles, strict=True)
        if len(article.triggers)
    ]  # fmt: skip


def _numbers(tokens: np.ndarray) -> np.ndarray:
    return np.unique(tokens, return_inverse=True)[1]


def train(network: EventHeads, articles: list[PairSet], checkpoint: Path, plan: Plan) -> Iterator[EventHeads]:
    """Yields the heads after each epoch."""
    for name, weights in network.named_parameters():
        weights.requires_grad_(name.startswith(OPEN))
    optimizer = torch.optim.AdamW([w for w in network.parameters() if w.requires_grad], weight_decay=0.01)
    for epoch in range(resume(checkpoint, network, optimizer), plan.epochs):
        torch.manual_seed(plan.seed * 1000 + epoch)
        order = random.Random(plan.seed * 1000 + epoch).sample(articles, len(articles))
        for begin in range(0, len(order), ARTICLES):
            done = (epoch + begin / len(order)) / plan.epochs
            for each in optimizer.param_groups:
                each["lr"] = plan.rate * share_of_rate(done)
            part = order[begin : begin + ARTICLES]
            loss = torch.stack([each.loss(network) for each in part]).sum()
            (loss / sum(len(each.article.roles) for each in part)).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        save(checkpoint, network, optimizer, epoch + 1)
        yield network


@torch.no_grad()
def figures(network: EventHeads, articles: Iterable[PairSet], labels: Labels) -> str:
    """Roles P and R given trigger and class, and the share of triggers whose actors are all right."""
    network.eval()
    actor = np.array([ACTORS.get(role, 0) for role in labels.roles])
    given = right = gold = exact = triggers = 0
    for each in articles:
        known, wanted = each.article.roles >= 0, each.article.roles
        scores = each.logits(network).softmax(-1).numpy()
        chosen = np.where(scores.max(1) >= LEAST, scores.argmax(1), 0)
        given += int((chosen[known] > 0).sum())
        gold += int((wanted[known] > 0).sum())
        right += int(((chosen == wanted) & (wanted > 0)).sum())
        is_right = actor[chosen] == actor[wanted]
        for trigger in set(each.article.triggers.tolist()):
            triggers += 1
            exact += bool(is_right[(each.article.triggers == trigger) & known].all())
    network.train()
    return f"role P {right / given:.3f}, R {right / gold:.3f}, all actors right {exact / triggers:.3f}"


def roles_name(seed: int, without_fold: bool) -> str:
    return checkpoint_name(seed, without_fold).replace("heads", "roles")


def main() -> None:
    options = read_options(__doc__, 3)
    torch.set_num_threads(options.threads)
    labels, coded = load_training(options)
    torch.manual_seed(options.seed)
    network = EventHeads(labels)
    folder = options.work / "events"
    saved = torch.load(folder / checkpoint_name(options.seed, options.without_fold), weights_only=True)
    network.load_state_dict(saved["network"], strict=False)  # teachers and older heads see no pairs beside
    dev = pair_sets(network, [code(article, labels) for article in load_split(options.work, "dev")])
    began = time.monotonic()
    print(f"before: {figures(network, dev, labels)}", flush=True)
    checkpoint = folder / roles_name(options.seed, options.without_fold)
    for trained in train(
        network, pair_sets(network, coded), checkpoint, Plan(options.epochs, options.seed, RATE)
    ):
        print(f"{time.monotonic() - began:.0f} s: {figures(trained, dev, labels)}", flush=True)


if __name__ == "__main__":
    main()

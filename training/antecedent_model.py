"""The network of the antecedent scorer, as `kg.entities.learned.antecedents` computes it in numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from kg.entities.learned.features import CandidateStates
from training.antecedent_data import Case

STATE = 384
RANK, HIDDEN, SECOND, ALONE, NOBODY = 16, 48, 24, 12, 32


@dataclass(slots=True)
class Batch:
    """Cases with their candidates in one row after another; `of` is the case of each candidate."""

    anaphor: Tensor  # [cases, 384]
    own: Tensor  # [cases, features]
    states: list[Tensor]  # of each part of CandidateStates [candidates, 384]
    features: Tensor  # [candidates, features]
    of: Tensor  # [candidates]
    right: Tensor  # [cases, 1 + most candidates]
    column: Tensor  # [candidates], of `right`


class AntecedentNetwork(nn.Module):
    """Scores of nobody known and of each candidate of a mention."""

    def __init__(self, own: int, features: int, dropout: float = 0.3) -> None:
        super().__init__()
        self.anaphor = nn.Linear(STATE, RANK)
        for name in CandidateStates._fields:
            self.add_module(name, nn.Linear(STATE, RANK))
        self.hidden = nn.Linear(features + own + RANK * len(CandidateStates._fields), HIDDEN)
        self.second = nn.Linear(HIDDEN, SECOND)
        self.score = nn.Linear(SECOND, 1)
        self.alone = nn.Linear(STATE, ALONE)
        self.nobody_hidden = nn.Linear(own + ALONE, NOBODY)
        self.nobody = nn.Linear(NOBODY, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, batch: Batch) -> Tensor:
        """Scores [cases, 1 + most candidates], -inf where a case has fewer."""
        state = self.dropout(batch.anaphor)
        anaphor = self.anaphor(state)[batch.of]
        products = [
            anaphor * self.get_submodule(name)(self.dropout(each))
            for name, each in zip(CandidateStates._fields, batch.states, strict=True)
        ]
        wide = torch.cat([batch.features, batch.own[batch.of], *products], dim=1)
        hidden = self.dropout(torch.relu(self.hidden(wide)))
        each = self.score(torch.relu(self.second(hidden)))[:, 0]
        nobody = torch.cat([batch.own, self.alone(state)], dim=1)
        none = self.nobody(self.dropout(torch.relu(self.nobody_hidden(nobody))))
        scores = torch.full(batch.right.shape, -torch.inf)
        scores[:, :1] = none
        scores[batch.of, batch.column] = each
        return scores


def batch_of(cases: list[tuple[Case, np.ndarray]]) -> Batch:
    """Cases, each with the states of its article."""
    most = max(len(case.right) for case, _ in cases)
    right = np.zeros((len(cases), most), bool)
    for number, (case, _) in enumerate(cases):
        right[number, : len(case.right)] = case.right
    counts = [len(case.features) for case, _ in cases]
    columns = np.concatenate([np.arange(1, count + 1) for count in counts])
    parts = range(len(CandidateStates._fields))
    return Batch(
        anaphor=_tensor(np.stack([states[case.anaphor] for case, states in cases])),
        own=_tensor(np.stack([case.own for case, _ in cases])),
        states=[
            _tensor(np.concatenate([states[case.candidates[:, part]] for case, states in cases]))
            for part in parts
        ],
        features=_tensor(np.concatenate([case.features for case, _ in cases])),
        of=torch.tensor(np.repeat(np.arange(len(cases)), counts)),
        right=torch.tensor(right),
        column=torch.tensor(columns),
    )


def _tensor(array: np.ndarray) -> Tensor:
    return torch.tensor(array.astype(np.float32))

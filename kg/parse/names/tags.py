"""From tag scores to names: the best sequence of begin, inside, end, single and outside tags that is well formed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class NameSpan:
    """Words [begin, end) that name something, and how probable each label is."""

    begin: int
    end: int
    label: str
    scores: dict[str, float]


class TagSet:
    """Tags such as "B-ORG" and which of them may follow which."""

    def __init__(self, tags: Sequence[str]) -> None:
        self.tags = list(tags)
        opens = np.array([tag[0] in "BI" for tag in tags])
        goes_on = np.array([tag[0] in "IE" for tag in tags])
        label = np.array([tag[2:] for tag in tags])
        same = label[:, None] == label[None, :]
        allowed = np.where(opens[:, None], goes_on[None, :] & same, ~goes_on[None, :])
        self.steps = np.where(allowed, 0.0, -1e4).astype(np.float32)
        self.first = np.where(goes_on, -1e4, 0.0).astype(np.float32)
        self.last = np.where(opens, -1e4, 0.0).astype(np.float32)
        self.labels = [name for name in dict.fromkeys(label.tolist()) if name]
        self.share = (label[:, None] == np.array(self.labels)).astype(np.float32)  # [tags, labels]

    def best_path(self, scores: Scores) -> NDArray[np.int64]:
        """The best well-formed tags for log probabilities [words, tags]."""
        greedy: NDArray[np.int64] = scores.argmax(axis=1)
        if self.is_well_formed(greedy):
            return greedy
        best = scores[0] + self.first
        back = np.zeros(scores.shape, dtype=np.int64)
        for i in range(1, len(scores)):
            reached = best[:, None] + self.steps
            back[i] = reached.argmax(axis=0)
            best = reached.max(axis=0) + scores[i]
        path = [int((best + self.last).argmax())]
        for i in range(len(scores) - 1, 0, -1):
            path.append(int(back[i, path[-1]]))
        return np.array(path[::-1])

    def is_well_formed(self, path: NDArray[np.int64]) -> bool:
        ends = self.first[path[0]] + self.last[path[-1]]
        return bool(ends == 0 and (self.steps[path[:-1], path[1:]] == 0).all())

    def spans(self, scores: Scores) -> Iterator[NameSpan]:
        """The names in log probabilities [words, tags], in order."""
        begin = 0
        for i, tag in enumerate(self.tags[k] for k in self.best_path(scores)):
            if tag[0] in "BS":
                begin = i
            if tag[0] in "ES":
                yield NameSpan(
                    begin=begin, end=i + 1, label=tag[2:], scores=self._label_scores(scores[begin : i + 1])
                )

    def _label_scores(self, scores: Scores) -> dict[str, float]:
        shares = (np.exp(scores).mean(axis=0) @ self.share).tolist()
        return {name: round(p, 4) for name, p in zip(self.labels, shares, strict=True) if p >= 0.01}

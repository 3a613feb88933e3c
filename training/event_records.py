"""An annotated article as the event heads see it: features, states and labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import numpy as np

from kg.events.learned.features import PairFeatures, WordFeatures
from kg.records import Factuality

KEPT_LAYERS = 4  # of the encoder's six; what is above them is trained for events
FACTUALITIES: tuple[str, ...] = get_args(Factuality)
ROLES = ("agent", "patient", "recipient", "place", "origin", "destination", "topic", "instrument", "position")


@dataclass(slots=True)
class Window:
    """A paragraph or part of one as the network read it: piece states, and each word's token and pieces."""

    ids: np.ndarray  # of the pieces in the encoder's vocabulary
    pieces: np.ndarray  # [pieces, 384], float16
    tokens: np.ndarray  # of the article's doc
    first: np.ndarray
    last: np.ndarray


@dataclass(slots=True)
class Trigger:
    """An annotated event: the head token of its trigger, all its tokens, the classes that are right."""

    head: int
    tokens: list[int]
    classes: list[str]
    factuality: str
    doubtful: bool
    same: str | None


@dataclass(slots=True)
class Pair:
    """A trigger and a candidate with the role that was annotated, "" for none; None where that is not known."""

    trigger: int
    token: int
    role: str | None
    features: PairFeatures


@dataclass(slots=True)
class Prepared:
    """An article with its features and labels; one that nobody annotated has the pipeline's triggers and no roles."""

    id: str
    is_annotated: bool
    size: int
    words: list[WordFeatures]
    windows: list[Window]
    triggers: list[Trigger]
    pairs: list[Pair]

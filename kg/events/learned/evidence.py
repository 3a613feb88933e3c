"""What the trained heads leave to judge an event by: how sure they are of its class, its actors and its factuality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log
from typing import NamedTuple

from kg.records import Evidence, Factuality

ACTORS = ("agent", "patient", "recipient")
AFFECTED = ("patient", "recipient", "topic", "place", "origin", "destination")  # in the order of addition
LEAST = 0.01  # of a probability, before its logarithm


class ClassEvidence(NamedTuple):
    """How sure the heads are of a trigger: of any named class, of its class; and how the rules read it."""

    named: float
    chosen: float
    rule: str  # the class of the rules, "" for none
    name: str


def evidence(
    of: ClassEvidence, factualities: Mapping[Factuality, float], decisions: Iterable[float]
) -> Evidence:
    """`decisions` are the probabilities that each candidate's role is right."""
    values = {
        "named_class": _logit(of.named),
        "this_class": _logit(of.chosen),
        "actors": sum(log(max(each, LEAST)) for each in decisions),
        "same_as_rules": float(of.rule == of.name),
        "other_than_rules": float(of.rule not in ("", "Event", of.name)),
    }
    return Evidence(values, factualities)


def decision(row: Sequence[float], roles: tuple[str, ...], role: str, *, symmetric: bool) -> float:
    """The probability that a candidate is right in a role, "" for none, as far as actors are concerned.

    `row` are the probabilities of the candidate's roles. What is affected may have several names: patient, recipient,
    topic or place. In a symmetric class agent and patient are alike.
    """
    if role == "agent" or role in AFFECTED:
        alike = (*AFFECTED, "agent") if symmetric else ("agent",) if role == "agent" else AFFECTED
        return sum([row[place] for place in _places(roles, alike)])
    return 1 - sum([row[place] for place in _places(roles, ACTORS)])


def actor_decision(row: Sequence[float], roles: tuple[str, ...], role: str, *, symmetric: bool) -> float:
    """The probability that who did what is right about a candidate with a role, "" for none.

    A place or topic that is none makes no actor wrong, only an agent that is called so does.
    """
    if role in ACTORS or role not in AFFECTED:
        return decision(row, roles, role, symmetric=symmetric)
    return 1 - sum([row[place] for place in _places(roles, ("agent",))])


@cache
def _places(roles: tuple[str, ...], alike: tuple[str, ...]) -> list[int]:
    """Where the heads' roles have those that are alike."""
    return [roles.index(role) for role in alike if role in roles]


def _logit(probability: float) -> float:
    clipped = min(max(probability, LEAST), 1 - LEAST)
    return log(clipped / (1 - clipped))

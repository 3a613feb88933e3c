"""The negation of a predicate: by negators, by "without", by verbs such as "fail"."""

from __future__ import annotations

from kg.grammar.frames import Governor
from kg.grammar.read_frames.predicate import Predicate
from kg.grammar.verb_groups import VerbForm


def negators_of(predicate: Predicate, form: VerbForm) -> tuple[int, ...]:
    """The negators of a predicate; a conjunct without auxiliaries shares those of the first."""
    tree, words = predicate.tree, predicate.words
    coordinators = predicate.get("coordinator")
    negators = [word for word in coordinators if tree.words[word] in words.negators]
    negators += predicate.get("negation")
    has_auxiliaries = predicate.get("auxiliary", "passive_auxiliary", "copula")
    if negators or not predicate.first or has_auxiliaries or not form.auxiliaries:
        return tuple(sorted(negators))
    contrasts = any(tree.words[word] in words.contrastive_conjunctions for word in coordinators)
    return () if contrasts else predicate.first.negators


def is_negated(predicate: Predicate, negators: tuple[int, ...], governor: Governor | None) -> bool:
    """True for "did not meet", "without meeting", "failed to meet"; not for "did not fail to meet"."""
    words = predicate.words
    negated = bool(negators)
    if governor and governor.marker.partition(" ")[0] in words.negative_markers:
        negated = not negated
    above = predicate.frames.get(governor.token) if governor and governor.relation == "open" else None
    if above and above.lemma in words.negative_governors:
        negated ^= not above.negated
    return negated

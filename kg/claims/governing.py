"""What a word makes of what it governs, by its stance (`ontology/stance.yaml`); and how words above are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.claims.modality import strongest
from kg.claims.stances import Stances
from kg.grammar.tree import Tree
from kg.ontology.classes.lexicon import StanceKind
from kg.ontology.words.claim_words import ClaimWords
from kg.records import Factuality

# What is governed, by the stance's content and how its own word stands.
GOVERNED: Mapping[tuple[str, Factuality], Factuality] = {
    ("own", "actual"): "actual", ("own", "planned"): "planned",
    ("own", "possible"): "possible", ("own", "negated"): "possible",
    ("actual", "actual"): "actual", ("actual", "planned"): "planned",
    ("actual", "possible"): "possible", ("actual", "negated"): "negated",
    ("planned", "actual"): "planned", ("planned", "planned"): "planned",
    ("planned", "possible"): "possible", ("planned", "negated"): "negated",
    ("possible", "actual"): "possible", ("possible", "planned"): "possible",
    ("possible", "possible"): "possible", ("possible", "negated"): "negated",
    ("negated", "actual"): "negated", ("negated", "planned"): "possible",
    ("negated", "possible"): "possible", ("negated", "negated"): "actual",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One event's reading; `seen` are the words on the way to it, so that no parse can make it run in circles."""

    stances: Stances
    seen: frozenset[int]
    read: Callable[[Reading, int], Factuality]  # a word that is not seen yet, with all that governs it

    def status(self, token: int) -> Factuality:
        """How what a word tells stands, with all that governs it."""
        return "actual" if token in self.seen else self.read(self, token)

    @property
    def tree(self) -> Tree:
        return self.stances.parsed.tree

    @property
    def definite(self) -> frozenset[str]:
        """The definite determiners."""
        return self.stances.parsed.language.references.determiners["definite"]

    @property
    def words(self) -> ClaimWords:
        return self.stances.parsed.language.claims


def governed(kind: StanceKind, above: Factuality, own: Factuality, *, is_finite: bool) -> Factuality:
    """What a stance makes of what it governs; finite clauses of know and confirm hold even when these do not."""
    if is_finite and above == "negated":
        outer: Factuality = "possible" if kind.attributed or kind.content != "actual" else "actual"
    elif kind.attributed and kind.content == "negated" and above == "negated":
        outer = "possible"
    elif is_finite and kind.content == "own" and own != "planned" and above == "planned":
        outer = "actual"
    else:
        outer = GOVERNED[kind.content, above]
    if own == "negated" and outer == "negated":
        return "possible"
    return strongest(own, outer)

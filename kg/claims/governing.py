"""The factuality that a word gives to what it governs, by its stance (`ontology/stance.yaml`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.claims.modality import strongest
from kg.claims.stances import Stances
from kg.grammar.tree import Tree
from kg.ontology.classes.lexicon import StanceKind
from kg.ontology.words.claim_words import ClaimWords
from kg.records import Factuality

# The factuality of the governed word, by the stance's content and the factuality of the stance word.
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
    """The reading of one event; `seen` are the words on the way to it, so that a cyclic parse ends."""

    stances: Stances
    seen: frozenset[int]
    read: Callable[[Reading, int], Factuality]  # a word that is not seen yet, with all that governs it

    def status(self, token: int) -> Factuality:
        """The factuality of a word's event, with all that governs it."""
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
    """The factuality under a stance; finite clauses of know and confirm hold even if these are negated."""
    if above == "negated" and kind.denied and (is_finite or kind.denied == "negated"):
        outer: Factuality = GOVERNED[kind.denied, "actual"]
    elif is_finite and above == "negated":
        outer = "possible" if kind.attributed or kind.content != "actual" else "actual"
    elif kind.attributed and kind.content == "negated" and above == "negated":
        outer = "possible"
    elif is_finite and kind.content == "own" and own != "planned" and above == "planned":
        outer = "actual"
    else:
        outer = GOVERNED[kind.content, above]
    if own == "negated" and outer == "negated":
        return "possible"
    return strongest(own, outer)

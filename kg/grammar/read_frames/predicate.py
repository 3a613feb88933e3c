"""One predicate in its tree, with the frames that it may depend on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.grammar.frames import Frame
from kg.grammar.relative_clauses import Relatives
from kg.grammar.tree import Tree, conjuncts
from kg.ontology.label_schemes import Slot, Words


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate token; `frames` holds the frames of all its heads."""

    tree: Tree
    relatives: Relatives
    frames: Mapping[int, Frame]
    token: int

    @property
    def words(self) -> Words:
        return self.tree.language.words

    @property
    def head(self) -> Frame | None:
        """The frame of the predicate that this one is attached to."""
        return self.frames.get(self.tree.heads[self.token])

    @property
    def first(self) -> Frame | None:
        """The frame of the predicate that this one is coordinated with."""
        return self.head if self.tree.slots[self.token] == "conjunct" else None

    def get(self, slot: Slot, *others: Slot) -> list[int]:
        return self.tree.get(self.token, slot, *others)

    def fillers(self, slot: Slot, *others: Slot) -> tuple[int, ...]:
        """The dependents in these slots with all that is coordinated with them."""
        return self.resolve(
            sorted({filler for kid in self.get(slot, *others) for filler in conjuncts(self.tree, kid)})
        )

    def resolve(self, tokens: Iterable[int]) -> tuple[int, ...]:
        """The tokens, relative pronouns replaced by their nouns."""
        antecedents = self.relatives.antecedents
        return tuple(antecedents.get(token, token) for token in tokens)

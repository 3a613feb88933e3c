"""A dependency tree that repair passes still change."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.grammar.tree import Kids
from kg.ontology.label_schemes import Slot
from kg.ontology.language import Language

CASES: frozenset[Slot] = frozenset({"case"})
OBJECTS: frozenset[Slot] = frozenset({"object", "indirect"})
PASSIVE: frozenset[Slot] = frozenset({"passive_auxiliary"})
TOLD: frozenset[Slot] = frozenset({"object", "indirect", "oblique"})  # whom an active verb tells
COMPLETED: frozenset[Slot] = frozenset({"object", "indirect", "complement", "open_complement", "copula"})
NOUNS = frozenset({"NOUN", "PROPN", "NUM", "PRON"})


class Heads(list[int]):
    """The head of each token, a root's its own, and the dependents of each token. It changes one token at a time.

    It stays a tree: a token does not become the dependent of its own descendant, but keeps its head.
    """

    def __init__(self, heads: Iterable[int]) -> None:
        super().__init__(heads)
        self.dependents: list[set[int]] = [set() for _ in self]
        for token, head in enumerate(self):
            self.dependents[head].add(token)

    def __setitem__(self, token: int, head: int) -> None:  # type: ignore[override]  # slices are never set
        if head != token and self._is_below(head, token):
            return
        self.dependents[self[token]].discard(token)
        super().__setitem__(token, head)
        self.dependents[head].add(token)

    def _is_below(self, token: int, above: int) -> bool:
        while self[token] != token:
            token = self[token]
            if token == above:
                return True
        return False


@dataclass(slots=True)
class DraftTree:
    """The columns of a tree under repair. Every pass keeps it a tree: it lifts only descendants."""

    language: Language
    heads: Heads
    slots: list[Slot]
    words: list[str]
    lemmas: list[str]
    tags: list[str]
    pos: list[str]
    people: list[tuple[int, int]] = field(default_factory=list)  # the tokens [start, end) of people's names

    def arrange(self) -> tuple[list[Kids], list[int]]:
        """The dependents of each token by slot, and the tokens from the roots down."""
        kids: list[Kids] = [{} for _ in self.heads]
        order = []
        for token, head in enumerate(self.heads):
            if head == token:
                order.append(token)
            else:
                kids[head].setdefault(self.slots[token], []).append(token)
        for token in order:  # grows while it is read
            for dependents in kids[token].values():
                order.extend(dependents)
        return kids, order

    def has(self, head: int, slots: frozenset[Slot]) -> bool:
        """True if a token has a dependent in one of these slots."""
        return any(self.slots[kid] in slots for kid in self.heads.dependents[head] if kid != head)

    def has_case(self, token: int, word: str) -> bool:
        """True if a token has this preposition before it."""
        before = (kid for kid in self.heads.dependents[token] if kid < token)
        return any(self.slots[kid] == "case" and self.words[kid] == word for kid in before)

    def heads_of(self, slot: Slot) -> set[int]:
        """The heads of all dependents in a slot."""
        return {head for head, each in zip(self.heads, self.slots, strict=True) if each == slot}

    def relabel(self, tokens: list[int], slot: Slot) -> None:
        for token in tokens:
            self.slots[token] = slot

    def swap(self, head: int, kid: int, slot: Slot, head_slot: Slot, kids: list[Kids]) -> None:
        """Put a dependent in its head's place; attach the head and all its other dependents to it."""
        self.heads[kid] = self.heads[head] if self.heads[head] != head else kid
        for other_slot, others in kids[head].items():
            for other in others:
                if other != kid and self.heads[other] == head and other_slot != "fixed":
                    self.heads[other] = kid
                    kids[kid].setdefault(other_slot, []).append(other)
        self.slots[kid], self.heads[head], self.slots[head] = slot, kid, head_slot
        kids[kid].setdefault(head_slot, []).append(head)

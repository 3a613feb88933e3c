"""A dependency tree that repair passes still change."""

from dataclasses import dataclass

from kg.grammar.tree import Kids
from kg.ontology.label_schemes import Slot
from kg.ontology.language import Language


@dataclass(slots=True)
class DraftTree:
    """The columns of a tree under repair. Every pass keeps it a tree: it lifts only descendants."""

    language: Language
    heads: list[int]
    slots: list[Slot]
    words: list[str]
    lemmas: list[str]
    tags: list[str]
    pos: list[str]

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
        return any(
            above == head and self.slots[kid] in slots for kid, above in enumerate(self.heads) if kid != head
        )

    def has_case(self, token: int, word: str) -> bool:
        """True if a token has this preposition before it."""
        cases = (kid for kid in range(token) if self.heads[kid] == token and self.slots[kid] == "case")
        return any(self.words[kid] == word for kid in cases)

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

"""Paths through an article's dependency tree: for each of many pairs of words, the steps from one to the other."""

from __future__ import annotations

from kg.grammar.tree import Tree


class TreePaths:
    """The paths of one tree. The heads above a word are followed once, however many pairs have the word."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._rising = [f"^{slot}" for slot in tree.slots]
        self._chains: dict[int, list[int]] = {}

    def chain(self, token: int) -> list[int]:
        """A token, its head, the head of that ... up to the root."""
        if token not in self._chains:
            heads, chain, above = self._tree.heads, [token], token
            while (head := heads[above]) != above:
                chain.append(head)
                above = head
            self._chains[token] = chain
        return self._chains[token]

    def up_and_down(self, start: int, end: int) -> tuple[list[int], int | None, list[int]]:
        """The tokens from one token to below the common head, that head, and the tokens from the other one to below it.

        The head is None in two trees.
        """
        up, down = self.chain(start), self.chain(end)
        rising, falling = len(up), len(down)
        while rising and falling and up[rising - 1] == down[falling - 1]:
            rising, falling = rising - 1, falling - 1
        top = up[rising] if rising < len(up) else None
        return up[:rising], top, down[:falling]

    def between(self, start: int, end: int) -> list[str]:
        """The slots from one token up to the common head ("^subject") and down to the other; [] in two trees."""
        return self.slots(*self.up_and_down(start, end))

    def slots(self, up: list[int], top: int | None, down: list[int]) -> list[str]:
        """The path of `up_and_down` as `between` gives it."""
        if top is None:
            return []
        slots, rising = self._tree.slots, self._rising
        return [rising[each] for each in up] + [slots[each] for each in down[::-1]]

"""How surely two nodes are one: what their names say, and what is said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.link.engine.spellings import acronym, is_respelled
from kg.link.engine.weights import Parts, Weights
from kg.link.entities.profiles import Name
from kg.link.entities.same_name import Node, is_against

COMPANY = 3  # names of others that two entities share, to be surely in one context


@dataclass(slots=True)
class Scores:
    """How surely two nodes are one: what their names say, and what is said of them."""

    weights: Weights
    common: frozenset[Name] = frozenset()  # names in so many articles that sharing them says nothing

    def of_names(self, one: Node, other: Node) -> Parts:
        """Nodes with full names: names that an article uses of one, or two spellings."""
        if one.family != other.family or len(one.spots | other.spots) > 1:
            return ()
        if self._telling(one) & self._telling(other):
            return self._with_context("alias", one, other)
        if any(_respelled(a, b, one.family) for a in one.names for b in other.names):
            return self._with_context("transliteration", one, other)
        return ()

    def of_short(self, short: Node, full: Node) -> Parts:
        """A name that leaves something open against one that may be its full form."""
        how = self._how_short(short, full)
        return self._with_context(how, short, full) if how else ()

    def of_open(self, one: Node, other: Node) -> Parts:
        """Two that have one open name."""
        return self._with_context("surname", one, other) if one.name == other.name else ()

    def _how_short(self, short: Node, full: Node) -> str | None:
        if short.family != full.family or len(short.spots | full.spots) > 1:
            return None
        if short.family == "Person":
            is_last = len(short.name) == 1 and any(
                is_respelled(short.name[0], name[-1]) for name in full.names
            )
            return "surname" if is_last else None
        small = self.weights.particles | self.weights.small
        if len(short.name) == 1 and any(acronym(name, small) == short.name[0] for name in full.names):
            return "acronym"
        if any(self._is_part(short.name, name) for name in full.names):
            return "kind of place" if short.family == "Place" else "part of name"
        return None

    def _is_part(self, short: Name, full: Name) -> bool:
        """Whether the full name adds only a country, or a word that short forms leave out."""
        rest = Counter(full) - Counter(short)
        added = all(word.isupper() or word in self.weights.left_out for word in rest)
        added = added or self._is_end(short, full) or full[: len(short) + 1] == (*short, "of")
        return bool(rest) and not Counter(short) - Counter(full) and added

    def _is_end(self, short: Name, full: Name) -> bool:
        """Whether only the first word is left out: "Red Sox" of "Boston Red Sox"."""
        return len(short) > 1 and full[1:] == short and not self.weights.generic.issuperset(short)

    def _telling(self, node: Node) -> set[Name]:
        """The names that nobody else is likely to have."""
        if node.family == "Person":
            return {name for name in node.names if len(name) > 1}
        return {name for name in node.names if not set(name) <= self.weights.generic}

    def _with_context(self, how: str, one: Node, other: Node) -> Parts:
        weigh = self.weights.entities
        shared = len((one.near & other.near) - self.common)
        parts = [(how, weigh[how]), ("context", round(weigh["context"] * min(1.0, shared / COMPANY), 3))]
        parts.append(("copies", weigh["copies"] if one.sources & other.sources else 0.0))
        parts.append(_compared("country", one.countries, other.countries, weigh))
        parts.append(_compared("position", one.positions, other.positions, weigh))
        if one.family == "Person" and is_against(one, other):
            parts.append(("decades", weigh["decades"]))
        if how in ("transliteration", "part of name", "surname") and one.articles & other.articles:
            parts.append(("together", weigh["together"]))
        return tuple(part for part in parts if part[1])


def _compared(
    what: str, one: frozenset[str], other: frozenset[str], weigh: Mapping[str, float]
) -> tuple[str, float]:
    if not one or not other:
        return what, 0.0
    return (what, weigh[what]) if one & other else (f"other {what}", weigh[f"other {what}"])


def _respelled(one: Name, other: Name, family: str) -> bool:
    """Whether two names differ in spelling alone; an initial stands for a first name, a middle one may be missing."""
    if len(one) == len(other):
        words = list(zip(one, other, strict=True))
        if family == "Person" and len(one) > 1:
            first, *rest = words
            return (is_respelled(*first) or _is_initial(*first)) and all(is_respelled(*pair) for pair in rest)
        return all(is_respelled(*pair) for pair in words)
    short, long = sorted((one, other), key=len)
    whole = family == "Person" and len(short) == 2 and len(long) == 3
    return whole and is_respelled(short[0], long[0]) and is_respelled(short[1], long[2])


def _is_initial(one: str, other: str) -> bool:
    return 1 in (len(one), len(other)) and one[0] == other[0]

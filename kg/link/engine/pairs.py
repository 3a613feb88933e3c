"""Pairs that may be one thing, with the parts of their scores, and the groups that the strong pairs make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from kg.link.engine.clusters import changed_pairs, clusters
from kg.link.engine.kept import END, Key, Memory, Pair, Shelf, number_of
from kg.link.engine.weights import Parts, total

Scored = tuple[float, Parts]
Fits = Callable[[Sequence[Key], Sequence[Key]], bool]


class Matches:
    """Pairs of one kind of things, kept by both of their ends; those that score `least` join their ends into groups.

    What changes is remembered until `regroup` clusters it anew.
    """

    def __init__(self, memory: Memory, name: str, least: float) -> None:
        self._pairs = memory.shelf(f"{name}_pair", decode=_scored)
        self._ends = memory.blocks(f"{name}_end")
        self._first = memory.shelf(f"{name}_first", list, tuple)
        self._groups = memory.shelf(f"{name}_group", decode=lambda found: tuple(tuple(key) for key in found))
        self._least = least
        self._changed: set[Pair] = set()

    def put(self, pair: Pair, scored: Scored | None) -> None:
        """The score of a pair, or that it has none worth keeping."""
        key = (*pair[0], *pair[1])
        was = self._pairs.get(key)
        if scored == was:
            return
        self._pairs.put(key, scored)
        self._changed.add(pair)
        if (was is None) is not (scored is None):
            ends = {pair[1]: [END.join(pair[0])], pair[0]: [END.join(pair[1])]}
            self._ends.move(*((ends, {}) if scored is None else ({}, ends)))

    def get(self, pair: Pair) -> Scored | None:
        return self._pairs.get((*pair[0], *pair[1]))

    def of(self, key: Key) -> list[Key]:
        """The other ends of its pairs."""
        return self._ends.members(END.join(key))

    def drop(self, key: Key) -> None:
        """Forgets all pairs of something that is gone, or is not what it was."""
        for other in self.of(key):
            self.put((min(key, other), max(key, other)), None)

    def group(self, key: Key) -> tuple[Key, ...]:
        """All that is one with it, sorted; alone if nothing else is."""
        first = self._first.get(key)
        return (self._groups.get(first) if first else None) or (key,)

    def first(self, key: Key) -> Key:
        """The first of its group."""
        return self._first.get(key) or key

    def regroup(
        self, changed: Iterable[Key], gone: Iterable[Key], fits: Fits
    ) -> tuple[list[tuple[Key, ...]], dict[Key, Key]]:
        """Clusters anew what is new or changed, after what is gone was dropped; `fits` tells by what two groups are.

        Groups that do not change stay: only those of before that had something new, changed or gone are taken apart,
        and those that one of these joins now. The groups of what was clustered; and of all that are in these, or are
        gone, the first of the group before.
        """
        left = frozenset(gone)
        start = {*changed, *(key for pair in self.take_changed() for key in pair), *left}
        dirty = {member for key in start for member in self.group(key)} - left
        found: dict[Key, tuple[Key, ...]] = {}
        for key in sorted(dirty):
            if key not in found:
                found |= {each: group for group in self._clustered(key, dirty, fits) for each in group}
        before: dict[Key, Key] = {}
        groups = sorted({*found.values()})
        for group in (*((key,) for key in left), *groups):
            self._set(group, before)
        return groups, before

    def _clustered(self, key: Key, dirty: set[Key], fits: Fits) -> list[tuple[Key, ...]]:
        """The groups of all that hangs together with a key by what is dirty, to which it adds groups that join it.

        Groups that are not dirty stood through the pairs between them before, and still do. They are built up along
        with the rest, as what joins one depends on how much of it there is by then.
        """
        while True:
            strong, members = self._reached(key, dirty)
            groups = clusters(members, strong, fits)
            mixed = [group for group in groups if not dirty.isdisjoint(group)]
            joined = {member for group in mixed for member in group} - dirty
            if not joined:
                return mixed
            dirty |= {member for each in joined for member in self.group(each)}

    def take_changed(self) -> set[Pair]:
        """The pairs whose score is another since this was last asked for."""
        changed, self._changed = self._changed, set()
        return changed

    def items(self) -> Iterator[tuple[Pair, Scored, bool]]:
        """All pairs with their scores, and whether both ends are in one group; not in order."""
        for key, scored in self._pairs.items():
            half = len(key) // 2
            first, second = key[:half], key[half:]
            yield (first, second), scored, self._first.get(first) is not None and second in self.group(first)

    def _set(self, group: tuple[Key, ...], before: dict[Key, Key]) -> None:
        first = group[0] if len(group) > 1 else None
        for key in group:
            was = self._first.get(key)
            if was != first:
                self._first.put(key, first)
                if was == key:
                    self._groups.put(key, None)
            before[key] = was or key
        if first:
            self._groups.put(first, group)

    def _reached(self, key: Key, dirty: Set[Key]) -> tuple[dict[Pair, float], set[Key]]:
        """What hangs together with a key by strong pairs of what is dirty, with the groups that these lead to."""
        strong: dict[Pair, float] = {}
        members, waiting = {key}, [key]
        while waiting:
            one = waiting.pop()
            others = self.of(one) if one in dirty else {*self.of(one)}.intersection(self.group(one))
            for other in others:
                pair = (min(one, other), max(one, other))
                scored = self.get(pair)
                if scored and scored[0] >= self._least:
                    strong[pair] = scored[0]
                    if other not in members:
                        members.add(other)
                        waiting.append(other)
        return strong, members


@dataclass(frozen=True, slots=True)
class Ways:
    """How things of one kind are compared: in which blocks they are, and what two of a block have in common.

    In a block of more than `most` all are compared with the first few. Pairs are kept from a score of `review`, and
    joined from one of `merge` where the groups of both fit.
    """

    most: int
    weigh: Mapping[str, float]
    blocks: Callable[[Key], Iterable[str]]
    compare: Callable[[Key, Key], Parts]
    fits: Fits = lambda one, other: True


class Compared:
    """Things that are compared where they share a block, and grouped where they are alike; kept between builds."""

    def __init__(self, memory: Memory, name: str, ways: Ways) -> None:
        self.matches = Matches(memory, name, ways.weigh["merge"])
        self._blocks = memory.blocks(f"{name}_block")
        self._forms: Shelf[list[int]] = memory.shelf(f"{name}_forms")
        self._ways = ways

    def has(self, key: Key) -> bool:
        return self._forms.get(key) is not None

    def update(self, gone: Set[Key], come: Set[Key]) -> tuple[list[tuple[Key, ...]], dict[Key, Key]]:
        """Takes things out and in, what has changed both; as `Matches.regroup`."""
        self.compare(gone, come)
        return self.matches.regroup(come, {*gone} - come, self._ways.fits)

    def compare(self, gone: Set[Key], come: Set[Key]) -> None:
        """Takes things out and in, and scores the pairs that this asks for."""
        out = {key: self._forms.get(key) or () for key in gone}
        into = {key: sorted({number_of(block) for block in self._ways.blocks(key)}) for key in come}
        for key in gone:
            self._forms.put(key, None)
            self.matches.drop(key)
        for key, forms in into.items():
            self._forms.put(key, forms)
        changed = {*gone, *come}
        pairs: set[Pair] = set()
        left: set[Pair] = set()
        for _, before, after in self._blocks.change(out, into):
            again, lost = changed_pairs(before, after, self._ways.most, changed)
            pairs |= again
            left |= lost
        for pair in sorted(pairs):
            self.matches.put(pair, self._scored(pair))
        for pair in left - pairs:
            if changed.isdisjoint(pair) and not self._is_candidate(pair):
                self.matches.put(pair, None)

    def _scored(self, pair: Pair) -> Scored | None:
        parts = self._ways.compare(*pair)
        score = total(parts)
        return (score, parts) if parts and score >= self._ways.weigh["review"] else None

    def _is_candidate(self, pair: Pair) -> bool:
        shared = set(self._forms.get(pair[0]) or ()) & set(self._forms.get(pair[1]) or ())
        return any(self._blocks.allows(pair, block, self._ways.most) for block in shared)


def _scored(found: list[list[tuple[str, float]]]) -> Scored:
    score, parts = found
    return score, tuple((name, value) for name, value in parts)  # type: ignore[return-value]

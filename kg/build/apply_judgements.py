"""Judgements over links: what is the same is joined, what is different is parted, whatever the scores say.

It starts from what linking found, every time, so what is undone leaves no trace. Linking may have joined things that a
person tells apart: they are parted along the weakest of the links that joined them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.build.judgements import Judgement, Side, State, standing
from kg.ids import short_hash
from kg.link import Reasons
from kg.records import Ids, Link, Links, LocalId

ByOwn = Mapping[LocalId, str]
Tag = tuple[int, int]  # a judgement by number, and which side of it


class AppliedJudgements:
    """Judgements to apply, first to entities, then to all that was found with these; `states` tells how each stands."""

    def __init__(self, judgements: Sequence[Judgement]) -> None:
        self._judgements = judgements
        self._states: list[State] = ["undone"] * len(judgements)
        self._counting = {number: judgements[number] for number in standing(judgements)}

    @property
    def states(self) -> tuple[State, ...]:
        return tuple(self._states)

    def entities(self, found: ByOwn, reasons: Reasons) -> ByOwn:
        """The ids of entities as people want them."""
        return self._applied("entity", found, reasons)

    def links(self, links: Links, reasons: Reasons) -> Links:
        """Links as people want them; `reasons` is only called where what linking joined is to be parted."""
        rejected = set()
        for number, each in self._counting.items():
            if each.sides[0].kind == "claim":
                (own,) = each.sides[0].members
                self._states[number] = "in force" if own in links.events else "gone"
                if each.verb == "reject" and own in links.events:
                    rejected.add(own)
        entities, events = (
            Ids.made(self._applied(kind, found, reasons)) if self.has(kind) else found
            for kind, found in (("entity", links.entities), ("event", links.events))
        )
        return replace(links, entities=entities, events=events, rejected=frozenset(rejected))

    def has(self, kind: str) -> bool:
        """Whether any judgement is of entities, or of events."""
        return any(each.sides[0].kind == kind for each in self._counting.values())

    def _applied(self, kind: str, found: ByOwn, reasons: Reasons) -> ByOwn:
        pairs = {number: each for number, each in self._counting.items() if each.sides[0].kind == kind}
        return _applied(
            found,
            pairs,
            lambda: (link for link in reasons() if link.kind == kind and link.is_merged),
            self._states,
        )


def current_id(side: Side, ids: ByOwn, used: Iterable[str] = ()) -> str | None:
    """The id that most of a side's members have now, or else its own if it is one of those used."""
    counts = Counter(ids[own] for own in side.members if own in ids)
    if counts:
        return min(counts, key=lambda id_: (-counts[id_], id_))
    return side.id if side.id in used else None


def _applied(
    found: ByOwn, judgements: Mapping[int, Judgement], reasons: Reasons, states: list[State]
) -> ByOwn:
    differents = {number: each for number, each in judgements.items() if each.verb == "different"}
    ids = _parted(found, differents, reasons)
    used = frozenset(ids.values())
    groups = Groups()
    for number, each in sorted(judgements.items(), reverse=True):  # the later word comes first
        ends = [current_id(side, ids, used) for side in each.sides]
        if None in ends:
            states[number] = "gone"
            continue
        one, other = (str(end) for end in ends)
        done = groups.join(one, other) if each.verb == "same" else groups.part(one, other)
        states[number] = "in force" if done else "overruled"
    names = _names(judgements, states, ids, used, groups)
    return {own: names.get(groups.root(id_), id_) for own, id_ in ids.items()} if names else ids


def _names(
    judgements: Mapping[int, Judgement],
    states: Sequence[State],
    ids: ByOwn,
    used: frozenset[str],
    groups: Groups,
) -> dict[str, str]:
    """The id of each group: that of what its oldest judgement names first."""
    names: dict[str, str] = {}
    for number, each in sorted(judgements.items()):
        if each.verb == "same" and states[number] == "in force":
            first = str(current_id(each.sides[0], ids, used))
            names.setdefault(groups.root(first), first)
    return names


class Groups:
    """Ids that are joined, and pairs of groups that must stay apart."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._apart: list[tuple[str, str]] = []

    def root(self, id_: str) -> str:
        while id_ in self._above:
            id_ = self._above[id_]
        return id_

    def join(self, one: str, other: str) -> bool:
        """False if that would join what must stay apart."""
        ends = {self.root(one), self.root(other)}
        if any({self.root(a), self.root(b)} == ends for a, b in self._apart):
            return False
        if len(ends) == 2:
            self._above[max(ends)] = min(ends)
        return True

    def part(self, one: str, other: str) -> bool:
        """False if they are joined."""
        if self.root(one) == self.root(other):
            return False
        self._apart.append((one, other))
        return True


# --- parting what linking joined


def _parted(found: ByOwn, differents: Mapping[int, Judgement], reasons: Reasons) -> dict[LocalId, str]:
    ids = dict(found)
    inside: defaultdict[str, dict[int, list[set[LocalId]]]] = defaultdict(dict)
    for number, each in differents.items():
        sides = [{own for own in side.members if own in ids} for side in each.sides]
        for id_ in {ids[own] for own in sides[0]} & {ids[own] for own in sides[1]}:
            inside[id_][number] = [{own for own in side if ids[own] == id_} for side in sides]
    members: defaultdict[str, list[LocalId]] = defaultdict(list)
    for own, id_ in found.items():
        if id_ in inside:
            members[id_].append(own)
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for link in reasons() if inside else ():
        id_ = found.get(link.first, "")
        if id_ in inside and found.get(link.second) == id_:
            links[id_].append(link)
    for id_, seeds in sorted(inside.items()):
        ids.update(_split(id_, sorted(members[id_]), seeds, links[id_]))
    return ids


def _split(
    id_: str, members: Sequence[LocalId], seeds: Mapping[int, Sequence[set[LocalId]]], links: Sequence[Link]
) -> dict[LocalId, str]:
    """The members of one id in parts: the strongest links first, and none that joins what was told apart."""
    parts = Parts(members)
    for number in sorted(seeds, reverse=True):
        parts.plant(number, seeds[number])
    for link in sorted(links, key=lambda link: (-link.score, link.first, link.second)):
        parts.join(link.first, link.second)
    first = min(seeds)
    keeps = parts.group(min(seeds[first][0]))
    split = {}
    for own in members:
        group = parts.group(own)
        is_kept = group == keeps or not parts.tags[group]
        split[own] = id_ if is_kept else short_hash(id_, *parts.seeds[group])
    return split


class Parts:
    """Groups of members; `tags` are the sides of judgements that a group is on, `seeds` the first it has of them."""

    def __init__(self, members: Iterable[LocalId]) -> None:
        self._group = {own: own for own in members}
        self.tags: defaultdict[LocalId, set[Tag]] = defaultdict(set)
        self.seeds: dict[LocalId, LocalId] = {}

    def group(self, own: LocalId) -> LocalId:
        while self._group[own] != own:
            own = self._group[own]
        return own

    def plant(self, number: int, sides: Sequence[set[LocalId]]) -> None:
        """Joins the members of each side, unless a later judgement already has them on both."""
        if sides[0] & sides[1]:
            return
        for which, side in enumerate(sides):
            first, *rest = sorted(side)
            self.tags[self.group(first)].add((number, which))
            self.seeds.setdefault(self.group(first), first)
            for own in rest:
                self.join(first, own)

    def join(self, one: LocalId, other: LocalId) -> None:
        """Does nothing where it would join two sides of one judgement."""
        first, second = sorted((self.group(one), self.group(other)))
        against = {(number, 1 - which) for number, which in self.tags[first]}
        if first == second or against & self.tags[second]:
            return
        self._group[second] = first
        self.tags[first] |= self.tags.pop(second)
        seeds = [self.seeds.pop(each) for each in (first, second) if each in self.seeds]
        if seeds:
            self.seeds[first] = min(seeds)

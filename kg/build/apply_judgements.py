"""Judgements applied to links: what is judged the same is merged, what is judged different is separated.

Judgements are always applied to the results of linking, so an undone judgement leaves no trace. A cluster that linking
merged and a person judges different is split along the weakest of the links that merged it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.build.judgements import Judgement, Side, State, effective
from kg.ids import short_hash
from kg.link import Reasons
from kg.records import Ids, Link, Links, LocalId

IdsByLocalId = Mapping[LocalId, str]
Tag = tuple[int, int]  # number of a judgement, and which of its sides


class AppliedJudgements:
    """Applies judgements to entities, then to the links that were made with these; `states` says which are in force."""

    def __init__(self, judgements: Sequence[Judgement]) -> None:
        self._judgements = judgements
        self._states: list[State] = ["undone"] * len(judgements)
        self._effective = {number: judgements[number] for number in effective(judgements)}

    @property
    def states(self) -> tuple[State, ...]:
        return tuple(self._states)

    def entities(self, linked: IdsByLocalId, reasons: Reasons) -> IdsByLocalId:
        """The ids of entities after judgements."""
        return self._applied("entity", linked, reasons)

    def links(self, links: Links, reasons: Reasons) -> Links:
        """Links after judgements; `reasons` is called only if a cluster must be split."""
        judged: dict[str, set[LocalId]] = {"accept": set(), "reject": set()}
        for number, each in self._effective.items():
            if each.sides[0].kind == "claim":
                (local_id,) = each.sides[0].members
                self._states[number] = "in force" if local_id in links.events else "gone"
                if local_id in links.events:
                    judged[each.verb].add(local_id)
        entities, events = (
            Ids.made(self._applied(kind, linked, reasons)) if self.has(kind) else linked
            for kind, linked in (("entity", links.entities), ("event", links.events))
        )
        return replace(
            links,
            names=self._names(entities),
            entities=entities,
            events=events,
            identities=frozenset(self.identities(entities)),
            accepted=frozenset(judged["accept"]),
            rejected=frozenset(judged["reject"]),
        )

    def has(self, kind: str) -> bool:
        """Whether any judgement merges or separates entities, or events."""
        return bool(self._about(kind))

    def _about(self, kind: str) -> dict[int, Judgement]:
        """The judgements that merge or separate entities, or events."""
        return {
            number: each
            for number, each in self._effective.items()
            if each.sides[0].kind == kind and len(each.sides) > 1 and each.sides[-1].kind != "external"
        }

    def _names(self, entities: IdsByLocalId) -> dict[str, str]:
        """The labels that people gave entities, by id."""
        names: dict[str, str] = {}
        for number, each in self._effective.items():
            if each.verb == "rename":
                id_ = current_id(each.sides[0], entities)
                self._states[number] = "in force" if id_ else "gone"
                if id_ and each.name:
                    names[id_] = each.name
        return names

    def identities(self, entities: IdsByLocalId) -> set[tuple[str, str]]:
        """Ids of entities, after judgements, with the IRIs of what each is outside the graph."""
        external = {
            number: each for number, each in self._effective.items() if each.sides[-1].kind == "external"
        }
        # All ids of a large graph take much memory
        used, found = frozenset(entities.values() if external else ()), set()
        for number, each in external.items():
            id_ = current_id(each.sides[0], entities, used)
            self._states[number] = "gone" if id_ is None else "in force"
            if id_ is not None and each.verb == "same":
                found.add((id_, each.sides[1].id))
        return found

    def _applied(self, kind: str, linked: IdsByLocalId, reasons: Reasons) -> IdsByLocalId:
        pairs = self._about(kind)
        return _applied(
            linked,
            pairs,
            lambda: (link for link in reasons() if link.kind == kind and link.is_merged),
            self._states,
        )


def current_id(side: Side, ids: IdsByLocalId, used: Iterable[str] = ()) -> str | None:
    """The id that most members of a side have now; without members its own id, if that is in use."""
    counts = Counter(ids[local_id] for local_id in side.members if local_id in ids)
    if counts:
        return min(counts, key=lambda id_: (-counts[id_], id_))
    return side.id if side.id in used else None


def _applied(
    linked: IdsByLocalId, judgements: Mapping[int, Judgement], reasons: Reasons, states: list[State]
) -> IdsByLocalId:
    different = {number: each for number, each in judgements.items() if each.verb == "different"}
    ids = _separated(linked, different, reasons)
    used = frozenset(ids.values())
    groups = IdGroups()
    # a later judgement overrules an earlier one
    for number, each in sorted(judgements.items(), reverse=True):
        ends = [current_id(side, ids, used) for side in each.sides]
        if None in ends:
            states[number] = "gone"
            continue
        one, other = (str(end) for end in ends)
        done = groups.merge(one, other) if each.verb == "same" else groups.separate(one, other)
        states[number] = "in force" if done else "overruled"
    names = _names(judgements, states, ids, used, groups)
    return {local_id: names.get(groups.root(id_), id_) for local_id, id_ in ids.items()} if names else ids


def _names(
    judgements: Mapping[int, Judgement],
    states: Sequence[State],
    ids: IdsByLocalId,
    used: frozenset[str],
    groups: IdGroups,
) -> dict[str, str]:
    """The id of each group: the first id of its oldest judgement."""
    names: dict[str, str] = {}
    for number, each in sorted(judgements.items()):
        if each.verb == "same" and states[number] == "in force":
            first = str(current_id(each.sides[0], ids, used))
            names.setdefault(groups.root(first), first)
    return names


class IdGroups:
    """Merged ids, and pairs of groups that must stay separate."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._separate: list[tuple[str, str]] = []

    def root(self, id_: str) -> str:
        while id_ in self._parent:
            id_ = self._parent[id_]
        return id_

    def merge(self, one: str, other: str) -> bool:
        """False if the two must stay separate."""
        ends = {self.root(one), self.root(other)}
        if any({self.root(a), self.root(b)} == ends for a, b in self._separate):
            return False
        if len(ends) == 2:
            self._parent[max(ends)] = min(ends)
        return True

    def separate(self, one: str, other: str) -> bool:
        """False if the two are merged already."""
        if self.root(one) == self.root(other):
            return False
        self._separate.append((one, other))
        return True


# --- splitting clusters


def _separated(
    linked: IdsByLocalId, different: Mapping[int, Judgement], reasons: Reasons
) -> dict[LocalId, str]:
    ids = dict(linked)
    clusters: defaultdict[str, dict[int, list[set[LocalId]]]] = defaultdict(dict)
    for number, each in different.items():
        sides = [{local_id for local_id in side.members if local_id in ids} for side in each.sides]
        for id_ in {ids[local_id] for local_id in sides[0]} & {ids[local_id] for local_id in sides[1]}:
            clusters[id_][number] = [
                {local_id for local_id in side if ids[local_id] == id_} for side in sides
            ]
    members: defaultdict[str, list[LocalId]] = defaultdict(list)
    for local_id, id_ in linked.items():
        if id_ in clusters:
            members[id_].append(local_id)
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for link in reasons() if clusters else ():
        id_ = linked.get(link.first, "")
        if id_ in clusters and linked.get(link.second) == id_:
            links[id_].append(link)
    for id_, seeds in sorted(clusters.items()):
        ids.update(_split(id_, sorted(members[id_]), seeds, links[id_]))
    return ids


def _split(
    id_: str, members: Sequence[LocalId], seeds: Mapping[int, Sequence[set[LocalId]]], links: Sequence[Link]
) -> dict[LocalId, str]:
    """The members of one id, split: links merge them again, strongest first, but never across a judgement."""
    parts = MemberGroups(members)
    for number in sorted(seeds, reverse=True):
        parts.add_sides(number, seeds[number])
    for link in sorted(links, key=lambda link: (-link.score, link.first, link.second)):
        parts.merge(link.first, link.second)
    first = min(seeds)
    keeps = parts.group(min(seeds[first][0]))
    split = {}
    for local_id in members:
        group = parts.group(local_id)
        is_kept = group == keeps or not parts.tags[group]
        split[local_id] = id_ if is_kept else short_hash(id_, *parts.seeds[group])
    return split


class MemberGroups:
    """Groups of members. `tags` are the sides of judgements that a group is on, `seeds` its first members of these."""

    def __init__(self, members: Iterable[LocalId]) -> None:
        self._group = {local_id: local_id for local_id in members}
        self.tags: defaultdict[LocalId, set[Tag]] = defaultdict(set)
        self.seeds: dict[LocalId, LocalId] = {}

    def group(self, local_id: LocalId) -> LocalId:
        while self._group[local_id] != local_id:
            local_id = self._group[local_id]
        return local_id

    def add_sides(self, number: int, sides: Sequence[set[LocalId]]) -> None:
        """Merges the members of each side, unless a later judgement has put them on both sides."""
        if sides[0] & sides[1]:
            return
        for which, side in enumerate(sides):
            first, *rest = sorted(side)
            self.tags[self.group(first)].add((number, which))
            self.seeds.setdefault(self.group(first), first)
            for local_id in rest:
                self.merge(first, local_id)

    def merge(self, one: LocalId, other: LocalId) -> None:
        """Does nothing if that would merge two sides of one judgement."""
        first, second = sorted((self.group(one), self.group(other)))
        against = {(number, 1 - which) for number, which in self.tags[first]}
        if first == second or against & self.tags[second]:
            return
        self._group[second] = first
        self.tags[first] |= self.tags.pop(second)
        seeds = [self.seeds.pop(each) for each in (first, second) if each in self.seeds]
        if seeds:
            self.seeds[first] = min(seeds)

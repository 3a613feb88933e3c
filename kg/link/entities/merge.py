"""One entity of the graph for those of several articles that are the same.

First all of one name, or of one place of the map, are one unless what is said of them differs (a node); then nodes of
other spellings and names are scored (a union); then names that leave something open (a bare surname, an acronym, part
of a name) go to the one full name that fits. Only names of one block are compared, and what is found is kept between
builds: an added article touches the blocks of its own names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set

from kg.ids import LINK_SEPARATOR, short_hash
from kg.link.engine.block_index import block_number
from kg.link.engine.candidate_pairs import CandidatePairs, Comparison
from kg.link.engine.clusters import cross_pairs
from kg.link.engine.key_value_table import SEPARATOR, BoundedCache, Key, KeyValueTable, Pair
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Parts, Weights, total
from kg.link.entities.blocks import full_forms, short_forms, spellings
from kg.link.entities.profiles import Profile
from kg.link.entities.same_name import NODES, Moved, Node, Nodes, make_node
from kg.link.entities.scores import Scores
from kg.records import Link, LocalId

BLOCK = 40  # names of one block that are all compared
SEEN = 1 << 16  # pairs of names whose parts are at hand
MARGIN = 0.1  # by which the best full name must fit better than the second
FULL, SHORT = "0", "1"  # before a key in a block: full names come first


class Entities:
    """The id of each article's entity, and why it has the id of another's."""

    def __init__(self, tables: LinkTables, weights: Weights) -> None:
        self._nodes = Nodes(tables, weights)
        self._scores = Scores(weights)
        self._unions = Unions(tables, self._nodes, self._scores)
        self._targets = Targets(tables, self._unions, self._scores)
        self._finals = Finals(tables, self._unions, self._targets)

    def update(
        self,
        gone: Iterable[str],
        come: Iterable[str],
        profiles: Callable[[str], Iterable[Profile]],
        more: int,
    ) -> set[str]:
        """The entities of articles anew, now that there are `more`; the articles of which one has another id now.

        Raises Stale.
        """
        nodes, left, self._scores.common = self._nodes.update(gone, come, profiles, more)
        unions = self._unions.update(nodes)
        moved = self._targets.update(unions)
        return self._finals.update(moved, left)

    def id(self, own: LocalId) -> str:
        """Of an entity that has no name the id is its article's own."""
        return self._finals.ids.get(own) or short_hash(*own, separator=LINK_SEPARATOR)

    def reasons(self) -> Iterator[Link]:
        weigh = self._scores.weights.entities["same name"]
        for first, own, has_spot in self._nodes.same_names():
            part = "same place" if has_spot else "same name"
            yield Link("entity", first, own, weigh, ((part, weigh),), True)
        yield from self._unions.reasons()
        yield from self._targets.reasons()


class Unions:
    """Nodes of other spellings, and of names that an article uses of one, as one; open names stay by themselves."""

    def __init__(self, tables: LinkTables, nodes: Nodes, scores: Scores) -> None:
        self._nodes, self._scores = nodes, scores
        ways = Comparison(
            BLOCK,
            scores.weights.entities,
            lambda key: spellings(nodes.node(key)),
            lambda one, other: self._parts((one, other)),
            self._fit,
        )
        self._compared = CandidatePairs(tables, "spelling", ways)
        self._made: BoundedCache[Key, Node] = BoundedCache(NODES)
        self._seen: BoundedCache[Pair, Parts] = BoundedCache(SEEN)

    def update(self, nodes: Moved) -> Moved:
        """The unions that are others now; open names among them."""
        self._seen.clear()
        was_full = {key for key in nodes.gone if key in self._compared}
        is_full = {key for key in nodes.come if not self._nodes.is_open(key)}
        groups, before = self._compared.update(was_full, is_full)
        gone = {*before.values(), *(nodes.gone - was_full)}
        come = {group[0] for group in groups} | (nodes.come - is_full)
        for key in gone | come:
            self._made.pop(key, None)
        return Moved(frozenset(gone), frozenset(come))

    def node(self, key: Key) -> Node:
        if key not in self._made:
            members = self._compared.scored.cluster(key)
            self._made[key] = (
                self._nodes.node(key)
                if len(members) == 1
                else make_node(profile for each in members for profile in self._nodes.node(each).profiles)
            )
        return self._made[key]

    def is_open(self, key: Key) -> bool:
        return self._nodes.is_open(key)

    def reasons(self) -> Iterator[Link]:
        return links(self._compared)

    def _fit(self, one: Sequence[Key], other: Sequence[Key]) -> bool:
        """Whether no member of one group speaks against one of the other, and most would be at least reviewed."""
        parts = [self._parts(pair) for pair in cross_pairs(one, other)]
        least = self._scores.weights.entities["review"]
        against = any(name in ("together", "decades") for found in parts for name, _ in found)
        if against or sum(total(found) >= least for found in parts) * 2 < len(parts):
            return False
        return len({spot for key in (*one, *other) for spot in self._nodes.node(key).spots}) <= 1

    def _parts(self, pair: Pair) -> Parts:
        if pair not in self._seen:
            one, other = map(self._nodes.node, pair)
            self._seen[pair] = self._scores.of_names(one, other)
        return self._seen[pair]


class Targets:
    """Names that leave something open, each to the one full name that fits; else to its like in one context."""

    def __init__(self, tables: LinkTables, unions: Unions, scores: Scores) -> None:
        self._unions, self._scores = unions, scores
        self._forms: KeyValueTable[list[Sequence[int]]] = tables.key_values("name_forms")
        self._is_short: KeyValueTable[int] = tables.key_values("short")
        self._full, self._short = tables.block_index("full_form"), tables.block_index("short_form")
        self._found = tables.key_values("target", decode=_target)
        ways = Comparison(
            BLOCK,
            scores.weights.entities,
            lambda key: [SEPARATOR.join((unions.node(key).family, *unions.node(key).name))],
            lambda one, other: scores.of_open(unions.node(one), unions.node(other)),
        )
        self._alike = CandidatePairs(tables, "open", ways)

    def update(self, unions: Moved) -> Moved:
        """The names that go elsewhere now, those that are gone and all that are not what they were."""
        touched = self._index(unions)
        again = {*unions.come, *(key for block in touched for key in self._short.members(block))}
        for key in unions.gone - unions.come:
            self._found.put(key, None)
        moved = set(unions.come)
        for key in sorted(again):
            found = self._target(key)
            if (self._found.get(key) or (None, ()))[0] != found[0]:
                moved.add(key)
            self._found.put(key, found if found[1] else None)
        short = {key for key in again if self._unions.is_open(key)}
        left = {
            key for key in short if self.of(key) is None and (key in unions.come or key not in self._alike)
        }
        out = {
            key for key in unions.gone | short if key in self._alike and (key in unions.gone or self.of(key))
        }
        groups, _ = self._alike.update(out, left)
        moved |= {key for group in groups for key in group}
        return Moved(unions.gone, frozenset(moved))

    def of(self, key: Key) -> Key | None:
        """The full name that a name stands for."""
        return (self._found.get(key) or (None, ()))[0]

    def next(self, key: Key) -> Key | None:
        """Where a name goes; None if it is an entity by itself."""
        first = self._alike.scored.cluster(key)[0]
        return self.of(key) or (first if first != key else None)

    def reasons(self) -> Iterator[Link]:
        for key, (target, found) in self._found.items():
            for other, parts in found:
                yield _link(key, other, parts, other == target)
        yield from links(self._alike)

    def _index(self, unions: Moved) -> frozenset[int]:
        """Notes what names may be called for short; the blocks in which that is not what it was."""
        full_out, full_in, short_out, short_in = {}, {}, {}, {}
        for key in unions.gone:
            full, short = self._forms.get(key) or ((), ())
            full_out[(self._is_short.get(key) and SHORT) or FULL, *key] = full
            short_out[key] = short
            self._forms.put(key, None)
            self._is_short.put(key, None)
        for key in unions.come:
            node, is_short = self._unions.node(key), self._unions.is_open(key)
            is_target = not is_short or node.family != "Person"
            full = _numbers(full_forms(node, self._scores.weights)) if is_target else []
            short = _numbers(short_forms(node, self._scores.weights))
            full_in[SHORT if is_short else FULL, *key] = full
            short_in[key] = short
            self._forms.put(key, [full, short])
            self._is_short.put(key, 1 if is_short else None)
        self._short.update(short_out, short_in)
        return self._full.update(full_out, full_in)

    def _target(self, key: Key) -> tuple[Key | None, tuple[tuple[Key, Parts], ...]]:
        """The full name of a short one, where exactly one fits; and all that might be it."""
        node = self._unions.node(key)
        scored = (
            (full, self._scores.of_short(node, self._unions.node(full))) for full in self._fuller(key, node)
        )
        found = [(total(parts), full, parts) for full, parts in scored if parts]
        if len(found) == 1 and node.family == "Person":
            ((_, full, parts),) = found
            parts = (*parts, ("only", self._scores.weights.entities["only"]))
            found = [(total(parts), full, parts)]
        found.sort(key=lambda score: (-score[0], score[1]))
        is_sure = bool(found) and found[0][0] >= self._scores.weights.entities["merge"]
        is_alone = len(found) == 1 or (bool(found) and found[0][0] - found[1][0] >= MARGIN)
        told = tuple(
            (full, parts) for score, full, parts in found if score >= self._scores.weights.entities["review"]
        )
        return found[0][1] if is_sure and is_alone else None, told

    def _fuller(self, key: Key, node: Node) -> Iterator[Key]:
        """The longer names that a name may stand for."""
        seen = {key}
        for block in (self._forms.get(key) or ((), ()))[1]:
            for _, *full in self._full.members(block)[:BLOCK]:
                other = tuple(full)
                if other not in seen and len(self._unions.node(other).name) > len(node.name):
                    seen.add(other)
                    yield other


class Finals:
    """Names with all that go to them: the entities of the graph, and their ids."""

    def __init__(self, tables: LinkTables, unions: Unions, targets: Targets) -> None:
        self._unions, self._targets = unions, targets
        self._next: KeyValueTable[list[str]] = tables.key_values("next")
        self._roots: KeyValueTable[list[str]] = tables.key_values("root")  # of names that go elsewhere
        # the names that go to one, itself among them
        self._gathered: KeyValueTable[list[list[str]]] = tables.key_values("gathered")
        self._called: KeyValueTable[list[str]] = tables.key_values(
            "called"
        )  # by what an entity is known, and its first
        self._namesakes = tables.block_index("namesake")
        self.ids: KeyValueTable[str] = tables.key_values("entity_id")

    def update(self, moved: Moved, left: Set[LocalId]) -> set[str]:
        """Gathers anew what has moved; the articles of which an entity has another id now."""
        gone = moved.gone - moved.come
        before = {self._root_before(key) for key in moved.gone | moved.come}
        pool = {key for root in before for key in self._gathered_before(root)} | moved.come
        groups = self._gather(pool - gone, gone)
        changed = {article for article, _ in left}
        for own in left:
            self.ids.put(own, None)
        names = self._name(before, groups)
        for name in sorted(names):
            sharing = self._namesakes.members(name)
            for first in sharing:
                changed |= self._identify(first, name, len(sharing) == 1, groups)
        return changed

    def _root_before(self, key: Key) -> Key:
        found = self._roots.get(key)
        return tuple(found) if found else key

    def _gathered_before(self, root: Key) -> set[Key]:
        return {tuple(key) for key in self._gathered.get(root) or ()}

    def _gather(self, pool: set[Key], gone: Set[Key]) -> dict[Key, set[Key]]:
        """All that go to the roots of some names, by root."""
        groups: defaultdict[Key, set[Key]] = defaultdict(set)
        for key in gone:
            self._roots.put(key, None)
        for key in sorted(pool):
            root = self._root(key)
            groups[root].add(key)
            self._roots.put(key, list(root) if root != key else None)
        for root, keys in groups.items():
            keys |= {
                key
                for key in self._gathered_before(root)
                if key not in gone and self._root_before(key) == root
            }
        return groups

    def _root(self, key: Key) -> Key:
        while (further := self._targets.next(key)) is not None:
            key = further
        return key

    def _name(self, before: set[Key], groups: dict[Key, set[Key]]) -> set[str]:
        """What each entity is known by; all names that one was, or is, known by."""
        out: dict[Key, list[str]] = {}
        into: dict[Key, list[str]] = {}
        for root in before | groups.keys():
            if called := self._called.get(root):
                out[root] = called
            keys = groups.get(root)
            self._gathered.put(root, sorted(map(list, keys)) if keys else None)
            into |= {root: [self._known_by(keys)]} if keys else {}
            self._called.put(root, into.get(root))
        self._namesakes.update(out, into)
        return {name for names in (*out.values(), *into.values()) for name in names}

    def _known_by(self, keys: Iterable[Key]) -> str:
        """Of a place its number on the map, else family and name."""
        node = make_node(profile for key in keys for profile in self._unions.node(key).profiles)
        spot = (str(min(node.spots)),) if node.spots else node.name
        return SEPARATOR.join((node.family, *spot))

    def _identify(self, root: Key, name: str, is_alone: bool, groups: dict[Key, set[Key]]) -> set[str]:
        """Gives the entities of one the id of its name; with its first entity where others have the name."""
        keys = groups.get(root) or self._gathered_before(root)
        owns = sorted(profile.own for key in keys for profile in self._unions.node(key).profiles)
        id_ = short_hash(*name.split(SEPARATOR), *(() if is_alone else owns[0]), separator=LINK_SEPARATOR)
        if root not in groups and self.ids.get(owns[0]) == id_:
            return set()
        others = [own for own in owns if self.ids.get(own) != id_]
        for own in others:
            self.ids.put(own, id_)
        return {article for article, _ in others}


def links(compared: CandidatePairs) -> Iterator[Link]:
    """Why two names are one, or may be."""
    for (first, second), score, is_merged in compared.scored.items():
        yield Link(
            "entity", (first[0], first[1]), (second[0], second[1]), score.value, score.parts, is_merged
        )


def _link(one: Key, other: Key, parts: Parts, is_merged: bool) -> Link:
    (first, first_key), (second, second_key) = sorted((one, other))
    return Link("entity", (first, first_key), (second, second_key), total(parts), parts, is_merged)


def _numbers(blocks: Iterable[str]) -> list[int]:
    return sorted({block_number(block) for block in blocks})


def _target(found: list[object]) -> tuple[Key | None, tuple[tuple[Key, Parts], ...]]:
    """A target as JSON has it."""
    target, told = found
    return (
        tuple(target) if target else None,  # type: ignore[arg-type]
        tuple((tuple(key), tuple(map(tuple, parts))) for key, parts in told),  # type: ignore[attr-defined]
    )

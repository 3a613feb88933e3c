"""All entities of one name, or of one place of the map, as one node, unless what is said of them differs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.link.engine.key_value_table import SEPARATOR, BoundedCache, Key, KeyValueTable
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Weights
from kg.link.entities.profiles import Name, Profile
from kg.records import LocalId
from kg.store.json_records import decoder, encode

# years between articles, after which one name is no longer one person without more to show for it
GENERATION = 20
COMMON = 10, 0.2  # articles, and share of them, in which a name is too common to be a context
NODES = 2000  # that are at hand
OPEN = "open"  # of a group: its name leaves open who is meant; there is one for each independent source


@dataclass(frozen=True, slots=True)
class Node:
    """Entities taken for one, and what is said of them together; `profiles` are sorted."""

    profiles: tuple[Profile, ...]
    names: frozenset[Name]
    countries: frozenset[str]
    positions: frozenset[str]
    near: frozenset[Name]
    articles: frozenset[str]
    sources: frozenset[str]
    spots: frozenset[int]
    years: frozenset[int]

    @property
    def key(self) -> LocalId:
        """The first of its entities: what a node is called by."""
        return self.profiles[0].own

    @property
    def family(self) -> str:
        return self.profiles[0].family

    @property
    def name(self) -> Name:
        """The name that most of its articles use as the fullest."""
        counts = Counter(profile.name for profile in self.profiles)
        return min(counts, key=lambda name: (-counts[name], -len(name), name))


def make_node(profiles: Iterable[Profile]) -> Node:
    ordered = tuple(sorted(profiles, key=lambda profile: profile.own))
    return Node(
        ordered,
        frozenset(name for profile in ordered for name in profile.names),
        frozenset(code for profile in ordered for code in profile.countries),
        frozenset(position for profile in ordered for position in profile.positions),
        frozenset(name for profile in ordered for name in profile.near),
        frozenset(profile.own[0] for profile in ordered),
        frozenset(profile.source for profile in ordered),
        frozenset(profile.spot for profile in ordered if profile.spot is not None),
        frozenset(profile.year for profile in ordered if profile.year is not None),
    )


def group_of(profile: Profile, weights: Weights) -> tuple[str, ...]:
    """What the entities that may be one node share: a place of the map, a name, or one that its source leaves open."""
    if profile.spot is not None:
        return "spot", profile.family, str(profile.spot)
    if is_open(profile, weights):
        return OPEN, profile.family, *profile.name, profile.source
    return "name", profile.family, *profile.name


def nodes_of(group: tuple[str, ...], profiles: Sequence[Profile]) -> Iterator[Node]:
    """The nodes that a group of entities makes; none of no entities."""
    if not profiles:
        return
    if group[0] == OPEN or profiles[0].family != "Person":
        yield make_node(profiles)
    else:
        yield from _parted(profiles)


def is_open(profile: Profile, weights: Weights) -> bool:
    """Whether a name may be many's: a bare surname, a body named by common words without its country."""
    if profile.family == "Person":
        return len(profile.name) == 1
    if profile.family == "Organization":
        return all(word in weights.generic for word in profile.name)
    return False


def is_against(one: Node, other: Node) -> bool:
    """Whether what is said of two people tells them apart: another position in another country, or another age."""
    abroad = bool(one.countries and other.countries) and not one.countries & other.countries
    if abroad and one.positions and other.positions and not one.positions & other.positions:
        return True
    alike = one.countries & other.countries or one.positions & other.positions
    return _years_apart(one, other) >= GENERATION and not alike


def _parted(profiles: Sequence[Profile]) -> Iterator[Node]:
    """The nodes of one name: people of whom different things are said are kept apart.

    Those of whom little is said go where they share most company, and stay alone where they share none.
    """
    kinds: defaultdict[tuple[object, ...], list[Profile]] = defaultdict(list)
    for profile in profiles:
        kinds[tuple(sorted(profile.countries)), tuple(sorted(profile.positions)), profile.year or 0].append(
            profile
        )
    told: list[Node] = []
    for node in sorted(map(make_node, kinds.values()), key=_weight):
        fitting = [other for other in told if not is_against(node, other)]
        if len(fitting) > 1:
            fitting = _most_company(node, fitting)
        if len(fitting) == 1:
            told[told.index(fitting[0])] = make_node((*fitting[0].profiles, *node.profiles))
        else:
            told.append(node)
    yield from told


def _weight(node: Node) -> tuple[int, int, LocalId]:
    """Who is told most of comes first."""
    return -len(node.countries) - len(node.positions), -len(node.profiles), node.key


def _most_company(node: Node, others: Sequence[Node]) -> list[Node]:
    shared = [len(node.near & other.near) for other in others]
    most = max(shared)
    best = [other for other, count in zip(others, shared, strict=True) if count == most]
    return best if most and len(best) == 1 else []


def _years_apart(one: Node, other: Node) -> int:
    return min((abs(a - b) for a in one.years for b in other.years), default=0)


class Stale(Exception):
    """What was kept of another build cannot be gone on from: all is to be linked anew."""


class Common:
    """Names in so many articles that to share them says nothing.

    How many that is moves with the number of articles in steps of two, so that it is nearly always what it was.
    """

    def __init__(self, tables: LinkTables) -> None:
        self._articles: KeyValueTable[int] = tables.key_values("articles")
        self._counts: KeyValueTable[int] = tables.key_values("name_count")
        self._names: KeyValueTable[int] = tables.key_values("common")

    def update(self, counts: Counter[Name], more: int) -> frozenset[Name]:
        """The common names, with `more` articles than before, and names in so many more of them.

        Raises Stale if they were others.
        """
        before = self._articles.get(("",)) or 0
        self._articles.put(("",), before + more)
        known = frozenset(name for name, _ in self._names.items())
        dirty = self._count(counts)
        most = _common_from(before + more)
        if most == _common_from(before):
            new = {name for name in dirty if (self._counts.get(name) or 0) > most}
            now = (known - dirty) | new
        else:
            now = frozenset(name for name, count in self._counts.items() if count > most)
        for name in now ^ known:
            self._names.put(name, 1 if name in now else None)
        if before and now != known:
            raise Stale
        return frozenset(now)

    def _count(self, counts: Counter[Name]) -> set[Name]:
        for name, more in counts.items():
            if more:
                self._counts.put(name, (self._counts.get(name) or 0) + more or None)
        return {*counts}


def _common_from(articles: int) -> float:
    """In how many articles a common name is."""
    return max(COMMON[0], COMMON[1] * (1 << articles.bit_length() >> 1))


@dataclass(frozen=True, slots=True)
class Moved:
    """Keys that are gone and that have come; what is not what it was is both."""

    gone: frozenset[Key]
    come: frozenset[Key]


class Nodes:
    """What the articles say of entities, and the nodes it makes; kept between builds."""

    def __init__(self, tables: LinkTables, weights: Weights) -> None:
        self._weights = weights
        self._profiles: KeyValueTable[Profile] = tables.key_values("profile", encode, decoder(Profile))
        self._keys: KeyValueTable[list[str]] = tables.key_values(
            "profiled"
        )  # of the entities of an article that have one
        self._grouped = tables.block_index("grouped")
        self._made: KeyValueTable[list[list[str]]] = tables.key_values("made")  # the nodes of a group
        self._members: KeyValueTable[list[list[str]]] = tables.key_values("members")
        self._open: KeyValueTable[int] = tables.key_values(
            "open"
        )  # nodes whose name leaves open who is meant
        self._common = Common(tables)
        self._nodes: BoundedCache[Key, Node] = BoundedCache(NODES)

    def update(
        self,
        gone: Iterable[str],
        come: Iterable[str],
        profiles: Callable[[str], Iterable[Profile]],
        more: int,
    ) -> tuple[Moved, frozenset[LocalId], frozenset[Name]]:
        """The profiles of articles anew, now that there are `more` articles.

        The nodes that are others now, the entities that have a profile no more, and the common names. Raises Stale.
        """
        left: set[LocalId] = set()
        counts: Counter[Name] = Counter()
        out: dict[Key, Key] = {}  # the group of each that changes
        into: dict[Key, Key] = {}
        leaving, coming = frozenset(gone), frozenset(come)
        for article in sorted(leaving | coming):
            before = dict(self._of(article)) if article in leaving else {}
            after = {profile.own: profile for profile in profiles(article)} if article in coming else {}
            left |= before.keys() - after.keys()
            counts.update({profile.name for profile in after.values()})
            counts.subtract({profile.name for profile in before.values()})
            self._keys.put((article,), [key for _, key in after] or None)
            for own in before.keys() | after.keys():
                was, now = before.get(own), after.get(own)
                if was != now:
                    out |= {own: group_of(was, self._weights)} if was else {}
                    into |= {own: group_of(now, self._weights)} if now else {}
                    self._profiles.put(own, now)
        self._grouped.update(
            *({own: [SEPARATOR.join(group)] for own, group in each.items()} for each in (out, into))
        )
        dirty = sorted({*out.values(), *into.values()})
        unmade = frozenset(key for group in dirty for key in self._unmake(group))
        made = frozenset(key for group in dirty for key in self._make(group))
        return Moved(unmade, made), frozenset(left), self._common.update(counts, more)

    def node(self, key: Key) -> Node:
        if key not in self._nodes:
            self._nodes[key] = make_node(map(self._profile, self.members(key)))
        return self._nodes[key]

    def members(self, key: Key) -> list[LocalId]:
        """The entities of a node, sorted."""
        return [(article, own) for article, own in self._members.get(key) or ()]

    def is_open(self, key: Key) -> bool:
        return self._open.get(key) is not None

    def same_names(self) -> Iterator[tuple[LocalId, LocalId, bool]]:
        """Each entity with the first of its node, and whether they are one place of the map."""
        for key, members in self._members.items():
            has_spot = len(members) > 1 and self._profile((key[0], key[1])).spot is not None
            for article, own in members[1:]:
                yield (key[0], key[1]), (article, own), has_spot

    def _profile(self, own: LocalId) -> Profile:
        found = self._profiles.get(own)
        assert found is not None, own
        return found

    def _of(self, article: str) -> Iterator[tuple[LocalId, Profile]]:
        for key in self._keys.get((article,)) or ():
            yield (article, key), self._profile((article, key))

    def _unmake(self, group: Key) -> Iterator[Key]:
        """Takes the nodes of a group out."""
        for article, own in self._made.get(group) or ():
            key = article, own
            self._members.put(key, None)
            self._open.put(key, None)
            self._nodes.pop(key, None)
            yield key

    def _make(self, group: Key) -> Iterator[Key]:
        owns = [(article, own) for article, own in self._grouped.members(SEPARATOR.join(group))]
        nodes = list(nodes_of(group, [self._profile(own) for own in owns]))
        for node in nodes:
            self._members.put(node.key, [list(profile.own) for profile in node.profiles])
            self._open.put(node.key, 1 if group[0] == OPEN else None)
            self._nodes[node.key] = node
        self._made.put(group, [list(node.key) for node in nodes] or None)
        yield from (node.key for node in nodes)

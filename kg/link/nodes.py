"""All entities of one name, or of one place of the map, as one node, unless what is said of them differs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.link.profiles import Name, Profile
from kg.link.weights import Weights
from kg.records import Own

GENERATION = (
    20  # years between articles, after which one name is no longer one person without more to show for it
)


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
    def key(self) -> Own:
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


def find_nodes(profiles: Iterable[Profile], weights: Weights) -> tuple[list[Node], list[Node]]:
    """The nodes with a full name, and those whose name leaves open who is meant, one per independent source."""
    full: defaultdict[tuple[str, ...], list[Profile]] = defaultdict(list)
    short: defaultdict[tuple[str, ...], list[Profile]] = defaultdict(list)
    for profile in profiles:
        if profile.spot is not None:
            full[profile.family, str(profile.spot)].append(profile)
        elif is_open(profile, weights):
            short[profile.family, *profile.name, profile.source].append(profile)
        else:
            full[profile.family, *profile.name].append(profile)
    nodes = [node for group in full.values() for node in _parted(group)]
    return _sorted(nodes), _sorted(make_node(group) for group in short.values())


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
    if profiles[0].family != "Person":
        yield make_node(profiles)
        return
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


def _weight(node: Node) -> tuple[int, int, Own]:
    """Who is told most of comes first."""
    return -len(node.countries) - len(node.positions), -len(node.profiles), node.key


def _most_company(node: Node, others: Sequence[Node]) -> list[Node]:
    shared = [len(node.near & other.near) for other in others]
    most = max(shared)
    best = [other for other, count in zip(others, shared, strict=True) if count == most]
    return best if most and len(best) == 1 else []


def _years_apart(one: Node, other: Node) -> int:
    return min((abs(a - b) for a in one.years for b in other.years), default=0)


def _sorted(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: node.key)

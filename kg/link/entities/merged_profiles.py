"""Merged profiles: the profiles of several articles that are taken for one entity, and what distinguishes namesakes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.link.engine.key_value_table import Key
from kg.link.engine.weights import Weights
from kg.link.entities.profiles import Name, Profile, most_frequent, without_generation
from kg.records import LocalId

# Years between articles after which the same name alone no longer makes the same person
GENERATION = 20
# The first part of the block key of an ambiguous name: each independent source has a block of its own
AMBIGUOUS = "ambiguous"
# The first part of the block key of what a row of the user's list names, which is one entity
LISTED = "listed"


@dataclass(frozen=True, slots=True)
class ChangedKeys:
    """Keys of merged profiles that were removed and added; a changed one is both."""

    removed: frozenset[Key]
    added: frozenset[Key]


@dataclass(frozen=True, slots=True)
class MergedProfile:
    """What the profiles of one entity say together; `local_ids` are theirs, sorted."""

    local_ids: tuple[LocalId, ...]
    family: str
    # How many profiles have each main name
    main_names: Mapping[Name, int]
    names: frozenset[Name]
    countries: frozenset[str]
    positions: frozenset[str]
    generations: frozenset[str]
    context: frozenset[int]
    articles: frozenset[str]
    sources: frozenset[str]
    geonames: frozenset[int]
    years: frozenset[int]
    listed: frozenset[str]
    never: frozenset[Name]

    @property
    def key(self) -> LocalId:
        """The local id of the first profile."""
        return self.local_ids[0]

    @property
    def name(self) -> Name:
        return most_frequent(self.main_names)

    @property
    def size(self) -> int:
        """How much memory it takes, in parts of some 100 bytes."""
        return 10 + 3 * len(self.local_ids) + len(self.context)


class ProfileSum:
    """Profiles that are merged one by one, so that those of a frequent name are never in memory at once."""

    def __init__(self) -> None:
        self.local_ids: list[LocalId] = []
        self._families: list[tuple[LocalId, str]] = []
        self._main_names: Counter[Name] = Counter()
        self.countries: set[str] = set()
        self.positions: set[str] = set()
        self.generations: set[str] = set()
        self.context: set[int] = set()
        self.years: set[int] = set()
        self._names: set[Name] = set()
        self._sources: set[str] = set()
        self._geonames: set[int] = set()
        self._listed: set[str] = set()
        self._never: set[Name] = set()

    @property
    def key(self) -> LocalId:
        return min(self.local_ids)

    def add(self, profile: Profile) -> None:
        self.local_ids.append(profile.local_id)
        self._families.append((profile.local_id, profile.family))
        self._families = [min(self._families)]
        self._main_names[profile.name] += 1
        self.countries |= profile.countries
        self.positions |= profile.positions
        self.generations |= {profile.generation} if profile.generation else set()
        self.context |= profile.context
        self.years |= {profile.year} if profile.year is not None else set()
        self._names |= profile.names
        self._sources.add(profile.source)
        self._geonames |= {profile.geonames} if profile.geonames is not None else set()
        self._listed |= {profile.listed} if profile.listed else set()
        self._never |= profile.never

    def include(self, other: ProfileSum | MergedProfile) -> None:
        """Adds all profiles of another one."""
        merged = other if isinstance(other, MergedProfile) else other.merged()
        self.local_ids += merged.local_ids
        self._families = [min([*self._families, (merged.key, merged.family)])]
        self._main_names.update(merged.main_names)
        self.countries |= merged.countries
        self.positions |= merged.positions
        self.generations |= merged.generations
        self.context |= merged.context
        self.years |= merged.years
        self._names |= merged.names
        self._sources |= merged.sources
        self._geonames |= merged.geonames
        self._listed |= merged.listed
        self._never |= merged.never

    def merged(self) -> MergedProfile:
        return MergedProfile(
            local_ids=tuple(sorted(self.local_ids)),
            family=self._families[0][1],
            main_names=self._main_names,
            names=frozenset(self._names),
            countries=frozenset(self.countries),
            positions=frozenset(self.positions),
            generations=frozenset(self.generations),
            context=frozenset(self.context),
            articles=frozenset(article for article, _ in self.local_ids),
            sources=frozenset(self._sources),
            geonames=frozenset(self._geonames),
            years=frozenset(self.years),
            listed=frozenset(self._listed),
            never=frozenset(self._never),
        )


Namesake = ProfileSum | MergedProfile


def merge_profiles(profiles: Iterable[Profile]) -> MergedProfile:
    total = ProfileSum()
    for profile in profiles:
        total.add(profile)
    return total.merged()


def merge(several: Sequence[MergedProfile]) -> MergedProfile:
    """One merged profile of several."""
    if len(several) == 1:
        return several[0]
    total = ProfileSum()
    for merged in several:
        total.include(merged)
    return total.merged()


def name_block(profile: Profile, weights: Weights) -> tuple[str, ...]:
    """The block of profiles that may be one entity.

    One row of the user's list, one place of GeoNames, one name, or one source's ambiguous name.
    """
    if profile.listed is not None:
        return LISTED, profile.listed
    if profile.geonames is not None:
        return "geonames", profile.family, str(profile.geonames)
    if is_ambiguous(profile, weights):
        return AMBIGUOUS, profile.family, *profile.name, profile.source
    return "name", profile.family, *profile.name


def merge_block(block: tuple[str, ...], profiles: Iterable[Profile]) -> Iterator[MergedProfile]:
    """The merged profiles of a block. Only people may be namesakes, and so several."""
    if block[0] in (AMBIGUOUS, LISTED) or block[1] != "Person":
        total = ProfileSum()
        for profile in profiles:
            total.add(profile)
        if total.local_ids:
            yield total.merged()
    else:
        yield from _separate_namesakes(profiles)


def is_ambiguous(profile: Profile, weights: Weights) -> bool:
    """Whether many may have the name: a bare surname, or an organization named by generic words without its country."""
    if profile.family == "Person":
        return len(without_generation(profile.name, weights)) == 1
    if profile.family == "Organization":
        return all(word in weights.generic_words for word in profile.name)
    return False


def are_kept_apart(one: MergedProfile, other: MergedProfile) -> bool:
    """Whether the user's list says that two are not one: two rows, or a name that a row never merges with."""
    if len(one.listed | other.listed) > 1:
        return True
    return not (one.never.isdisjoint(other.names) and other.never.isdisjoint(one.names))


def are_distinct(one: Namesake, other: Namesake) -> bool:
    """Whether two people differ: "Jr." and "Sr.", other positions in other countries or circles, or decades apart.

    A circle are the names around them: a nurse and a minister of one name have none in common. Decades count only
    with no country and no position in common.
    """
    if one.generations and other.generations and not one.generations & other.generations:
        return True
    other_country = bool(one.countries and other.countries) and not one.countries & other.countries
    other_circle = not (one.context & other.context or one.countries & other.countries)
    other_position = bool(one.positions and other.positions) and not one.positions & other.positions
    if other_position and (other_country or other_circle):
        return True
    in_common = one.countries & other.countries or one.positions & other.positions
    return _years_apart(one, other) >= GENERATION and not in_common


def _separate_namesakes(profiles: Iterable[Profile]) -> Iterator[MergedProfile]:
    """Merges the profiles of one personal name, except those that are distinct.

    A profile that fits several namesakes joins the one with which it shares most context, or none.
    """
    similar: defaultdict[tuple[object, ...], ProfileSum] = defaultdict(ProfileSum)
    for profile in profiles:
        attributes = tuple(sorted(profile.countries)), tuple(sorted(profile.positions)), profile.year or 0
        similar[attributes].add(profile)
    namesakes: list[ProfileSum] = []
    for each in sorted(similar.values(), key=_most_informative_first):
        fitting = [other for other in namesakes if not are_distinct(each, other)]
        if len(fitting) > 1:
            fitting = _closest_in_context(each, fitting)
        if len(fitting) == 1:
            fitting[0].include(each)
        else:
            namesakes.append(each)
    yield from (each.merged() for each in namesakes)


def _most_informative_first(each: ProfileSum) -> tuple[int, int, LocalId]:
    return -len(each.countries) - len(each.positions), -len(each.local_ids), each.key


def _closest_in_context(each: ProfileSum, others: Sequence[ProfileSum]) -> list[ProfileSum]:
    """The one that shares most context; empty if none does, or several do."""
    shared = [len(each.context & other.context) for other in others]
    most = max(shared)
    best = [other for other, count in zip(others, shared, strict=True) if count == most]
    return best if most and len(best) == 1 else []


def _years_apart(one: Namesake, other: Namesake) -> int:
    return min((abs(a - b) for a in one.years for b in other.years), default=0)

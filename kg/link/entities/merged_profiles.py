"""Merged profiles: the profiles of several articles that are taken for one entity, and what distinguishes namesakes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.link.engine.key_value_table import Key
from kg.link.engine.weights import Weights
from kg.link.entities.profiles import Name, Profile, without_generation
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
    """Sorted profiles of one entity, and what they say together."""

    profiles: tuple[Profile, ...]
    names: frozenset[Name]
    countries: frozenset[str]
    positions: frozenset[str]
    generations: frozenset[str]
    context: frozenset[Name]
    articles: frozenset[str]
    sources: frozenset[str]
    geonames: frozenset[int]
    years: frozenset[int]
    listed: frozenset[str]
    never: frozenset[Name]

    @property
    def key(self) -> LocalId:
        """The local id of the first profile."""
        return self.profiles[0].local_id

    @property
    def family(self) -> str:
        return self.profiles[0].family

    @property
    def name(self) -> Name:
        """The most frequent main name; of several the longest."""
        counts = Counter(profile.name for profile in self.profiles)
        return min(counts, key=lambda name: (-counts[name], -len(name), name))


def merge_profiles(profiles: Iterable[Profile]) -> MergedProfile:
    merged = tuple(sorted(profiles, key=lambda profile: profile.local_id))
    return MergedProfile(
        profiles=merged,
        names=frozenset(name for profile in merged for name in profile.names),
        countries=frozenset(code for profile in merged for code in profile.countries),
        positions=frozenset(position for profile in merged for position in profile.positions),
        generations=frozenset(profile.generation for profile in merged if profile.generation),
        context=frozenset(name for profile in merged for name in profile.context),
        articles=frozenset(profile.local_id[0] for profile in merged),
        sources=frozenset(profile.source for profile in merged),
        geonames=frozenset(profile.geonames for profile in merged if profile.geonames is not None),
        years=frozenset(profile.year for profile in merged if profile.year is not None),
        listed=frozenset(profile.listed for profile in merged if profile.listed),
        never=frozenset(name for profile in merged for name in profile.never),
    )


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


def merge_block(block: tuple[str, ...], profiles: Sequence[Profile]) -> Iterator[MergedProfile]:
    """The merged profiles of a block. Only people may be namesakes, and so several."""
    if not profiles:
        return
    if block[0] in (AMBIGUOUS, LISTED) or profiles[0].family != "Person":
        yield merge_profiles(profiles)
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


def are_distinct(one: MergedProfile, other: MergedProfile) -> bool:
    """Whether two people differ: "Jr." and "Sr.", other positions in other countries, or decades apart.

    Decades count only with no country and no position in common.
    """
    if one.generations and other.generations and not one.generations & other.generations:
        return True
    other_country = bool(one.countries and other.countries) and not one.countries & other.countries
    if other_country and one.positions and other.positions and not one.positions & other.positions:
        return True
    in_common = one.countries & other.countries or one.positions & other.positions
    return _years_apart(one, other) >= GENERATION and not in_common


def _separate_namesakes(profiles: Sequence[Profile]) -> Iterator[MergedProfile]:
    """Merges the profiles of one personal name, except those that are distinct.

    A profile that fits several namesakes joins the one with which it shares most context, or none.
    """
    similar: defaultdict[tuple[object, ...], list[Profile]] = defaultdict(list)
    for profile in profiles:
        attributes = tuple(sorted(profile.countries)), tuple(sorted(profile.positions)), profile.year or 0
        similar[attributes].append(profile)
    namesakes: list[MergedProfile] = []
    for merged in sorted(map(merge_profiles, similar.values()), key=_most_informative_first):
        fitting = [other for other in namesakes if not are_distinct(merged, other)]
        if len(fitting) > 1:
            fitting = _closest_in_context(merged, fitting)
        if len(fitting) == 1:
            at = namesakes.index(fitting[0])
            namesakes[at] = merge_profiles((*fitting[0].profiles, *merged.profiles))
        else:
            namesakes.append(merged)
    yield from namesakes


def _most_informative_first(merged: MergedProfile) -> tuple[int, int, LocalId]:
    return -len(merged.countries) - len(merged.positions), -len(merged.profiles), merged.key


def _closest_in_context(merged: MergedProfile, others: Sequence[MergedProfile]) -> list[MergedProfile]:
    """The one that shares most context; empty if none does, or several do."""
    shared = [len(merged.context & other.context) for other in others]
    most = max(shared)
    best = [other for other, count in zip(others, shared, strict=True) if count == most]
    return best if most and len(best) == 1 else []


def _years_apart(one: MergedProfile, other: MergedProfile) -> int:
    return min((abs(a - b) for a in one.years for b in other.years), default=0)

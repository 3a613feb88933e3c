"""Outlines of merged profiles, and the blocking keys of their names: two are compared only if they share one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from kg.link.engine.spellings import acronym, skeleton
from kg.link.engine.weights import Weights
from kg.link.entities.merged_profiles import MergedProfile
from kg.link.entities.profiles import (
    Name,
    connector_index,
    is_country_code,
    most_frequent,
    without_generation,
)
from kg.records import LocalId


class Outline(Struct, frozen=True, array_like=True):
    """The names and places of a merged profile, without what the articles say of it, which is many times as much.

    `key` is the local id of its first profile, and `main_names` says how many profiles have each main name.
    """

    key: LocalId
    family: str
    main_names: tuple[tuple[Name, int], ...]
    names: frozenset[Name]
    geonames: frozenset[int]

    @classmethod
    def of(cls, merged: MergedProfile) -> Outline:
        main_names = tuple(sorted(merged.main_names.items()))
        return cls(merged.key, merged.family, main_names, merged.names, merged.geonames)

    @property
    def name(self) -> Name:
        return most_frequent(dict(self.main_names))


def merge_outlines(several: Sequence[Outline]) -> Outline:
    """One outline of several."""
    if len(several) == 1:
        return several[0]
    first, counts = min(several, key=lambda each: each.key), Counter[Name]()
    for each in several:
        counts.update(dict(each.main_names))
    return Outline(
        first.key,
        first.family,
        tuple(sorted(counts.items())),
        frozenset().union(*(each.names for each in several)),
        frozenset().union(*(each.geonames for each in several)),
    )


def spelling_blocks(merged: Outline, weights: Weights) -> Iterator[str]:
    """Blocks of spelling variants: a whole name; the consonants of its last word with its first initial."""
    for name in merged.names:
        yield f"{merged.family}={' '.join(name)}"
        plain = without_generation(name, weights) if merged.family == "Person" else name
        yield f"{merged.family}~{skeleton(plain[-1], weights)}{plain[0][0] if len(plain) > 1 else ''}"


def full_name_blocks(merged: Outline, weights: Weights) -> Iterator[str]:
    """Blocks in which a full name meets its short forms: surname, acronym, or its distinctive words."""
    for name in merged.names:
        if merged.family == "Person":
            yield f"Person~{skeleton(without_generation(name, weights)[-1], weights)}"
        else:
            if short := acronym(name, weights.particles | weights.stop_words):
                yield f"{merged.family}:{short}"
            yield f"{merged.family}={' '.join(_core(name, weights))}"
            if len(name) > 2:
                yield f"{merged.family}={' '.join(_core(name[1:], weights))}"
            if (at := connector_index(name, weights)) > 0:
                yield f"{merged.family}={' '.join(_core(name[:at], weights))}"


def short_name_blocks(merged: Outline, weights: Weights) -> Iterator[str]:
    """Blocks in which a name that may be a short form meets full names."""
    is_one_word = len(merged.name) == 1
    if merged.family == "Person":
        plain = without_generation(merged.name, weights)
        yield from (f"Person~{skeleton(word, weights)}" for word in plain if len(plain) == 1)
    else:
        yield from (f"{merged.family}:{word}" for word in merged.name if is_one_word)
        yield f"{merged.family}={' '.join(_core(merged.name, weights))}"


def _core(name: Name, weights: Weights) -> Name:
    """The words that a short form keeps, if any: no country, and no word such as "Ltd"."""
    without_countries = tuple(word for word in name if not is_country_code(word))
    return (
        tuple(word for word in without_countries if word not in weights.optional_words) or without_countries
    )

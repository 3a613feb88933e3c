"""Blocking keys of names: two merged profiles are compared only if they share one."""

from __future__ import annotations

from collections.abc import Iterator

from kg.link.engine.spellings import acronym, skeleton
from kg.link.engine.weights import Weights
from kg.link.entities.merged_profiles import MergedProfile
from kg.link.entities.profiles import Name


def spelling_blocks(merged: MergedProfile) -> Iterator[str]:
    """Blocks of spelling variants: a whole name; the consonants of its last word with its first initial."""
    for name in merged.names:
        yield f"{merged.family}={' '.join(name)}"
        yield f"{merged.family}~{skeleton(name[-1])}{name[0][0] if len(name) > 1 else ''}"


def full_name_blocks(merged: MergedProfile, weights: Weights) -> Iterator[str]:
    """Blocks in which a full name meets its short forms: surname, acronym, or its distinctive words."""
    for name in merged.names:
        if merged.family == "Person":
            yield f"Person~{skeleton(name[-1])}"
        else:
            if short := acronym(name, weights.particles | weights.small):
                yield f"{merged.family}:{short}"
            yield f"{merged.family}={' '.join(_core(name, weights))}"
            if len(name) > 2:
                yield f"{merged.family}={' '.join(_core(name[1:], weights))}"
            if "of" in name[1:]:
                yield f"{merged.family}={' '.join(_core(name[: name.index('of', 1)], weights))}"


def short_name_blocks(merged: MergedProfile, weights: Weights) -> Iterator[str]:
    """Blocks in which a name that may be a short form meets full names."""
    is_one_word = len(merged.name) == 1
    if merged.family == "Person":
        yield from (f"Person~{skeleton(word)}" for word in merged.name if is_one_word)
    else:
        yield from (f"{merged.family}:{word}" for word in merged.name if is_one_word)
        yield f"{merged.family}={' '.join(_core(merged.name, weights))}"


def _core(name: Name, weights: Weights) -> Name:
    """The words that a short form keeps, if any: no country, and no word such as "Ltd"."""
    without_countries = tuple(word for word in name if not word.isupper())
    return tuple(word for word in without_countries if word not in weights.left_out) or without_countries

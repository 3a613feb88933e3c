"""Blocking keys of names: two merged profiles are compared only if they share one."""

from __future__ import annotations

from collections.abc import Iterator

from kg.link.engine.spellings import acronym, skeleton
from kg.link.engine.weights import Weights
from kg.link.entities.merged_profiles import MergedProfile
from kg.link.entities.profiles import Name, connector_index, is_country_code, without_generation


def spelling_blocks(merged: MergedProfile, weights: Weights) -> Iterator[str]:
    """Blocks of spelling variants: a whole name; the consonants of its last word with its first initial."""
    for name in merged.names:
        yield f"{merged.family}={' '.join(name)}"
        plain = without_generation(name, weights) if merged.family == "Person" else name
        yield f"{merged.family}~{skeleton(plain[-1], weights)}{plain[0][0] if len(plain) > 1 else ''}"


def full_name_blocks(merged: MergedProfile, weights: Weights) -> Iterator[str]:
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


def short_name_blocks(merged: MergedProfile, weights: Weights) -> Iterator[str]:
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

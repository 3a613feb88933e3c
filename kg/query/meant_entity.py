"""Which entity a name means that somebody types: by its names or part of one, despite a title or a slip.

A name that is only alike means nobody: "John Kerr" is not "Jon Berry". Such names are suggestions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from kg.ontology.checked_yaml import read_yaml
from kg.ontology.files import ontology_file
from kg.query.name_match import light_words
from kg.query.search import NameHit, Search, is_slip
from kg.query.search_index import fold, words

MOST = 100  # entities of which one may be meant
SUGGESTED = 5

How = Literal["whole", "part", "near", "unclear"]


class Meant(NamedTuple):
    """Entities that a name may mean, the likeliest first, and how: those of "unclear" are only suggestions."""

    how: How
    hits: list[NameHit]


def meant_entities(search: Search, name: str) -> Meant:
    """The entities that bear a name, or else have it as a part, or else are called so after a title or with slips."""
    wanted = words(name)
    found = search.names(name, MOST)
    whole = [hit for hit in found if fold(hit.name) == " ".join(wanted)]
    if whole:
        return Meant("whole", sorted(whole, key=lambda hit: (hit.name != hit.label, *_order(hit))))
    part = [hit for hit in found if _has_words(wanted, hit)] or [
        hit for hit in found if _has_beginnings(wanted, hit)
    ]
    if part:
        return Meant("part", sorted(part, key=_order))
    near = list(_behind_title(search, wanted)) or [hit for hit in found if is_slip(wanted, words(hit.name))]
    if near:
        return Meant("near", near)
    alike = list(_without_first_words(search, wanted)) or search.nearest_names(name)
    return Meant("unclear", alike[:SUGGESTED])


def _order(hit: NameHit) -> tuple[int, str, str]:
    return -hit.mentions, hit.label, hit.entity


def _has_words(wanted: Sequence[str], hit: NameHit) -> bool:
    return f" {' '.join(wanted)} " in f" {' '.join(words(hit.name))} "


def _has_beginnings(wanted: Sequence[str], hit: NameHit) -> bool:
    known = words(hit.name)
    return all(any(word.startswith(part) for word in known) for part in wanted)


def _behind_title(search: Search, wanted: Sequence[str]) -> Iterator[NameHit]:
    """The people of "President Marn" and "the finance minister Ilsa Marn", those of the longest name."""
    for start in range(1, len(wanted)):
        hits = list(_ending(search, wanted[start:]))
        if hits and light_words().issuperset(wanted[:start]):
            yield from hits
        elif hits and wanted[start - 1] in _titles():
            yield from (hit for hit in hits if hit.type == "Person")
        if hits:
            return


def _without_first_words(search: Search, wanted: Sequence[str]) -> Iterator[NameHit]:
    """Those who have the last words of a name, as many as possible: Ilsa Marn for "Bo Marn"."""
    for start in range(1, len(wanted)):
        hits = list(_ending(search, wanted[start:]))
        if hits:
            yield from hits
            return


def _ending(search: Search, wanted: Sequence[str]) -> Iterator[NameHit]:
    """Entities with a name that ends with words, those with most mentions first."""
    for hit in sorted(search.names(" ".join(wanted), MOST), key=_order):
        if words(hit.name)[-len(wanted) :] == list(wanted):
            yield hit


@cache
def _titles() -> frozenset[str]:
    """The last words of titles before a person's name."""
    listed = read_yaml(ontology_file("names.yaml")).words("titles")
    return frozenset(words(title)[-1] for title in listed)

"""Names of one form that name two people or places of an article: each has its own key."""

from __future__ import annotations

from collections.abc import Sequence

from kg.entities.name_forms import Key, Name
from kg.ontology.nouns import Gender


def split_by_gender(names: Sequence[Name], keys: Sequence[Key]) -> list[Key]:
    """Two people where one name has titles of both genders: "Mr Dahl met Ms Dahl"."""
    first: dict[Key, Gender] = {}
    for name, key in zip(names, keys, strict=True):
        if name.gender:
            first.setdefault(key, name.gender)
    return [
        (family, f"{form} {name.gender}")
        if name.gender and name.gender != first[family, form]
        else (family, form)
        for name, (family, form) in zip(names, keys, strict=True)
    ]


def split_by_place(names: Sequence[Name], keys: Sequence[Key]) -> list[Key]:
    """Two places where one name has two ids: Victoria beside Melbourne, and Victoria, British Columbia."""
    first: dict[Key, str] = {}
    for name, key in zip(names, keys, strict=True):
        if name.place and key[0] == "place":
            first.setdefault(key, name.place)
    return [
        (key[0], f"{key[1]} {name.place}") if name.place and first.get(key, name.place) != name.place else key
        for name, key in zip(names, keys, strict=True)
    ]

"""The words of `ontology/implied.yaml`: groups and who belongs to them, bodies and who speaks for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.ontology.checked_yaml import read_yaml


@dataclass(frozen=True, slots=True, eq=False)
class ImpliedWords:
    """Word classes of derived and inferred fillers; the file says what each is for."""

    groups: frozenset[str]
    groups_of: frozenset[str]
    leading: frozenset[str]
    containing: frozenset[str]
    including: frozenset[str]
    accompanying: frozenset[str]
    consisting: frozenset[str]
    under: frozenset[str]
    among: frozenset[str]
    owned: frozenset[str]
    senders: frozenset[str]
    formerly: frozenset[str]
    leaders: frozenset[str]
    members: frozenset[str]
    leader_states: frozenset[str]
    member_states: frozenset[str]
    organs: frozenset[str]
    firms: frozenset[str]
    no_doers: frozenset[str]
    state_titles: frozenset[str]
    speaking: frozenset[str]
    owning: frozenset[str]
    placing: frozenset[str]
    doing: frozenset[str]


def read_implied_words(path: Path) -> ImpliedWords:
    """Raises OntologyError where the file cannot be used."""
    block, names = read_yaml(path), ImpliedWords.__dataclass_fields__
    block.allow(*names)
    return ImpliedWords(**{name: block.words(name) for name in names})

"""The words of `ontology/event_words.yaml`: what phrases are, which events are reported, roles of unknown verbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.ontology.checked_yaml import read_yaml
from kg.ontology.words.actor_kinds import ActorKind, read_actor_kinds

BLOCKS = frozenset({"actors", "plain_roles"})


@dataclass(frozen=True, slots=True)
class PlainRole:
    """A role of a verb that no class knows: its slots in the order they are tried, and the type of its filler."""

    name: str
    slots: tuple[str, ...]
    type: str


@dataclass(frozen=True, slots=True, eq=False)
class EventWords:
    """Word classes that the reader of events looks at; the file says what each is for."""

    set_phrase_nouns: frozenset[str]
    set_phrase_prepositions: frozenset[str]
    when: frozenset[str]
    places: frozenset[str]
    linking: frozenset[str]
    possessing: frozenset[str]
    scenes: frozenset[str]
    ages: frozenset[str]
    age: frozenset[str]
    elapsed: frozenset[str]
    ones: frozenset[str]
    personal: frozenset[str]
    accounts: frozenset[str]
    ranked: frozenset[str]
    generic: frozenset[str]
    questions: frozenset[str]
    possessives: frozenset[str]
    no_events: frozenset[str]
    former: frozenset[str]
    honorifics: frozenset[str]
    no_posts: frozenset[str]
    candidates: frozenset[str]
    predecessors: frozenset[str]
    at_the_time: frozenset[str]
    beside: frozenset[str]
    distances: frozenset[str]
    regions: frozenset[str]
    durations: frozenset[str]
    currencies: frozenset[str]
    securities: frozenset[str]
    commodities: frozenset[str]
    aftermath: frozenset[str]
    levels: frozenset[str]
    directions: frozenset[str]
    session_verbs: frozenset[str]
    move_verbs: frozenset[str]
    price_units: frozenset[str]
    answering: frozenset[str]
    streets: frozenset[str]
    courts: frozenset[str]
    pleading: frozenset[str]
    tried_families: frozenset[str]
    reading: frozenset[str]
    fictions: frozenset[str]
    fiction_parts: frozenset[str]
    fiction_scenes: frozenset[str]
    characters: frozenset[str]
    played: frozenset[str]
    playing: frozenset[str]
    invented_families: frozenset[str]
    actors: Mapping[str, ActorKind]  # by the type that conditions name
    plain_roles: tuple[PlainRole, ...]


def read_event_words(path: Path) -> EventWords:
    """Raises OntologyError where the file cannot be used."""
    block, fields = read_yaml(path), EventWords.__dataclass_fields__
    block.allow(*fields)
    classes: dict[str, Any] = {name: block.words(name) for name in fields if name not in BLOCKS}
    roles = block.parts("plain_roles")
    plain = tuple(PlainRole(name, part.texts("from"), part.text("type")) for name, part in roles)
    return EventWords(**classes, actors=read_actor_kinds(block), plain_roles=plain)

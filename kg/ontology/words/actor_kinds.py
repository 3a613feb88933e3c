"""Kinds of actors of whom words of force mean something else: firms, teams, storms; `ontology/event_words.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.ontology.checked_yaml import Block
from kg.ontology.folding import comparable
from kg.ontology.reference_rules import Kind


@dataclass(frozen=True, slots=True)
class ActorKind:
    """Known by the nouns for it, by words of names ("Orrin *Foods*"), or by the lists of a kind of `mentions.yaml`.

    `first_words` begin names: "*Storm* Ada".
    """

    nouns: frozenset[str]
    words: frozenset[str] = frozenset()
    first_words: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = ()

    def has_noun(self, lemmas: Iterable[str]) -> bool:
        return not self.nouns.isdisjoint(lemmas)

    def has_name(self, names: Iterable[str], kinds: Mapping[str, Kind]) -> bool:
        """True where one of an entity's names is listed, begins like the kind, or has a word of it behind its first."""
        return any(
            not self.words.isdisjoint(name.split()[1:])
            or name.split()[0] in self.first_words
            or (_is_distinctive(name) and any(comparable(name) in kinds[kind].names for kind in self.kinds))
            for name in names
        )


def _is_distinctive(name: str) -> bool:
    """False for names that others have: the ICC plays cricket and tries people; Rangers play, and shoot poachers."""
    is_plural_noun = " " not in name and name.endswith("s")
    return not name.isupper() and not is_plural_noun


def read_actor_kinds(block: Block) -> dict[str, ActorKind]:
    """Raises OntologyError where the block cannot be used."""
    return {name: _read(part) for name, part in block.parts("actors")}


def _read(part: Block) -> ActorKind:
    part.allow("nouns", "words", "first_words", "kinds")
    return ActorKind(
        nouns=frozenset(part.texts("nouns")),
        words=frozenset(part.texts("words", optional=True)),
        first_words=frozenset(part.texts("first_words", optional=True)),
        kinds=part.texts("kinds", optional=True),
    )

"""A word that may evoke a class of the ontology, with what fills its slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.grammar.frames import Frame
from kg.grammar.parsed import Parsed
from kg.ontology.classes.lexicon import LightKind, Pos, Voice

TIMES = frozenset({"DATE", "TIME"})
Slots = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A word that may evoke a class, with the head tokens in each of its slots, in text order.

    `lemmas` are those to look it up by, the longest first. `anchor` is the predicate that tells its tense: the light
    verb's of an event noun.
    """

    token: int
    pos: Pos
    lemmas: tuple[str, ...]
    slots: Slots
    anchor: int
    voice: Voice | None = None
    light: Frame | None = None
    kind: LightKind | None = None


def tidy(parsed: Parsed, slots: Mapping[str, list[int]]) -> Slots:
    """The slots that are filled, without times: "in March" is no place. "The 23-year-old" stays."""
    labels, words, ages = parsed.labels, parsed.tree.words, parsed.language.events.ages
    found = {
        slot: tuple(dict.fromkeys([t for t in tokens if labels[t] not in TIMES or words[t] in ages]))
        for slot, tokens in slots.items()
    }
    return {slot: tokens for slot, tokens in found.items() if tokens}

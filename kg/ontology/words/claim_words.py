"""The words of `ontology/claims.yaml`: what joins clauses and nouns to the words above them, and who speaks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.ontology.checked_yaml import read_yaml


@dataclass(frozen=True, slots=True, eq=False)
class ClaimWords:
    """Word classes of factuality and attribution; the file says what each is for."""

    presupposing: frozenset[str]
    proposing: frozenset[str]
    utterances: frozenset[str]
    deniable: frozenset[str]
    negations: frozenset[str]
    conditions: frozenset[str]
    condition_starts: frozenset[str]
    inverted: frozenset[str]
    questions: frozenset[str]
    purposes: frozenset[str]
    temporal: frozenset[str]
    ends: frozenset[str]
    gerunds: frozenset[str]
    noun_links: frozenset[str]
    yet: frozenset[str]
    having: frozenset[str]
    efforts: frozenset[str]
    totals: frozenset[str]
    hearing: frozenset[str]
    informing: frozenset[str]
    hearers: frozenset[str]
    planned_modals: frozenset[str]
    unfinished: frozenset[str]
    due: frozenset[str]
    later: frozenset[str]
    no_longer: frozenset[str]
    no_objects: frozenset[str]
    citing: frozenset[str]
    speech_gerunds: frozenset[str]
    nobody: frozenset[str]
    first_person: frozenset[str]
    first_person_singular: frozenset[str]


def read_claim_words(path: Path) -> ClaimWords:
    """Raises OntologyError where the file cannot be used."""
    block, names = read_yaml(path), ClaimWords.__dataclass_fields__
    block.allow(*names)
    return ClaimWords(**{name: block.words(name) for name in names})

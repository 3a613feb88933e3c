"""Values of properties by subject, from all graphs of a build; ids of claims."""

from __future__ import annotations

from functools import cached_property

from kg import vocab
from kg.query.facts import implicit_event, last_part, local_name, subjects_with_values
from kg.store.read_build import Store
from kg.vocab import KG


class Columns:
    """Values of properties by subject, from all graphs; the smallest of several. Each property is read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[str, dict[str, str]] = {}

    def of(self, name: str) -> dict[str, str]:
        if name not in self._read:
            self._read[name] = self._column(name)
        return self._read[name]

    def _column(self, name: str) -> dict[str, str]:
        column: dict[str, str] = {}
        for iri, value in subjects_with_values(self._store, name, everywhere=True):
            if iri not in column or value < column[iri]:
                column[iri] = value
        return column

    @cached_property
    def events(self) -> dict[str, str]:
        """The event of each claim."""
        stated = self.of(vocab.ABOUT_EVENT)
        return {claim: stated.get(claim) or implicit_event(claim) for claim in self.of(vocab.TRIGGER)}

    @cached_property
    def types(self) -> dict[str, list[str]]:
        """The classes of kg of every subject of the default graph."""
        types: dict[str, list[str]] = {}
        for iri, kind in subjects_with_values(self._store, vocab.TYPE):
            if kind.startswith(KG):
                types.setdefault(iri, []).append(local_name(kind))
        return types


def claim_parts(iri: str) -> tuple[str, str, str]:
    """The IRI of the article, the class, and where the trigger begins, from the IRI of a claim."""
    article, _, key = iri.partition("#claim=")
    name, _, begin = key.rpartition(",")
    return article, name, begin


def claim_id(iri: str) -> str:
    """The id of a claim: <article>:<class>,<begin>."""
    article, _, key = last_part(iri).partition("#claim=")
    return f"{article}:{key}"

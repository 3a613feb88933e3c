"""A watch list: which claims a user wants to hear of, by entity, class, place or words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg import vocab
from kg.errors import ReadError, why_unreadable
from kg.ontology.folding import folded
from kg.query.facts import facts_of
from kg.query.news.changes import NewClaim
from kg.query.search_index import words
from kg.records import PLACE_ROLES
from kg.store.read_build import Store

CONDITIONS = ("entity", "class", "place", "words")


@dataclass(frozen=True, slots=True)
class Watch:
    """One line of a watch list: conditions that must all hold, as (what, folded value)."""

    line: str
    conditions: tuple[tuple[str, str], ...]


def read_watch_list(path: Path) -> tuple[Watch, ...]:
    """One watch a line, "entity: Orla Venn; class: Meeting"; a line without a colon is words of the sentence.

    Raises ReadError that names the first line that cannot be used.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: {why_unreadable(error)}") from error
    numbered = [(number, line.strip()) for number, line in enumerate(lines, 1)]
    return tuple(
        Watch(
            line,
            tuple(_condition(part, f"{path}, line {number}") for part in line.split(";") if part.strip()),
        )
        for number, line in numbered
        if line and not line.startswith("#")
    )


def _condition(part: str, where: str) -> tuple[str, str]:
    name, colon, value = part.partition(":")
    if not colon:
        return "words", folded(part.strip())
    if name.strip().lower() not in CONDITIONS or not value.strip():
        raise ReadError(
            f"{where}: '{part.strip()}' is no condition; write {', '.join(CONDITIONS)}, a colon and a value"
        )
    return name.strip().lower(), folded(value.strip())


def watched(claims: Iterable[NewClaim], watches: Sequence[Watch], store: Store) -> list[NewClaim]:
    """The claims that any of the watches names."""
    names = _Names(store)
    return [claim for claim in claims if any(_matches(watch, claim, names) for watch in watches)]


def _matches(watch: Watch, claim: NewClaim, names: _Names) -> bool:
    return all(TESTS[what](claim, value, names) for what, value in watch.conditions)


class _Names(dict[str, frozenset[str]]):
    """The folded names of each entity, by IRI, and labels and names above each class."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, iri: str) -> frozenset[str]:
        facts = facts_of(self._store, iri)
        values = [
            *facts.get(vocab.LABEL, []),
            *facts.get(vocab.ALT_LABEL, []),
            *facts.get(vocab.NOTATION, []),
        ]
        own = {folded(value.value) for value in values}
        above = (self[one.value] for one in facts.get(vocab.SUBCLASS, []) if one.value.startswith(vocab.KG))
        self[iri] = frozenset(own.union(*above))
        return self[iri]


def _has_entity(claim: NewClaim, name: str, names: _Names) -> bool:
    return any(name in names[iri] or name == folded(label) for _, label, iri in claim.fillers)


def _has_place(claim: NewClaim, name: str, names: _Names) -> bool:
    fillers = ((label, iri) for role, label, iri in claim.fillers if role in PLACE_ROLES)
    return any(name in names[iri] or name == folded(label) for label, iri in fillers)


def _has_class(claim: NewClaim, name: str, names: _Names) -> bool:
    kind = claim.row.event_class
    return name == folded(kind) or name in names[vocab.KG + kind[:1].upper() + kind[1:]]


def _has_words(claim: NewClaim, value: str, _: _Names) -> bool:
    return set(words(value)) <= set(words(claim.row.text))


TESTS: dict[str, Callable[[NewClaim, str, _Names], bool]] = {
    "entity": _has_entity,
    "class": _has_class,
    "place": _has_place,
    "words": _has_words,
}

"""What kind of thing a name names, where articles differ: most sources have it.

One article that takes a country for a person would have an entity of its own, apart from the country of all others. It
is given the kind that the others have, unless something speaks against: its place on the map, a position it holds,
another name, an article that tells both apart, or company that none of the others keeps.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kg.link.engine.changed_articles import ArticleChange
from kg.link.engine.key_value_table import Key, KeyValueTable
from kg.link.engine.spellings import words
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Weights
from kg.link.engine.wire_copies import WireCopies
from kg.link.entities.profiles import Name, family
from kg.records import Entity, EntityType, Extraction

MOST = 2  # how many times as many sources as all other kinds together the winner has
OPEN = "Thing"  # what nobody knew the kind of, which says nothing


class Ballot(NamedTuple):
    """What an article takes a name for; `is_open` if nothing speaks against another kind."""

    article: str
    entity: str  # its key
    family: str
    type: EntityType
    is_open: str  # "1" or ""


@dataclass(frozen=True, slots=True)
class Winner:
    """The kind that most sources have."""

    family: str
    type: EntityType


class Votes:
    """The kinds that entities get from other articles; kept between builds."""

    def __init__(self, tables: LinkTables, copies: WireCopies, weights: Weights) -> None:
        self._copies, self._weights = copies, weights
        self._names: KeyValueTable[list[str]] = tables.key_values("names")  # those of an article
        self._ballots = tables.block_index("ballot")
        self._types: KeyValueTable[dict[str, EntityType]] = tables.key_values("types")

    def retyped(self, article: str, extraction: Extraction) -> Extraction:
        """An article's extraction with the kinds that its names have in most."""
        types = self._types.get((article,))
        if not types:
            return extraction
        entities = tuple(
            replace(entity, type=types.get(entity.key, entity.type)) for entity in extraction.entities
        )
        return replace(extraction, entities=entities)

    def update(self, change: ArticleChange, moved: Iterable[str]) -> set[str]:
        """Counts anew what is new or gone, and what has another source; the articles with other kinds than before."""
        dirty = {name for article in (*change.removed, *moved) for name in self._names.get((article,)) or ()}
        gone: dict[Key, list[str]] = {
            ballot: [name]
            for name in dirty
            for ballot in self._cast(name)
            if ballot.article in change.removed
        }
        come: dict[Key, list[str]] = {}
        for article in change.removed:
            self._names.put((article,), None)
            self._types.put((article,), None)
        for article in change.added:
            cast = dict(_ballots(article, change.read(article), self._weights))
            come.update({ballot: [name] for ballot, name in cast.items()})
            self._names.put((article,), sorted(set(cast.values())))
        dirty |= {name for names in come.values() for name in names}
        self._ballots.update(gone, come)
        return {article for name in sorted(dirty) for article in self._decide(name)}

    def _cast(self, name: str) -> list[Ballot]:
        return [Ballot(*each) for each in self._ballots.members(name)]  # type: ignore[arg-type]  # as they were put

    def _decide(self, name: str) -> Iterator[str]:
        """The articles whose entity of a name is another kind than before."""
        cast = self._cast(name)
        winner = self._winner(cast)
        for ballot in cast:
            wanted = None
            if (
                winner
                and ballot.is_open
                and ballot.family != winner.family
                and self._has_company(name, ballot, winner, cast)
            ):
                wanted = winner.type
            types = self._types.get((ballot.article,)) or {}
            if types.get(ballot.entity) != wanted:
                others = {key: kind for key, kind in types.items() if key != ballot.entity}
                self._types.put(
                    (ballot.article,), (others | {ballot.entity: wanted} if wanted else others) or None
                )
                yield ballot.article

    def _winner(self, cast: Sequence[Ballot]) -> Winner | None:
        """The kind that outweighs the others, if there are others."""
        by_kind: defaultdict[str, set[str]] = defaultdict(set)
        for ballot in cast:
            by_kind[ballot.family].add(self._copies.source(ballot.article))
        kind = _kind(by_kind) if len(by_kind) > 1 else None
        if kind is None:
            return None
        return Winner(kind, _commonest(Counter(ballot.type for ballot in cast if ballot.family == kind)))

    def _has_company(self, name: str, ballot: Ballot, winner: Winner, cast: Sequence[Ballot]) -> bool:
        """Whether an article that has the winning kind names somebody else whom this one names."""
        ours = {*(self._names.get((ballot.article,)) or ())} - {name}
        others = {each.article for each in cast if each.family == winner.family}
        return any(not ours.isdisjoint(self._names.get((other,)) or ()) for other in sorted(others))


def _ballots(article: str, extraction: Extraction, weights: Weights) -> Iterator[tuple[Ballot, str]]:
    """What an article takes its names for, and the names."""
    named = [entity for entity in extraction.entities if entity.is_named]
    counts = Counter(map(_name, named))
    holders = {
        filler.entity
        for claim in extraction.claims
        if claim.event_class in weights.states
        for filler in claim.fillers_of("agent")
    }
    for entity in named:
        is_open = counts[_name(entity)] == 1 and not _speaks_against(entity, entity.key in holders)
        ballot = Ballot(article, entity.key, family(entity), entity.type, "1" if is_open else "")
        yield ballot, " ".join(_name(entity))


def _name(entity: Entity) -> Name:
    return words(entity.label)


def _kind(by_kind: Mapping[str, set[str]]) -> str | None:
    """The family that has so many more sources than the others."""
    counts = sorted(((len(found), kind) for kind, found in by_kind.items() if kind != OPEN), reverse=True)
    (most, kind), *others = counts
    return kind if not others or most >= MOST * sum(count for count, _ in others) else None


def _commonest(types: Counter[EntityType]) -> EntityType:
    return min(types, key=lambda type_: (-types[type_], type_))


def _speaks_against(entity: Entity, is_holder: bool) -> bool:
    """Whether its article knows more of it than a bare name."""
    is_person = entity.type == "Person" and is_holder
    return (
        is_person
        or entity.coordinates is not None
        or any(words(name) != _name(entity) for name in entity.names)
    )

"""Type votes: where articles differ on the type of a name, it gets the type that most independent sources give it.

One article that reads a country as a person would otherwise have an entity apart from that of all others. It keeps
its own type if there is evidence for it: coordinates, a position, another name, two entities of one name in the
article, or a context that no article of the majority shares.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from kg.link.engine.block_index import BlockChanges
from kg.link.engine.changed_articles import ArticleChange
from kg.link.engine.spellings import words
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import Weights
from kg.link.engine.wire_copies import WireCopies
from kg.link.entities.profiles import Name, family
from kg.records import Entity, EntityType, Extraction, article_id

# A majority has this many times the sources of all other families together
MAJORITY = 2
# The type of an entity of unknown type, which is no vote
UNKNOWN_TYPE = "Thing"


class TypeVote(NamedTuple):
    """The type that an article gives a name. `may_change` is "1" if it has no evidence for its type, else ""."""

    article: str
    entity: str
    family: str
    type: EntityType
    may_change: str


class Majority(NamedTuple):
    """The family of most sources, and its most frequent type."""

    family: str
    type: EntityType


class TypeVotes:
    """The votes of all articles by name, and the types that the majority overrules; stored between builds."""

    def __init__(self, tables: LinkTables, copies: WireCopies, weights: Weights) -> None:
        self._copies, self._weights = copies, weights
        self._names = tables.key_values("names_of_article", list[str])
        self._votes = tables.block_index("type_vote")
        self._types = tables.key_values("types", dict[str, EntityType])
        # The votes of an article that `update` adds, each with its name
        self._prepared = tables.scratch("votes", list[tuple[TypeVote, str]])

    def prepare(self, extraction: Extraction) -> None:
        """Reads the votes of an article before `update` adds it, which then need not read it again."""
        article = article_id(extraction.article)
        votes = _votes(article, extraction, self._weights)
        self._prepared.put((article,), list(votes))

    def retyped(self, article: str, extraction: Extraction) -> Extraction:
        """An article's extraction with the types that the majority gives its names."""
        types = self._types.get((article,))
        if not types:
            return extraction
        entities = tuple(
            replace(entity, type=types.get(entity.key, entity.type)) for entity in extraction.entities
        )
        return replace(extraction, entities=entities)

    def overrules(self, article: str) -> bool:
        """Whether the majority gives a name of an article another type."""
        return self._types.get((article,)) is not None

    def update(self, change: ArticleChange, other_source: Iterable[str]) -> set[str]:
        """Counts the votes for all names of changed articles, and of articles whose source has changed.

        Returns the articles in which the type of a name has changed.
        """
        affected = {
            name for article in (*change.removed, *other_source) for name in self._names.get((article,)) or ()
        }
        changes = BlockChanges()
        for name in affected:
            for vote in self._votes_for(name):
                if vote.article in change.removed:
                    changes.move(vote, [name], is_in=False)
        for article in change.removed:
            self._names.put((article,), None)
            self._types.put((article,), None)
        for article in change.added:
            votes = self._take_prepared(article, change)
            for vote, name in votes:
                changes.move(vote, [name], is_in=True)
            names = {name for _, name in votes}
            self._names.put((article,), sorted(names))
            affected |= names
        for _ in self._votes.change(changes):
            pass
        return {article for name in sorted(affected) for article in self._decide(name)}

    def _take_prepared(self, article: str, change: ArticleChange) -> list[tuple[TypeVote, str]]:
        """The votes of an article, each with its name, which are kept no longer."""
        if self._prepared.get((article,)) is None:
            self.prepare(change.read(article))
        prepared = self._prepared.get((article,)) or []
        self._prepared.put((article,), None)
        return prepared

    def _votes_for(self, name: str) -> list[TypeVote]:
        return [TypeVote(*each) for each in self._votes.members(name)]  # type: ignore[arg-type]  # as they were put

    def _decide(self, name: str) -> Iterator[str]:
        """Stores the types of a name; yields the articles in which it has changed."""
        votes = self._votes_for(name)
        majority = self._majority(votes)
        context = self._context(majority.family, votes) if majority else None
        for vote in votes:
            is_overruled = (
                majority is not None
                and context is not None
                and vote.may_change
                and vote.family != majority.family
                and context.has_any({*self._names_in(vote.article)} - {name})
            )
            type_ = majority.type if majority and is_overruled else None
            if self._put_type(vote, type_):
                yield vote.article

    def _put_type(self, vote: TypeVote, type_: EntityType | None) -> bool:
        """Stores the type of a vote's entity, or None for its own; returns whether it has changed."""
        types = self._types.get((vote.article,)) or {}
        if types.get(vote.entity) == type_:
            return False
        others = {key: each for key, each in types.items() if key != vote.entity}
        self._types.put((vote.article,), (others | {vote.entity: type_} if type_ else others) or None)
        return True

    def _majority(self, votes: Sequence[TypeVote]) -> Majority | None:
        """The majority, if there is one over other families."""
        sources: defaultdict[str, set[str]] = defaultdict(set)
        for vote in votes:
            sources[vote.family].add(self._copies.source(vote.article))
        winner = _majority_family(sources) if len(sources) > 1 else None
        if winner is None:
            return None
        types = Counter(vote.type for vote in votes if vote.family == winner)
        return Majority(winner, min(types, key=lambda type_: (-types[type_], type_)))

    def _context(self, majority: str, votes: Sequence[TypeVote]) -> _Context:
        articles = sorted({each.article for each in votes if each.family == majority})
        return _Context(map(self._names_in, articles))

    def _names_in(self, article: str) -> Sequence[str]:
        return self._names.get((article,)) or ()


class _Context:
    """The names in the articles of a majority, each article read once, and only as far as it takes to find one."""

    def __init__(self, articles: Iterator[Sequence[str]]) -> None:
        self._unread, self._known = articles, set[str]()

    def has_any(self, names: Set[str]) -> bool:
        if not names.isdisjoint(self._known):
            return True
        for more in self._unread:
            self._known.update(more)
            if not names.isdisjoint(more):
                return True
        return False


def _votes(article: str, extraction: Extraction, weights: Weights) -> Iterator[tuple[TypeVote, str]]:
    """The votes of an article, each with the name that it is for."""
    named = [entity for entity in extraction.entities if entity.is_named]
    counts = Counter(map(_name, named))
    holders = {
        filler.entity
        for claim in extraction.claims
        if claim.event_class in weights.affiliation_classes
        for filler in claim.fillers_of("agent")
    }
    for entity in named:
        may_change = counts[_name(entity)] == 1 and not _has_evidence(entity, entity.key in holders)
        vote = TypeVote(
            article=article,
            entity=entity.key,
            family=family(entity),
            type=entity.type,
            may_change="1" if may_change else "",
        )
        yield vote, " ".join(_name(entity))


def _name(entity: Entity) -> Name:
    return words(entity.label)


def _majority_family(sources: Mapping[str, set[str]]) -> str | None:
    """The family that has so many more sources than all others."""
    counts = sorted(
        ((len(each), family) for family, each in sources.items() if family != UNKNOWN_TYPE), reverse=True
    )
    (most, winner), *others = counts
    return winner if not others or most >= MAJORITY * sum(count for count, _ in others) else None


def _has_evidence(entity: Entity, is_holder: bool) -> bool:
    """Whether its article says more of an entity than a bare name."""
    is_person = entity.type == "Person" and is_holder
    return (
        is_person
        or entity.listed is not None
        or entity.coordinates is not None
        or any(words(name) != _name(entity) for name in entity.names)
    )

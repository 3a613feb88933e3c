"""What is new in a build, with its sentences: claims, named entities and contradictions, and what was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg import vocab
from kg.query import rows
from kg.query.facts import (
    ArticleFacts,
    Facts,
    Labels,
    article_facts,
    article_title,
    class_names,
    facts_of,
    is_event,
    local_name,
    subproperties,
    text,
    types_above,
)
from kg.query.news.history import Change, changes_since, dispute_parts
from kg.query.row_types import ClaimRow
from kg.rdf.iris import Iris
from kg.store.read_build import Store

PLAIN = "Event"


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim, with the label and IRI of each entity that fills a role of it, its class in words and its article."""

    row: ClaimRow
    fillers: tuple[tuple[str, str, str], ...]  # role, label, IRI
    class_label: str
    article_title: str


@dataclass(frozen=True, slots=True)
class NewEntity:
    iri: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims that cannot both be true, and what they disagree about: "killed", "time"."""

    about: str
    claims: tuple[NewClaim, NewClaim]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A claim, entity or contradiction that is no longer there; without words if its article was removed."""

    kind: str
    iri: str
    words: str


@dataclass(frozen=True, slots=True)
class News:
    """The claims of named classes, the latest first, and the rest by IRI."""

    claims: tuple[NewClaim, ...]
    entities: tuple[NewEntity, ...]
    contradictions: tuple[Contradiction, ...]
    withdrawn: tuple[Withdrawn, ...]


def news_since(store: Store, number: int) -> News:
    """What has changed since the build with a number. Claims below the build's confidence and plain ones are left out.

    Raises StoreError if the history of the store does not know that build.
    """
    reader = _Reader(store)
    changes = changes_since(store.path, number)
    new = [change for change in changes if change.is_new]
    claims = filter(None, (reader.claim(each.article, each.key) for each in new if each.kind == "claim"))
    return News(
        claims=tuple(latest_first(claims)),
        entities=tuple(reader.entities(each for each in new if each.kind == "entity")),
        contradictions=tuple(reader.contradictions(each for each in new if each.kind == "dispute")),
        withdrawn=tuple(reader.withdrawn(each for each in changes if not each.is_new)),
    )


def latest_first(claims: Iterable[NewClaim]) -> list[NewClaim]:
    """By day of publication, the latest first; within an article in the order of the text."""
    by_place = sorted(claims, key=lambda claim: (claim.row.article, claim.row.begin))
    return sorted(by_place, key=lambda claim: claim.row.published or "", reverse=True)


class _Reader:
    """Reads what changes are about from one build."""

    def __init__(self, store: Store) -> None:
        self.store, self.iris = store, Iris(store.base)
        self._articles: dict[str, ArticleFacts] = {}
        self._names, self._label = class_names(store), Labels(store)
        self._roles = subproperties(store, "role") | {vocab.ATTRIBUTED_TO}

    def claim(self, article: str, key: str) -> NewClaim | None:
        """A claim that the build shows; None of an uncertain or plain one."""
        iri, facts = self.iris.claim(article, key), self._facts(article)
        if iri not in facts.subjects:
            return None
        row = rows.claim_row(iri, facts, names=self._names, label=self._label)
        if row.uncertain or row.event_class == PLAIN:
            return None
        kind = next(each.value for each in facts.subjects[iri][vocab.TYPE] if each.value != vocab.CLAIM)
        return NewClaim(
            row=row,
            fillers=tuple(self._fillers(facts.subjects[iri])),
            class_label=self._label(kind) or row.event_class,
            article_title=article_title(self.store, facts.article, facts.metadata),
        )

    def entities(self, changes: Iterable[Change]) -> Iterator[NewEntity]:
        above = types_above(self.store.graph)
        for iri in sorted(self.iris.entity(change.key) for change in changes):
            facts = facts_of(self.store, iri)
            if text(facts, vocab.IS_NAMED) == "true":
                row = rows.entity_row(iri, facts, above)
                yield NewEntity(iri, row.label, row.type)

    def contradictions(self, changes: Iterable[Change]) -> Iterator[Contradiction]:
        for change in changes:
            about, key, other = dispute_parts(change)
            one, two = self.claim(change.article, key), self.claim(*other)
            if one and two:
                yield Contradiction(about, (one, two))

    def withdrawn(self, changes: Iterable[Change]) -> Iterator[Withdrawn]:
        for change in changes:
            key = dispute_parts(change)[1] if change.kind == "dispute" else change.key
            is_entity = change.kind == "entity"
            iri = self.iris.entity(key) if is_entity else self.iris.claim(change.article, key)
            words = dispute_parts(change)[0] if change.kind == "dispute" else change.words
            if not (change.kind == "claim" and key.startswith(f"{PLAIN}@")):
                yield Withdrawn(change.kind, iri, words)

    def _facts(self, article: str) -> ArticleFacts:
        if article not in self._articles:
            self._articles.clear()  # changes come article by article
            self._articles[article] = article_facts(self.store, self.iris.article(article))
        return self._articles[article]

    def _fillers(self, facts: Facts) -> Iterator[tuple[str, str, str]]:
        for role in sorted(self._roles & facts.keys()):
            for value in facts[role]:
                if value.value.startswith(self.iris.entity("")) and not is_event(value.value):
                    yield local_name(role), self._label(value.value), value.value

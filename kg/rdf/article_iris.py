"""The IRIs of what one article contains."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from kg.ontology.classes.lexicon import Lexicon
from kg.rdf.iris import Iris
from kg.records import Claim, Filler, Implied, Links, Mention, Section, Sentence


@dataclass(frozen=True, slots=True)
class ArticleIris:
    """The IRIs of one article, and of its entities, events, claims and characters."""

    article: str  # id
    links: Links
    lexicon: Lexicon
    scheme: Iris
    words: Container[str] = frozenset()  # keys of entities that are written as words

    @property
    def iri(self) -> str:
        return self.scheme.article(self.article)

    def entity(self, key: str) -> str:
        return self.scheme.entity(self.links.entities[self.article, key])

    def event(self, key: str) -> str:
        return self.scheme.event(self.links.events[self.article, key])

    def claim(self, key: str) -> str:
        return self.scheme.claim(self.article, key)

    def implied(self, implied: Implied, claim: Claim) -> str:
        return self.scheme.implied(self.claim(claim.key), implied.filler.role, self.implied_entity(implied))

    def implied_entity(self, implied: Implied) -> str:
        """The entity that fills the role; an implied filler always is one."""
        assert implied.filler.entity is not None
        return self.entity(implied.filler.entity)

    def characters(self, words: Section | Sentence | Mention | Filler) -> str:
        return self.scheme.characters(self.article, words.begin, words.end)

    def filler(self, filler: Filler, claim: Claim) -> str | None:
        """The entity or event that fills a role; None where only words do, or where the role is for words: a title."""
        event_class = self.lexicon.classes.get(claim.event_class)
        role = event_class.role(filler.role) if event_class else None
        if role is not None and role.types == ("Text",):
            return None
        if filler.entity is not None:
            return None if filler.entity in self.words else self.entity(filler.entity)
        return self.event(filler.claim) if filler.claim is not None else None

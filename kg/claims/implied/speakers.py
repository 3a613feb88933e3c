"""For which body a source speaks: a ministry for itself, a minister for the country, a spokesperson for the firm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.grammar.noun_phrases import appositives, noun_frame, titles
from kg.grammar.parsed import Parsed
from kg.grammar.tree import preposition
from kg.ontology.words.implied_words import ImpliedWords
from kg.records import Claim, Entity, Filler, Resolution

BodyKind = Literal["state", "organ", "firm"]
OWN, SPEAKER = "the body reports its own act", "a speaker of the body reports its act"


@dataclass(frozen=True, slots=True)
class Body:
    """A body for which a source speaks, and the token that names it where the article says so."""

    entity: Entity
    kind: BodyKind
    rule: str
    token: int


@dataclass(frozen=True, slots=True)
class SpeakerReader:
    """One article with its entities and claims."""

    parsed: Parsed
    resolution: Resolution
    claims: Sequence[Claim]

    @property
    def words(self) -> ImpliedWords:
        return self.parsed.language.implied

    def body(self, source: Filler) -> Body | None:
        """The body for which a source speaks; None if it speaks for none that acts, or that is not known."""
        entity = self.resolution.entity(source.token)
        if entity is not None and entity.type in ("Country", "Organization"):
            kind = self.kind(entity)
            return Body(entity, kind, OWN, source.token) if kind else None
        tokens = [source.token]
        if entity is not None:
            tokens += [mention.head for mention in entity.mentions if mention.kind != "pronoun"]
        for token in dict.fromkeys(tokens):
            for body in self._described(token):
                return body
        return None

    def _described(self, token: int) -> Iterator[Body]:
        """The bodies of a person's titles: "*Norland*'s minister Ali Bek", "Ali Bek, spokesman for *the bank*"."""
        tree = self.parsed.tree
        nouns = dict.fromkeys((*titles(tree, token), token, *appositives(tree, token)))
        for noun in nouns:
            words = {tree.lemmas[noun], tree.words[noun]}
            if words & self.words.speaking:
                for owner in self._owners(noun, token):
                    entity = self.resolution.entity(owner)
                    kind = (
                        self.kind(entity, of_leader=bool(words & self.words.state_titles)) if entity else None
                    )
                    if entity and kind:
                        yield Body(entity, kind, SPEAKER, owner)

    def _owners(self, noun: int, name: int) -> Iterator[int]:
        tree = self.parsed.tree
        frame = noun_frame(tree, noun, self.parsed.relatives)
        yield from (*frame.possessives, *frame.compounds, *frame.adjectives)
        for head in dict.fromkeys((noun, name)):
            for kid in tree.get(head, "nominal"):
                if preposition(tree, kid) in self.words.owning:
                    yield kid
        if name != noun:
            yield from (kid for kid in tree.get(name, "possessive", "compound", "adjective") if kid < noun)

    def kind(self, entity: Entity, *, of_leader: bool = False) -> BodyKind | None:
        """What kind of body an entity is; a place is a state only as that of its president or minister."""
        if entity.type == "Country":
            return "state"
        if entity.type in ("Place", "City"):
            return "state" if of_leader and any(m.label == "GPE" for m in entity.mentions) else None
        if entity.type != "Organization":
            return None
        return self._kind_of_organization(entity)

    def _kind_of_organization(self, entity: Entity) -> BodyKind | None:
        references, tree = self.parsed.language.references, self.parsed.tree
        named = {word for name in entity.names for word in name.casefold().split()}
        nouns = {tree.lemmas[mention.head] for mention in entity.mentions} | named
        if nouns & self.words.no_doers:
            return None
        if nouns & references.government_nouns:
            return "state"
        if nouns & self.words.organs:
            return "organ"
        names = {name.casefold() for name in entity.names}
        kinds = (references.kinds[name] for name in sorted(self.words.firms))
        is_firm = any(nouns & kind.nouns or named & kind.words or names & kind.names for kind in kinds)
        return "firm" if is_firm else None

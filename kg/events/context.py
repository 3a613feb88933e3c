"""What the words of an article are, for roles: which noun counts, which entity or event it is, of which type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.events.predicates import Predicate
from kg.events.slots import find_predicates
from kg.grammar.noun_phrases import NounFrame, core, noun_frame, with_phrases
from kg.grammar.parsed import Parsed
from kg.grammar.tree import preposition
from kg.ontology.classes.lexicon import Condition, Lexicon
from kg.ontology.words.event_words import EventWords
from kg.records import Entity, Event, Filler, Resolution

AMOUNTS = {
    "MONEY": "Money",
    "PERCENT": "Percent",
    "CARDINAL": "Number",
    "QUANTITY": "Number",
    "DATE": "Duration",
}
CONCRETE = frozenset({"Actor", "Person", "Organization", "Group", "Place", "Product"})
NOUN_TYPES = frozenset({"Abstract", "Object", "Occasion"})
NAMED_ACTORS = frozenset({"Organization", "Group", "Thing"})
ACTING = frozenset({"Actor", "Person", "Group", "Product"})


@dataclass(slots=True, eq=False)
class EventContext:
    """An article with its entities, during event extraction.

    `events` are the tokens of event nouns, `rule_events` what the rules alone read: evidence for heads and checks.
    """

    parsed: Parsed
    resolution: Resolution
    lexicon: Lexicon
    predicates: Sequence[Predicate] = field(init=False)
    rule_events: Sequence[Event] = ()
    events: set[int] = field(default_factory=set)
    nouns: dict[int, NounFrame] = field(default_factory=dict)  # computed on first use
    meanings: dict[int, int] = field(default_factory=dict)  # the same

    def __post_init__(self) -> None:
        self.predicates = list(find_predicates(self.parsed, self.lexicon))

    @property
    def words(self) -> EventWords:
        return self.parsed.language.events

    def noun(self, token: int) -> NounFrame:
        """The frame of a noun."""
        if token not in self.nouns:
            self.nouns[token] = noun_frame(self.parsed.tree, token, self.parsed.relatives)
        return self.nouns[token]

    def meant(self, token: int) -> int:
        """The noun that counts: *land* of "some of the land" and "nine acres of land", *Vessa* of "the port Vessa"."""
        if token not in self.meanings:
            self.meanings[token] = self._read_meant(token)
        return self.meanings[token]

    def _read_meant(self, token: int) -> int:
        tree = self.parsed.tree
        if tree.words[token] in self.words.ones and (named := self.one_of(token)):
            return named
        for name in tree.get(token, "apposition"):
            if core(tree, name)[0] == token + 1 and tree.pos[name] == "PROPN" and tree.pos[token] != "PROPN":
                return name
        counts = (
            tree.pos[token] in ("DET", "NUM", "PRON", "ADJ")
            or tree.lemmas[token] in self.lexicon.light_nouns
            or self.parsed.labels[token] == "QUANTITY"
        )
        if counts and not (self.parsed.labels[token] and tree.pos[token] == "PROPN"):
            for kid in tree.get(token, "nominal"):
                if preposition(tree, kid) == "of" and kid > token:
                    return self.meant(kid)
        return token

    def one_of(self, token: int) -> int | None:
        """The person in "*one* of the founders of the firm, Jonas Brandt,"."""
        tree = self.parsed.tree
        names = (name for noun in with_phrases(tree, token) for name in tree.get(noun, "apposition"))
        return next((name for name in names if self.parsed.labels[name] == "PERSON"), None)

    def entity(self, token: int) -> Entity | None:
        return None if token in self.events else self.resolution.entity(self.meant(token))

    def entity_of(self, filler: Filler) -> Entity | None:
        """The entity that a filler means."""
        return self.resolution.entities.get(filler.entity) if filler.entity else None

    def kind(self, token: int) -> str:
        """The type of what a token heads: of an entity, of an amount, Event, or Text for a clause."""
        token = self.meant(token)
        if token in self.events:
            return "Event"
        entity = self.resolution.entity(token)
        if entity:
            return entity.type
        if self.parsed.tree.words[token] in self.words.ages:
            return "Person"  # "the 23-year-old"
        amount = AMOUNTS.get(self.parsed.labels[token])
        if amount:
            return amount
        return "Text" if self.parsed.tree.is_verb(token) else "Thing"

    def fits(self, token: int, types: Iterable[str]) -> bool:
        """True if a token may fill a role of this range.

        A pronoun that refers to nothing known may fill any. A noun that names people, bodies, places or goods may
        fill what is open to any of them: "branches" and "stations" are several, and word lists know one.
        """
        types = tuple(types)
        if not types or "Text" in types:
            return True
        kind = self.kind(token)
        if kind == "Text" and "Event" in types:
            return True
        if self.parsed.tree.pos[token] == "PRON" and kind == "Thing":
            return True
        entity = self.resolution.entity(self.meant(token))
        if kind == "Product" and self.parsed.tree.pos[token] == "PRON":  # "their delivery": of the missiles
            return self.lexicon.fits(kind, types)
        if entity and not entity.is_named and kind in CONCRETE and not ACTING.isdisjoint(types):
            return True
        return self.lexicon.fits(kind, types)

    def meets(self, token: int, condition: Condition) -> bool:
        """True for a token of the words or types that a condition asks for."""
        if condition.is_any or self.is_one_of(token, condition.words):
            return True
        if self.is_of_noun(token, condition.types) or self.is_of_actors(token, condition.types):
            return True
        if self.kind(token) == "Thing" and self.parsed.tree.words[token] in self.words.personal:
            return bool(condition.types & ACTING)
        return bool(condition.types) and self.lexicon.fits(self.kind(token), condition.types)

    def is_of_noun(self, token: int, types: frozenset[str]) -> bool:
        """True for a noun, or a pronoun that refers to one, of the types that only conditions know.

        Names are none, nor is what is counted ("12 *lives*"). Currencies and securities are abstract.
        """
        if types.isdisjoint(NOUN_TYPES):
            return False
        tree, words, token = self.parsed.tree, self.words, self.meant(token)
        lemma = tree.lemmas[token]
        if tree.pos[token] == "PRON":
            entity = self.resolution.entity(token)
            if entity is None or entity.is_named or entity.type != "Thing":
                return False
            lemma = entity.label.lower().split()[-1]
        elif tree.pos[token] != "NOUN" or self.parsed.labels[token] or tree.get(token, "number"):
            return False
        if lemma in words.currencies or lemma in words.securities:
            return "Abstract" in types
        return self.parsed.language.nouns.condition_type(lemma) in types

    def is_of_actors(self, token: int, types: frozenset[str]) -> bool:
        """True for one of the kinds of actors of `event_words.yaml`, by name, noun or description."""
        kinds = [self.words.actors[name] for name in sorted(types & self.words.actors.keys())]
        if not kinds:
            return False
        token = self.meant(token)
        entity = self.resolution.entity(token)
        lemmas = {self.parsed.tree.lemmas[token]} if self.parsed.tree.pos[token] != "PROPN" else set()
        names: tuple[str, ...] = ()
        if entity is not None:
            nouns = (mention.text for mention in entity.mentions if mention.kind == "noun")
            lemmas |= {text.lower().split()[-1] for text in nouns}
            names = entity.names if entity.is_named and entity.type in NAMED_ACTORS else ()
        known = self.parsed.language.references.kinds
        return any(kind.has_noun(lemmas) or kind.has_name(names, known) for kind in kinds)

    def is_one_of(self, token: int, words: frozenset[str]) -> bool:
        """True for a noun of these lemmas, and for a pronoun that refers to one."""
        tree, token = self.parsed.tree, self.meant(token) if self.parsed.tree.pos[token] != "DET" else token
        if tree.lemmas[token] in words or tree.words[token] in words:
            return True
        entity = self.resolution.entity(token) if tree.pos[token] == "PRON" else None
        last = entity.label.lower().split()[-1] if entity and not entity.is_named else ""
        return last in words or last.removesuffix("s") in words

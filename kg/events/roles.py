"""Which trigger of the ontology a predicate satisfies, and the tokens that fill its roles within their ranges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.events.slots import TIMES, Predicate, label
from kg.grammar.noun_phrases import NounFrame, core, first_conjunct, noun_frame, with_phrases
from kg.grammar.parsed import Parsed
from kg.grammar.tree import preposition
from kg.ontology.classes.lexicon import Condition, EventClass, Lexicon, Role, Trigger
from kg.records import Entity, Resolution

AMOUNTS = {
    "MONEY": "Money",
    "PERCENT": "Percent",
    "CARDINAL": "Number",
    "QUANTITY": "Number",
    "DATE": "Duration",
}
PERSONAL = frozenset("they them who those others i we he she him her us me".split())
CONCRETE = frozenset({"Actor", "Person", "Organization", "Group", "Place", "Product"})
SCENES = ("at", "during")  # "killed 12 at a wedding *in X*", "arrested during a raid *in X*"
CONCRETE_KINDS = CONCRETE | {"Country", "City"}
ACTING = frozenset({"Actor", "Person", "Group", "Product"})


@dataclass(frozen=True, slots=True)
class Match:
    """A predicate with the trigger that its slots satisfy, and the tokens that fill each role."""

    predicate: Predicate
    trigger: Trigger
    event_class: EventClass
    roles: Mapping[str, tuple[int, ...]]
    completed: frozenset[int]  # nouns that only complete the trigger: *control* of "took control"


@dataclass(slots=True, eq=False)
class Reader:
    """An article as roles see it. `events` are the nouns found to be events."""

    parsed: Parsed
    resolution: Resolution
    lexicon: Lexicon
    events: set[int] = field(default_factory=set)
    nouns: dict[int, NounFrame] = field(default_factory=dict)  # as far as they were asked for

    def noun(self, token: int) -> NounFrame:
        """The frame of a noun."""
        if token not in self.nouns:
            self.nouns[token] = noun_frame(self.parsed.tree, token, self.parsed.relatives)
        return self.nouns[token]

    def meant(self, token: int) -> int:
        """The noun that counts: the *land* of "some of the land", *Vessa* of "the rebel stronghold Vessa"."""
        tree = self.parsed.tree
        if tree.words[token] == "one" and (named := self.one_of(token)):
            return named
        for name in tree.get(token, "apposition"):
            if core(tree, name)[0] == token + 1 and tree.pos[name] == "PROPN" and tree.pos[token] != "PROPN":
                return name
        counts = (
            tree.pos[token] in ("DET", "NUM", "PRON", "ADJ") or tree.lemmas[token] in self.lexicon.light_nouns
        )
        if counts and not (label(self.parsed, token) and tree.pos[token] == "PROPN"):
            for kid in tree.get(token, "nominal"):
                if preposition(tree, kid) == "of" and kid > token:
                    return self.meant(kid)
        return token

    def one_of(self, token: int) -> int | None:
        """The person in "*one* of the founders of the firm, Jonas Brandt,"."""
        tree = self.parsed.tree
        names = (name for noun in with_phrases(tree, token) for name in tree.get(noun, "apposition"))
        return next((name for name in names if label(self.parsed, name) == "PERSON"), None)

    def entity(self, token: int) -> Entity | None:
        return None if token in self.events else self.resolution.entity(self.meant(token))

    def kind(self, token: int) -> str:
        """The type of what a token heads: of an entity, of an amount, Event, or Text for a clause."""
        token = self.meant(token)
        if token in self.events:
            return "Event"
        entity = self.resolution.entity(token)
        if entity:
            return entity.type
        if self.parsed.tree.words[token] in ("old", "olds"):
            return "Person"  # "the 23-year-old"
        amount = AMOUNTS.get(label(self.parsed, token))
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
        if entity and not entity.is_named and kind in CONCRETE and not ACTING.isdisjoint(types):
            return True
        return self.lexicon.fits(kind, types)

    def meets(self, token: int, condition: Condition) -> bool:
        """True for a token of the words or types that a condition asks for."""
        if condition.is_any or self.is_one_of(token, condition.words):
            return True
        if self.kind(token) == "Thing" and self.parsed.tree.words[token] in PERSONAL:
            return bool(condition.types & ACTING)
        return bool(condition.types) and self.lexicon.fits(self.kind(token), condition.types)

    def is_one_of(self, token: int, words: frozenset[str]) -> bool:
        """True for a noun of these lemmas, and for a pronoun that stands for one."""
        tree, token = self.parsed.tree, self.meant(token) if self.parsed.tree.pos[token] != "DET" else token
        if tree.lemmas[token] in words or tree.words[token] in words:
            return True
        entity = self.resolution.entity(token) if tree.pos[token] == "PRON" else None
        last = entity.label.lower().split()[-1] if entity and not entity.is_named else ""
        return last in words or last.removesuffix("s") in words


def match(reader: Reader, predicate: Predicate) -> Match | None:
    """The first trigger of the predicate whose conditions hold and whose roles can be filled."""
    for lemma in predicate.lemmas:
        for trigger in reader.lexicon.triggers(lemma, predicate.pos):
            if _holds(reader, predicate, trigger):
                filling = _Filling(reader, predicate, trigger)
                roles = filling.fill()
                if roles is not None:
                    filled = {token for tokens in roles.values() for token in tokens}
                    event_class = reader.lexicon.classes[trigger.event_class]
                    return Match(
                        predicate, trigger, event_class, roles, frozenset(filling.completing - filled)
                    )
    return None


def _holds(reader: Reader, predicate: Predicate, trigger: Trigger) -> bool:
    if trigger.voice and predicate.voice != trigger.voice:
        return False
    if not _stands_before(reader.parsed, predicate.token, trigger.before):
        return False
    if not all(_is_filled(reader, predicate, condition) for condition in trigger.needs):
        return False
    return not any(_is_filled(reader, predicate, condition) for condition in trigger.unless)


def _stands_before(parsed: Parsed, token: int, before: Sequence[str]) -> bool:
    start, tree = token - len(before), parsed.tree
    return start >= 0 and all(
        word in (tree.words[start + i], tree.lemmas[start + i]) for i, word in enumerate(before)
    )


def _is_filled(reader: Reader, predicate: Predicate, condition: Condition) -> bool:
    return any(reader.meets(token, condition) for token in predicate.slots.get(condition.slot, ()))


@dataclass(slots=True, eq=False)
class _Filling:
    """One trigger's roles while they are filled; no token takes two."""

    reader: Reader
    predicate: Predicate
    trigger: Trigger
    taken: set[int] = field(default_factory=set)
    found: dict[str, tuple[int, ...]] = field(default_factory=dict)
    completing: set[int] = field(default_factory=set)

    def fill(self) -> Mapping[str, tuple[int, ...]] | None:
        """The tokens of each role; None where a required one stays empty or subject or object fit none."""
        if any(self.is_out_of_range(slot) for slot in ("subject", "object")):
            return None
        self.completing = self.said_by_conditions()
        for role in self.trigger.roles:
            tokens = self.tokens(role, frozenset(self.completing)) or self.tokens(role, frozenset())
            if role.required and not tokens:
                return None
            if tokens:
                self.found[role.name] = tokens
                self.taken |= set(tokens)
        self.find_place()
        return self.found

    def find_place(self) -> None:
        """Where what it is done to is, if nothing says where it happens: "strikes against rebels near *Vessa*"."""
        role = self.trigger.role("place")
        if role is None or "place" in self.found:
            return
        towns = [t for t in self.predicate.slots.get("compound", ()) if self.is_town(t)]
        if self.predicate.pos == "noun" and towns and towns[0] not in self.taken:
            self.found["place"] = (towns[0],)
            return
        nouns = [token for filled in ("patient", "agent", "topic") for token in self.found.get(filled, ())]
        nouns += [token for slot in SCENES for token in self.predicate.slots.get(slot, ())]
        frames = self.reader.parsed.frames  # what is said to happen somewhere is not said there
        for token in (noun for noun in nouns if noun not in frames):
            for place in self.obliques_of(token, frozenset(role.slots)):
                if place not in self.taken and self.reader.fits(place, role.types):
                    self.found["place"] = (place,)
                    return

    def obliques_of(self, noun: int, prepositions: frozenset[str]) -> tuple[int, ...]:
        """What hangs on a noun that is no name, with one of these prepositions."""
        reader = self.reader
        if reader.parsed.tree.pos[noun] == "PROPN" or not reader.parsed.tree.kids[noun]:
            return ()
        return tuple(
            oblique.token
            for oblique in reader.noun(noun).obliques
            if oblique.preposition in prepositions and label(reader.parsed, oblique.token) not in TIMES
        )

    def said_by_conditions(self) -> set[int]:
        """What only completes the trigger: a word it asks for that one cannot see, *control* of "took control"."""
        return {
            token
            for need in self.trigger.needs
            if need.words
            for token in self.predicate.slots.get(need.slot, ())
            if self.reader.is_one_of(token, need.words) and self.reader.kind(token) not in CONCRETE_KINDS
        }

    def in_slot(self, slot: str, role: Role) -> tuple[int, ...]:
        """What fills a slot: of the predicate, or of what completes it, on which parsers hang what is the verb's.

        "Took control *of the city*", "demanded an inquiry *from the ministry*", "pleaded guilty *to fraud*".
        """
        tokens = self.predicate.slots.get(slot, ())
        if tokens or self.predicate.pos != "verb":
            return tokens
        nouns = (
            self.completing
            if role.name in ("agent", "patient") or slot == "of"
            else (*self.predicate.slots.get("object", ()), *self.predicate.slots.get("complement", ()))
        )
        return tuple(token for noun in nouns for token in self.obliques_of(noun, frozenset({slot})))

    def tokens(self, role: Role, kept: frozenset[int]) -> tuple[int, ...]:
        for slot in role.slots:
            tokens = self.in_slot(slot, role)
            if slot == "self":
                return tokens
            if slot == "themselves":
                tokens = self.themselves(tokens, role)
            elif slot in ("between", "among"):
                tokens = self.split(tokens, role, slot)
            free = [
                token
                for token in tokens
                if token not in self.taken and token not in kept and not self.is_no_filler(slot, role, token)
            ]
            fitting = {
                first_conjunct(self.reader.parsed.tree, t) for t in free if self.reader.fits(t, role.types)
            }
            if fitting:  # what stands beside a filler in range is of its type too
                return tuple(t for t in free if first_conjunct(self.reader.parsed.tree, t) in fitting)
        return ()

    def is_no_filler(self, slot: str, role: Role, token: int) -> bool:
        """True for adjectives that name nobody ("a *brutal* attack") and for towns as agents ("the *Vessa* attack")."""
        if label(self.reader.parsed, token) in ("PERCENT", "MONEY"):
            return True
        if role.name == "place" and self.reader.kind(token) == "Organization":
            entity = self.reader.entity(token)
            return entity is None or not entity.is_named  # "in exchange for" is no place
        if slot == "adjective":
            entity = self.reader.entity(token)
            return entity is None or not entity.is_named
        return slot == "compound" and role.name == "agent" and self.is_town(token)

    def is_town(self, token: int) -> bool:
        entity = self.reader.entity(token)
        return entity is not None and entity.is_named and entity.type in ("City", "Place")

    def themselves(self, tokens: tuple[int, ...], role: Role) -> tuple[int, ...]:
        """All but the first of "X and Y met", taken back from the role that has the subject."""
        fitting = tuple(token for token in tokens if self.reader.fits(token, role.types))
        for other, fillers in self.found.items():
            if fitting and set(fitting) < set(fillers):
                self.found[other] = tuple(token for token in fillers if token not in fitting)
                self.taken -= set(fitting)
        return fitting

    def split(self, tokens: tuple[int, ...], role: Role, slot: str) -> tuple[int, ...]:
        """Of "talks between X and Y" X for the first role that names "between", Y for the last."""
        sharing = [other.name for other in self.trigger.roles if slot in other.slots]
        if len(sharing) < 2:
            return tokens
        return tokens[:1] if role.name == sharing[0] else tokens[1:]

    def is_out_of_range(self, slot: str) -> bool:
        """True if what fills subject or object is of a type that no role takes: "pillars support the roof"."""
        roles = [role for role in self.trigger.roles if slot in role.slots]
        tokens = self.predicate.slots.get(slot, ())
        if not tokens or not roles or self.predicate.light or any(self.is_asked_for(slot, t) for t in tokens):
            return False
        return not any(self.reader.fits(token, role.types) for token in tokens for role in roles)

    def is_asked_for(self, slot: str, token: int) -> bool:
        """True for what a condition of the trigger asks for, or a number: "killed *95*"."""
        if label(self.reader.parsed, token) in AMOUNTS:
            return True
        return any(need.slot == slot and self.reader.meets(token, need) for need in self.trigger.needs)

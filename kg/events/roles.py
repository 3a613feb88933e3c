"""Which trigger of the ontology a predicate satisfies, and the tokens that fill its roles within their ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.events.context import AMOUNTS, CONCRETE, EventContext
from kg.events.predicates import TIMES, Predicate
from kg.grammar.noun_phrases import first_conjunct
from kg.grammar.parsed import Parsed
from kg.ontology.classes.lexicon import Condition, EventClass, Role, Trigger

CONCRETE_KINDS = CONCRETE | {"Country", "City"}


@dataclass(frozen=True, slots=True)
class Match:
    """A predicate with the trigger that its slots satisfy, and the tokens that fill each role."""

    predicate: Predicate
    trigger: Trigger
    event_class: EventClass
    roles: Mapping[str, tuple[int, ...]]
    completed: frozenset[int]  # nouns that only complete the trigger: *control* of "took control"


def match(context: EventContext, predicate: Predicate) -> Match | None:
    """The first trigger of the predicate whose conditions hold and whose roles can be filled."""
    for lemma in predicate.lemmas:
        for trigger in context.lexicon.triggers(lemma, predicate.pos):
            if holds(context, predicate, trigger):
                filling = _Filling(context, predicate, trigger)
                roles = filling.fill()
                if roles is not None:
                    filled = {token for tokens in roles.values() for token in tokens}
                    event_class = context.lexicon.classes[trigger.event_class]
                    return Match(
                        predicate=predicate,
                        trigger=trigger,
                        event_class=event_class,
                        roles=roles,
                        completed=frozenset(filling.completing - filled),
                    )
    return None


def holds(context: EventContext, predicate: Predicate, trigger: Trigger) -> bool:
    """True if what stands around a predicate meets the conditions of a trigger."""
    if trigger.voice and predicate.voice != trigger.voice:
        return False
    if not _stands_before(context.parsed, predicate.token, trigger.before):
        return False
    if not all(_is_filled(context, predicate, condition) for condition in trigger.needs):
        return False
    return not any(_is_filled(context, predicate, condition) for condition in trigger.unless)


def _stands_before(parsed: Parsed, token: int, before: Sequence[str]) -> bool:
    start, tree = token - len(before), parsed.tree
    return start >= 0 and all(
        word in (tree.words[start + i], tree.lemmas[start + i]) for i, word in enumerate(before)
    )


def _is_filled(context: EventContext, predicate: Predicate, condition: Condition) -> bool:
    return any(context.meets(token, condition) for token in predicate.slots.get(condition.slot, ()))


@dataclass(slots=True, eq=False)
class _Filling:
    """One trigger's roles while they are filled; no token takes two."""

    context: EventContext
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
            tokens = self.tokens(role, frozenset(self.completing))
            if not tokens and self.completing:
                tokens = self.tokens(role, frozenset())
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
        nouns += [
            token
            for slot in sorted(self.context.words.scenes)
            for token in self.predicate.slots.get(slot, ())
        ]
        frames = self.context.parsed.frames  # what is said to happen somewhere is not said there
        for token in (noun for noun in nouns if noun not in frames):
            for place in self.obliques_of(token, frozenset(role.slots)):
                if place not in self.taken and self.context.fits(place, role.types):
                    self.found["place"] = (place,)
                    return

    def obliques_of(self, noun: int, prepositions: frozenset[str]) -> tuple[int, ...]:
        """What hangs on a noun that is no name, with one of these prepositions."""
        context = self.context
        if context.parsed.tree.pos[noun] == "PROPN" or not context.parsed.tree.kids[noun]:
            return ()
        return tuple(
            oblique.token
            for oblique in context.noun(noun).obliques
            if oblique.preposition in prepositions and context.parsed.labels[oblique.token] not in TIMES
        )

    def said_by_conditions(self) -> set[int]:
        """What only completes the trigger: a word it asks for that one cannot see, *control* of "took control"."""
        return {
            token
            for need in self.trigger.needs
            if need.words
            for token in self.predicate.slots.get(need.slot, ())
            if self.context.is_one_of(token, need.words) and self.context.kind(token) not in CONCRETE_KINDS
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
            if not tokens:  # as in most slots
                continue
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
                first_conjunct(self.context.parsed.tree, t) for t in free if self.context.fits(t, role.types)
            }
            if fitting:  # what stands beside a filler in range is of its type too
                return tuple(t for t in free if first_conjunct(self.context.parsed.tree, t) in fitting)
        return ()

    def is_no_filler(self, slot: str, role: Role, token: int) -> bool:
        """True for adjectives that name nobody ("a *brutal* attack") and for towns as agents ("the *Vessa* attack")."""
        if self.context.parsed.labels[token] in ("PERCENT", "MONEY"):
            return True
        if role.name == "place" and self.context.kind(token) == "Organization":
            entity = self.context.entity(token)
            return entity is None or not entity.is_named  # "in exchange for" is no place
        if slot == "adjective":
            entity = self.context.entity(token)
            return entity is None or not entity.is_named
        return slot == "compound" and role.name == "agent" and self.is_town(token)

    def is_town(self, token: int) -> bool:
        entity = self.context.entity(token)
        return entity is not None and entity.is_named and entity.type in ("City", "Place")

    def themselves(self, tokens: tuple[int, ...], role: Role) -> tuple[int, ...]:
        """All but the first of "X and Y met", taken back from the role that has the subject."""
        fitting = tuple(token for token in tokens if self.context.fits(token, role.types))
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
        return not any(self.context.fits(token, role.types) for token in tokens for role in roles)

    def is_asked_for(self, slot: str, token: int) -> bool:
        """True for what a condition of the trigger asks for, or a number: "killed *95*"."""
        if self.context.parsed.labels[token] in AMOUNTS:
            return True
        return any(need.slot == slot and self.context.meets(token, need) for need in self.trigger.needs)

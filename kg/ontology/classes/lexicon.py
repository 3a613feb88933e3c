"""What the ontology says of words: event classes with their triggers and roles, light verbs, stance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Pos = Literal["verb", "noun", "adjective"]
Voice = Literal["active", "passive"]
Content = Literal["own", "actual", "planned", "possible", "negated"]
LightKind = Literal["doer", "undergoer", "place", "happens", "affects", "causes"]
LightNounKind = Literal["carrier", "undergoer", "place", "doer"]
QuantityKind = Literal["number", "money", "percent", "duration", "times"]


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a class: its slots in the order they are tried, and its range."""

    name: str
    slots: tuple[str, ...]
    types: tuple[str, ...]
    required: bool
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """What fills a slot: a noun with one of these lemmas, or of one of these types; without both, anything."""

    slot: str
    words: frozenset[str]
    types: frozenset[str]

    @property
    def is_any(self) -> bool:
        return not self.words and not self.types


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that evokes a class, with the roles as it fills them.

    `word` is a lemma with its particle ("take over"), or a noun with the words right before it ("air strike").
    """

    word: str
    pos: Pos
    event_class: str
    roles: tuple[Role, ...]
    needs: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    voice: Voice | None = None
    priority: int = 0
    stance: str | None = None

    @property
    def head(self) -> str:
        """The lemma to look it up by: that of a noun phrase's last word."""
        return self.word.rpartition(" ")[2] if self.pos == "noun" else self.word

    @property
    def before(self) -> tuple[str, ...]:
        """The words right before a noun: "air" of "air strike"."""
        return tuple(self.word.split()[:-1]) if self.pos == "noun" else ()

    def role(self, name: str) -> Role | None:
        return next((role for role in self.roles if role.name == name), None)


@dataclass(frozen=True, slots=True)
class QuantityRule:
    """Where a number that a claim states comes from."""

    name: str
    slots: tuple[str, ...]
    kind: QuantityKind


@dataclass(frozen=True, slots=True)
class Shortcut:
    """The edge between two roles that an actual claim adds to the graph."""

    property: str
    source: str
    target: str
    symmetric: bool


@dataclass(frozen=True, slots=True)
class Doers:
    """The kinds of bodies that do what their speakers report without a doer; one of the roles must be filled."""

    bodies: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its fillers by role, or `roles=None` where the class is not evoked."""

    text: str
    roles: Mapping[str, tuple[str, ...]] | None


@dataclass(frozen=True, slots=True)
class EventClass:
    """One file of `ontology/events/`.

    `members` are the roles in which the members of a group take part with it, `each` those in which each of several
    does. A word that meets one of `other_senses` does not evoke the class, whatever the trained heads say; their `word`
    is "any" for every word. An article must have one of the lemmas of `asks_for` where the rules give another class.
    `sentence` is what titles of a state put between agent and patient, for one agent and for several.
    """

    name: str
    label: str
    family: str
    comment: str
    close: tuple[tuple[str, str], ...]
    roles: tuple[Role, ...]
    triggers: tuple[Trigger, ...]
    shortcut: Shortcut | None
    quantities: tuple[QuantityRule, ...]
    folds_into: tuple[str, ...]
    former: str | None
    members: tuple[str, ...]
    each: tuple[str, ...]
    doers: Doers | None
    other_senses: tuple[Trigger, ...]
    asks_for: frozenset[str]
    examples: tuple[Example, ...]
    sentence: tuple[str, ...] = ()

    @property
    def iri_name(self) -> str:
        """The class's name in IRIs: with a capital, as the short-cut of a state has its name without."""
        return self.name[0].upper() + self.name[1:]

    @property
    def is_symmetric(self) -> bool:
        """True if its short-cut is: it makes no difference who met whom."""
        return self.shortcut is not None and self.shortcut.symmetric

    def role(self, name: str) -> Role | None:
        return next((role for role in self.roles if role.name == name), None)


@dataclass(frozen=True, slots=True)
class StanceKind:
    """What a verb of saying, planning, doubting ... does to what it governs.

    `content` is the factuality of what is governed ("own": as its own words have it); `attributed`: the doer is
    the source of it. `unvoiced` is the factuality where no doer is named: "it is alleged that"; `denied` that where the
    word itself is negated: "there is no doubt that".
    """

    name: str
    content: Content
    attributed: bool
    unvoiced: Content
    denied: Content | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """`ontology/stance.yaml`: kinds, and the words of each by part of speech."""

    kinds: Mapping[str, StanceKind]
    words: Mapping[tuple[str, str], str]
    lists: Mapping[str, frozenset[str]]

    def kind(self, lemma: str, pos: str) -> StanceKind | None:
        """The stance of a word: of "say", "verb" or "according to", "preposition"."""
        name = self.words.get((pos, lemma))
        return self.kinds[name] if name else None


@dataclass(frozen=True, slots=True)
class Register:
    """A kind of article in which the words of some classes mean something else: in sport, teams attack.

    Where `scored`, so they do in any article with a score: "destroyed Leeds *4-0*".
    """

    name: str
    words: frozenset[str]
    least: int
    scored: bool
    quiet: frozenset[str]  # families
    loud: frozenset[str]  # classes of them that are meant all the same


@dataclass(frozen=True, slots=True)
class Family:
    """A family of classes, with its class in OWL."""

    name: str
    class_name: str
    parent: str
    comment: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that `ontology/` says of words and classes, checked."""

    classes: Mapping[str, EventClass]
    families: Mapping[str, Family]
    core_roles: tuple[Role, ...]
    supertypes: Mapping[str, tuple[str, ...]]
    vocabularies: Mapping[str, str]
    light_verbs: Mapping[str, tuple[LightKind, ...]]
    light_nouns: Mapping[str, LightNounKind]
    stance: Stance
    index: Mapping[tuple[str, Pos], tuple[Trigger, ...]]
    verb_forms: Mapping[str, str]
    noun_forms: Mapping[str, str]
    registers: tuple[Register, ...] = ()

    def is_state(self, event_class: EventClass) -> bool:
        """True for what holds for a while: its family is below Situation in `ontology/kg.ttl`, and not below Event."""
        return self.families[event_class.family].parent != "Event"

    def is_state_name(self, name: str) -> bool:
        """The same of a class's name; a plain "Event" is none."""
        event_class = self.classes.get(name)
        return event_class is not None and self.is_state(event_class)

    def quiet_classes(self, lemmas: frozenset[str]) -> frozenset[str]:
        """The classes that an article of these lemmas does not mean."""
        return self._quiet(each for each in self.registers if len(lemmas & each.words) >= each.least)

    @property
    def quiet_with_score(self) -> frozenset[str]:
        """The classes that a word with a score beside it does not mean."""
        return self._quiet(each for each in self.registers if each.scored)

    def _quiet(self, registers: Iterable[Register]) -> frozenset[str]:
        return frozenset(
            event_class.name
            for register in registers
            for event_class in self.classes.values()
            if event_class.family in register.quiet and event_class.name not in register.loud
        )

    def lemma(self, form: str, lemma: str, pos: Pos) -> str:
        """The lemma that the ontology has for a form ("fled": "flee"), or else the one that is given.

        A given lemma that the ontology knows stays: "found" may be of "find" and of "found".
        """
        forms = self.verb_forms if pos == "verb" else self.noun_forms
        low = lemma.lower()
        return low if forms.get(low) == low else forms.get(form.lower(), low)

    def triggers(self, lemma: str, pos: Pos) -> tuple[Trigger, ...]:
        """The triggers of a lemma, in the order to try them: the first whose conditions hold is meant.

        For nouns the lemma is that of the noun alone; longer phrases ("air strike") come first.
        """
        return self.index.get((lemma, pos), ())

    def fits(self, kind: str, types: tuple[str, ...] | frozenset[str]) -> bool:
        """True if a filler of a type is within a range: a Country within (Actor, Event)."""
        return not types or any(name in types for name in (kind, *self.supertypes.get(kind, ())))

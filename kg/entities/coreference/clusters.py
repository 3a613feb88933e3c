"""Clusters of mentions that refer to one entity, and the positions of those mentions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from kg.entities.name_forms import head_of
from kg.ontology.folding import comparable
from kg.ontology.nouns import Gender
from kg.records import FillerType, Mention

SUBJECT = 3.0  # salience of a subject


@dataclass(slots=True, eq=False)
class Cluster:
    """The mentions of one entity so far, in text order, and what they say of it."""

    type: FillerType
    key: tuple[str, str] | None  # of names: family and comparable name
    country: str | None = None  # the code of a country, or of the country whose government it is
    mentions: list[Mention] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)  # of each mention
    nouns: set[str] = field(default_factory=set)  # lemmas that describe it: "minister", "company"
    noun_tokens: list[int] = field(default_factory=list)  # where they are
    modifiers: set[str] = field(default_factory=set)  # words before those nouns: "US", "lead"
    contexts: set[str] = field(default_factory=set)  # nouns that govern it: "strike" of "coalition strikes"
    names: set[str] = field(default_factory=set)  # comparable
    name_words: set[str] = field(default_factory=set)
    head_words: set[str] = field(default_factory=set)  # "observatory" of "Observatory for Human Rights"
    labels: set[str] = field(default_factory=set)  # of the pipeline, for its names
    pronouns: set[str] = field(default_factory=set)  # words that refer to it
    predicates: set[int | None] = field(default_factory=set)  # whose argument it is
    fullest: Mention | None = None  # its longest name
    last_name: Position | None = None  # of its names the last
    subjects: int = 0  # how often it is a subject
    is_salient: bool = False  # somewhere
    in_first_section: bool = False
    last_spoke: int = -1  # the token where it was last the subject of a verb of saying
    plural: bool = False
    is_dead: bool = False  # "the late president"
    gender: Gender | None = None
    given: Gender | None = None  # of a person's first name
    home: str | None = None  # the code of a person's country, from a title

    def may_have_gender(self, gender: Gender) -> bool:
        """Whether no title, noun or pronoun, else no first name, says another gender."""
        return (self.gender or self.given) in (None, gender)

    @property
    def is_named(self) -> bool:
        return self.key is not None

    def add(self, mention: Mention, position: Position, word: str, *, speaks: bool) -> None:
        """Add a mention with its word; what is asked of all mentions again and again is kept."""
        self.mentions.append(mention)
        self.positions.append(position)
        self.labels.add(mention.label)
        self.predicates.add(position.predicate)
        self.is_salient |= bool(position.salience)
        self.in_first_section |= position.section == 0
        self.subjects += position.salience == SUBJECT
        self.last_spoke = max(self.last_spoke, position.token) if speaks else self.last_spoke
        if mention.kind == "pronoun":
            self.pronouns.add(word)
        if mention.kind == "name":
            self.last_name = position
            is_longer = self.fullest is None or len(mention.text) > len(self.fullest.text)
            self.fullest = mention if is_longer else self.fullest

    def add_name(self, text: str, prepositions: Collection[str]) -> None:
        """Note a name and its words."""
        name = comparable(text)
        words = name.split()
        self.names.add(name)
        self.name_words.update(words)
        if len(words) > 1:
            self.head_words.add(head_of(words, prepositions))

    def is_described_by(self, lemma: str) -> bool:
        """True for a noun that the article uses of the entity, or that heads its name."""
        return lemma in self.nouns or lemma in self.head_words


@dataclass(frozen=True, slots=True)
class Position:
    """Where a mention is, how salient it is there, and which quotation it is in."""

    token: int
    sentence: int
    section: int
    predicate: int | None
    salience: float  # 3 for a subject, 2 for an object, 1 otherwise, 0 for an adjective
    quotation: int | None

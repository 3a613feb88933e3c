"""Clusters of mentions that are one entity while an article is read, and the one that a word points back to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.nouns import Gender, Pronoun
from kg.records import FillerType, Mention
from kg.references import Kind, References, comparable

FAR = 3  # sentences that a pronoun or definite noun looks back


@dataclass(slots=True, eq=False)
class Cluster:
    """The mentions of one entity so far, in text order, and what they say of it."""

    type: FillerType
    key: tuple[str, str] | None  # of names: family and comparable name
    country: str | None = None  # the code of a country, or of the country whose government it is
    mentions: list[Mention] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)  # where each mention stands
    nouns: set[str] = field(default_factory=set)  # lemmas said of it: "minister", "company"
    modifiers: set[str] = field(default_factory=set)  # words before those nouns: "us", "led"
    plural: bool = False
    gender: Gender | None = None
    home: str | None = None  # the code of a person's country, as a title has it

    @property
    def is_named(self) -> bool:
        return self.key is not None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a mention stands: its token, sentence, paragraph, its frame with its weight there, the quotation it is in."""

    token: int
    sentence: int
    section: int
    predicate: int | None
    weight: float  # 3 for a subject, 2 for an object, 1 otherwise, 0 for an adjective
    quotation: int | None


def kinds_of(cluster: Cluster, references: References) -> Iterable[Kind]:
    """The kinds that an entity is of, by lists, the words of its names, and what is said of it."""
    names = {comparable(mention.text) for mention in cluster.mentions if mention.kind == "name"}
    if cluster.key:
        names.add(cluster.key[1])
    words = {word for name in names for word in name.split()}
    for kind in references.kinds.values():
        if cluster.type not in kind.types:
            continue
        by_type = kind.by_type and (
            cluster.type != "Place" or any(m.label == "GPE" for m in cluster.mentions)
        )
        if by_type or words & kind.words or names & kind.names or cluster.nouns & kind.nouns:
            yield kind


def fits_noun(cluster: Cluster, lemma: str, word: str, references: References) -> bool:
    """True where a noun can name the entity: it has been said of it, is a word of its name, or names its kind."""
    if not cluster.is_named and lemma not in cluster.nouns:
        return False
    names = {
        part
        for mention in cluster.mentions
        if mention.kind == "name"
        for part in comparable(mention.text).split()
    }
    if lemma in cluster.nouns or lemma in names:
        return True
    return any(lemma in kind.nouns or word in kind.nouns for kind in kinds_of(cluster, references))


def fits_pronoun(cluster: Cluster, pronoun: Pronoun) -> bool:
    """True where type, number and gender allow it."""
    if cluster.type not in pronoun.types and not (cluster.type == "Event" and "Thing" in pronoun.types):
        return False
    if pronoun.gender and cluster.gender and pronoun.gender != cluster.gender:
        return False
    if cluster.type == "Organization" and cluster.is_named:
        return True
    if pronoun.number == "many":
        return cluster.plural or cluster.type == "Group"
    return not cluster.plural


def nearest(clusters: Sequence[Cluster], here: Position, *, far: int = FAR) -> list[tuple[float, Cluster]]:
    """Clusters that are spoken of before a place, at most `far` sentences back, the likeliest first."""
    found = []
    for cluster in clusters:
        scores = [
            _score(place, here)
            for place in cluster.positions
            if place.token < here.token and here.sentence - place.sentence <= far
        ]
        if scores:
            found.append((max(scores) + 0.3 * min(len(scores), 4), cluster))
    return sorted(found, key=lambda pair: (-pair[0], -pair[1].positions[0].token))


def _score(place: Position, here: Position) -> float:
    score = place.weight - 2.0 * (here.sentence - place.sentence)
    if place.section != here.section:
        score -= 1.0
    if place.quotation is not None and place.quotation != here.quotation:
        score -= 1.0
    return score

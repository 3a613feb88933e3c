"""Clusters of mentions that are one entity while an article is read, and the one that a word points back to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.entities.name_forms import head_of
from kg.ontology.nouns import Gender, Pronoun
from kg.ontology.reference_rules import Kind, References, comparable
from kg.records import FillerType, Mention

FAR = 2  # sentences that a pronoun looks back
SAME_KIND = 3  # ... that a noun does for an entity of its kind: "the company"
SAME_HEAD = 12  # ... for one without name that the same noun was said of: "the delegation"
# What distance costs, against 3 for a subject: a sentence, a token, another paragraph, standing inside a quotation.
SENTENCE, TOKEN, PARAGRAPH, QUOTATION = 2.0, 0.03, 1.0, 1.0
LAST = 8  # mentions of an entity that are looked at
OFTEN = 0.3  # what each mention adds, up to four
SORTS = ({"Person"}, {"Organization", "Group"}, {"Place", "City", "Country"}, {"Product", "Thing"})


@dataclass(slots=True, eq=False)
class Cluster:
    """The mentions of one entity so far, in text order, and what they say of it."""

    type: FillerType
    key: tuple[str, str] | None  # of names: family and comparable name
    country: str | None = None  # the code of a country, or of the country whose government it is
    mentions: list[Mention] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)  # where each mention stands
    nouns: set[str] = field(default_factory=set)  # lemmas said of it: "minister", "company"
    modifiers: set[str] = field(default_factory=set)  # words before those nouns: "US", "lead"
    # nouns that it is said with: "strike" of "strikes by the coalition"
    contexts: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)  # comparable
    name_words: set[str] = field(default_factory=set)
    head_words: set[str] = field(default_factory=set)  # "observatory" of "Observatory for Human Rights"
    plural: bool = False
    gender: Gender | None = None
    home: str | None = None  # the code of a person's country, as a title has it

    @property
    def is_named(self) -> bool:
        return self.key is not None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a mention stands, how much it stands out there, and which quotation it is in."""

    token: int
    sentence: int
    section: int
    predicate: int | None
    weight: float  # 3 for a subject, 2 for an object, 1 otherwise, 0 for an adjective
    quotation: int | None


def kinds_of(cluster: Cluster, references: References) -> Iterable[Kind]:
    """The kinds that an entity is of, by lists, the words of its names, and what is said of it."""
    names = cluster.names | {cluster.key[1]} if cluster.key else cluster.names
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
    if is_said_of(cluster, lemma):
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


def is_near(cluster: Cluster, here: Position, *, same: bool, described: bool) -> bool:
    """True where a definite noun can still mean the entity: for long if it names it, or has the same modifiers."""
    back = here.sentence - max(position.sentence for position in cluster.positions)
    if not same:
        return back <= SAME_KIND
    return cluster.is_named or described or back <= SAME_HEAD


def is_said_of(cluster: Cluster, lemma: str) -> bool:
    """True for a noun that the article uses of the entity, or that heads its name."""
    return lemma in cluster.nouns or lemma in cluster.head_words


def nearest(
    clusters: Iterable[Cluster], here: Position, *, far: int = FAR, without: int = -1
) -> list[tuple[float, Cluster]]:
    """Clusters that are spoken of before a place, at most `far` sentences back, each with a score.

    `without` is a sentence that does not count, nor do quotations then.
    """
    found = []
    for cluster in clusters:
        last = cluster.positions[-LAST:]
        near = [place for place in last if place.token < here.token and here.sentence - place.sentence <= far]
        if without >= 0:
            near = [place for place in near if place.sentence != without and place.quotation is None]
        if near:
            score = max(_score(place, here) for place in near)
            found.append((score + OFTEN * min(len(near), 4), cluster))
    return found


def _score(place: Position, here: Position) -> float:
    score = place.weight - SENTENCE * (here.sentence - place.sentence) - TOKEN * (here.token - place.token)
    if place.section != here.section:
        score -= PARAGRAPH
    if place.quotation is not None and place.quotation != here.quotation:
        score -= QUOTATION
    return score


def same_sort(noun: FillerType, entity: FillerType) -> bool:
    """True where a noun of one type can name an entity of the other: "the group" an organisation."""
    return any(noun in sort and entity in sort for sort in SORTS)


def learn_name(cluster: Cluster, text: str) -> None:
    """Note a name and its words."""
    name = comparable(text)
    words = name.split()
    cluster.names.add(name)
    cluster.name_words.update(words)
    if len(words) > 1:
        cluster.head_words.add(head_of(words))

"""The state of reading one article: the clusters so far, and the arguments and quotations of the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from kg.entities.coreference.arguments import Argument, acting_tokens, arguments, predicate_nouns
from kg.entities.coreference.clusters import SUBJECT, Cluster, Position
from kg.entities.name_forms import Key
from kg.grammar.parsed import Parsed
from kg.grammar.quotations import TAGS, find_quotations, find_speakers, quotation_numbers
from kg.grammar.tree import Tree
from kg.ontology.nouns import Nouns
from kg.ontology.reference_rules import References
from kg.records import FillerType, Mention


@dataclass(slots=True)
class Discourse:
    """What an article has mentioned up to the mention that is being resolved."""

    parsed: Parsed
    clusters: list[Cluster] = field(default_factory=list)
    cluster_at: dict[int, Cluster] = field(default_factory=dict)  # head token -> cluster
    by_key: dict[Key, Cluster] = field(default_factory=dict)
    # clusters by a noun that describes them, in the order of the first mention with it
    by_noun: dict[str, dict[Cluster, None]] = field(default_factory=lambda: defaultdict(dict))
    governments: list[Cluster] = field(default_factory=list)  # with a key, in text order
    history: list[tuple[int, Cluster]] = field(default_factory=list)  # sentence and cluster of each mention
    last_spoke: tuple[int, Cluster | None] = (-1, None)  # outside quotations: the token, and who it is
    governed: list[str] = field(default_factory=list)  # countries whose government is mentioned somewhere
    arguments: Mapping[int, Argument] = field(init=False)  # of each token
    acting: frozenset[int] = field(init=False)  # arguments of verbs that take governments
    predicate_nouns: Mapping[int, Sequence[int]] = field(init=False)  # subject -> "banker" in "is a banker"
    quotations: Sequence[int | None] = field(init=False)  # of each token
    quotation_starts: Mapping[int, int] = field(init=False)  # quotation -> its first token
    speakers: Mapping[int, int] = field(init=False)  # quotation -> token

    def __post_init__(self) -> None:
        parsed, verbs = self.parsed, self.references.government_verbs
        self.arguments = arguments(parsed)
        self.acting = frozenset(acting_tokens(parsed, verbs))
        self.predicate_nouns = predicate_nouns(parsed)
        self.quotations = quotation_numbers(find_quotations(parsed, TAGS), len(parsed.doc))
        numbered = [(number, token) for token, number in enumerate(self.quotations) if number is not None]
        self.quotation_starts = dict(reversed(numbered))
        self.speakers = find_speakers(parsed, self.quotations, verbs["speaking"])

    @property
    def tree(self) -> Tree:
        return self.parsed.tree

    @property
    def references(self) -> References:
        return self.parsed.language.references

    @property
    def nouns(self) -> Nouns:
        return self.parsed.language.nouns

    def add(self, mention: Mention, cluster: Cluster) -> None:
        """Put a mention into its cluster."""
        position = self.position(mention.head)
        self.cluster_at[mention.head] = cluster
        word = self.tree.words[mention.head]
        speaks = self.speaks(position)
        cluster.add(mention, position, word, speaks=speaks)
        if speaks and position.quotation is None:
            self.last_spoke = position.token, cluster
        self.history.append((position.sentence, cluster))

    def move(self, cluster: Cluster, other: Cluster) -> None:
        """Put the mentions of a cluster into another."""
        for mention in cluster.mentions:
            self.add(mention, other)
        cluster.mentions.clear()
        other.mentions.sort(key=lambda mention: (mention.begin, mention.end))

    def named(self, key: Key, type_: FillerType, country: str | None) -> Cluster:
        """The cluster with a key, made if there is none."""
        cluster = self.by_key.get(key)
        if cluster is None:
            cluster = self.by_key[key] = Cluster(type_, key, country)
            self.clusters.append(cluster)
            if key[0] == "government":
                self.governments.append(cluster)
        return cluster

    def unnamed(self, type_: FillerType, *, plural: bool) -> Cluster:
        """A new cluster of an entity that no name refers to yet."""
        cluster = Cluster(type_, None, plural=plural)
        self.clusters.append(cluster)
        return cluster

    def position(self, token: int) -> Position:
        parsed = self.parsed
        argument = self.arguments.get(token)
        salience = argument.salience if argument else 1.0
        if parsed.tree.slots[token] in ("adjective", "compound", "bare") or self.is_distributive(token):
            salience = 0.0
        return Position(
            token=token,
            sentence=parsed.sentence_of[token],
            section=parsed.sections[token],
            predicate=argument.predicate if argument else None,
            salience=salience,
            quotation=self.quotations[token],
        )

    def speaks(self, position: Position) -> bool:
        """True for the subject of a verb of saying."""
        speaking = self.references.government_verbs["speaking"]
        lemma = "" if position.predicate is None else self.tree.lemmas[position.predicate]
        return position.salience == SUBJECT and lemma in speaking

    def is_distributive(self, token: int) -> bool:
        """True for "every woman", to whom no later word refers."""
        tree = self.tree
        distributive = self.references.determiners["distributive"]
        return any(tree.words[kid] in distributive for kid in tree.get(token, "determiner"))

    def recent(self, here: Position, far: int) -> list[Cluster]:
        """The clusters mentioned at most `far` sentences before a position, the least recent first."""
        clusters: dict[Cluster, None] = {}
        for sentence, cluster in reversed(self.history):
            if here.sentence - sentence > far:
                break
            clusters[cluster] = None
        return list(reversed(clusters))

    def speaker(self, here: Position) -> Cluster | None:
        """The entity that speaks the quotation around a position."""
        return None if here.quotation is None else self.cluster_at.get(self.speakers.get(here.quotation, -1))

    def speaker_token(self, token: int) -> int:
        """Who speaks the quotation around a token, or else the one before it in this or the last paragraph."""
        number = self.quotations[token]
        while number is not None and number not in self.speakers:
            number = self._quotation_before(self.quotation_starts[number])
        return -1 if number is None else self.speakers[number]

    def _quotation_before(self, start: int) -> int | None:
        """The last quotation before a token in its paragraph or the one before."""
        sections = self.parsed.sections
        near = takewhile(lambda token: sections[start] - sections[token] <= 1, range(start - 1, -1, -1))
        return next((number for token in near if (number := self.quotations[token]) is not None), None)

    def is_requoted(self, token: int) -> bool:
        """True in a quotation within another, whose speaker may be anybody: '"He cried *'I won'*," she said'."""
        number = self.quotations[token]
        if number is None:
            return False
        return not TAGS.opening.isdisjoint(self.tree.tags[self.quotation_starts[number] + 1 : token])

    def last_speaker(self, sentence: int) -> Cluster | None:
        """Who was the last to say something outside quotations, in a sentence or after it."""
        token, cluster = self.last_spoke
        return cluster if cluster and self.parsed.sentence_of[token] >= sentence else None

    def is_speaker(self, cluster: Cluster, here: Position) -> bool:
        """True for who speaks the quotation around a position, which may run on over paragraphs."""
        if here.quotation is None:
            return False
        return cluster in (self.cluster_at.get(self.speaker_token(here.token)), self._coming_speaker(here))

    def _coming_speaker(self, here: Position) -> Cluster | None:
        """Who speaks the quotation around a position where a pronoun after it names them: most often who spoke last."""
        token = -1 if here.quotation is None else self.speakers.get(here.quotation, -1)
        pronoun = self.nouns.pronouns.get(self.tree.words[token]) if token > here.token else None
        if here.quotation is None or pronoun is None or not pronoun.gender:
            return None
        last = self.last_speaker(self.parsed.sentence_of[self.quotation_starts[here.quotation]] - 1)
        return last if last and last.may_have_gender(pronoun.gender) else None

    def is_coargument(self, cluster: Cluster, here: Position) -> bool:
        """True if the entity fills another slot of the same predicate, or speaks the quotation."""
        if self.is_speaker(cluster, here):
            return True
        frame = None if here.predicate is None else self.parsed.frames.get(here.predicate)
        if frame is None:
            return False
        # of "the actor, who played *the king*" and "Ada Lunt wants to meet *the king*", too
        others = frame.subject if frame.kind == "verb" else ()
        return here.predicate in cluster.predicates or any(
            self.cluster_at.get(each) is cluster for each in others
        )

    def tokens(self, mention: Mention) -> list[int]:
        """Every token of a name, the head of another mention."""
        if mention.kind != "name":
            return [mention.head]
        begins, head = self.parsed.begins, mention.head
        first = bisect_right(begins, mention.begin, 0, head + 1) - 1
        return list(range(first if first >= 0 else head, bisect_left(begins, mention.end, head)))

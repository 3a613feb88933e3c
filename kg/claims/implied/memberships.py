"""Who leads or belongs to a delegation, a team or another group of people who act together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.grammar.frames import Frame
from kg.grammar.noun_phrases import appositives, core, noun_frame
from kg.grammar.parsed import Parsed
from kg.grammar.tree import preposition
from kg.ontology.words.implied_words import ImpliedWords
from kg.records import Claim, Filler, Resolution, Sentence

CONFIDENCE = 0.9  # of a membership without a claim of its own
LEADS, BELONGS, HAS = "leads the group", "belongs to the group", "has the group"


@dataclass(frozen=True, slots=True)
class Membership:
    """A person of a group, and the sentence that says so."""

    group: str  # Entity.key
    member: str  # Entity.key
    words: Filler  # that name the person
    rule: str
    sentence: Sentence
    is_planned: bool
    confidence: float


@dataclass(frozen=True)
class GroupReader:
    """An article's groups, and its claims by trigger."""

    parsed: Parsed
    resolution: Resolution
    claims: Sequence[Claim]

    @property
    def words(self) -> ImpliedWords:
        return self.parsed.language.implied

    @cached_property
    def groups(self) -> Mapping[str, tuple[int, ...]]:
        """The nouns of each entity that is a group, by its key."""
        nouns: dict[str, list[int]] = {}
        for token, key in sorted(self.resolution.at.items()):
            if self._is_group(token):
                nouns.setdefault(key, []).append(token)
        return {key: tuple(tokens) for key, tokens in nouns.items()}

    @cached_property
    def claims_at(self) -> Mapping[int, Claim]:
        """The claims by where their triggers begin; a state before an event."""
        states = self.words.leader_states | self.words.member_states
        ordered = sorted(self.claims, key=lambda claim: claim.event_class in states)
        return {claim.begin: claim for claim in ordered}

    def _is_group(self, token: int) -> bool:
        tree = self.parsed.tree
        lemma, word = tree.lemmas[token], tree.words[token]
        if tree.pos[token] == "PROPN" or tree.tags[token] == "NNS":
            return False
        if {lemma, word} & self.words.groups:
            return True
        return lemma in self.words.groups_of and any(
            tree.tags[kid] == "NNS" and preposition(tree, kid) == "of" for kid in tree.get(token, "nominal")
        )

    def group_of(self, token: int) -> str | None:
        """The group that a noun or a pronoun refers to, or that consists of these people: "a *team* of doctors"."""
        tree = self.parsed.tree
        if tree.tags[token] == "NNS" and tree.slots[token] == "nominal" and preposition(tree, token) == "of":
            token = tree.heads[token]
        key = self.resolution.at.get(token)
        return key if key in self.groups else None

    def persons(self, tokens: Iterable[int]) -> Iterator[tuple[int, str]]:
        """The named persons among what tokens head."""
        for token in tokens:
            entity = self.resolution.entity(token)
            if entity and entity.is_named and entity.type == "Person":
                yield token, entity.key


def find_memberships(reader: GroupReader) -> Iterator[Membership]:
    """All that an article says of who leads or belongs to its groups."""
    if not reader.groups:
        return
    yield from _by_states(reader)
    for frame in reader.parsed.frames.values():
        yield from _by_predicate(reader, frame)
    for tokens in reader.groups.values():
        for token in tokens:
            yield from _by_phrase(reader, token)


def _by_states(reader: GroupReader) -> Iterator[Membership]:
    """ "Ali Bek, head of the delegation", as the states of the class files have it."""
    rules = dict.fromkeys(reader.words.member_states, BELONGS) | dict.fromkeys(
        reader.words.leader_states, LEADS
    )
    frames = {reader.parsed.begins[token]: frame for token, frame in reader.parsed.frames.items()}
    for claim in reader.claims:
        frame = frames.get(claim.begin)
        if claim.event_class in rules and not (frame and _is_denied_or_past(reader, frame)):
            heads = [filler.token for filler in claim.fillers_of("agent")]
            groups = [filler.token for filler in claim.fillers_of("patient")]
            yield from _joined(reader, heads, groups, rules[claim.event_class], claim)


def _by_predicate(reader: GroupReader, frame: Frame) -> Iterator[Membership]:
    """ "a delegation led by Ali Bek", "the team included Ali Bek", "Ali Bek was in the delegation"."""
    words = reader.words
    if _is_denied_or_past(reader, frame):
        return
    claim = reader.claims_at.get(reader.parsed.begins[frame.predicate])
    if frame.kind == "copular":
        if frame.preposition in words.among:
            yield from _joined(reader, frame.subject, [frame.predicate], BELONGS, claim)
    elif frame.lemma in words.leading:
        yield from _joined(reader, frame.doer, frame.undergoer, LEADS, claim)
    elif frame.lemma in words.accompanying:
        yield from _joined(reader, frame.doer, frame.undergoer, BELONGS, claim)
    elif frame.lemma in words.containing:
        yield from _joined(reader, frame.undergoer, frame.doer, BELONGS, claim)
    elif frame.lemma in words.consisting:
        members = [oblique.token for oblique in frame.obliques if oblique.preposition == "of"]
        yield from _joined(reader, members, frame.subject, BELONGS, claim)


def _is_denied_or_past(reader: GroupReader, frame: Frame) -> bool:
    """True for "does not include Ali Bek" and "formerly led by Ali Bek"."""
    adverbs = {reader.parsed.tree.words[adverb] for adverb in frame.adverbs}
    is_past = not adverbs.isdisjoint(reader.words.formerly)
    return is_past or frame.negated or frame.subject_negated or frame.object_negated


def _by_phrase(reader: GroupReader, token: int) -> Iterator[Membership]:
    """ "a delegation including Ali Bek", "a team under Ali Bek", "Ali Bek's delegation"."""
    tree, words = reader.parsed.tree, reader.words
    yield from _by_noun_above(reader, token)
    frame = noun_frame(tree, token, reader.parsed.relatives)
    for oblique in frame.obliques:
        if oblique.preposition in words.under:
            yield from _joined(reader, [oblique.token], [token], LEADS)
        elif oblique.preposition in words.including:
            yield from _joined(reader, [oblique.token], [token], BELONGS)
    if tree.lemmas[token] in words.owned:
        owners = [owner for owner in frame.possessives if not _sends(reader, owner)]
        yield from _joined(reader, owners, [token], HAS)


def _by_noun_above(reader: GroupReader, token: int) -> Iterator[Membership]:
    """ "Ali Bek, a member of the delegation", "delegation leader Ali Bek", "Ali Bek was part of the delegation"."""
    tree, words, noun = reader.parsed.tree, reader.words, reader.parsed.tree.heads[token]
    is_of = tree.slots[token] == "nominal" and preposition(tree, token) == "of"
    if tree.lemmas[noun] not in words.leaders | words.members or not (
        is_of or tree.slots[token] == "compound"
    ):
        return
    frame = reader.parsed.frames.get(noun)
    is_former = any(tree.words[kid] in words.formerly for kid in tree.get(noun, "adjective", "compound"))
    if is_former or (frame is not None and _is_denied_or_past(reader, frame)):
        return
    named = [tree.heads[noun]] if tree.slots[noun] in ("title", "compound") else []
    persons = [*appositives(tree, noun), *named, *(frame.subject if frame else ())]
    yield from _joined(reader, persons, [token], LEADS if tree.lemmas[noun] in words.leaders else BELONGS)


def _sends(reader: GroupReader, owner: int) -> bool:
    """True for a head of state or government, who sends delegations and need not be among them."""
    entity = reader.resolution.entity(owner)
    titles = {
        filler.text.lower().split()[-1]
        for claim in reader.claims
        for filler in claim.fillers_of("title")
        if entity and any(agent.entity == entity.key for agent in claim.fillers_of("agent"))
    }
    return bool(titles & reader.words.senders)


def _joined(
    reader: GroupReader, members: Iterable[int], groups: Iterable[int], rule: str, claim: Claim | None = None
) -> Iterator[Membership]:
    """The memberships of each person in each group; none if the claim of it is denied or merely possible."""
    if claim and claim.factuality not in ("actual", "planned"):
        return
    persons, parsed = list(reader.persons(members)), reader.parsed
    for token in groups:
        group = reader.group_of(token)
        if group is None:
            continue
        for person, key in persons:
            yield Membership(
                group=group,
                member=key,
                words=parsed.filler("", core(parsed.tree, person), person, entity=key),
                rule=rule,
                sentence=parsed.sentence(person),
                is_planned=claim is not None and claim.factuality == "planned",
                confidence=claim.confidence if claim else CONFIDENCE,
            )

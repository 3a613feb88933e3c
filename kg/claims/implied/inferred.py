"""Inferred fillers: the body whose own speaker reports an act in a passive, without its doer, is the doer.

"Deliveries have been suspended, the Norland president said": Norland suspended them. This holds only for classes of
acts in a body's own power (`doers` in their files), where the clause mentions nobody else who may have done it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.claims.implied.speakers import Body, SpeakerReader
from kg.grammar.noun_phrases import core
from kg.grammar.parsed import Parsed
from kg.grammar.tree import preposition
from kg.ontology.classes.lexicon import Doers, Lexicon
from kg.ontology.label_schemes import Slot
from kg.records import PLACE_TYPES, Claim, Entity, Implied, Resolution

# Slots of clauses that name no doer of the one above them
OUTSIDE: frozenset[Slot] = frozenset({"parataxis", "adverbial", "complement"})
DISCOUNT = 0.6  # of the confidence of the claim


def with_inferred(
    claims: Iterable[Claim], parsed: Parsed, resolution: Resolution, lexicon: Lexicon
) -> Iterator[Claim]:
    """The claims, with the doers that follow from who reports them."""
    claims = list(claims)
    reader = SpeakerReader(parsed, resolution, claims)
    tokens = {begin: token for token, begin in enumerate(parsed.begins)}
    for claim in claims:
        event_class = lexicon.classes.get(claim.event_class)
        doers = event_class.doers if event_class else None
        if doers and _is_open(claim, doers):
            act = _Act(claim, tokens[claim.begin], reader)
            body = reader.body(claim.attributed_to[0])
            if body and body.kind in doers.bodies and act.is_told_by(body):
                claim = replace(claim, implied=(*claim.implied, _implied(claim, body, parsed)))
        yield claim


def _is_open(claim: Claim, doers: Doers) -> bool:
    """True for a claim of one source that names no doer, and whatever the class needs besides."""
    is_real = claim.factuality in ("actual", "planned")
    if doers.needs and not any(claim.fillers_of(role) for role in doers.needs):
        return False
    return is_real and len(claim.attributed_to) == 1 and not claim.fillers_of("agent")


def _implied(claim: Claim, body: Body, parsed: Parsed) -> Implied:
    words = core(parsed.tree, body.token)
    sentences = {claim.sentence, parsed.sentence(body.token)}
    return Implied(
        kind="inferred",
        rule=body.rule,
        filler=parsed.filler("agent", words, body.token, entity=body.entity.key),
        sentences=tuple(sorted(sentences, key=lambda sentence: sentence.begin)),
        confidence=round(claim.confidence * DISCOUNT, 3),
    )


@dataclass(frozen=True, slots=True)
class _Act:
    """A claim without a doer, with its trigger."""

    claim: Claim
    trigger: int
    reader: SpeakerReader

    def is_told_by(self, body: Body) -> bool:
        """True for the main clause of what a body's speaker says, where only the body may be the doer."""
        return self._leaves_doer_out() and not any(self._may_act(token, body) for token in self._inside())

    def _leaves_doer_out(self) -> bool:
        """True for a passive in the main clause of the speech: no by-phrase, no clause of time or reason."""
        frame = self.reader.parsed.frames.get(self.trigger)
        if frame is None or not frame.is_passive or frame.agent:
            return False
        governor = frame.governor
        if governor is not None and governor.relation not in ("complement", "beside"):
            return False
        return not any(oblique.preposition in self.reader.words.doing for oblique in frame.obliques)

    def _inside(self) -> Iterator[int]:
        """The tokens of the clause, without what is said of when and why, and without the source."""
        tree = self.reader.parsed.tree
        source = range(*core(tree, self.claim.attributed_to[0].token))
        todo = [self.trigger]
        for token in todo:  # grows while it is read
            for slot, kids in tree.kids[token].items():
                if slot not in OUTSIDE:
                    todo += [kid for kid in kids if kid not in source]
        yield from todo[1:]

    def _may_act(self, token: int, body: Body) -> bool:
        """True for a mention of somebody who may have done it, and for the body or its speaker, which it is done to."""
        entity = self.reader.resolution.entity(token)
        if entity is None or entity.type in ("Product", "Thing"):
            return False
        tree = self.reader.parsed.tree
        link = preposition(tree, token)
        if not entity.is_named and (link == "of" or tree.slots[token] == "compound"):
            return False  # "work on the *bomber* fleet", "the rebuilding of the *plant*"
        if entity.type in PLACE_TYPES and link in self.reader.words.placing:
            return False
        return self._is_party(entity, body) or not self._is_filler(token)

    def _is_party(self, entity: Entity, body: Body) -> bool:
        return entity.key in (body.entity.key, self.claim.attributed_to[0].entity)

    def _is_filler(self, token: int) -> bool:
        return any(filler.token == token for filler in self.claim.fillers)

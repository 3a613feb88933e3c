"""How sure the reading of a claim is: by trained weights where the heads saw its event, else by hand-set ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from math import exp, log

from kg.grammar.parsed import Parsed
from kg.records import Claim, Entity, Event, Evidence, Resolution

# Log odds that a claim is right. Set by hand: the order is what counts, and an event's own verb with its named
# fillers goes first.
WEIGHTS: Mapping[str, float] = {
    "bias": 0.6,
    "verb": 0.4,
    "class": 0.3,
    "roles": 0.4,  # for each of two at most
    "named": 0.3,  # for each of two at most
    "unresolved": -0.5,  # for each unresolved pronoun
    "long": -0.5,
    "headline": -0.3,
    "stance": -0.2,
}
LONG_SENTENCE = 45  # words
ACTORS = frozenset({"agent", "patient", "recipient"})
CORE_ROLES = frozenset(
    {"agent", "patient", "recipient", "topic", "place", "destination", "origin", "position"}
)


def with_confidence(
    pairs: Iterable[tuple[Claim, Event]], parsed: Parsed, resolution: Resolution, trained: Mapping[str, float]
) -> Iterator[Claim]:
    """Claims with how sure their reading is, between 0 and 1.

    With `trained` weights and the heads' evidence, the probability that class, actors and factuality are all right;
    of a state that the relation head saw, the probability of its relation; otherwise a figure by which claims can be
    put in order only.
    """
    for claim, event in pairs:
        if event.probability is not None:
            yield replace(claim, confidence=event.probability)
            continue
        values, weights = features(claim, event, parsed, resolution), WEIGHTS
        if trained and event.evidence:
            values, weights = values | trained_features(claim, event.evidence, resolution), trained
        odds = sum(weights.get(name, 0.0) * value for name, value in values.items())
        yield replace(claim, confidence=round(1 / (1 + exp(-odds)), 3))


def trained_features(claim: Claim, evidence: Evidence, resolution: Resolution) -> dict[str, float]:
    """What `features` lacks: the heads' evidence, and how the actors are named in the sentence."""
    share = min(max(evidence.factualities[claim.factuality], 0.01), 0.99)
    actors = [filler for filler in claim.fillers if filler.role in ACTORS]
    named = [
        (filler, entity)
        for filler in actors
        if (entity := resolution.entities.get(filler.entity or "")) and entity.is_named
    ]
    return {
        **evidence.values,
        "factuality": log(share / (1 - share)),
        "no_agent": float(not claim.fillers_of("agent")),
        "no_patient": float(not claim.fillers_of("patient")),
        "unnamed": float(len(actors) - len(named)),
        "other_words": sum(1.0 for filler, entity in named if not _is_named_in(filler.text, entity)),
        "antecedents": sum(log(resolution.antecedents.get(filler.token, 1.0)) for filler, _ in named),
        f"class:{claim.event_class}": 1.0,
    }


def _is_named_in(text: str, entity: Entity) -> bool:
    """Whether the words of a filler hold a part of a name: not a pronoun, nor "the company"."""
    words = set(text.split())
    return any(not words.isdisjoint(name.split()) for name in entity.names)


def features(claim: Claim, event: Event, parsed: Parsed, resolution: Resolution) -> dict[str, float]:
    """What the confidence is made of; the names are those of `WEIGHTS`."""
    fillers = [filler for filler in claim.fillers if filler.role in CORE_ROLES]
    entities = [resolution.entity(filler.token) for filler in fillers if filler.token >= 0]
    pronouns = [filler for filler in fillers if parsed.tree.pos[filler.token] == "PRON" and filler.token >= 0]
    words = len(claim.sentence.text.split())
    return {
        "bias": 1,
        "verb": float(parsed.tree.is_verb(event.anchor)),
        "class": float(claim.event_class != "Event"),
        "roles": min(len({filler.role for filler in fillers}), 2),
        "named": min(sum(1 for entity in entities if entity and entity.is_named), 2),
        "unresolved": sum(1 for filler in pronouns if filler.entity is None and filler.event is None),
        "long": float(words > LONG_SENTENCE),
        "headline": float(claim.sentence.section == "headline"),
        "stance": float(claim.factuality != "actual"),
    }

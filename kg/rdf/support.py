"""Which claims of an article support the default graph, and which of its entities have a node in it.

A claim whose confidence is below the build's threshold is uncertain, unless a person accepted it. It stays in its
article's graph; neither it nor an unnamed entity that only such claims are about is in the default graph.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from kg.records import Dispute, Extraction, Filler, LocalId, article_id

# Least confidence of a claim that supports the default graph: `kg build --certain`
CERTAIN = 0.0


@dataclass(frozen=True, slots=True)
class Support:
    """By key: the uncertain claims of an article, and its entities and claims whose event may have a node."""

    uncertain: frozenset[str]
    entities: frozenset[str]

    def has_node(self, filler: Filler) -> bool:
        """Whether the entity or event that fills a role has a node in the default graph; not what only words fill."""
        if filler.entity is not None:
            return filler.entity in self.entities
        return filler.claim is not None and filler.claim not in self.uncertain


def find_support(extraction: Extraction, accepted: Container[LocalId], certain: float) -> Support:
    """The support of an article; `accepted` are claims that a person accepted."""
    article = article_id(extraction.article)
    uncertain = frozenset(
        claim.key
        for claim in extraction.claims
        if is_uncertain((article, claim.key), claim.confidence, accepted, certain)
    )
    named = {entity.key for entity in extraction.entities if entity.is_named}
    taking_part = {
        filler.entity
        for claim in extraction.claims
        if claim.key not in uncertain
        for filler in (*claim.fillers, *claim.attributed_to)
        if filler.entity is not None
    }
    return Support(uncertain=uncertain, entities=frozenset(named | taking_part))


def is_uncertain(claim: LocalId, confidence: float, accepted: Container[LocalId], certain: float) -> bool:
    return rounded(confidence) < certain and claim not in accepted


def rounded(confidence: float) -> float:
    """A confidence as the graph states it."""
    return round(confidence, 4)


def certain_disputes(
    disputes: tuple[Dispute, ...], accepted: Container[LocalId], certain: float
) -> Iterator[Dispute]:
    """The disputes in which both claims are certain."""
    for dispute in disputes:
        claims = zip((dispute.first, dispute.second), dispute.confidences, strict=True)
        if not any(is_uncertain(claim, confidence, accepted, certain) for claim, confidence in claims):
            yield dispute

"""Which claims, entities and events of an article have a node in the default graph, and what is written as words alone.

A claim whose confidence is below the build's threshold is uncertain, unless a person accepted it. The default graph has

- named entities;
- events and states of certain claims of a named class;
- unnamed participants of these that are groups with a number ("12 protesters"), and people, bodies and groups that take
  part beside a named actor and are mentioned three times: others say no more than their words;
- plain events that fill a role of such a claim beside a named actor.

All else stays in the article's graph. There an unnamed entity that only plain claims mention, once, is its words.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from kg.records import PLACE_ROLES, Claim, Dispute, Entity, Extraction, Filler, LocalId, article_id

# Least confidence of a claim that supports the default graph, `kg build --certain`: on dev of `news_events`, 8 in 10
# claims of named classes from there on are right in class, actors and factuality.
CERTAIN = 0.6
PLAIN = "Event"  # the class of an event whose trigger no class of the ontology has
ACTORS = frozenset({"Person", "Organization", "Group", "Place", "Country", "City"})
BODIES = frozenset({"Person", "Organization", "Group"})
# Mentions of an unnamed entity with a node. Of the neighbours of named entities in 240 news articles, .97 are named or
# have a number with 3, .90 with 2, .80 with 1.
MENTIONS = 3


@dataclass(frozen=True, slots=True)
class Support:
    """Keys of an article: its uncertain claims; the claims and entities with a node in the default graph; and the
    entities that are written as words.
    """

    uncertain: frozenset[str]
    claims: frozenset[str]
    entities: frozenset[str]
    words: frozenset[str]

    def has_node(self, filler: Filler) -> bool:
        """Whether the entity or event that fills a role has a node in the default graph; not what only words fill."""
        if filler.entity is not None:
            return filler.entity in self.entities
        return filler.claim is not None and filler.claim in self.claims


def find_support(extraction: Extraction, accepted: Container[LocalId], certain: float) -> Support:
    """The support of an article; `accepted` are claims that a person accepted."""
    article = article_id(extraction.article)
    uncertain = frozenset(
        claim.key
        for claim in extraction.claims
        if is_uncertain((article, claim.key), claim.confidence, accepted, certain)
    )
    entities = {entity.key: entity for entity in extraction.entities}
    supporting = [claim for claim in extraction.claims if not is_plain(claim) and claim.key not in uncertain]
    with_actor = [claim for claim in supporting if any(_named_actors(claim, entities))]
    taking_part = {filler.claim for claim in with_actor for filler in claim.fillers if filler.claim}
    nodes = {entity.key for entity in extraction.entities if entity.is_named}
    nodes.update(key for key in _fillers(supporting) if entities[key].size is not None)
    nodes.update(key for key in _fillers(with_actor) if _is_well_known(entities[key]))
    return Support(
        uncertain=uncertain,
        claims=frozenset({claim.key for claim in supporting} | (taking_part - uncertain)),
        entities=frozenset(nodes),
        words=frozenset(_words_alone(extraction, nodes)),
    )


def is_plain(claim: Claim) -> bool:
    return claim.event_class == PLAIN


def _named_actors(claim: Claim, entities: dict[str, Entity]) -> Iterator[Entity]:
    for filler in claim.fillers:
        if filler.entity is not None and filler.role not in PLACE_ROLES:
            entity = entities[filler.entity]
            if entity.is_named and entity.type in ACTORS:
                yield entity


def _fillers(claims: Iterable[Claim]) -> Iterator[str]:
    """The entities in roles of claims."""
    return (filler.entity for claim in claims for filler in claim.fillers if filler.entity is not None)


def _is_well_known(entity: Entity) -> bool:
    """Whether several mentions refer to somebody, named or not."""
    return entity.type in BODIES and len(entity.mentions) >= MENTIONS


def _words_alone(extraction: Extraction, nodes: Container[str]) -> Iterator[str]:
    """Entities that only plain claims mention, once."""
    named_class = (claim for claim in extraction.claims if not is_plain(claim))
    used = {
        filler.entity
        for claim in named_class
        for filler in (*claim.fillers, *claim.attributed_to, *(each.filler for each in claim.implied))
        if filler.entity is not None
    }
    for entity in extraction.entities:
        if entity.key not in nodes and entity.key not in used and len(entity.mentions) == 1:
            yield entity.key


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

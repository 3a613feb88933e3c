"""Across articles: one entity and one event, whichever articles tell of it."""

from collections.abc import Iterable
from hashlib import sha256

from kg.gazetteer import folded
from kg.records import Entity, Extraction, Links, article_id

FAMILIES = {"Country": "Place", "City": "Place", "Group": "Organization"}  # of types that one body may have


def link(extractions: Iterable[Extraction]) -> Links:
    """Which entity and event of the graph each article's own are; the order of articles does not matter."""
    entities: dict[tuple[str, str], str] = {}
    events: dict[tuple[str, str], str] = {}
    for extraction in extractions:
        article = article_id(extraction.article)
        for entity in extraction.entities:
            entities[article, entity.key] = entity_id(entity, article)
        for claim in extraction.claims:
            events[article, claim.key] = identifier(article, claim.key)
    return Links(entities=entities, events=events)


def entity_id(entity: Entity, article: str) -> str:
    """Of its place on the map or its kind and name; of what nobody names, of its article."""
    if not entity.is_named:
        return identifier(article, entity.key)
    family = FAMILIES.get(entity.type, entity.type)
    if entity.spot:
        return identifier(family, str(entity.spot.geonames))
    return identifier(family, folded(entity.label))


def identifier(*parts: str) -> str:
    """16 hex digits that stand for the parts."""
    return sha256("\0".join(parts).encode()).hexdigest()[:16]

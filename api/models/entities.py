"""Entities, in lists and on their pages."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from kg.api.models.base import Answer, Count, Factuality, Id
from kg.api.models.network import Edge
from kg.api.models.references import EntityRef


class Entity(EntityRef):
    """An entity with its names, place and counts."""

    types: Annotated[list[str], Field(description="Its type and those above it, most special first.")]
    names: Annotated[list[str], Field(description="Every other name that articles have for it.")]
    is_named: Annotated[bool, Field(description="False: no name is known, so it is local to one article.")]
    mentions: Annotated[Count, Field(description="How often articles mention it.")]
    articles: Annotated[Count, Field(description="How many articles mention it.")]
    sources: Annotated[Count, Field(description="How many of these articles do not copy one another.")]
    latitude: float | None = None
    longitude: float | None = None
    country: Annotated[str | None, Field(description="ISO 3166 code of a place's country.")] = None
    same_as: Annotated[
        list[str], Field(default_factory=list, description="IRIs of the same thing elsewhere: GeoNames.")
    ]


class EntityHit(Entity):
    """An entity that a search found."""

    matched: Annotated[str | None, Field(description="The name that the search words met.")] = None
    score: Annotated[float | None, Field(description="0 to 1: how well they met it.")] = None


class Entities(Answer):
    """A page of entities: the best match first, or without search words the most mentioned."""

    total: Annotated[
        Count, Field(description="How many there are in all; with q how many were found, at most 1,000.")
    ]
    limit: int
    offset: int
    items: list[EntityHit]


class Position(Answer):
    """A state that an entity is in: an office, membership, place, title."""

    id: Annotated[Id, Field(description="Of the state, under /events/.")]
    class_: Annotated[str, Field(alias="class", examples=["holdsPosition"])]
    title: Annotated[str | None, Field(examples=["envoy"])] = None
    others: Annotated[list[EntityRef], Field(description="At whom or what, of what.")]
    factuality: Factuality
    begins: date | None = None
    ends: date | None = None
    claims: Count
    articles: Count
    sources: Count


class EntityDetail(Entity):
    """The page of an entity."""

    positions: list[Position]
    claims: Annotated[Count, Field(description="Claims in which it has a role.")]
    said: Annotated[Count, Field(description="Claims that are attributed to it.")]
    by_class: Annotated[dict[str, int], Field(description="Its claims by class, most frequent first.")]
    by_factuality: dict[Factuality, int]
    first: Annotated[date | None, Field(description="Of its articles the first day of publication.")] = None
    last: Annotated[date | None, Field(description="Of its articles the last day of publication.")] = None
    neighbours: Annotated[list[Edge], Field(description="The ten strongest edges; others in /neighbourhood.")]
    nodes: Annotated[list[EntityRef], Field(description="The entities of these edges.")]

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

    types: Annotated[list[str], Field(description="Its type and supertypes, the most specific first.")]
    names: Annotated[list[str], Field(description="All other names in articles.")]
    is_named: Annotated[bool, Field(description="False: it has no name and is local to one article.")]
    mentions: Annotated[Count, Field(description="Mentions in all articles.")]
    articles: Annotated[Count, Field(description="Articles that mention it.")]
    sources: Annotated[
        Count, Field(description="Independent sources: articles that do not copy one another.")
    ]
    latitude: float | None = None
    longitude: float | None = None
    country: Annotated[str | None, Field(description="ISO 3166 code of a place's country.")] = None
    same_as: Annotated[
        list[str], Field(default_factory=list, description="IRIs of the same thing in GeoNames.")
    ]


class EntityHit(Entity):
    """An entity in the results of a search."""

    matched: Annotated[str | None, Field(description="The name that matches the search words.")] = None
    score: Annotated[float | None, Field(description="Quality of the match, from 0 to 1.")] = None


class Entities(Answer):
    """A page of entities: the best match first, or without search words the most mentioned."""

    total: Annotated[
        Count, Field(description="Number of entities; with q, number of results, at most 1,000.")
    ]
    limit: int
    offset: int
    items: list[EntityHit]
    exact: Annotated[
        bool, Field(description="False: no name has the words of q; the results have names close to them.")
    ] = True


class Position(Answer):
    """A state of an entity: an office, membership, place or title."""

    id: Annotated[Id, Field(description="Id of the state, for /events/{id}.")]
    class_: Annotated[str, Field(alias="class", examples=["holdsPosition"])]
    title: Annotated[str | None, Field(examples=["envoy"])] = None
    others: Annotated[list[EntityRef], Field(description="The other participants of the state.")]
    words: Annotated[
        str | None,
        Field(
            description="The state in words, if it has no title and no other participant with a name, "
            "or if its title does not say all: a former position.",
            examples=["formerly envoy"],
        ),
    ] = None
    factuality: Factuality
    begins: date | None = None
    ends: date | None = None
    claims: Count
    articles: Count
    sources: Count


class EntityDetail(Entity):
    """The page of an entity."""

    positions: list[Position]
    claims: Annotated[Count, Field(description="Claims with the entity in a role.")]
    said: Annotated[Count, Field(description="Claims that are attributed to the entity.")]
    by_class: Annotated[dict[str, int], Field(description="Its claims by class, most frequent first.")]
    by_factuality: dict[Factuality, int]
    first: Annotated[date | None, Field(description="Day of publication of its first article.")] = None
    last: Annotated[date | None, Field(description="Day of publication of its last article.")] = None
    neighbours: Annotated[list[Edge], Field(description="The ten strongest edges; /neighbourhood has all.")]
    nodes: Annotated[list[EntityRef], Field(description="The entities of these edges.")]

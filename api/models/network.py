"""Entities and edges to draw: neighbourhoods, paths, the overview."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from kg.api.models.base import Answer, Count, Factuality, Id
from kg.api.models.references import EntityRef


class Node(EntityRef):
    """An entity in a picture of the network."""

    mentions: Count
    articles: Count
    sources: Count
    latitude: float | None = None
    longitude: float | None = None
    x: Annotated[
        float | None, Field(description="Its place, from -1 to 1, where positions are computed.")
    ] = None
    y: float | None = None
    community: Annotated[
        int | None, Field(description="Number of its community, the greatest 0, where they are computed.")
    ] = None
    importance: Annotated[float | None, Field(description="1 is the mean of all, where it is computed.")] = (
        None
    )
    degree: Annotated[Count, Field(description="Entities that it has an edge with, in the whole graph.")] = 0


class Edge(Answer):
    """All claims of one class and one factuality between two entities, in one direction."""

    id: Annotated[str, Field(description="<source>-<target>-<class>-<factuality>")]
    source: Annotated[Id, Field(description="Who does it; of a symmetric class the smaller id.")]
    target: Id
    class_: Annotated[str, Field(alias="class", examples=["Meeting"])]
    label: Annotated[str, Field(description="The short-cut's words, or the class's label.", examples=["met"])]
    family: str
    factuality: Factuality
    directed: bool
    claims: Count
    articles: Count
    sources: Annotated[Count, Field(description="Articles that do not copy one another.")]
    claim_ids: Annotated[
        list[str], Field(description="For /claims?id=; at most 100, the latest article's first.")
    ]
    first: Annotated[date | None, Field(description="First day of publication.")] = None
    last: date | None = None


class Neighbourhood(Answer):
    """An entity with those that claims join it to, the strongest first."""

    center: Id
    nodes: Annotated[list[Node], Field(description="The entity itself first.")]
    edges: list[Edge]
    total: Annotated[Count, Field(description="How many neighbours there are with these filters.")]
    truncated: Annotated[bool, Field(description="True: there are more than `limit` neighbours.")]


class Hop(Answer):
    """A step of a path: all edges between two entities that follow each other on it."""

    source: Id
    target: Id
    edges: list[Edge]


class Path(Answer):
    """A way from one entity to another, each hop with its evidence."""

    nodes: Annotated[list[Node], Field(description="In the order of the way.")]
    hops: list[Hop]


class Paths(Answer):
    """The shortest ways between two entities, of the same length; none if they are not joined."""

    paths: list[Path]


class Tie(Answer):
    """Two entities of the overview that claims join."""

    source: Id
    target: Id
    family: Annotated[str, Field(description="The family that most of the claims have.")]
    claims: Count


class Community(Answer):
    """Entities that have more to do with each other than with others."""

    number: int
    size: Count
    label: Annotated[str, Field(description="The name of its most important entity.")]


class Overview(Answer):
    """The whole network, or its most important part: an edge here joins two entities whatever the class."""

    nodes: list[Node]
    edges: list[Tie]
    total: Annotated[Count, Field(description="How many entities the network has.")]
    truncated: bool
    has_positions: Annotated[bool, Field(description="False: lay the nodes out yourself.")]
    communities: Annotated[list[Community], Field(description="By number; empty if none are computed.")]


class NodeColumns(Answer):
    """A value for each node in each list. `type` is a place in `types`; `x` and `y` are from -10,000 to 10,000."""

    id: list[str]
    label: list[str]
    type: list[int]
    mentions: list[int]
    x: list[int | None]
    y: list[int | None]
    community: list[int | None]
    importance: list[float | None]


class EdgeColumns(Answer):
    """A value for each edge in each list: `source` and `target` are places in the nodes' lists."""

    source: list[int]
    target: list[int]
    family: Annotated[list[int], Field(description="A place in `families`.")]
    claims: list[int]


class OverviewColumns(Answer):
    """The overview in a fifth of the bytes, as the explorer draws it."""

    nodes: NodeColumns
    edges: EdgeColumns
    types: list[str]
    families: list[str]
    total: Annotated[Count, Field(description="How many entities the network has.")]
    truncated: bool
    has_positions: bool
    communities: list[Community]

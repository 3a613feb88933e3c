"""Nodes and edges of drawings: neighbourhoods, paths, the overview."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from kg.api.models.base import Answer, Count, Factuality, Id
from kg.api.models.references import EntityRef


class Node(EntityRef):
    """An entity as a node of the network."""

    is_named: bool
    size: Annotated[
        float | None, Field(description="Number of people of an unnamed group, if it is given.")
    ] = None
    mentions: Count
    articles: Count
    sources: Count
    latitude: float | None = None
    longitude: float | None = None
    x: Annotated[float | None, Field(description="Position from -1 to 1, if the build has positions.")] = None
    y: float | None = None
    community: Annotated[
        int | None,
        Field(description="Number of its community, 0 for the largest, if the build has communities."),
    ] = None
    importance: Annotated[
        float | None, Field(description="Importance, with a mean of 1, if the build has it.")
    ] = None
    degree: Annotated[Count, Field(description="Number of its neighbours in the whole graph.")] = 0


class Edge(Answer):
    """All claims of one class, relation and factuality between two entities, in one direction."""

    id: Annotated[
        str,
        Field(
            description="<source>-<target>-<class>-<factuality>; the relation after the class if it is another "
            "than that of a doer to whom it is done; -inferred and -uncertain at the end if it is"
        ),
    ]
    source: Annotated[Id, Field(description="Where the edge begins; of a symmetric class, the smaller id.")]
    target: Id
    class_: Annotated[str, Field(alias="class", examples=["Meeting"])]
    label: Annotated[
        str, Field(description="What the first did, in the words of the claims.", examples=["telephoned"])
    ]
    other_labels: Annotated[list[str], Field(description="What its other claims say, most frequent first.")]
    family: str
    factuality: Factuality
    inferred: Annotated[
        bool, Field(description="True: one end is inferred, and no claim names it in its role.")
    ]
    uncertain: Annotated[bool, Field(description="True: its claims are below the build's threshold.")]
    directed: bool
    claims: Count
    articles: Count
    sources: Annotated[
        Count, Field(description="Independent sources: articles that do not copy one another.")
    ]
    claim_ids: Annotated[list[str], Field(description="Ids for /claims?id=, at most 100, the latest first.")]
    first: Annotated[date | None, Field(description="First day of publication.")] = None
    last: date | None = None


class Neighbourhood(Answer):
    """An entity with its neighbours, the strongest first."""

    center: Id
    nodes: Annotated[list[Node], Field(description="The entity itself first.")]
    edges: list[Edge]
    total: Annotated[Count, Field(description="Number of neighbours that pass the filters.")]
    unnamed: Annotated[
        Count,
        Field(description="Number of those, with `named` beside those, that have no name and no number."),
    ]
    truncated: Annotated[bool, Field(description="True: there are more than `limit` neighbours.")]


class Hop(Answer):
    """A hop of a path: all edges between two consecutive entities."""

    source: Id
    target: Id
    edges: list[Edge]


class Path(Answer):
    """A path from one entity to another, with the edges of each hop."""

    nodes: Annotated[list[Node], Field(description="In the order of the path.")]
    hops: list[Hop]


class Paths(Answer):
    """The shortest paths between two entities; none if they are not connected."""

    paths: list[Path]


class Tie(Answer):
    """Two entities of the overview that share claims."""

    source: Id
    target: Id
    family: Annotated[str, Field(description="The most frequent family of these claims.")]
    claims: Count


class Community(Answer):
    """A community: entities that share more claims with each other than with others."""

    number: int
    size: Count
    label: Annotated[str, Field(description="The name of its most important entity.")]


class Overview(Answer):
    """The whole network or its most important part; an edge joins two entities, for all classes."""

    nodes: list[Node]
    edges: list[Tie]
    total: Annotated[Count, Field(description="Number of entities in the network.")]
    truncated: bool
    has_positions: Annotated[bool, Field(description="False: nodes have no positions.")]
    communities: Annotated[list[Community], Field(description="By number; empty if the build has none.")]


class NodeColumns(Answer):
    """Columns with a value for each node. `type` is an index into `types`; `x` and `y` are from -10,000 to 10,000."""

    id: list[str]
    label: list[str]
    type: list[int]
    mentions: list[int]
    x: list[int | None]
    y: list[int | None]
    community: list[int | None]
    importance: list[float | None]


class EdgeColumns(Answer):
    """Columns with a value for each edge; `source` and `target` are indexes into the columns of nodes."""

    source: list[int]
    target: list[int]
    family: Annotated[list[int], Field(description="An index into `families`.")]
    claims: list[int]


class OverviewColumns(Answer):
    """The overview as columns, in a fifth of the bytes."""

    nodes: NodeColumns
    edges: EdgeColumns
    types: list[str]
    families: list[str]
    total: Annotated[Count, Field(description="Number of entities in the network.")]
    truncated: bool
    has_positions: bool
    communities: list[Community]

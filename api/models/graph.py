"""Classes, statistics, queries, export formats and errors."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kg.api.models.base import Answer, Count, Factuality, Iri


class EventClass(Answer):
    """A class of events or states, from the ontology."""

    name: Annotated[str, Field(description="Name in the filter `class`.", examples=["Meeting"])]
    iri: Iri
    label: str
    family: str
    comment: str
    is_state: bool
    shortcut: Annotated[
        str | None,
        Field(description="Name of the short-cut property between two entities.", examples=["met"]),
    ] = None
    shortcut_label: str | None = None
    symmetric: bool = False
    claims: Annotated[Count, Field(description="Number of claims of this class.")]
    examples: list[str]


class Family(Answer):
    """A family of classes."""

    name: Annotated[str, Field(examples=["Diplomacy"])]
    comment: str
    color: Annotated[str, Field(description="For a light background.", examples=["#1f77b4"])]
    dark_color: Annotated[str, Field(description="For a dark background.")]
    classes: list[str]
    claims: Count


class Classes(Answer):
    """All classes and families, including those without claims."""

    families: list[Family]
    classes: list[EventClass]


class Stats(Answer):
    """Statistics of the graph."""

    build: Annotated[str, Field(description="Identifier of the build.")]
    base: Annotated[str, Field(description="The base of the IRIs of the data.")]
    counts: Annotated[
        dict[str, int], Field(description="articles, sentences, entities, events, claims, quads")
    ]
    types: Annotated[dict[str, int], Field(description="Number of entities by most specific type.")]
    factuality: dict[Factuality, int]
    publishers: dict[str, int]
    first: Annotated[date | None, Field(description="First day of publication.")] = None
    last: date | None = None
    made_with: dict[str, str]


class ExampleQuery(Answer):
    """An example of a SPARQL query."""

    name: Annotated[str, Field(examples=["01-who-met-whom"])]
    title: Annotated[str, Field(description="The question.")]
    query: str


class ExportFormat(Answer):
    """A download format of the whole graph."""

    name: Annotated[str, Field(examples=["graphml"])]
    title: Annotated[str, Field(examples=["Network, GraphML"])]
    use: Annotated[str, Field(description="The use of the format.")]
    media_type: Annotated[str, Field(examples=["application/graphml+xml"])]
    file: Annotated[str, Field(description="The file's name.", examples=["kg.graphml"])]
    href: Annotated[str, Field(examples=["/exports/graphml"])]


class Health(Answer):
    """The state of the server."""

    status: Literal["ok"]
    build: str


class Problem(Answer):
    """An error, after RFC 9457."""

    type: str = "about:blank"
    title: Annotated[str, Field(examples=["Not Found"])]
    status: Annotated[int, Field(examples=[404])]
    detail: Annotated[str, Field(examples=["/entities/x: no entity has this id"])]

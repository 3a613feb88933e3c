"""Entities, events and articles as other models refer to them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from kg.api.models.base import Answer, Id, Iri


class EntityRef(Answer):
    """A reference to an entity."""

    id: Id
    iri: Iri
    label: Annotated[str, Field(examples=["Grace Okonde"])]
    type: Annotated[
        str,
        Field(
            description="Person, Organization, Group, Place, Country, City, Product or Thing.",
            examples=["Person"],
        ),
    ]


class EventRef(Answer):
    """A reference to an event or state."""

    id: Id
    iri: Iri
    label: str
    class_: Annotated[str, Field(alias="class", examples=["Meeting"])]


class ArticleRef(Answer):
    """A reference to an article."""

    id: Id
    iri: Iri
    headline: str | None = None
    title: Annotated[str, Field(description="The headline; without one, how the text begins.")]
    publisher: str | None = None
    published: date | None = None
    source: Annotated[str, Field(description="The file or address that it was read from.")]
    url: Annotated[str | None, Field(description="Address of publication, if it is http or https.")] = None

"""Entities, events and articles where another answer names them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from kg.api.models.base import Answer, Id, Iri


class EntityRef(Answer):
    """An entity where another thing names it."""

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
    """An event or state where another thing names it."""

    id: Id
    iri: Iri
    label: str
    class_: Annotated[str, Field(alias="class", examples=["Meeting"])]


class ArticleRef(Answer):
    """An article where another thing names it."""

    id: Id
    iri: Iri
    headline: str | None = None
    publisher: str | None = None
    published: date | None = None
    source: Annotated[str, Field(description="The file or address that it was read from.")]
    url: Annotated[str | None, Field(description="Where it was published; only http and https are told.")] = (
        None
    )

"""Claims with their words, sentences and articles."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kg.api.models.base import Answer, Count, Factuality, Iri
from kg.api.models.references import ArticleRef, EntityRef, EventRef


class TextRange(Answer):
    """A range of characters of an article."""

    begin: int
    end: int
    text: str


class Sentence(TextRange):
    """A sentence of an article."""

    iri: Iri
    section: Annotated[str, Field(description="headline or body.")]


class Implied(Answer):
    """Why a filler that the claim's own words leave out belongs to it."""

    kind: Annotated[
        Literal["derived", "inferred"],
        Field(
            description="derived: a member of a group takes part. inferred: nobody states it, a rule infers it."
        ),
    ]
    rule: str
    confidence: float
    sentences: Annotated[list[Sentence], Field(description="Those that imply it.")]


class Filler(Answer):
    """The filler of a role of a claim: an `entity`, an `event`, or only text."""

    role: Annotated[str, Field(examples=["agent"])]
    text: str
    begin: Annotated[int | None, Field(description="None if the graph has no offsets of the filler.")] = None
    end: int | None = None
    entity: EntityRef | None = None
    event: EventRef | None = None
    implied: Annotated[
        Implied | None, Field(description="None if the claim's sentence names the filler.")
    ] = None
    is_pronoun: Annotated[
        bool, Field(description="Known only by a pronoun, such as “it”: nobody knows whom that means.")
    ] = False


class Time(Answer):
    """The first and last day that a time expression allows; either may be open."""

    begins: date | None = None
    ends: date | None = None
    granularity: Annotated[str | None, Field(examples=["day"])] = None
    words: Annotated[str | None, Field(examples=["on Friday"])] = None


class Quantity(Answer):
    """A number stated by a claim."""

    name: Annotated[str, Field(examples=["killed"])]
    value: float
    unit: str | None = None
    modifier: Annotated[str | None, Field(examples=["at least"])] = None


class Claim(Answer):
    """An event or state as stated by one sentence."""

    id: Annotated[
        str,
        Field(
            description="<article>:<class>,<begin>, for /claims?id=",
            examples=["0487b5bf653da799:Meeting,716"],
        ),
    ]
    iri: Iri
    event: EventRef
    class_: Annotated[str, Field(alias="class", examples=["Meeting"])]
    class_label: str
    family: str
    predicate: Annotated[
        str, Field(description="The trigger's lemma, with its light verb.", examples=["hold talk"])
    ]
    trigger: TextRange
    factuality: Factuality
    attributed_to: Annotated[
        list[Filler], Field(description="The sources of the claim; empty if it is not attributed.")
    ]
    fillers: list[Filler]
    time: Time | None = None
    quantities: list[Quantity]
    confidence: Annotated[float, Field(description="From 0 to 1.")]
    uncertain: Annotated[bool, Field(description="True: its confidence is below the threshold of the build.")]
    sentence: Sentence
    article: ArticleRef
    disputes: Annotated[
        list[str], Field(description="Ids of claims of the same event that contradict this one.")
    ]
    refines: Annotated[list[str], Field(description="Ids of less specific claims of the same event.")]


class Claims(Answer):
    """A page of claims. By date: the latest article's first, in an article in the order of the text."""

    total: Count
    limit: int
    offset: int
    items: list[Claim]

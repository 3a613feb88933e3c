"""Articles and sentences."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kg.api.models.base import Answer, Count
from kg.api.models.claims import Claim, Sentence, TextRange
from kg.api.models.references import ArticleRef, EntityRef, EventRef


class ArticleSummary(ArticleRef):
    """An article in a list."""

    characters: Count
    sentences: Count
    claims: Count


class Articles(Answer):
    """A page of articles, the latest first."""

    total: Count
    limit: int
    offset: int
    items: list[ArticleSummary]


class MentionSpan(TextRange):
    """Words of an article that refer to an entity or event."""

    entity: EntityRef | None = None
    event: EventRef | None = None


class Cut(Answer):
    """A stretch of an article that is not its prose: nothing is claimed from it."""

    begin: int
    end: int
    section: str
    reason: str | None = None


class ArticleDetail(ArticleSummary):
    """An article with its text and all that it says."""

    text: str
    language: str | None = None
    dated_by: Annotated[str | None, Field(description="Where the date of publication was found.")] = None
    sha256: str
    parts: Annotated[list[Sentence], Field(description="Its sentences, in the order of the text.")]
    cuts: list[Cut]
    spans: Annotated[list[MentionSpan], Field(description="What refers to what, in the order of the text.")]
    told: Annotated[list[Claim], Field(description="Its claims, in the order of the text.")]


class SentenceHit(Sentence):
    """A sentence that a search found."""

    article: ArticleRef
    claim_ids: list[str]


class Sentences(Answer):
    """A page of sentences."""

    total: Count
    limit: int
    offset: int
    items: list[SentenceHit]

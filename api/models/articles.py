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
    """A mention of an entity or event in an article."""

    entity: EntityRef | None = None
    event: EventRef | None = None


class Cut(Answer):
    """A part of an article that is not prose and yields no claims."""

    begin: int
    end: int
    section: str
    reason: str | None = None


class ArticleDetail(ArticleSummary):
    """An article with its text, mentions and claims."""

    text: str
    language: str | None = None
    dated_by: Annotated[str | None, Field(description="Source of the date of publication.")] = None
    sha256: str
    parts: Annotated[list[Sentence], Field(description="Its sentences, in the order of the text.")]
    cuts: list[Cut]
    spans: Annotated[list[MentionSpan], Field(description="Mentions, in the order of the text.")]
    told: Annotated[list[Claim], Field(description="Its claims, in the order of the text.")]


class SentenceHit(Sentence):
    """A sentence in the results of a search."""

    article: ArticleRef
    claim_ids: list[str]


class Sentences(Answer):
    """A page of sentences."""

    total: Count
    limit: int
    offset: int
    items: list[SentenceHit]

"""The rows of the graph's tables. Fields are IRIs, texts and numbers; None means that the graph does not say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArticleRow:
    article: str
    headline: str | None
    publisher: str | None
    published: str | None  # ISO date
    url: str | None
    source: str | None  # the file it was read from
    language: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class SentenceRow:
    sentence: str
    article: str
    begin: int  # characters of the article
    end: int
    section: str | None
    text: str


@dataclass(frozen=True, slots=True)
class EntityRow:
    entity: str
    label: str
    type: str  # the most specific
    types: str
    other_names: str
    is_named: bool
    mentions: int
    articles: int
    sources: int  # independent ones
    latitude: float | None
    longitude: float | None
    country: str | None  # ISO 3166 code
    same_as: str  # addresses at GeoNames, Wikidata and others
    identifiers: str  # of a user's list: company numbers and the like


@dataclass(frozen=True, slots=True)
class EventRow:
    event: str
    label: str
    classes: str
    is_state: bool
    factuality: str
    begins: str | None
    ends: str | None
    granularity: str | None
    claims: int
    articles: int
    sources: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with its sentence, its article and its speakers."""

    claim: str
    event: str
    event_class: str
    predicate: str
    factuality: str
    says: str  # labels of the speakers, empty for the article's own voice
    begins: str | None
    ends: str | None
    granularity: str | None
    when: str | None
    confidence: float
    uncertain: bool  # below the threshold of the build
    trigger: str
    begin: int
    end: int
    sentence: str
    text: str  # of the sentence
    article: str
    headline: str | None
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class FillerRow:
    """A filler of a role of a claim: an entity, an event, or words alone. Speakers have the role `attributedTo`."""

    claim: str
    role: str
    entity: str | None
    event: str | None
    label: str
    words: str  # of the sentence
    sentence: str
    article: str
    basis: str  # "" if the claim's sentence names it, "derived" or "inferred" if other words imply it
    rule: str | None  # of an implied one
    implied_by: str  # the sentences that imply it


@dataclass(frozen=True, slots=True)
class QuantityRow:
    claim: str
    quantity: str
    value: float
    modifier: str | None
    unit: str | None
    sentence: str
    article: str


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """A short-cut between two entities, supported by actual claims.

    `basis` is "derived" or "inferred" if an end is an implied filler in all of them.
    """

    edge: str
    source: str
    property: str
    target: str
    source_label: str
    target_label: str
    claims: int
    articles: int
    sources: int
    derived_from: str  # claims
    basis: str


@dataclass(frozen=True, slots=True)
class DisputeRow:
    claim: str
    kind: str  # "disputes": both cannot be right; "refines": it says more than the other
    other: str

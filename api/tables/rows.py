"""Rows of the server's tables, with their columns in the order of the tables."""

from __future__ import annotations

from typing import NamedTuple


class ArticleRow(NamedTuple):
    """An article; `copies` is the first of the articles that copy one another."""

    id: str
    published: str | None
    publisher: str | None
    headline: str | None
    source: str | None
    copies: str
    sentences: int


class EntityRow(NamedTuple):
    """An entity; `types` are its type and those above it between spaces, `names` and `same_as` are JSON lists.

    `node` tells whether it is in the default graph; if not, only its article's graph knows it.
    """

    id: str
    label: str
    type: str
    types: str
    named: bool
    mentions: int
    articles: int
    sources: int
    names: str
    latitude: str | None
    longitude: str | None
    country: str | None
    same_as: str
    size: float | None = None  # of an unnamed group
    node: bool = True


class EventRow(NamedTuple):
    """An event or state; `node` tells whether it is in the default graph, or only claims of articles are about it."""

    id: str
    label: str
    event_class: str
    state: bool
    factuality: str
    begins: str | None
    ends: str | None
    claims: int
    articles: int
    sources: int
    title: str | None
    node: bool = True


class ClaimRow(NamedTuple):
    """A claim; `published` is the day of its article, `trigger` is in lower case."""

    id: str
    article: str
    event_class: str
    begin: int
    event: str
    factuality: str
    begins: str | None
    ends: str | None
    published: str | None
    uncertain: bool
    predicate: str
    trigger: str
    confidence: float


class EdgeRow(NamedTuple):
    """All claims of one class, relation and factuality between two entities; `claim_ids` are separated by spaces.

    `relation` is ACTS, ALONGSIDE, or the role of the target, after that of a source other than the agent.
    `inferred`: one of the two is an inferred filler of the claims. `uncertain`: the claims are.
    """

    id: str
    source: str
    target: str
    event_class: str
    relation: str
    factuality: str
    inferred: bool
    uncertain: bool
    claims: int
    articles: int
    sources: int
    first: str | None
    last: str | None
    claim_ids: str


class EntityPair(NamedTuple):
    """Two entities that fill roles of one claim, with its article; `copies` as in ArticleRow."""

    entity: str
    role: str
    other: str
    other_role: str
    claim: str
    event_class: str
    factuality: str
    article: str
    published: str | None
    copies: str
    shared: int  # both have the same role of a claim that also has a patient
    inferred: int
    uncertain: int

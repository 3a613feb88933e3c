"""Every record of the road from text to quads, frozen, in pipeline order.

Offsets count characters of `Article.text`, the text as it was read, half open: `text[begin:end]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

SectionKind = Literal["headline", "byline", "dateline", "body", "boilerplate", "comments"]
DateSource = Literal["markup", "field", "label", "byline", "dateline", "url", "comments"]
Factuality = Literal["actual", "planned", "possible", "negated"]
Granularity = Literal["day", "week", "month", "season", "quarter", "year", "decade", "range"]


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as its file gives it: its text, and what the format says about it (fields, markup)."""

    source: str  # file name, and where in it: "wire.jsonl#line=12"
    sha256: str  # of the bytes read
    text: str
    url: str | None = None
    headline: str | None = None
    publisher: str | None = None
    published: date | None = None
    published_from: DateSource | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a place in it, that gives no article, and why; the rest of the input goes on."""

    source: str
    reason: str  # what is wrong and what would be right: "is a PNG image, not text"


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of an article and what it is. Sections do not overlap and leave out only white space."""

    begin: int
    end: int
    kind: SectionKind
    reason: str | None = None  # why it was cut: "captcha", "share links", "time stamp of a comment"


@dataclass(frozen=True, slots=True)
class Article:
    """One news text. Only its headline and body are parsed; what was cut is kept as sections with a reason."""

    source: str
    sha256: str
    text: str
    sections: tuple[Section, ...]
    url: str | None = None
    headline: str | None = None
    publisher: str | None = None
    published: date | None = None
    published_from: DateSource | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters [begin, end) of an article: the unit of provenance."""

    begin: int
    end: int
    text: str
    section: SectionKind


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a sentence that names something, or refers to what is named elsewhere."""

    sentence: Sentence
    begin: int
    end: int
    text: str
    label: str
    kind: Literal["name", "noun", "pronoun"] = "name"


@dataclass(frozen=True, slots=True)
class Interval:
    """Days [begin, end], both inclusive, as a time expression means them; `None` where one side is open."""

    begin: date | None
    end: date | None
    granularity: Granularity
    words: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a claim states of something: ("killed", 95, "at least")."""

    name: str
    value: float
    modifier: str | None = None
    unit: str | None = None

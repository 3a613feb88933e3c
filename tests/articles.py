"""Sentences and articles of a test, read with the shipped pipeline, stage by stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from spacy.language import Language

from kg.events import find_events
from kg.lexicon import Lexicon
from kg.names import finish_names
from kg.ontology import load_lexicon
from kg.parse import load_pipeline
from kg.parsed import Parsed, join
from kg.records import Article, Event, Section
from kg.resolve import Resolution

WEDNESDAY = date(2024, 5, 15)


@dataclass(frozen=True)
class Read:
    parsed: Parsed
    resolution: Resolution
    events: tuple[Event, ...]


@cache
def pipeline() -> Language:
    return load_pipeline()


@cache
def lexicon() -> Lexicon:
    return load_lexicon()


def article(text: str, published: date | None = WEDNESDAY) -> Article:
    """An article of one body section."""
    return Article("test.txt", "0" * 64, text, (Section(0, len(text), "body"),), published=published)


def parse_article(read: Article) -> Parsed:
    docs = [pipeline()(read.text[section.begin : section.end]) for section in read.sections]
    finish_names(docs)
    parsed = join(read, zip(read.sections, docs, strict=True))
    assert parsed is not None
    return parsed

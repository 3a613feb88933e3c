"""Short texts as articles of one paragraph, and what the shipped pipeline and its heads read in them."""

from __future__ import annotations

from datetime import date
from functools import cache

from kg.pipeline import Knowledge, extract, load
from kg.records import Article, Claim, Extraction, Section


@cache
def known() -> Knowledge:
    return load()


def paragraph(text: str, published: date | None = None) -> Article:
    return Article("a.txt", "0" * 64, text, (Section(0, len(text), "body"),), published=published)


def extracted(text: str, published: date | None = None) -> Extraction:
    return extract(paragraph(text, published), known())


def claim_at(text: str, trigger: str) -> Claim:
    """The only claim of a text whose trigger is a word."""
    (claim,) = [claim for claim in extracted(text).claims if claim.trigger == trigger]
    return claim


def words(claim: Claim, *roles: str) -> set[str]:
    """The words of all that fills roles of a claim."""
    return {filler.text for role in roles for filler in claim.fillers_of(role)}


def labels(text: str) -> dict[str | None, str]:
    """The labels of the entities of a text, by key."""
    return {entity.key: entity.label for entity in extracted(text).entities}

"""What the pipeline reads in a short text, as lines to compare: "Lawsuit agent: Karin Falk", "sued: actual"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import sha256

from kg.cli.explain import days
from kg.pipeline import extract
from kg.read.clean import clean
from kg.records import Claim, Extraction, RawArticle
from tests.reading import known

WEDNESDAY = date(2024, 5, 15)


@cache
def read(text: str, published: date = WEDNESDAY) -> Extraction:
    """The extraction of a text as an article of that day."""
    raw = RawArticle("a.txt", sha256(text.encode()).hexdigest(), text, published=published)
    return extract(clean(raw, known().boilerplate), known())


def facts(found: Extraction) -> frozenset[str]:
    """Lines of class or trigger with each role, factuality, time and quantity of all claims."""
    names = {entity.key: entity.label for entity in found.entities}
    return frozenset(line for claim in found.claims for line in _lines(claim, names))


def classes(found: Extraction) -> frozenset[str]:
    return frozenset(claim.event_class for claim in found.claims)


def names(found: Extraction) -> dict[str, str]:
    """The type of each named entity, by label."""
    return {entity.label: entity.type for entity in found.entities if entity.is_named}


def _lines(claim: Claim, labels: dict[str, str]) -> Iterator[str]:
    yield f"{claim.trigger}: {claim.factuality}"
    for filler in (*claim.fillers, *claim.attributed_to):
        yield f"{claim.event_class} {filler.role}: {labels.get(filler.entity or '', filler.text)}"
    for quantity in claim.quantities:
        yield f"{claim.event_class} {quantity.name}: {quantity.value:g}"
    if claim.time:
        yield f"{claim.event_class} time: {days(claim.time)}"

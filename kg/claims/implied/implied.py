"""Adds to claims the fillers that their own words leave out and other words of the article imply."""

from __future__ import annotations

from collections.abc import Iterable

from kg.claims.implied.derived import with_derived
from kg.claims.implied.inferred import with_inferred
from kg.grammar.parsed import Parsed
from kg.ontology.classes.lexicon import Lexicon
from kg.records import Claim, Resolution


def with_implied(
    claims: Iterable[Claim], parsed: Parsed, resolution: Resolution, lexicon: Lexicon
) -> tuple[Claim, ...]:
    """All claims of an article, in their order, with `implied`."""
    derived = with_derived(claims, parsed, resolution, lexicon)
    return tuple(with_inferred(derived, parsed, resolution, lexicon))

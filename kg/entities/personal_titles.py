"""Titles of people of one surname: "President Holm" is "former President Ole Holm" and not "First Lady Ada Holm"."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kg.entities.name_forms import Name, Title
from kg.ontology.reference_rules import References


def with_title(name: Name, fuller: Iterable[Name], references: References) -> bool:
    """Whether a person with one of these names is said to have a title of a short name."""
    theirs = _titles(fuller)
    return any(_is_one(title, other, references.deputies) for title in name.titles for other in theirs)


def with_other_title(name: Name, fuller: Iterable[Name], references: References) -> bool:
    """Whether a person with one of these names has a title that excludes that of a short name: "King", "Prince"."""
    nouns = {title.noun for title in _titles(fuller)}
    rows = references.name_parts.exclusive_titles
    return any(title.noun in row - nouns and row & nouns for title in name.titles for row in rows)


def _titles(names: Iterable[Name]) -> set[Title]:
    return {title for name in names for title in name.titles}


def _is_one(title: Title, other: Title, deputies: Collection[str]) -> bool:
    """Whether two titles may be one, with more words or fewer; "Prime Minister" is not "Justice Minister"."""
    is_part = title.words <= other.words or other.words <= title.words
    ranks = [each.words.intersection(deputies) for each in (title, other)]
    return title.noun == other.noun and is_part and ranks[0] == ranks[1]

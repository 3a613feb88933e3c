"""Across articles: one entity and one event, whichever articles tell of it; wire copies; where claims do not agree."""

from kg.link.across import link
from kg.link.copies import find_copies

__all__ = ["find_copies", "link"]

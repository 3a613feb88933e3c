"""Across articles: one entity and one event, whichever articles tell of it; wire copies; where claims do not agree."""

from kg.link.across import Linking, Reasons, link, read_reasons
from kg.link.change import ArticleChange
from kg.link.copies import find_copies
from kg.link.memory import Memory
from kg.link.nodes import Stale

__all__ = ["ArticleChange", "Linking", "Memory", "Reasons", "Stale", "find_copies", "link", "read_reasons"]

"""Across articles: one entity and one event, whichever articles tell of it; wire copies; where claims do not agree."""

from kg.link.engine.changed_articles import ArticleChange
from kg.link.engine.copies import find_copies
from kg.link.engine.kept import Memory
from kg.link.entities.same_name import Stale
from kg.link.linking import Linking, Reasons, link, read_reasons

__all__ = ["ArticleChange", "Linking", "Memory", "Reasons", "Stale", "find_copies", "link", "read_reasons"]

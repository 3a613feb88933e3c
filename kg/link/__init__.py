"""Across articles: one entity and one event, whichever articles tell of it; wire copies; where claims do not agree."""

from kg.link.engine.changed_articles import ArticleChange
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import load_weights
from kg.link.engine.wire_copies import find_copies
from kg.link.entities.same_name import Stale
from kg.link.linking import Linking, Reasons, link, read_reasons

__all__ = [
    "ArticleChange",
    "LinkTables",
    "Linking",
    "Reasons",
    "Stale",
    "find_copies",
    "link",
    "load_weights",
    "read_reasons",
]

"""How well a name matches a query: equal, begun with it, or with most of its words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log1p

from rapidfuzz import fuzz

from kg.ontology.checked_yaml import read_yaml
from kg.ontology.files import OntologyFiles

# The quality of a match, which importance is multiplied with: a well-known name that begins with the query comes before
# an unknown one that equals it.
EXACT, PREFIX, WORDS, FUZZY, OVERLAP = 1.0, 0.9, 0.8, 0.7, 0.7
OTHER_NAME = 0.97  # of a name that is not the entity's label

# The share of common words that makes a match. "Bank of America" and "Bank of England" have half of their words, "The
# University of Accra" and "Accra" two thirds.
CONTAINED = 0.5  # of a name whose words are all in the query, or the other way round
SHARED = 0.75  # of a name and a query with words of their own


def match_text(query: str, name: str) -> float:
    """The quality of a match of folded texts, 0 to 1; of two names with one prefix the shorter is a little better."""
    if name == query:
        return EXACT
    likeness = fuzz.ratio(query, name) / 1000
    if name.startswith(query) or f" {query}" in name:
        return PREFIX - 0.05 * (not name.startswith(query)) + likeness / 2
    if name.replace(" ", "").startswith(query.replace(" ", "")):
        return WORDS + likeness / 2
    begun = all(any(word.startswith(part) for word in name.split()) for part in query.split())
    return (WORDS if begun else FUZZY * fuzz.token_sort_ratio(query, name) / 100) + likeness


def match_words(query: Sequence[Sequence[str]], name: Sequence[str]) -> float:
    """The quality of a match by common words, 0 if a query and a name have too few.

    Each word of the query comes with its corrections, of which one alone is no match. Words such as "the" and "Inc."
    count only where there are no others.
    """
    light = light_words()
    query = [variants for variants in query if not light.intersection(variants)] or query
    name = [word for word in name if word not in light] or name
    common = sum(any(word in variants for word in name) for variants in query)
    if len(query) > 1 and common == 1 and not any(variants[0] in name for variants in query):
        return 0.0  # "Ging" for "gang shot"
    has_all = common == len(query) or all(any(word in variants for variants in query) for word in name)
    share = 2 * common / (len(query) + len(name))
    return OVERLAP * share if share >= (CONTAINED if has_all else SHARED) else 0.0


def importance(mentions: int, sources: int) -> float:
    """1.1 for an entity that one article mentions once, 1.4 for one in a hundred sources."""
    return 1 + log1p(mentions + 10 * sources) / 20


@cache
def light_words() -> frozenset[str]:
    """The words that do not tell names apart: articles, prepositions, legal forms, "Mr"."""
    lists = read_yaml(OntologyFiles()("link.yaml"))
    return lists.words("stop_words") | lists.words("legal_forms") | lists.words("particles")

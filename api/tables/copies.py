"""Articles that copy one another, which count as one source."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from pyoxigraph import NamedNode

from kg import vocab
from kg.query.facts import last_part, subjects_with_values
from kg.store.ledger import LEDGER, open_ledger
from kg.store.read_build import Store


def copies_of(store: Store, articles: list[str]) -> dict[str, str]:
    """The first article of each group of copies, by article, as in the ledger of the build.

    Without a ledger, groups are derived from the counts of independent sources: if only some articles mention a thing
    and it has one source, these articles are copies.
    """
    if (store.path / LEDGER).exists():
        with closing(open_ledger(store.path)) as ledger:
            return {article: listed.source for article, listed in ledger.articles().items()}
    first = {article: article for article in articles}

    def root(article: str) -> str:
        while first[article] != article:
            article = first[article]
        return article

    for group in _single_source_groups(store):
        top = min(root(article) for article in group)
        for article in group:
            first[root(article)] = top
    return {article: root(article) for article in articles}


def _single_source_groups(store: Store) -> Iterator[set[str]]:
    """The articles of each thing that has several articles but only one source."""
    sources = dict(subjects_with_values(store, vocab.SOURCES))
    several = {
        iri
        for iri, count in subjects_with_values(store, vocab.ARTICLES)
        if int(count) > 1 and sources.get(iri) == "1"
    }
    for name in (vocab.REFERS_TO, vocab.ABOUT_EVENT):
        articles: dict[str, set[str]] = {}
        for quad in store.graph.quads_for_pattern(None, NamedNode(name), None, None):
            meant = quad.object
            if isinstance(meant, NamedNode) and meant.value in several:
                articles.setdefault(meant.value, set()).add(last_part(str(quad.graph_name.value)))  # type: ignore[union-attr]
        yield from articles.values()

"""Titles of single events, as the explorer has them, without a server."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg import vocab
from kg.api.part_of_build import open_part
from kg.api.rest.claims import ClaimReader
from kg.api.rest.events import summary
from kg.api.tables.columns import claim_parts
from kg.api.tables.ontology import read_ontology
from kg.query.facts import facts_of, last_part, required
from kg.store.read_build import Store

TitleReader = Callable[[Sequence[str]], str]  # of claims of one event, by their IRIs


def title_reader(store: Store, *, whole: bool) -> TitleReader:
    """A function that gives the title of the event of claims.

    It reads their articles, or with `whole` the tables of the server, which it makes once if there are none.
    """
    ontology = read_ontology(store)

    def title(claims: Sequence[str]) -> str:
        facts = facts_of(store, claims[0], claim_parts(claims[0])[0])
        with open_part(store, ontology, None if whole else claims) as graph:
            return summary(ClaimReader(graph), last_part(required(facts, vocab.ABOUT_EVENT))).title

    return title

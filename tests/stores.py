"""Stores made of extractions that are at hand: built from nothing, or from what was there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kg.build.assemble import assemble
from kg.build.fingerprints import GRAPH_CODE, code_hash, ontology_hash, settings_of
from kg.build.linked_build import BuildInput
from kg.exports.nq import sorted_nquads
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.rdf.support import CERTAIN
from kg.records import Extraction, article_id, counts_of
from kg.store.packed.extractions import Extractions
from kg.store.read_build import open_store
from kg.store.write_build import writing
from kg.vocab import BASE
from tests.extractions import raw

MADE_WITH = {"graph code": code_hash(GRAPH_CODE), "ontology": ontology_hash(())}


def build(
    store: Path, extractions: Iterable[Extraction], base: str = BASE, *, certain: float = CERTAIN
) -> None:
    """The graph of these articles and of no others."""
    ordered = list(extractions)
    with writing(store) as writer:
        kept = Extractions(store / "extractions", "test")
        keys = {article_id(each.article): kept.put(raw(each.article), each) for each in ordered}
        files = {article_id(each.article): each.article.source for each in ordered}
        settings = settings_of(MADE_WITH, (), base, certain)
        build_input = BuildInput(
            extractions=kept,
            keys=keys,
            files=files,
            article_counts={article_id(each.article): counts_of(each) for each in ordered},
            lexicon=lexicon(),
            settings=settings,
            made_with=MADE_WITH,
            skipped=0,
        )
        kept.close()
        assemble(writer, build_input)
        kept.keep_only(frozenset(keys.values()))


def nquads(store: Path) -> list[str]:
    with open_store(store) as graph:
        lines = list(sorted_nquads(graph.graph))
        assert graph.counts["quads"] == len(lines)
        return lines


@cache
def lexicon() -> Lexicon:
    return load_lexicon()

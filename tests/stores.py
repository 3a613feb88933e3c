"""Stores for tests: built from given extractions, or from the sample articles."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from click.testing import CliRunner

from kg.build.assemble import assemble
from kg.build.fingerprints import GRAPH_CODE, code_hash, ontology_hash, settings_of
from kg.build.linked_build import BuildInput, StoredArticle
from kg.cli.main import main
from kg.exports.nq import sorted_nquads
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.pipeline import Source
from kg.rdf.support import CERTAIN
from kg.records import Extraction, article_id, counts_of
from kg.store.directory import current_build
from kg.store.packed.extractions import Extractions
from kg.store.read_build import open_store
from kg.store.write_build import writing
from kg.vocab import BASE
from tests.extractions import raw

ROOT = Path(__file__).parents[1]
MADE_WITH = {"graph code": code_hash(GRAPH_CODE), "ontology": ontology_hash(())}


def build(
    store: Path, extractions: Iterable[Extraction], base: str = BASE, *, certain: float = CERTAIN
) -> None:
    """The graph of these articles and of no others."""
    ordered = list(extractions)
    with writing(store) as writer:
        kept = Extractions(store / "extractions", "test")
        stored = [
            StoredArticle(
                article=article_id(each.article),
                file=each.article.source,
                key=kept.put(raw(each.article), each),
                counts=counts_of(each),
            )
            for each in ordered
        ]
        build_input = BuildInput(
            extractions=kept,
            articles={each.article: each for each in stored},
            lexicon=lexicon(),
            settings=settings_of(MADE_WITH, Source(), base, certain),
            made_with=MADE_WITH,
            skipped=0,
        )
        kept.close()
        assemble(writer, build_input)
        kept.keep_only(build_input.extraction_keys)


def build_samples(folder: Path) -> Path:
    """The store of the sample articles in a folder that several processes share: built once, by `kg build --strict`."""
    store = folder / "samples"
    with (folder / "samples.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until the file is closed
        if current_build(store) is None:
            done = CliRunner().invoke(
                main, ["build", "--strict", str(ROOT / "examples/articles"), "--store", str(store)]
            )
            assert done.exit_code == 0, done.output
    return store


def copy_extractions(store: Path, target: Path) -> None:
    """Makes a store without a build that has the extractions of another: its next build links all, and parses none."""
    for folder in ("extractions", "judgements"):
        shutil.copytree(store / folder, target / folder)
    shutil.copy(store / "manifest.json", target)


def nquads(store: Path) -> list[str]:
    with open_store(store) as graph:
        lines = list(sorted_nquads(graph.graph))
        assert graph.counts["quads"] == len(lines)
        return lines


@cache
def lexicon() -> Lexicon:
    return load_lexicon()

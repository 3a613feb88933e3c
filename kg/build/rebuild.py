"""The current build made again without extraction: with new judgements, or without an article."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg import vocab
from kg.build.apply_judgements import AppliedJudgements
from kg.build.assemble import assemble
from kg.build.fingerprints import lexicon_of, made_with_of, with_present_code
from kg.build.forget import without_article
from kg.build.judgements import Judgement, State, add_judgements, read_judgements
from kg.build.linked_build import BuildInput, stored_article
from kg.errors import JudgementError, StoreError
from kg.link import read_reasons
from kg.store.directory import without_build
from kg.store.ledger import open_ledger
from kg.store.packed.extractions import Extractions
from kg.store.read_build import open_store
from kg.store.write_build import Writer, writing


def judge(store: Path, judgements: Sequence[Judgement]) -> None:
    """Adds judgements and applies all judgements of a store; adds none if that fails. Raises StoreError."""
    with writing(store) as writer:
        build_input = current_input(writer)
        assemble(writer, build_input, [*read_judgements(store), *judgements])
        # those left by a killed `remove`
        build_input.extractions.keep_only(build_input.extraction_keys)


def decide(store: Path, judgement: Judgement) -> None:
    """Adds a judgement, which the next build or `judge` applies. Raises StoreError."""
    with writing(store):
        add_judgements(store, [judgement])


def check_ontology(build: Path) -> None:
    """Raises OntologyError if the ontology has changed since a build, so that no judgement can be applied to it."""
    with closing(open_ledger(build)) as ledger:
        lexicon_of(ledger.settings())


def states(store: Path) -> tuple[tuple[Judgement, State], ...]:
    """All judgements of a store, the oldest first, with their states."""
    judgements = read_judgements(store)
    with open_store(store) as graph, closing(open_ledger(graph.path)) as ledger:
        applied = AppliedJudgements(judgements)
        applied.links(ledger.links(), partial(read_reasons, graph.path))
    return tuple(zip(judgements, applied.states, strict=True))


@dataclass(frozen=True, slots=True)
class Removal:
    """The file of a removed article, and the replaced builds that still have it because other processes read them."""

    file: str
    still_read: tuple[Path, ...]


def remove(store: Path, name: str) -> Removal:
    """Removes an article, its text, all that only it says, and its words in judgements from a store.

    Raises JudgementError if the name is not that of exactly one article.
    """
    with writing(store) as writer:
        build_input = current_input(writer)
        article = _article(store, name, {id_: each.file for id_, each in build_input.articles.items()})
        others = {id_: each for id_, each in build_input.articles.items() if id_ != article}
        with closing(open_ledger(_current(writer))) as ledger:
            known, removed = read_judgements(store), build_input.read(article)
            judgements = tuple(without_article(known, removed, lambda id_: ledger.members(local_id=id_)))
        changed = judgements if judgements != known else None
        without = replace(build_input, articles=others)
        assemble(writer, without, changed)
        without.extractions.keep_only(without.extraction_keys)
        return Removal(build_input.articles[article].file, tuple(writer.replaced()))


def current_input(writer: Writer) -> BuildInput:
    """The input of the current build."""
    current = _current(writer)
    with closing(open_ledger(current)) as ledger:
        settings, records = with_present_code(ledger.settings()), ledger.articles()
    manifest = json.loads((current / "manifest.json").read_bytes())
    return BuildInput(
        extractions=Extractions(writer.path / "extractions", ""),
        articles={article: stored_article(article, record) for article, record in records.items()},
        lexicon=lexicon_of(settings),
        settings=settings,
        made_with=made_with_of(settings),
        skipped=manifest["counts"].get("skipped", 0),
    )


def _current(writer: Writer) -> Path:
    if writer.damage:
        raise StoreError(f"{writer.path}: its build is damaged, {writer.damage}: run kg build again")
    current = writer.current()
    if current is None:
        raise StoreError(without_build(writer.path))
    return current


def _read_from(store: Path, address: str) -> list[str]:
    """The ids of the articles that have a web address."""
    url = Literal(address, datatype=NamedNode(f"{vocab.XSD}anyURI"))
    with open_store(store) as graph:
        quads = graph.graph.quads_for_pattern(None, NamedNode(vocab.URL), url)
        return [
            quad.subject.value.rpartition("/")[2] for quad in quads if isinstance(quad.subject, NamedNode)
        ]


def _article(store: Path, name: str, files: Mapping[str, str]) -> str:
    """The id of the article with an id, IRI, path or file name, or of the one at the web address."""
    exact = [id_ for id_, file in files.items() if name in (id_, file) or name.endswith(f"article/{id_}")]
    found = (
        exact or _read_from(store, name) or [id_ for id_, file in files.items() if file.endswith(f"/{name}")]
    )
    if len(found) != 1:
        listed = "".join(f"\n  {id_}  {files[id_]}" for id_ in sorted(found)[:10])
        what = f"several articles are called '{name}'; give the id of one:{listed}"
        raise JudgementError(
            what if found else f"no article is called '{name}'; give its path, file name, web address or IRI"
        )
    return found[0]

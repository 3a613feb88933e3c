"""Several stores to one: the graph of all their articles, as if they had been built together, with all judgements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from kg.build.assemble import assemble
from kg.build.fingerprints import made_with_of
from kg.build.judgements import Judgement, State
from kg.build.linked_build import BuildInput, StoredArticle
from kg.build.made_with import extraction_hash
from kg.build.progress import counted
from kg.build.rebuild import current_input, states
from kg.errors import StoreError
from kg.store.directory import check_format
from kg.store.packed.extractions import Extractions
from kg.store.read_build import open_store
from kg.store.write_build import writing


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge has made, and its conflicts, a sentence each."""

    articles: int
    quads: int
    judgements: int
    conflicts: tuple[str, ...]

    @property
    def line(self) -> str:
        """ "2 articles, 0 judgements, 1,200 quads, 1 conflict"."""
        conflicts = len(self.conflicts)
        numbers = {
            "articles": self.articles,
            "judgements": self.judgements,
            "quads": self.quads,
            "conflicts": conflicts,
        }
        return ", ".join(counted(number, name) for name, number in numbers.items())


def merge(stores: Sequence[Path], target: Path) -> Merged:
    """Makes a new store of the articles and judgements of others, which stay as they are.

    An article that several stores have is taken from the first. Judgements are ordered by their time, so the latest
    about a thing counts. Raises StoreError if the stores were built differently, or the target has a graph.
    """
    if target.resolve() in [store.resolve() for store in stores]:
        raise StoreError(f"{target}: is one of the stores to merge: choose a new folder for --to")
    with ExitStack() as stack:
        inputs = [_opened(store, stack) for store in stores]
        before = [states(store) for store in stores]
        for store, each in zip(stores, inputs, strict=True):
            _check(each, inputs[0], store, stores[0])
        writer = stack.enter_context(writing(target))
        if writer.current() is not None:
            raise StoreError(f"{target}: has a graph already: choose a new folder")
        extractions = stack.enter_context(closing(Extractions(target / "extractions", "")))
        merged = _merged(inputs, extractions)
        judgements = _judgements(before)
        assemble(writer, merged, judgements)
    articles = _different_articles(inputs, stores)
    overruled = _overruled(before, stores, dict(states(target)))
    with open_store(target) as graph:
        quads = graph.counts["quads"]
    return Merged(len(merged.articles), quads, len(judgements), (*articles, *overruled))


def _opened(store: Path, stack: ExitStack) -> BuildInput:
    """The input of a store's build; the store is locked."""
    check_format(store)
    return current_input(stack.enter_context(writing(store)))


def _check(other: BuildInput, first: BuildInput, store: Path, first_store: Path) -> None:
    """Raises StoreError if two stores were not built alike."""
    if extraction_hash(made_with_of(other.settings)) != extraction_hash(made_with_of(first.settings)):
        raise StoreError(
            f"{store}: was built by another version, model or ontology than {first_store}: run kg build again"
        )
    for name, option in (("base", "--base"), ("certain", "--certain")):
        if other.settings[name] != first.settings[name]:
            values = f"{other.settings[name]}, {first_store} with {first.settings[name]}"
            raise StoreError(f"{store}: was built with {option} {values}: build one of them again")


def _merged(inputs: Sequence[BuildInput], target: Extractions) -> BuildInput:
    """The input of all builds together; its extractions are copied."""
    articles: dict[str, StoredArticle] = {}
    skipped = sum(each.skipped for each in inputs)
    for each in inputs:
        for article, stored in sorted(each.articles.items()):
            if article not in articles:
                target.add(*each.extractions.frame(stored.key))
                articles[article] = stored
            # as input that has the same bytes as other input is
            skipped += articles[article].file != stored.file
    return replace(inputs[0], extractions=target, articles=articles, skipped=skipped)


def _judgements(before: Iterable[Sequence[tuple[Judgement, State]]]) -> list[Judgement]:
    """All judgements, the oldest first; those of one store stay in their order."""
    every = (judgement for each in before for judgement, _ in each)
    return sorted(dict.fromkeys(every), key=lambda judgement: judgement.at)


# --- conflicts


def _different_articles(inputs: Sequence[BuildInput], stores: Sequence[Path]) -> Iterator[str]:
    """The articles with the same text and other metadata than in the first store that has them."""
    first: dict[str, tuple[StoredArticle, Path]] = {}
    for each, store in zip(inputs, stores, strict=True):
        for article, stored in sorted(each.articles.items()):
            kept, where = first.setdefault(article, (stored, store))
            if kept.key != stored.key:
                yield (
                    f"{stored.file} of {store} has the text of {kept.file} of {where} and another address, "
                    "headline, publisher or date: the first applies"
                )


def _overruled(
    before: Sequence[Sequence[tuple[Judgement, State]]],
    stores: Sequence[Path],
    after: dict[Judgement, State],
) -> Iterator[str]:
    """The judgements that were in force in their store and are not in the new one."""
    in_force = {(each.subject, each.verb) for each, state in after.items() if state == "in force"}
    where = chain.from_iterable(
        ((store, *pair) for pair in each) for store, each in zip(stores, before, strict=True)
    )
    for store, judgement, state in where:
        now = after[judgement]
        is_repeated = (judgement.subject, judgement.verb) in in_force
        if state == "in force" and now != "in force" and not is_repeated:
            about = " | ".join(side.label for side in judgement.sides)
            yield f"{judgement.verb}: {about} (by {judgement.by}, {judgement.at}, {store}) is {now}"

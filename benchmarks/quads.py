"""Counts the quads of a store a sentence, by what they say, and the bytes of its files a quad and a sentence.

    python -m benchmarks.quads STORE

Prints a line for each kind of subject, with its most frequent properties, then a line for each file of the build.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad

from kg import vocab
from kg.errors import KgError
from kg.query.facts import value_of
from kg.store.read_build import Store, open_store

KINDS = {"#claim=": "claims", "#implied=": "implied fillers", "#char=": "mentions and sentences"}
NODES = {"/entity/": "entities", "/event/": "events", "/edge/": "edges"}
SHOWN = 6  # properties of a kind


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quads")
    parser.add_argument("store", type=Path)
    options = parser.parse_args(arguments)
    try:
        with open_store(options.store) as store:
            print("\n".join([*_quads(store), *_files(store)]))
    except KgError as error:
        print(f"quads: {error}", file=sys.stderr)
        return 1
    return 0


def _quads(store: Store) -> Iterator[str]:
    sentences, numbers = store.counts["sentences"], _numbers(store)
    quads = sum(each.total() for each in numbers.values())
    yield f"{quads:,} quads, {quads / sentences:.1f} a sentence ({sentences:,} sentences)"
    for kind, names in sorted(numbers.items(), key=lambda each: -each[1].total()):
        shown = ", ".join(f"{name} {number / sentences:.2f}" for name, number in names.most_common(SHOWN))
        yield f"{names.total() / sentences:8.2f}  {kind}: {shown}"


def _numbers(store: Store) -> dict[str, Counter[str]]:
    """How often each kind of subject has each property."""
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    for quad in store.graph:
        numbers[_kind(quad)][quad.predicate.value.replace("#", "/").rpartition("/")[2]] += 1
    return numbers


def _kind(quad: Quad) -> str:
    subject, is_shared = value_of(quad.subject), quad.graph_name == DefaultGraph()
    if subject.startswith(vocab.KG):
        return "ontology"
    for part, kind in (KINDS | NODES).items():
        if part in subject:
            return kind if is_shared or part in KINDS else f"{kind} of one article"
    return "ontology" if is_shared else "articles"


def _files(store: Store) -> Iterator[str]:
    sentences, quads = store.counts["sentences"], store.counts["quads"]
    sizes: Counter[str] = Counter()
    for path in store.path.rglob("*"):
        if path.is_file():
            sizes[path.relative_to(store.path).parts[0]] += path.stat().st_size
    for name, size in [("all files", sizes.total()), *sizes.most_common()]:
        yield f"{size / quads:8.1f} bytes a quad, {size / sentences:9,.0f} a sentence  {name}"


if __name__ == "__main__":
    sys.exit(main())

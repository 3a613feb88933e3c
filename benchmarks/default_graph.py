"""Measures whether the default graph is worth looking at: who the neighbours of its most connected entities are.

    python -m benchmarks.default_graph STORE [--entities N] [--unnamed]

Prints the N most connected entities, how many of their neighbours are named or are groups with a number ("12
protesters"), the number of edges by label, and the quads per sentence. `--unnamed` lists the other neighbours.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph

from kg import vocab
from kg.api.tables.ontology import OTHER
from kg.api.tables.open_build import Graph, open_graph
from kg.query.facts import facts_of
from training.report import Table

PARTS = {"/entity/": "entities", "/event/": "events", "/edge/": "edges"}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity beside one of the most connected ones."""

    label: str
    type: str
    is_named: bool
    is_counted: bool


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    with open_graph(options.store) as graph:
        centres = most_connected(graph, options.entities)
        beside = {centre: [neighbour(graph, id) for id in ids] for centre, ids in centres.items()}
        print(_centres(graph, beside))
        print(_edges(graph))
        print(_quads(graph))
        if options.unnamed:
            for each in sorted(_unnamed(beside), key=lambda each: (each.type, each.label)):
                print(f"{each.type:14} {each.label}")
    return 0


def most_connected(graph: Graph, number: int) -> dict[str, list[str]]:
    """The entities with most neighbours, each with these, by id."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in graph.table.rows("SELECT source, target FROM edge"):
        near[one].add(other)
        near[other].add(one)
    first = sorted(near, key=lambda id: (-len(near[id]), id))[:number]
    return {id: sorted(near[id]) for id in first}


def neighbour(graph: Graph, id: str) -> Neighbour:
    ((label, kind, is_named),) = graph.table.rows("SELECT label, type, named FROM entity WHERE id = ?", [id])
    is_counted = vocab.SIZE in facts_of(graph.store, graph.entity(id))
    return Neighbour(label, kind, bool(is_named), is_counted)


def share(neighbours: Sequence[Neighbour]) -> float:
    """The part of neighbours that are named or have a number."""
    return sum(each.is_named or each.is_counted for each in neighbours) / max(1, len(neighbours))


def _unnamed(beside: dict[str, list[Neighbour]]) -> Iterator[Neighbour]:
    return (each for near in beside.values() for each in near if not (each.is_named or each.is_counted))


def _centres(graph: Graph, beside: dict[str, list[Neighbour]]) -> Table:
    rows = {
        f"{number} {neighbour(graph, id).label}": {"neighbours": len(near), "named or counted": share(near)}
        for number, (id, near) in enumerate(beside.items(), 1)
    }
    every = [each for near in beside.values() for each in near]
    rows["all"] = {"neighbours": len(every), "named or counted": share(every)}
    return Table("most connected entities", rows)


def _edges(graph: Graph) -> str:
    labels: Counter[str] = Counter()
    for kind, number in graph.table.rows("SELECT class, COUNT(*) FROM edge GROUP BY class"):
        info = graph.ontology.info(kind)
        labels[OTHER if info.family == OTHER else info.label] += number
    plain = labels[OTHER]
    return f"{labels.total():,} edges, {plain:,} of them of no named class; {labels.most_common(5)}"


def _quads(graph: Graph) -> str:
    sentences = graph.store.counts["sentences"]
    numbers: Counter[str] = Counter()
    for quad in graph.store.graph:
        subject = str(getattr(quad.subject, "value", ""))
        if quad.graph_name == DefaultGraph():
            numbers[next((name for part, name in PARTS.items() if part in subject), "ontology")] += 1
        else:
            numbers["articles"] += 1
    ontology = numbers.pop("ontology")
    parts = ", ".join(f"{name} {number / sentences:.1f}" for name, number in sorted(numbers.items()))
    return f"{numbers.total() / sentences:.1f} quads per sentence: {parts}; ontology {ontology:,} quads"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.default_graph",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("store", type=Path, metavar="STORE")
    parser.add_argument("--entities", type=int, default=20, metavar="N")
    parser.add_argument("--unnamed", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())

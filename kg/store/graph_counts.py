"""How much a graph has: the numbers that `kg build` prints, and that the explorer and the exports agree with."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions

from kg import vocab
from kg.store.read_build import Store

DEFAULT = DefaultGraph()
# Events that no class file names are in the default graph only as participants of others.
PLAIN = """
SELECT (COUNT(*) AS ?number) {
  ?event kg:factuality ?factuality
  FILTER NOT EXISTS { ?event a ?class FILTER(?class NOT IN (sem:Event, kg:Event, kg:State)) }
}
"""


@dataclass(frozen=True, slots=True)
class GraphCounts:
    """Claims of all articles, uncertain ones among them; entities, events and states of the default graph; quads."""

    claims: int
    uncertain: int
    entities: int
    events: int
    states: int
    quads: int


def graph_counts(store: Store) -> GraphCounts:
    """The counts of a build. Events are those of a named class."""
    states = _default(store, vocab.TYPE, vocab.STATE)
    plain = store.graph.query(PLAIN, prefixes=vocab.PREFIXES)
    assert isinstance(plain, QuerySolutions)
    return GraphCounts(
        claims=store.counts.get("claims", 0),
        uncertain=sum(1 for _ in store.graph.quads_for_pattern(None, NamedNode(vocab.UNCERTAIN), None)),
        entities=_default(store, vocab.MENTIONS),
        events=_default(store, vocab.HAS_FACTUALITY) - states - int(next(plain)["number"].value),
        states=states,
        quads=store.counts["quads"],
    )


def _default(store: Store, name: str, value: str | None = None) -> int:
    """Quads of the default graph with this predicate and value."""
    term = None if value is None else NamedNode(value)
    return sum(1 for _ in store.graph.quads_for_pattern(None, NamedNode(name), term, DEFAULT))

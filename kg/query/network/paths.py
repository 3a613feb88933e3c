"""Shortest paths from one entity to another over claims, each hop with its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import networkx as nx
from pyoxigraph import NamedNode, QuerySolution, QuerySolutions

from kg.query.facts import FACTUALITY
from kg.query.network.analysis import Analysis
from kg.query.network.co_occurrence import Tie
from kg.store.read_build import Store
from kg.vocab import KG

SHOWN = 3  # sentences of a hop
HOPS = """
SELECT ?claim ?class ?factuality ?text ?article ?published ?begin WHERE {{
  GRAPH ?article {{
    ?claim ?role {one} ; ?other {other} ; a kg:Claim, ?class ; kg:factuality ?factuality ;
      prov:wasDerivedFrom ?sentence ; nif:beginIndex ?begin .
    ?sentence nif:anchorOf ?text .
    OPTIONAL {{ ?article schema:datePublished ?published }}
    FILTER(?class != kg:Claim && ?role != kg:attributedTo && ?other != kg:attributedTo)
    FILTER(?factuality != kg:Negated)
  }}
}} ORDER BY ?published ?claim LIMIT {limit}
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim about both ends of a hop, and its sentence."""

    claim: str  # IRI
    event_class: str
    factuality: str
    text: str
    article: str  # IRI
    published: str | None


@dataclass(frozen=True, slots=True)
class Hop:
    """A step of a path: two entities by IRI and label, how they are tied, and the first claims that say so."""

    one: str
    other: str
    labels: tuple[str, str]
    tie: Tie
    evidence: tuple[Evidence, ...]


def find_paths(
    store: Store, analysis: Analysis, one: str, other: str, limit: int = 3
) -> list[tuple[Hop, ...]]:
    """The shortest ways over claims from one actor's IRI to another's; of as many hops those of more sources first."""
    network = nx.subgraph_view(
        analysis.network, filter_edge=lambda a, b: bool(analysis.network.edges[a, b]["claims"])
    )
    if one not in network or other not in network or not nx.has_path(network, one, other):
        return []
    ways = nx.shortest_simple_paths(network, one, other, weight=_length)
    return [tuple(_hop(store, analysis, a, b) for a, b in pairwise(way)) for way in islice(ways, limit)]


def _length(one: str, other: str, tie: Any) -> float:
    """Hops count before sources: less than a thousand hops of one source are shorter than one more of many."""
    return float(1 + 0.001 / (1 + tie["claim_sources"]))


def _hop(store: Store, analysis: Analysis, one: str, other: str) -> Hop:
    tie = analysis.tie(one, other)
    assert tie is not None, "a path goes over ties"
    labels = analysis.network.nodes[one]["label"], analysis.network.nodes[other]["label"]
    query = HOPS.format(one=NamedNode(one), other=NamedNode(other), limit=SHOWN)
    return Hop(one, other, labels, tie, tuple(map(_evidence, _rows(store, query))))


def _evidence(row: QuerySolution) -> Evidence:
    return Evidence(
        row["claim"].value,
        row["class"].value.removeprefix(KG),
        FACTUALITY[row["factuality"].value],
        " ".join(row["text"].value.split()),
        row["article"].value,
        row["published"].value if row["published"] else None,
    )


def _rows(store: Store, query: str) -> Iterator[QuerySolution]:
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)
    yield from answer

"""Shortest paths from one entity to another over claims, each hop with its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import networkx as nx
from pyoxigraph import NamedNode, QuerySolution

from kg.query.facts import FACTUALITY, solutions
from kg.query.network.analysis import Analysis
from kg.query.network.co_occurrence import Tie
from kg.store.read_build import Store
from kg.vocab import KG

SHOWN = 3  # sentences of a hop
HOPS = """
SELECT ?claim ?class ?factuality ?text ?article ?published WHERE {{
  GRAPH ?article {{
    ?claim ?role {one} ; ?other {other} ; a kg:Claim, ?class ; kg:factuality ?factuality ;
      prov:wasDerivedFrom ?sentence .
    ?sentence nif:anchorOf ?text .
    OPTIONAL {{ ?article schema:datePublished ?published }}
    FILTER(?class != kg:Claim && ?role != kg:attributedTo && ?other != kg:attributedTo)
    FILTER(?factuality != kg:Negated)
    FILTER NOT EXISTS {{ ?claim kg:uncertain true }}
    FILTER NOT EXISTS {{ ?claim a kg:Event }}
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
    """A step of a path: two entities by IRI and label, the tie between them, and the first claims about both."""

    one: str
    other: str
    labels: tuple[str, str]
    tie: Tie
    evidence: tuple[Evidence, ...]


def find_paths(
    store: Store, analysis: Analysis, one: str, other: str, limit: int = 3
) -> list[tuple[Hop, ...]]:
    """The shortest paths over claims between two actors; of the same length, those with more sources first."""
    network = nx.subgraph_view(
        analysis.network, filter_edge=lambda a, b: bool(analysis.network.edges[a, b]["claims"])
    )
    if one not in network or other not in network or not nx.has_path(network, one, other):
        return []
    paths = nx.shortest_simple_paths(network, one, other, weight=_length)
    return [tuple(_hop(store, analysis, a, b) for a, b in pairwise(path)) for path in islice(paths, limit)]


def _length(one: str, other: str, tie: Any) -> float:
    """The length of a hop: sources only decide between paths with the same number of hops."""
    return float(1 + 0.001 / (1 + tie["claim_sources"]))


def _hop(store: Store, analysis: Analysis, one: str, other: str) -> Hop:
    tie = analysis.tie(one, other)
    assert tie is not None, "every hop of a path is a tie"
    labels = analysis.network.nodes[one]["label"], analysis.network.nodes[other]["label"]
    query = HOPS.format(one=NamedNode(one), other=NamedNode(other), limit=SHOWN)
    evidence = tuple(map(_evidence, solutions(store, query)))
    return Hop(one=one, other=other, labels=labels, tie=tie, evidence=evidence)


def _evidence(row: QuerySolution) -> Evidence:
    return Evidence(
        claim=row["claim"].value,
        event_class=row["class"].value.removeprefix(KG),
        factuality=FACTUALITY[row["factuality"].value],
        text=" ".join(row["text"].value.split()),
        article=row["article"].value,
        published=row["published"].value if row["published"] else None,
    )

"""Uncertain claims for a person to accept or reject: those about named actors first, nearest the threshold first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, QuerySolutions

from kg.build.judgements import Judgement, Side, effective
from kg.cli.lookup import Lookup
from kg.store.read_build import Store
from kg.vocab import KG

UNCERTAIN = """
SELECT ?claim ?confidence (COUNT(DISTINCT ?actor) AS ?actors) WHERE {
  GRAPH ?article { ?claim kg:uncertain true ; kg:confidence ?confidence }
  OPTIONAL {
    GRAPH ?article { ?claim ?role ?actor . FILTER(?role != kg:attributedTo) FILTER NOT EXISTS { ?claim a kg:Event } }
    ?actor a/rdfs:subClassOf* kg:Actor ; kg:isNamed true
  }
} GROUP BY ?claim ?confidence
"""
ROLES = """
SELECT DISTINCT ?role ?name WHERE {{
  ?role rdfs:subPropertyOf kg:role .
  GRAPH ?article {{ {claim} ?role ?filler . OPTIONAL {{ ?filler rdfs:label ?local }} }}
  OPTIONAL {{ ?filler rdfs:label ?label }}
  BIND(COALESCE(?label, ?local, ?filler) AS ?name)
  FILTER(!isIRI(?name))
}} ORDER BY ?role ?name
"""
# As the explorer has them, in api/static/js/passage.js.
ROLE_WORDS = {
    "agent": "who",
    "patient": "whom or what",
    "recipient": "to whom",
    "place": "where",
    "origin": "from where",
    "destination": "to where",
    "topic": "about what",
    "instrument": "with what",
    "title": "as what",
}


@dataclass(frozen=True, slots=True)
class UncertainClaim:
    """A claim to judge."""

    side: Side
    iri: str
    confidence: float


def uncertain_claims(graph: Store, judgements: Sequence[Judgement]) -> Iterator[UncertainClaim]:
    """Yield the claims that nobody has judged."""
    judged = {judgements[number].sides[0].id for number in effective(judgements)}
    with Lookup(graph.path, judgements) as lookup:
        for iri, confidence in _ranked(graph):
            side = lookup.claim(iri)
            if side.id not in judged:
                yield UncertainClaim(side, iri, confidence)


def _ranked(graph: Store) -> list[tuple[str, float]]:
    """IRI and confidence of each uncertain claim."""
    answer = graph.trusted_query(UNCERTAIN)
    assert isinstance(answer, QuerySolutions)
    found = [
        (row["actors"].value == "0", -float(row["confidence"].value), row["claim"].value) for row in answer
    ]
    return [(iri, -minus) for _, minus, iri in sorted(found)]


def roles_of(graph: Store, iri: str) -> Iterator[str]:
    """What fills the roles of a claim: "who: Orla Venn"."""
    answer = graph.trusted_query(ROLES.format(claim=NamedNode(iri)))
    assert isinstance(answer, QuerySolutions)
    for row in answer:
        role = row["role"].value.removeprefix(KG)
        yield f"{ROLE_WORDS.get(role, role)}: {row['name'].value}"

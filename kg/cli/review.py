"""Uncertain links for a person to decide, those with the largest effect first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from pyoxigraph import NamedNode, QuerySolutions

from kg.build.apply_judgements import current_id
from kg.build.judgements import Judgement, Side, effective, iri
from kg.cli.lookup import Lookup
from kg.link import read_reasons
from kg.rdf.iris import Iris
from kg.records import Link, LocalId
from kg.store.ledger import open_ledger
from kg.store.read_build import Store

SENTENCES_SHOWN = 2  # per side
Ids = Mapping[tuple[str, str, str], str]  # (kind, article, key) -> id in the graph
SENTENCES = """
SELECT DISTINCT ?text WHERE {{
  GRAPH ?article {{
    ?mention kg:refersTo {entity} .
    ?sentence a nif:Sentence ; nif:anchorOf ?text ; nif:beginIndex ?begin
    BIND(xsd:integer(STRBEFORE(STRAFTER(STR(?mention), "#char="), ",")) AS ?at)
    FILTER(?begin <= ?at && ?at < ?begin + STRLEN(?text))
  }}
}} ORDER BY ?text LIMIT {limit}
"""
CLAIMS = """
SELECT DISTINCT ?text WHERE {{
  VALUES ?claim {{ {claims} }}
  GRAPH ?article {{ ?claim prov:wasDerivedFrom ?sentence . ?sentence nif:anchorOf ?text }}
}} ORDER BY ?text LIMIT {limit}
"""


@dataclass(frozen=True, slots=True)
class Question:
    """A pair of entities or events that may be the same, with the parts of its score.

    `joined` counts the local entities or claims that a merge would move: the smaller side.
    """

    sides: tuple[Side, Side]
    score: float
    parts: tuple[tuple[str, float], ...]
    joined: int


def questions(graph: Store, judgements: Sequence[Judgement]) -> Iterator[Question]:
    """Yield undecided links, those first whose merge would move most."""
    with closing(open_ledger(graph.path)) as ledger, Lookup(graph.path, judgements) as lookup:
        ids = ledger.ids()
        sizes = Counter(ids.values())
        for pair, link in _open(read_reasons(graph.path), ids, judgements, sizes):
            sides = lookup.side(pair[0]), lookup.side(pair[1])
            yield Question(sides, link.score, link.parts, min(sizes[id_] for id_ in pair))


def evidence(question: Question, graph: Store) -> Iterator[tuple[Side, list[str]]]:
    """Yield each side with sentences that mention it."""
    for side in question.sides:
        yield side, sentences_of(side, graph)


def sentences_of(side: Side, graph: Store) -> list[str]:
    """Some sentences that mention an entity, or have a claim of an event."""
    claims = (NamedNode(Iris(graph.base).claim(*member)) for member in side.members)
    query = (
        SENTENCES.format(entity=NamedNode(iri(side, graph.base)), limit=SENTENCES_SHOWN)
        if side.kind == "entity"
        else CLAIMS.format(claims=" ".join(map(str, claims)), limit=SENTENCES_SHOWN)
    )
    answer = graph.trusted_query(query)
    assert isinstance(answer, QuerySolutions)
    return [" ".join(row["text"].value.split()) for row in answer]


def _open(
    reasons: Iterable[Link], ids: Ids, judgements: Sequence[Judgement], sizes: Mapping[str, int]
) -> list[tuple[tuple[str, str], Link]]:
    """The strongest undecided link of each pair that was not merged."""
    decided = _decided(judgements, ids)
    best: dict[tuple[str, str], Link] = {}
    for link in reasons:
        ends = [ids.get((link.kind, *local_id)) for local_id in (link.first, link.second)]
        if link.is_merged or None in ends or ends[0] == ends[1]:
            continue
        one, other = sorted(str(end) for end in ends)
        previous = best.get((one, other))
        if (one, other) not in decided and (previous is None or _order(link) < _order(previous)):
            best[one, other] = link
    return sorted(best.items(), key=lambda found: (*_rank(found[0], sizes), -found[1].score, found[0]))


def _order(link: Link) -> tuple[float, LocalId, LocalId]:
    """Sort key: the strongest link first, independent of input order."""
    return -link.score, link.first, link.second


def _rank(pair: tuple[str, str], sizes: Mapping[str, int]) -> tuple[int, int]:
    """Sort key: the pair with the larger smaller side first, since a merge moves the smaller side."""
    numbers = sorted(sizes[id_] for id_ in pair)
    return -numbers[0], -numbers[1]


def _decided(judgements: Sequence[Judgement], ids: Ids) -> set[tuple[str, str]]:
    """Pairs of ids that a person has judged."""
    pairs = set()
    used = frozenset(ids.values())
    for number in effective(judgements):
        sides = judgements[number].sides
        if len(sides) == 2 and sides[1].kind != "external":
            kind = sides[0].kind
            of_kind = {(article, key): id_ for (other, article, key), id_ in ids.items() if other == kind}
            ends = [current_id(side, of_kind, used) for side in sides]
            pairs.add(tuple(sorted(str(end) for end in ends)))
    return pairs  # type: ignore[return-value]  # each has two sides

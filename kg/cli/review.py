"""Links that linking was not sure of: those first whose decision changes most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from pyoxigraph import QuerySolutions

from kg.build.apply_judgements import current_id
from kg.build.judgements import Judgement, Side, iri, standing
from kg.cli.find_meant import Naming
from kg.link import read_reasons
from kg.records import Link, LocalId
from kg.store.ledger import open_ledger
from kg.store.read_build import Store

SHOWN = 2  # sentences of each
Ids = Mapping[tuple[str, str, str], str]  # in the graph, by kind, article and key
SENTENCES = """
SELECT DISTINCT ?text WHERE {{
  GRAPH ?article {{ ?phrase kg:refersTo <{entity}> ; nif:sentence ?sentence . ?sentence nif:anchorOf ?text }}
}} ORDER BY ?text LIMIT {limit}
"""
CLAIMS = """
SELECT DISTINCT ?text WHERE {{
  GRAPH ?article {{ ?claim kg:event <{entity}> ; prov:wasDerivedFrom ?sentence . ?sentence nif:anchorOf ?text }}
}} ORDER BY ?text LIMIT {limit}
"""


@dataclass(frozen=True, slots=True)
class Question:
    """Two that may be one: the parts of their score, and how many articles' own would be joined."""

    sides: tuple[Side, Side]
    score: float
    parts: tuple[tuple[str, float], ...]
    joined: int


def questions(graph: Store, judgements: Sequence[Judgement]) -> Iterator[Question]:
    """Links that no one decided, those first that would join most."""
    with closing(open_ledger(graph.path)) as ledger, Naming(graph.path, judgements) as naming:
        ids = ledger.ids()
        sizes = Counter(ids.values())
        for pair, link in _open(read_reasons(graph.path), ids, judgements, sizes):
            sides = naming.side(pair[0]), naming.side(pair[1])
            yield Question(sides, link.score, link.parts, min(sizes[id_] for id_ in pair))


def evidence(question: Question, graph: Store) -> Iterator[tuple[Side, list[str]]]:
    """Sentences that speak of each of the two."""
    for side in question.sides:
        query = SENTENCES if side.kind == "entity" else CLAIMS
        answer = graph.query(query.format(entity=iri(side, graph.base), limit=SHOWN))
        assert isinstance(answer, QuerySolutions)
        yield side, [" ".join(row["text"].value.split()) for row in answer]


def _open(
    reasons: Iterable[Link], ids: Ids, judgements: Sequence[Judgement], sizes: Mapping[str, int]
) -> list[tuple[tuple[str, str], Link]]:
    """Links between things that are apart and that nobody judged, the best of each two."""
    decided = _decided(judgements, ids)
    best: dict[tuple[str, str], Link] = {}
    for link in reasons:
        ends = [ids.get((link.kind, *own)) for own in (link.first, link.second)]
        if link.is_merged or None in ends or ends[0] == ends[1]:
            continue
        one, other = sorted(str(end) for end in ends)
        known = best.get((one, other))
        if (one, other) not in decided and (known is None or _order(link) < _order(known)):
            best[one, other] = link
    return sorted(best.items(), key=lambda found: (*_rank(found[0], sizes), -found[1].score, found[0]))


def _order(link: Link) -> tuple[float, LocalId, LocalId]:
    """The strongest of several links comes first, whatever order they were found in."""
    return -link.score, link.first, link.second


def _rank(pair: tuple[str, str], sizes: Mapping[str, int]) -> tuple[int, int]:
    """The smaller of the two is what moves if they are joined."""
    numbers = sorted(sizes[id_] for id_ in pair)
    return -numbers[0], -numbers[1]


def _decided(judgements: Sequence[Judgement], ids: Ids) -> set[tuple[str, str]]:
    """Pairs of ids that a person told apart, or tried to join."""
    pairs = set()
    used = frozenset(ids.values())
    for number in standing(judgements):
        sides = judgements[number].sides
        if len(sides) == 2:
            kind = sides[0].kind
            own = {(article, key): id_ for (its, article, key), id_ in ids.items() if its == kind}
            ends = [current_id(side, own, used) for side in sides]
            pairs.add(tuple(sorted(str(end) for end in ends)))
    return pairs  # type: ignore[return-value]  # of two sides each

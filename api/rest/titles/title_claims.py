"""The claim of an event that its title is made from: words of two claims together may say what neither does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.api.rest.filters import is_in
from kg.api.tables.open_build import Graph
from kg.query.phrases.edge_words import Verb

READ = 30  # claims of an event from which one is chosen
VERB_WEIGHT = 2.5  # a verb makes a sentence; a noun stands for an event only if it is much more frequent
SIDES = ("agent", "patient", "recipient")
WORDS = (
    'SELECT c.predicate, v.past, v.participle, c.id, c."trigger", c.factuality, c.uncertain FROM claim c '
    "LEFT JOIN verb v USING (class, predicate) "
    f"WHERE c.event = ? ORDER BY c.uncertain, c.id LIMIT {READ}"
)


class Side(NamedTuple):
    """An entity that fills a role of a claim."""

    role: str
    entity: str
    is_named: bool


class TitleClaim(NamedTuple):
    """A claim in words: its verb, if its predicate is one, and its trigger."""

    id: str
    verb: Verb | None
    trigger: str
    factuality: str
    uncertain: bool

    @property
    def word(self) -> str:
        return self.verb.lemma if self.verb else self.trigger

    @property
    def has_form_of_verb(self) -> bool:
        """Whether its trigger has a form that no noun has."""
        return self.verb is not None and self.trigger in self.verb[1:]


def title_claim(graph: Graph, event: str, factuality: str) -> TitleClaim | None:
    """The claim whose names most claims of the event agree on; of several, the one that leaves least open.

    Of those, it has the most frequent word.
    """
    rows = graph.table.rows(WORDS, [event])
    claims = [TitleClaim(row[3], Verb(*row[:3]) if row[1] else None, str(row[4]), *row[5:]) for row in rows]
    sides = _sides(graph, [claim.id for claim in claims])
    agreed = Counter(
        (each.role, each.entity) for filled in sides.values() for each in filled if each.is_named
    )
    words = Counter((claim.word, claim.verb is None) for claim in claims)

    def telling(claim: TitleClaim) -> tuple[float, ...]:
        filled = sides.get(claim.id, ())
        names = sum(agreed[each.role, each.entity] for each in filled if each.is_named)
        weight = words[claim.word, claim.verb is None] * (VERB_WEIGHT if claim.verb else 1)
        is_support = claim.factuality == factuality and not claim.uncertain
        return is_support, names, len({each.role for each in filled}), weight, claim.has_form_of_verb

    return max(claims, key=telling, default=None)


def _sides(graph: Graph, claims: Sequence[str]) -> Mapping[str, Sequence[Side]]:
    """Who does it and to whom, by claim."""
    (of_claims, ids), (of_sides, roles) = is_in("f.claim", claims), is_in("f.role", SIDES)
    rows = graph.table.rows(
        "SELECT f.claim, f.role, f.entity, e.named FROM fills f JOIN entity e ON e.id = f.entity "
        f"WHERE {of_claims} AND {of_sides}",
        (*ids, *roles),
    )
    sides: dict[str, list[Side]] = {}
    for claim, *side in rows:
        sides.setdefault(claim, []).append(Side(*side))
    return sides

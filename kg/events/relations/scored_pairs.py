"""An article's candidate pairs with the probabilities that the head gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.events.context import EventContext
from kg.events.relations.candidates import End, Pair, find_candidates
from kg.events.relations.pair_features import PairReader
from kg.events.relations.relation_head import RelationHead
from kg.grammar.noun_phrases import PLURAL_TAGS
from kg.grammar.tree import preposition
from kg.layers import Array
from kg.records import Event

POST, FORMER_POST, LEADS, KINSHIP = "holdsPosition", "formerlyHeldPosition", "leads", "familyOf"
MEMBERSHIP, FOUNDED, LOCATED, OWNED, HOME = "memberOf", "foundedBy", "locatedIn", "owns", "livesIn"
POSTS = (POST, FORMER_POST)


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """`scores` [pairs, labels] has a row for each pair; `rows` says which."""

    context: EventContext
    head: RelationHead
    ends: Mapping[int, End]
    rows: Mapping[Pair, int]
    scores: Array
    likely_holders: Mapping[int, float]  # by title, the highest probability that one holds or held the post

    def probability(self, pair: Pair, *names: str) -> float | None:
        """The probability that a pair has one of these relations; None where it was no candidate."""
        row = self.rows.get(pair)
        if row is None:
            return None
        return float(sum(self.scores[row, self.head.index[name]] for name in names))

    def holder_probability(self, token: int, title: int) -> float | None:
        """The probability that somebody holds or held a post; 0 where the title is of one, and another's rather."""
        found = self.probability(Pair("title", token, title), *POSTS)
        if found is None or self.context.parsed.tree.tags[title] in PLURAL_TAGS:
            return found
        if _is_of_arguments(self.context, token, title):
            return 0.0
        return found if 2 * found > self.likely_holders.get(title, 0.0) else 0.0

    def likeliest(self, pair: Pair) -> tuple[str, float]:
        """The likeliest label of a pair, "" for none, with its probability."""
        row = self.scores[self.rows[pair]]
        number = int(row.argmax())
        return self.head.labels[number], float(row[number])

    def fits(self, name: str, role: str, token: int) -> bool:
        """Whether a token may fill a role of a class; False of a class that the ontology lacks."""
        event_class = self.context.lexicon.classes.get(name)
        found = event_class.role(role) if event_class else None
        return found is not None and self.context.fits(token, found.types)


def _is_of_arguments(context: EventContext, token: int, title: int) -> bool:
    """True for *Ivo* in "Lunt steps down as *chairman* and hands control to Ivo": "as" speaks of who steps down."""
    tree = context.parsed.tree
    verb = context.parsed.frames.get(tree.heads[title])
    if (
        verb is None
        or verb.kind != "verb"
        or tree.slots[title] != "oblique"
        or preposition(tree, title) != "as"
    ):
        return False
    words = (
        *verb.subject,
        *verb.object,
        *(clause.token for clause in verb.complements),
    )  # "named *Ivo* as mayor"
    others = {entity.key for each in words if (entity := context.entity(each))}
    entity = context.entity(token)
    return bool(others) and (entity is None or entity.key not in others)


def score_pairs(context: EventContext, states: Sequence[Event], head: RelationHead) -> ScoredPairs:
    """`states` are those of the rules, which are evidence for the head."""
    parsed = context.parsed
    assert parsed.states is not None
    candidates = find_candidates(parsed, context.resolution, head.titles)
    reader = PairReader.of(parsed, candidates, states)
    base = parsed.states[:, parsed.states.shape[1] // 2 :]
    scores = head.read(base, candidates.pairs, [reader.features(pair) for pair in candidates.pairs])
    rows = {pair: row for row, pair in enumerate(candidates.pairs)}
    holders: dict[int, float] = {}
    posts = [head.index[name] for name in POSTS if name in head.index]
    for pair, held in zip(candidates.pairs, scores[:, posts].sum(axis=1).tolist(), strict=True):
        if pair.kind == "title":
            holders[pair.second] = max(held, holders.get(pair.second, 0.0))
    return ScoredPairs(context, head, candidates.ends, rows, scores, holders)

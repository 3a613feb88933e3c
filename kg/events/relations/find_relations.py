"""The states of an article by the trained head: those of the rules that it deems likely, and those that only it sees.

Ranges of the class files stay hard limits, and no state relates an entity to itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.events.context import EventContext
from kg.events.fillers import filler_of, title_of
from kg.events.learned.tree_paths import TreePaths
from kg.events.relations.candidates import Pair
from kg.events.relations.judge_states import judge
from kg.events.relations.relation_head import RelationHead
from kg.events.relations.scored_pairs import (
    FORMER_POST,
    FOUNDED,
    KINSHIP,
    LEADS,
    MEMBERSHIP,
    POST,
    POSTS,
    ScoredPairs,
    score_pairs,
)
from kg.grammar.tree import Tree, preposition
from kg.records import Event, Filler

# least probabilities, chosen on 128 articles left out of training: F1 .688 with 0.3 for all, .664 with 0.5;
# of posts .85 with 0.2 and .83 with 0.3
LEAST = 0.3
LEAST_POST = 0.2
LEAST_BODY = 0.5  # of a body for a post that the rules read without one; its holder must fit it as well
NEAR = 2  # steps in the tree between a relative and the word of kinship


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of two ends; of a post, of who holds it and the body it is in, if that is known.

    Tokens are those of the doc. `title` is the word for the post or the relative.
    """

    name: str
    first: int
    second: int | None
    title: int | None
    probability: float

    @property
    def trigger(self) -> int:
        trigger = self.second if self.title is None else self.title
        assert trigger is not None
        return trigger


def learned_relations(context: EventContext, events: Sequence[Event], head: RelationHead) -> list[Event]:
    """The events with the head's states instead of the rules', where it knows the class."""
    states = [event for event in events if event.event_class in head.index]
    scored = score_pairs(context, states, head)
    kept = {(s.event_class, s.trigger): s for state in states if (s := judge(scored, state))}
    known = {_key(scored, each): each for state in kept.values() for each in _relations_of(state)}
    likely = _likely(scored)
    officers = _officers(scored, [*likely.values(), *(e for s in kept.values() for e in _relations_of(s))])
    groups: defaultdict[tuple[str, int], list[Relation]] = defaultdict(list)
    for key, each in likely.items():
        inverse = likely.get((key[0], key[2], key[1]))
        is_inverted = inverse is not None and inverse.probability > each.probability
        is_known = key in known and not _adds_body(scored, known[key], each)
        if not (is_known or is_inverted or (each.name == MEMBERSHIP and key[1:] in officers)):
            groups[each.name, each.trigger].append(each)
    for (name, trigger), group in groups.items():
        state = kept.get((name, trigger)) or _state(scored, name, trigger, group)
        kept[name, trigger] = _joined(scored, state, group)
    return [event for event in events if event.event_class not in head.index] + list(kept.values())


def _adds_body(scored: ScoredPairs, known: Relation, other: Relation) -> bool:
    """True for a post of the rules whose body only the head sees: "Estria's vote was won by *President* Lunt".

    A body without a name may be a word of the title: "US Secretary of *State* Ada Lunt".
    """
    entity = None if known.second is None else scored.context.entity(known.second)
    has_body = entity is not None and entity.is_named
    if known.name not in POSTS or has_body or other.second is None or other.title is None:
        return False
    of_title = scored.probability(Pair("body", other.title, other.second), POST) or 0.0
    of_holder = scored.probability(Pair("ends", other.first, other.second), *POSTS)
    return of_title >= LEAST_BODY and (of_holder is None or of_holder >= LEAST)


# --- relations that are likely enough

Key = tuple[str, str, str]


def _likely(scored: ScoredPairs) -> dict[Key, Relation]:
    """The likeliest relation of each two entities."""
    best: dict[Key, Relation] = {}
    for each in (*_posts(scored), *_of_two(scored)):
        key = _key(scored, each)
        if key not in best or each.probability > best[key].probability:
            best[key] = each
    return best


def _key(scored: ScoredPairs, each: Relation) -> Key:
    """What makes a relation another: of a post its title, or else the second entity."""
    if each.name in POSTS:
        return POST, _entity_key(scored, each.first), str(each.title)
    return each.name, _entity_key(scored, each.first), _entity_key(scored, each.second)


def _entity_key(scored: ScoredPairs, token: int | None) -> str:
    entity = scored.context.entity(token) if token is not None else None
    return entity.key if entity else str(token)


def _officers(scored: ScoredPairs, relations: Sequence[Relation]) -> set[tuple[str, str]]:
    """Who has a post in which body, founded it or leads it: that says more than membership."""
    return {
        (_entity_key(scored, each.first), _entity_key(scored, each.second))
        for each in relations
        if each.name in (*POSTS, LEADS)
    } | {
        (_entity_key(scored, each.second), _entity_key(scored, each.first))
        for each in relations
        if each.name == FOUNDED
    }


def _relations_of(state: Event) -> Iterator[Relation]:
    for agent in state.fillers_of("agent"):
        for patient in state.fillers_of("patient") or (None,):
            second = patient.token if patient else None
            yield Relation(state.event_class, agent.token, second, state.trigger, 1.0)


def _posts(scored: ScoredPairs) -> Iterator[Relation]:
    """Who holds which post, and in which body where one is likely enough."""
    bodies: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for pair in scored.rows:
        if pair.kind == "body" and scored.fits(POST, "patient", pair.second):
            bodies[pair.first].append((scored.probability(pair, POST) or 0.0, pair.second))
    for pair in scored.rows:
        if pair.kind != "title" or not scored.fits(POST, "agent", pair.first):
            continue
        held, former = (scored.probability(pair, name) or 0.0 for name in POSTS)
        is_likely = (scored.holder_probability(pair.first, pair.second) or 0.0) >= LEAST_POST
        if is_likely and not _is_of_another_noun(scored.context.parsed.tree, pair.first, pair.second):
            likely, body = max(bodies[pair.second], default=(0.0, -1))
            second = body if likely >= LEAST_POST else None
            yield Relation(
                POST if held >= former else FORMER_POST, pair.first, second, pair.second, held + former
            )


def _is_of_another_noun(tree: Tree, name: int, title: int) -> bool:
    """True for Bell and chairman in "the chairman, Jan Orr, and treasurer, *Kit Bell*": each noun has its name."""
    noun = tree.heads[name]
    is_listed = tree.slots[noun] == "conjunct" and tree.heads[noun] == title
    return is_listed and tree.slots[name] == "apposition" and any(tree.get(title, "apposition"))


def _of_two(scored: ScoredPairs) -> Iterator[Relation]:
    for pair in scored.rows:
        name, probability = scored.likeliest(pair)
        if pair.kind != "ends" or not name or name in POSTS or probability < LEAST:
            continue
        title = _kin_word(scored.context, pair.first) if name == KINSHIP else None
        if name == LEADS and _leads_others(scored.context.parsed.tree, pair.first, pair.second):
            continue
        is_whole = title is not None if name == KINSHIP else name != LEADS or _is_name(scored, pair.second)
        if is_whole and scored.fits(name, "agent", pair.first) and scored.fits(name, "patient", pair.second):
            yield Relation(name, pair.first, pair.second, title, probability)


def _leads_others(tree: Tree, leader: int, body: int) -> bool:
    """True for "researchers at the *Kell Institute*, led by *Ada Lunt*": who is led stands before the participle."""
    led = tree.heads[leader]
    return tree.slots[leader] == "agent" and tree.slots[led] == "noun_clause" and tree.heads[led] != body


def _is_name(scored: ScoredPairs, token: int) -> bool:
    """Who leads an unnamed group is left to the rules: the head takes those who send or invite it for its leaders."""
    return scored.ends[token].kind == "name"


def _kin_word(context: EventContext, relative: int) -> int | None:
    """The word that says what a relative is: "wife"; the nearest in the sentence that hangs together with the name."""
    parsed, found = context.parsed, []
    paths = TreePaths(parsed.tree)
    for token, sentence in enumerate(parsed.sentence_of):
        if sentence != parsed.sentence_of[relative]:
            continue
        triggers = context.lexicon.triggers(parsed.tree.lemmas[token].lower(), "noun")
        if any(trigger.event_class == KINSHIP for trigger in triggers):
            steps = len(paths.between(relative, token)) if token != relative else 0
            if token == relative or 0 < steps <= NEAR:
                found.append((steps, abs(token - relative), token))
    return min(found)[2] if found else None


# --- events of them


def _state(scored: ScoredPairs, name: str, trigger: int, group: Sequence[Relation]) -> Event:
    """A state that only the head sees, without its ends."""
    context, tree = scored.context, scored.context.parsed.tree
    has_title = group[0].title is not None
    word = preposition(tree, trigger) or context.lexicon.classes[name].label
    return Event(
        event_class=name,
        predicate=tree.lemmas[trigger].lower() if has_title else word,
        trigger=trigger,
        anchor=trigger,
        fillers=(title_of(context, "title", trigger),) if has_title else (),
        probability=1.0,
    )


def _joined(scored: ScoredPairs, state: Event, group: Sequence[Relation]) -> Event:
    """A state with the ends of these relations, each entity in one role, and the probability of the least likely."""
    fillers = list(state.fillers)
    role_of = {_entity_key(scored, filler.token): filler.role for filler in fillers if filler.role != "title"}
    used = []
    for each in sorted(group, key=lambda relation: -relation.probability):
        ends = [("agent", each.first)] + ([("patient", each.second)] if each.second is not None else [])
        named = [(role, token, _entity_key(scored, token)) for role, token in ends]
        if any(role_of.get(key, role) != role for role, _, key in named):
            continue  # "the brothers A and B": one of the two directions
        fillers += [_filler(scored, role, token) for role, token, key in named if key not in role_of]
        role_of |= {key: role for role, _, key in named}
        used.append(each.probability)
    least = min([*used, 1.0 if state.probability is None else state.probability])
    ordered = tuple(sorted(fillers, key=lambda filler: (filler.role, filler.begin)))
    return replace(state, fillers=ordered, probability=round(least, 3)) if used else state


def _filler(scored: ScoredPairs, role: str, token: int) -> Filler:
    """A name with its own words alone, another mention as the rules would have it."""
    filler, end = filler_of(scored.context, role, token), scored.ends[token]
    if end.kind != "name":
        return filler
    begin, stop = scored.context.parsed.span(end.start, end.stop)
    return replace(filler, begin=begin, end=stop, text=scored.context.parsed.article.text[begin:stop])

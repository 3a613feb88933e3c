"""Events as the trained heads see them, with the rules' events as evidence.

The heads decide which words evoke a named class, which class, and who fills its roles; the class file's roles and
ranges stay hard limits. States, quantities, anchors and clauses as topics are the rules'.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from kg.events.context import EventContext
from kg.events.fillers import filler_of, owners_of
from kg.events.learned.evidence import ACTORS, ClassEvidence, actor_decision, decision, evidence
from kg.events.learned.features import PairContext, PairFeatures, may_evoke, rule_roles, word_features
from kg.events.learned.heads import Array, EventHeads, RolePair, WordScores
from kg.events.learned.tree_paths import TreePaths
from kg.events.predicates import Predicate
from kg.grammar.noun_phrases import PLURAL_TAGS, appositives
from kg.grammar.tree import Tree
from kg.ontology.classes.lexicon import EventClass
from kg.records import Event, Evidence, Filler

# Least probabilities, tuned on articles that the heads were not trained on.
LEAST_CLASS = 0.5  # of any named class
LEAST_WITH_RULE_CLASS = 0.25  # where the rules give one, too
LEAST_ROLE = 0.4  # of any role
LEAST_WITH_RULE = 0.15  # where the rules give the candidate the same role
LEAST_SECOND = 0.7  # of a second actor in one role, unless it is in a list with the first
LEAST_PRONOUN = 0.1  # the same of a pronoun: annotation resolves most of them to names elsewhere
LEAST_ABSTRACT = 0.8  # of an abstract noun as agent, which may name a body: "the press"
RULE_BONUS = 0.3  # what a role that the rules give adds where candidates compete for it
ALIKE = (("patient", "recipient", "topic"), ("place", "origin", "destination"))
UNDERGOING = frozenset({"patient", "recipient"})
LIFELESS = frozenset({"Abstract", "Occasion"})  # "the benefits", "the game": no actors, whatever else
COUNTS = ("Number", "Percent")  # kinds of what may count people
ALONE = UNDERGOING | {"agent"}  # roles of one actor or one list; not of those who meet each other
BESIDE = frozenset({"conjunct", "apposition", "flat"})  # slots of what is an actor as its head is
# Where a class has no such role, the first of these that it has; annotation and class files differ there.
INSTEAD = {
    "patient": ("recipient", "topic"),
    "recipient": ("patient", "topic", "destination"),
    "topic": ("patient",),
    "destination": ("place", "patient", "recipient"),
    "origin": ("place",),
    "place": ("destination", "patient"),
    "position": ("topic",),
}


class Candidate(NamedTuple):
    """A token that may fill a role of an event, with the probability of each role."""

    token: int
    features: PairFeatures
    roles: Sequence[float]


@dataclass(frozen=True, slots=True)
class Learned:
    """An article with the scores of its words and of the candidates for the roles of its events."""

    context: EventContext
    heads: EventHeads
    scores: WordScores
    predicates: Mapping[int, Predicate]
    candidates: Mapping[int, Sequence[Candidate]]  # by trigger
    paths: TreePaths


def learned_events(
    context: EventContext, rules: Sequence[Event], predicates: Iterable[Predicate], heads: EventHeads
) -> list[Event]:
    """The rules' events with the classes and fillers of the heads, and the events that only the heads see."""
    parsed = context.parsed
    assert parsed.states is not None
    tokens = may_evoke(parsed.tree, rules)
    scores = heads.read_words(parsed.states, tokens, word_features(parsed, rules, context.lexicon, tokens))
    judged, left = _known_to(heads, rules)
    others = {event.trigger for event in left if not _is_state(context, event)}
    classes = {token: name for token, name in _classes(heads, scores.classes, rules) if token not in others}
    context.events |= {token for token in classes if not parsed.tree.is_verb(token)}
    given = rule_roles(rules)
    pairs = PairContext.of(parsed, context.resolution, frozenset(classes) | {e.trigger for e in rules})
    learned = Learned(
        context=context,
        heads=heads,
        scores=scores,
        predicates={predicate.token: predicate for predicate in predicates},
        candidates=_candidates(heads, pairs, classes, given),
        paths=pairs.paths,
    )
    by_trigger = {event.trigger: event for event in judged}
    events = [*left, *(event.without_class() for event in judged if event.trigger not in classes)]
    for token, name in classes.items():
        event = by_trigger.get(token) or _new(learned, token)
        events.append(_named(learned, event, name, given.get(token, {})))
    return events


def _candidates(
    heads: EventHeads, pairs: PairContext, classes: Mapping[int, str], given: Mapping[int, Mapping[int, str]]
) -> dict[int, list[Candidate]]:
    """The candidates for roles by trigger, read at once; `given` are the roles of the rules."""
    states = pairs.parsed.states
    assert states is not None
    rows = [
        RolePair(trigger, token, name, pairs.features(trigger, token, given.get(trigger, {})))
        for trigger, name in classes.items()
        for token in pairs.candidates(trigger)
    ]
    # the upper half is above the trained layers
    scores = heads.read_pairs(states[:, : states.shape[1] // 2], rows)
    candidates: dict[int, list[Candidate]] = {}
    for row, roles in zip(rows, scores.tolist(), strict=True):
        candidates.setdefault(row.trigger, []).append(Candidate(row.filler, row.features, roles))
    return candidates


def _is_state(context: EventContext, event: Event) -> bool:
    event_class = context.lexicon.classes.get(event.event_class)
    return event_class is not None and context.lexicon.is_state(event_class)


def _known_to(heads: EventHeads, rules: Sequence[Event]) -> tuple[list[Event], list[Event]]:
    """The rules' events that the heads judge, and those left as they are: states, and classes that they never saw."""
    known = {"Event", *heads.classes}
    judged = [event for event in rules if event.event_class in known]
    return judged, [event for event in rules if event.event_class not in known]


def _classes(heads: EventHeads, scores: Array, rules: Iterable[Event]) -> Iterator[tuple[int, str]]:
    """The tokens that evoke a named class, and the likeliest such class."""
    named = scores[:, 1:]
    best, any_class = named.argmax(axis=1) + 1, named.sum(axis=1)
    ruled = {event.trigger for event in rules if event.event_class in heads.class_index}
    for token in np.flatnonzero(any_class > LEAST_WITH_RULE_CLASS):
        if any_class[token] > LEAST_CLASS or int(token) in ruled:
            yield int(token), heads.classes[best[token]]


def _new(learned: Learned, token: int) -> Event:
    """An event that the rules do not see, without fillers."""
    predicate = learned.predicates.get(token)
    tree = learned.context.parsed.tree
    word = predicate.lemmas[0] if predicate and predicate.lemmas else tree.lemmas[token].lower()
    anchor = predicate.anchor if predicate else token
    return Event(event_class="Event", predicate=word, trigger=token, anchor=anchor, fillers=())


def _named(learned: Learned, event: Event, name: str, given: Mapping[int, str]) -> Event:
    event_class = learned.context.lexicon.classes[name]
    names = {rule.name for rule in event_class.quantities}
    fillers, decisions = _fillers(learned, event, event_class, given)
    taken = {filler.token for filler in fillers}
    filled = {filler.role for filler in fillers}
    kept = [
        filler
        for filler in event.fillers
        if _is_clause(filler)
        and filler.token not in taken
        and filler.role not in filled
        and event_class.role(filler.role)
    ]
    return replace(
        event,
        event_class=name,
        fillers=tuple(sorted([*fillers, *kept], key=lambda filler: (filler.role, filler.begin))),
        quantities=tuple(q for q in event.quantities if q.name in names or event.event_class == name),
        evidence=_evidence(learned, event, name, decisions),
    )


def _evidence(learned: Learned, event: Event, name: str, decisions: Sequence[float]) -> Evidence:
    heads = learned.heads
    classes, factualities = (row[event.trigger].tolist() for row in learned.scores)
    of = ClassEvidence(1 - classes[0], classes[heads.class_index[name]], event.event_class, name)
    return evidence(of, dict(zip(heads.factualities, factualities, strict=True)), decisions)


def _is_clause(filler: Filler) -> bool:
    """Whether a filler is words only: a clause or a title, which the heads do not score."""
    return filler.entity is None and filler.event is None


def _fillers(
    learned: Learned, event: Event, event_class: EventClass, given: Mapping[int, str]
) -> tuple[list[Filler], list[float]]:
    """The words of the sentence that fill a role of an event, by the heads and in the role's range.

    An entity is an actor of an event in one role only, rather that of the rules. With them, for every candidate, the
    probability that its role is right.
    """
    context, heads = learned.context, learned.heads
    candidates = learned.candidates.get(event.trigger, ())
    symmetric = event_class.shortcut is not None and event_class.shortcut.symmetric
    entities = {each.token: entity.key for each in candidates if (entity := context.entity(each.token))}
    ruled = {entities[token]: each.rule for token, each, _ in candidates if token in entities and each.rule}
    owners = frozenset(owners_of(context.parsed, event.trigger))
    likeliest: dict[tuple[str, str], tuple[tuple[bool, float], Filler]] = {}
    for token, each, row in candidates:
        name = _role_name(heads, row, each, symmetric=symmetric)
        if name and not each.rule:
            name = ruled.get(entities.get(token, ""), name)
        is_sure = name == "agent" and decision(row, heads.roles, name, symmetric=symmetric) >= LEAST_ABSTRACT
        role = name and _fitting_role(context, event_class, name, token, is_sure=is_sure)
        if role:
            right = decision(row, heads.roles, role, symmetric=symmetric)
            filler = filler_of(context, role, token)
            key = (filler.entity or str(token), "" if role in ACTORS else role)
            rank = (bool(each.rule) or token in owners, right)
            if key not in likeliest or rank > likeliest[key][0]:
                likeliest[key] = rank, filler
    ranked = sorted(likeliest.values(), key=lambda pair: _weight(*pair[0]), reverse=True)
    joined = list(_joined(learned, ranked, owners, alone=UNDERGOING if symmetric else ALONE))
    fillers = list(_without_listed(context, _whole(context, event.trigger, joined, given)))
    if symmetric:
        fillers += _other_sides(context, fillers)
    return fillers, list(_decisions(learned, event.trigger, fillers, symmetric=symmetric))


def _decisions(
    learned: Learned, trigger: int, fillers: Iterable[Filler], *, symmetric: bool
) -> Iterator[float]:
    """For every candidate the probability that the actors are right about it.

    Of the words for one entity only the chosen one counts. Whoever belongs to an actor's description may have the
    actor's role or none: "a delegation led by *Ada Lunt*".
    """
    context, roles = learned.context, learned.heads.roles
    role_of = {each.token: each.role for each in fillers}
    actors = {token: role for token, role in role_of.items() if role in ACTORS}
    known = {entity.key for token in actors if (entity := context.entity(token))}
    for token, _, row in learned.candidates.get(trigger, ()):
        entity = context.entity(token)
        if token in role_of or entity is None or entity.key not in known:
            above = None if token in role_of else _head_of_description(context, trigger, token, actors)
            right = actor_decision(row, roles, role_of.get(token, ""), symmetric=symmetric)
            beside = decision(row, roles, actors[above], symmetric=symmetric) if above is not None else 0.0
            yield min(1.0, right + beside)


def _weight(is_given: bool, right: float) -> float:
    return right + RULE_BONUS * is_given


def _other_sides(context: EventContext, fillers: Sequence[Filler]) -> Iterator[Filler]:
    """The first of two sides whose names a hyphen joins: *Polish* in "Polish-German talks"."""
    tree, taken = context.parsed.tree, {each.token for each in fillers}
    for each in fillers:
        other = each.token - 2
        if (
            each.role in ACTORS
            and each.token > 1
            and other not in taken
            and tree.words[each.token - 1] == "-"
        ):
            entity = context.entity(other)
            is_side = entity is not None and entity.is_named and entity.type != "Thing"
            if is_side and tree.heads[other] in (each.token, tree.heads[each.token]):
                yield filler_of(context, each.role, other)


def _joined(
    learned: Learned,
    ranked: Iterable[tuple[tuple[bool, float], Filler]],
    owners: Container[int],
    *,
    alone: Container[str],
) -> Iterator[Filler]:
    """The fillers, likeliest first, without actors that only the heads see beside others in a role of `alone`.

    "A message from Ada Lunt contributed to his death" has one victim: a second one stands in a list with the first
    ("the deaths of A and B") or is likely by itself. "Ada Lunt was shot when two men entered" has the men as agents,
    however likely she is as another. Whom the rules give stays unless the first is much likelier: in "they set up a
    commission to investigate the fire" the commission does. Whose event a noun is stays beside whoever does it.
    """
    tree = learned.context.parsed.tree
    first: dict[str, tuple[int, float]] = {}
    for (is_given, right), filler in ranked:
        own = filler.token, right
        other, best = first.setdefault(filler.role, own) if filler.role in alone else own
        is_listed = filler.role != "agent" or _may_be_listed(tree, other, filler.token)
        is_likely = right >= LEAST_SECOND and is_listed
        is_left = filler.token in owners or (is_given and _weight(is_given, right) >= best)
        if is_left or is_likely or _in_one_list(learned.paths, other, filler.token):
            yield filler


def _in_one_list(paths: TreePaths, token: int, other: int) -> bool:
    path = paths.between(token, other)
    return token == other or (bool(path) and {slot.removeprefix("^") for slot in path} <= BESIDE)


def _may_be_listed(tree: Tree, token: int, other: int) -> bool:
    """Whether commas and no verb are between two tokens: the parse cuts up long lists of people with titles."""
    between = range(min(token, other) + 1, max(token, other))
    is_joined = any(tree.slots[each] == "coordinator" or tree.words[each] == "," for each in between)
    return is_joined and not any(tree.is_verb(each) for each in between)


def _whole(
    context: EventContext, trigger: int, fillers: Sequence[Filler], given: Mapping[int, str]
) -> Iterator[Filler]:
    """The fillers, with the noun itself for an actor that is only part of its description.

    *Ada Lunt* of "a delegation led by Ada Lunt" takes no part, as far as this sentence says, but the delegation does.
    """
    actors = {each.token for each in fillers if each.role in ACTORS}
    ruled = {token for token, role in given.items() if role in ACTORS}
    for each in fillers:
        above = None if each.token in given else _described(context, trigger, each, actors | ruled)
        if above is None:
            yield each
        elif above not in actors:
            actors.add(above)
            yield filler_of(context, given[above], above)


def _without_listed(context: EventContext, fillers: Iterable[Filler]) -> Iterator[Filler]:
    """The fillers without groups whose members are all actors by name: "the three *judges*, A, B and C"."""
    fillers = tuple(fillers)
    named = {
        each.token
        for each in fillers
        if each.role in ACTORS and (entity := context.entity(each.token)) and entity.is_named
    }
    tree = context.parsed.tree
    for each in fillers:
        members = set(appositives(tree, each.token)) if tree.tags[each.token] in PLURAL_TAGS else set()
        if each.token in named or len(members) < 2 or not members <= named:
            yield each


def _described(context: EventContext, trigger: int, filler: Filler, actors: Container[int]) -> int | None:
    """The actor whose description an actor is part of, None if it stands by itself.

    Whoever depends on the trigger does: "the suspect in the killing of *Ada Lunt*".
    """
    if filler.role not in ACTORS:
        return None
    return _head_of_description(context, trigger, filler.token, actors)


def _head_of_description(
    context: EventContext, trigger: int, token: int, actors: Container[int]
) -> int | None:
    tree, slots = context.parsed.tree, set[str]()
    while token != trigger and tree.heads[token] != token:
        slots.add(tree.slots[token])
        token = tree.heads[token]
        if token in actors:
            return None if slots <= BESIDE else token
    return None


def _role_name(heads: EventHeads, row: Sequence[float], features: PairFeatures, *, symmetric: bool) -> str:
    """The role that a candidate fills, "" for none: the likeliest, or that of the rules where it is likely enough.

    Annotation and class files name some roles differently, and it makes no difference who met whom: then the name is
    that of the rules.
    """
    likeliest = max(range(1, len(row)), key=row.__getitem__)
    chosen = heads.roles[likeliest] if 1 - row[0] >= LEAST_ROLE else ""
    if not features.rule or features.rule not in heads.roles:
        return chosen
    least = LEAST_PRONOUN if features.pos == "PRON" else LEAST_WITH_RULE
    is_likely = row[heads.roles.index(features.rule)] >= least
    is_same = are_alike(features.rule, chosen) or (symmetric and {features.rule, chosen} <= set(ACTORS))
    return features.rule if is_likely or is_same else chosen


def are_alike(role: str, other: str) -> bool:
    """Whether annotation often names one of two roles where the class file names the other."""
    return any(role in group and other in group for group in ALIKE)


def _fitting_role(
    context: EventContext, event_class: EventClass, name: str, token: int, *, is_sure: bool
) -> str | None:
    """The role of a class that takes a token for the annotation's role, None if none does.

    What word lists do not know may be of any type, and an abstract noun where the heads are sure; a number or a share
    may count people: "38 % agreed".
    """
    kind = context.kind(token)
    is_open = kind == "Thing" and (is_sure or not context.is_of_noun(token, LIFELESS))
    for each in (name, *INSTEAD.get(name, ())):
        role = event_class.role(each)
        counts_people = role and kind in COUNTS and context.lexicon.fits("Group", role.types)
        if role and (is_open or counts_people or context.fits(token, role.types)):
            return each
    return None

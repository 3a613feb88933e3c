"""Events as the trained heads see them, with the rules' events as evidence.

The heads decide which words evoke a named class, which class, and who fills its roles; the class file's roles and
ranges stay hard limits. States, quantities, anchors and clauses as topics are the rules'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.events.context import EventContext
from kg.events.fillers import filler_of
from kg.events.learned.evidence import ClassEvidence, decision, evidence
from kg.events.learned.features import PairContext, PairFeatures, rule_roles, word_features
from kg.events.learned.heads import Array, EventHeads, WordScores
from kg.events.predicates import Predicate
from kg.ontology.classes.lexicon import EventClass
from kg.records import Event, Evidence, Filler

# Least probabilities. Of roles on news_events dev: "who did what" .458 with 0.5 for all, .493 with these.
LEAST_CLASS = 0.5  # of any named class
LEAST_ROLE = 0.35
LEAST_WITH_RULE = 0.05  # where the rules give the candidate the same role
LEAST_PRONOUN = 0.01  # the same of a pronoun: annotation resolves most of them to names elsewhere
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


@dataclass(frozen=True, slots=True)
class Learned:
    """An article with the scores of its words; `states` [tokens, 384] are those above the trained layers."""

    context: EventContext
    heads: EventHeads
    scores: WordScores
    states: Array
    predicates: Mapping[int, Predicate]
    pairs: PairContext


def learned_events(
    context: EventContext, rules: Sequence[Event], predicates: Iterable[Predicate], heads: EventHeads
) -> list[Event]:
    """The rules' events with the classes and fillers of the heads, and the events that only the heads see."""
    parsed = context.parsed
    assert parsed.states is not None
    scores = heads.read_words(parsed.states, word_features(parsed, rules, context.lexicon))
    classes = dict(_classes(heads, scores.classes))
    context.events |= {token for token in classes if not parsed.tree.is_verb(token)}
    learned = Learned(
        context=context,
        heads=heads,
        scores=scores,
        states=parsed.states[:, : parsed.states.shape[1] // 2],
        predicates={predicate.token: predicate for predicate in predicates},
        pairs=PairContext(parsed, context.resolution, frozenset(classes) | {e.trigger for e in rules}),
    )
    by_trigger = {event.trigger: event for event in rules if not _is_state(context, event)}
    events = [event for event in rules if _is_state(context, event)]
    events += [_plain(event) for token, event in by_trigger.items() if token not in classes]
    given = rule_roles(rules)
    for token, name in classes.items():
        event = by_trigger.get(token) or _new(learned, token)
        events.append(_named(learned, event, name, given.get(token, {})))
    return events


def _is_state(context: EventContext, event: Event) -> bool:
    event_class = context.lexicon.classes.get(event.event_class)
    return event_class is not None and context.lexicon.is_state(event_class)


def _classes(heads: EventHeads, scores: Array) -> Iterator[tuple[int, str]]:
    """The tokens that evoke a named class, and the likeliest such class of each."""
    named = scores[:, 1:]
    best = named.argmax(axis=1) + 1
    for token in np.flatnonzero(named.sum(axis=1) > LEAST_CLASS):
        yield int(token), heads.classes[best[token]]


def _plain(event: Event) -> Event:
    return event if event.event_class == "Event" else replace(event, event_class="Event", quantities=())


def _new(learned: Learned, token: int) -> Event:
    """An event that the rules do not see, without fillers."""
    predicate = learned.predicates.get(token)
    tree = learned.context.parsed.tree
    word = predicate.lemmas[0] if predicate and predicate.lemmas else tree.lemmas[token].lower()
    anchor = predicate.anchor if predicate else token
    return Event(event_class="Event", predicate=word, trigger=token, anchor=anchor, fillers=())


def _named(learned: Learned, event: Event, name: str, given: Mapping[int, str]) -> Event:
    event_class = learned.context.lexicon.classes[name]
    quantities = {rule.name for rule in event_class.quantities}
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
        quantities=tuple(q for q in event.quantities if q.name in quantities),
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

    With them, for every candidate, the probability that it is right to have that role or none.
    """
    context, states, heads = learned.context, learned.states, learned.heads
    tokens = learned.pairs.candidates(event.trigger)
    if not tokens:
        return [], []
    features = [learned.pairs.features(event.trigger, token, given) for token in tokens]
    scores = heads.read_pairs(states[event.trigger], states[tokens], features, event_class.name)
    symmetric = event_class.shortcut is not None and event_class.shortcut.symmetric
    fillers, decisions = [], []
    for token, each, row in zip(tokens, features, scores, strict=True):
        name = _role_name(heads, row, each)
        role = name and _fitting_role(context, event_class, name, token)
        if role:
            fillers.append(filler_of(context, role, token))
        decisions.append(decision(row, heads.roles, role or "", symmetric=symmetric))
    return fillers, decisions


def _role_name(heads: EventHeads, row: Array, features: PairFeatures) -> str:
    """The role that a candidate fills, "" for none: the likeliest, or that of the rules where it is likely enough."""
    rule = heads.roles.index(features.rule) if features.rule in heads.roles else 0
    if rule and row[rule] >= (LEAST_PRONOUN if features.pos == "PRON" else LEAST_WITH_RULE):
        return features.rule
    best = int(row.argmax())
    return heads.roles[best] if row[best] >= LEAST_ROLE else ""


def _fitting_role(context: EventContext, event_class: EventClass, name: str, token: int) -> str | None:
    """The role of a class that takes a token for the annotation's role, None if none does."""
    for each in (name, *INSTEAD.get(name, ())):
        role = event_class.role(each)
        if role and context.fits(token, role.types):
            return each
    return None

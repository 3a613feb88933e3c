"""Events as the trained heads see them, with the rules' events as evidence.

The heads decide which words evoke a named class, which class, and who fills its roles (`choose_fillers.py`). States,
quantities, anchors and clauses as topics are the rules'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.events.context import EventContext
from kg.events.learned.choose_fillers import Candidate, Candidates, choose_fillers
from kg.events.learned.evidence import ClassEvidence, evidence
from kg.events.learned.features import PairContext, may_evoke, rule_roles, word_features
from kg.events.learned.heads import EventHeads, RolePair, WordScores
from kg.events.predicates import Predicate
from kg.layers import Array
from kg.records import Event, Evidence, Filler

# Least probabilities, tuned on articles that the heads were not trained on.
LEAST_CLASS = 0.5  # of any named class
LEAST_WITH_RULE_CLASS = 0.25  # where the rules give one, too


@dataclass(frozen=True, slots=True)
class Learned:
    """An article with the scores of its words, and the candidates for the roles of its events."""

    context: EventContext
    heads: EventHeads
    scores: WordScores
    predicates: Mapping[int, Predicate]
    candidates: Candidates


def learned_events(context: EventContext, rules: Sequence[Event], heads: EventHeads) -> list[Event]:
    """The rules' events with the classes and fillers of the heads, and the events that only the heads see."""
    parsed = context.parsed
    assert parsed.states is not None
    tokens = may_evoke(parsed.tree, rules)
    scores = heads.read_words(parsed.states, tokens, word_features(parsed, rules, context.lexicon, tokens))
    judged, left = _known_to(heads, rules)
    others = {event.trigger for event in left if not context.lexicon.is_state_name(event.event_class)}
    classes = {token: name for token, name in _classes(heads, scores.classes, rules) if token not in others}
    context.events |= {token for token in classes if not parsed.tree.is_verb(token)}
    given = rule_roles(rules)
    pairs = PairContext.of(parsed, context.resolution, frozenset(classes) | {e.trigger for e in rules})
    learned = Learned(
        context=context,
        heads=heads,
        scores=scores,
        predicates={predicate.token: predicate for predicate in context.predicates},
        candidates=Candidates(context, heads.roles, _candidates(heads, pairs, classes, given), pairs.paths),
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
    fillers, decisions = choose_fillers(learned.candidates, event.trigger, event_class, given)
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

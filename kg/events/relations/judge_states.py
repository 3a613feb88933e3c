"""The rules' states as the head judges them: without the fillers that it deems unlikely."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.events.context import EventContext
from kg.events.fillers import holds_required
from kg.events.relations.candidates import Pair
from kg.events.relations.scored_pairs import (
    FORMER_POST,
    KINSHIP,
    LEADS,
    POST,
    POSTS,
    ScoredPairs,
)
from kg.grammar.noun_phrases import appositives
from kg.records import Event, Filler

STATED = 0.9  # share of relatives named beside the word that are right: 34 of 36 that the head is unsure of
LEAST_WITH_RULE = 0.1  # least probability; chosen on articles left out of training
Judged = dict[Filler, float | None]  # None where the head cannot see a filler


def judge(scored: ScoredPairs, state: Event) -> Event | None:
    """A state with its likely fillers and its probability; None where a role that it needs is left empty.

    Also None where nothing has a name: "the children's parents" are no relation that a graph should hold.
    """
    agents, patients = state.fillers_of("agent"), state.fillers_of("patient")
    if not any(_is_named(scored, filler) for filler in (*agents, *patients)):
        return None
    if state.event_class in POSTS:
        title = state.trigger
        found: Judged = {a: scored.holder_probability(a.token, title) for a in agents}
        found |= {p: scored.probability(Pair("body", title, p.token), POST) for p in patients}
    else:
        found = {a: _best(scored, state, ((a, p) for p in patients)) for a in agents}
        found |= {p: _best(scored, state, ((a, p) for a in agents)) for p in patients}
    unlikely = {
        f for f, probability in found.items() if probability is not None and probability < LEAST_WITH_RULE
    }
    fillers = tuple(f for f in state.fillers if f not in unlikely)
    known = [p for f, p in found.items() if p is not None and f not in unlikely]
    least = _least_of_relative(scored.context, state)
    roles = scored.context.lexicon.classes[state.event_class].roles
    if not holds_required(roles, fillers):
        return None
    return replace(
        state,
        event_class=_class_of(scored, state),
        fillers=fillers,
        probability=round(max(min(known), least), 3) if known else None,
    )


def _least_of_relative(context: EventContext, state: Event) -> float:
    """The least probability of a relative whose name stands beside the word: "his *wife* Ada", "Ada, Ivo's *wife*".

    0 of other states. A pronoun may mean somebody else.
    """
    agents, patients = state.fillers_of("agent"), state.fillers_of("patient")
    if state.event_class != KINSHIP or len(patients) != 1:
        return 0.0
    parsed, word, owner = context.parsed, state.trigger, patients[0].token
    frame = parsed.frames.get(word)
    beside = {*appositives(parsed.tree, word), *(frame.subject if frame else ())}
    named = {each.entity for each in agents if each.token in beside and parsed.labels[each.token] == "PERSON"}
    is_all = bool(named) and named == {each.entity for each in agents}
    is_one = len(named) == 1 or parsed.tree.tags[word] == "NNS"
    is_own = owner in parsed.tree.get(word, "possessive", "nominal")
    return STATED * context.resolution.antecedents.get(owner, 1.0) if is_own and is_all and is_one else 0.0


def _is_named(scored: ScoredPairs, filler: Filler) -> bool:
    entity = scored.context.entity_of(filler)
    return entity is not None and entity.is_named


def _best(scored: ScoredPairs, state: Event, pairs: Iterable[tuple[Filler, Filler]]) -> float | None:
    """The highest probability of some pairs; None if the head cannot see one of them, or there is none."""
    names = (LEADS, *POSTS) if state.event_class == LEADS else (state.event_class,)
    found = [scored.probability(Pair("ends", a.token, p.token), *names) for a, p in pairs]
    known = [p for p in found if p is not None]
    return max(known) if known and None not in found else None


def _class_of(scored: ScoredPairs, state: Event) -> str:
    """Whether a post is still held, by the agent that is likeliest to have it."""
    pairs = [Pair("title", agent.token, state.trigger) for agent in state.fillers_of("agent")]
    if state.event_class not in POSTS or not any(pair in scored.rows for pair in pairs):
        return state.event_class
    held = max(scored.probability(pair, POST) or 0.0 for pair in pairs)
    former = max(scored.probability(pair, FORMER_POST) or 0.0 for pair in pairs)
    return POST if held >= former else FORMER_POST

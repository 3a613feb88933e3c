"""Which matches report an event of their class, and which words only mention one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.events.context import EventContext
from kg.events.fillers import phrase_of
from kg.events.predicates import Predicate
from kg.events.roles import Match
from kg.grammar.frames import governors


def is_event(context: EventContext, found: Match) -> bool:
    """False for a noun without roles that names something one can see: the *crossing* at the border."""
    entity = context.entity(found.predicate.token)
    is_state = context.lexicon.is_state(found.event_class)
    return is_state or entity is None or entity.type == "Thing" or bool(found.roles.keys() - {"place"})


def without_light_verbs(context: EventContext, matches: list[Match]) -> list[Match]:
    """Leave "hold" of "held talks" and "announce" of "announced a takeover" to the noun, not "suspended deliveries".

    A verb that evokes a class of its own with the noun in a role stays, unless it only says so.
    """
    nouns = {m.predicate.anchor: m for m in matches if m.predicate.pos == "noun" and m.predicate.light}
    return [
        m
        for m in matches
        if m.predicate.pos == "noun"
        or m.predicate.token not in nouns
        or _outweighs(context, m, nouns[m.predicate.token])
    ]


def _outweighs(context: EventContext, verb: Match, noun: Match) -> bool:
    if context.lexicon.is_state(noun.event_class):
        return noun.event_class is not verb.event_class
    if noun.predicate.kind == "happens" or noun.event_class is verb.event_class:
        return False
    stance = context.lexicon.stance.kinds.get(verb.trigger.stance or "")
    only_says = stance is not None and stance.content == "own"
    return not only_says and any(noun.predicate.token in tokens for tokens in verb.roles.values())


def reported(context: EventContext, matches: list[Match]) -> Iterator[tuple[Match, bool]]:
    """The matches that report an event, and whether as one of their class; what is only mentioned is a plain event.

    "Condemned the strikes" reports a condemnation, "asked Moscow to halt the deliveries" a request.
    """
    fillers = {
        token: m.predicate
        for m in matches
        for role, tokens in m.roles.items()
        if role != "agent"
        for token in tokens
        if token != m.predicate.token
    }
    asked = {token for m in matches for token in m.roles.get("topic", ()) if m.trigger.stance == "request"}
    quiet = context.lexicon.quiet_classes(frozenset(context.parsed.tree.lemmas))
    used = {token for m in matches for token in m.completed} | set(_same_event(matches))
    for m in matches:
        if context.lexicon.is_state(m.event_class):
            yield m, True
        elif m.event_class.name in quiet:
            yield m, False
        elif m.predicate.pos == "noun":
            if (m.roles or _is_carried(context, m)) and m.predicate.token not in used:
                yield (
                    m,
                    _is_reported(context, m, fillers) and not _is_within(context, m.predicate.anchor, asked),
                )
        elif not _is_asked(context, m) and not (m.predicate.pos == "adjective" and m.predicate.token in used):
            spoken_of = (
                m.predicate.pos == "adjective"
                or _is_generic(context, m)
                or _completes(context, m, matches)
                or _is_within(context, m.predicate.token, asked)
            )
            yield m, not spoken_of and not _is_passing_source(context, m)


def _is_carried(context: EventContext, found: Match) -> bool:
    """True under a verb that carries it: "talks resumed"; "the talks were long" says nothing without a role.

    "Elections are *due* in May" says that they are planned.
    """
    light = found.predicate.light
    if light is None or light.kind == "verb":
        return light is not None
    kind = context.lexicon.stance.kind(context.parsed.tree.words[light.predicate], "adjective")
    return kind is not None and kind.content == "planned"


def _same_event(matches: list[Match]) -> Iterator[int]:
    """Event nouns that fill a role of a verb of their own class: "a car bomb exploded" is one attack."""
    classes = {m.predicate.token: m.event_class.name for m in matches if m.predicate.pos == "noun"}
    for m in matches:
        if m.predicate.pos == "verb":
            for tokens in m.roles.values():
                yield from (token for token in tokens if classes.get(token) == m.event_class.name)


def _is_within(context: EventContext, token: int, clauses: set[int]) -> bool:
    """True if a predicate is one of these clauses or completes one: "asked X to stop *using* weapons"."""
    frames = context.parsed.frames
    if token in clauses or token not in frames:
        return token in clauses
    return any(above.predicate in clauses for above in governors(frames[token], frames))


def _is_reported(context: EventContext, found: Match, fillers: Mapping[int, Predicate]) -> bool:
    """True for an event noun under a light verb or with two roles, and for one in the clause itself with one."""
    predicate = found.predicate
    tree, by = context.parsed.tree, fillers.get(predicate.token)
    frame = context.noun(predicate.token)
    if frame.preposition == "as" or (by and by.token == predicate.anchor):
        return False
    if predicate.light or (len(found.roles) > 1 and by is None) or {"agent", "patient"} <= found.roles.keys():
        return True
    in_clause = frame.head is None or tree.is_verb(frame.head) or frame.head in context.parsed.frames
    return in_clause and by is None


def _completes(context: EventContext, found: Match, matches: list[Match]) -> bool:
    """True for "to protest" in "took to the streets to protest": one event, with two verbs of one class."""
    frame = context.parsed.frames.get(found.predicate.token)
    if frame is None or frame.governor is None or frame.is_passive:
        return False
    if frame.governor.relation not in ("open", "adverbial") or frame.subject_source not in (
        "control",
        "adverbial",
    ):
        return False
    above = frame.governor.token
    is_same = any(m.predicate.anchor == above and m.event_class is found.event_class for m in matches)
    return is_same and found.trigger.stance is None


def _is_generic(context: EventContext, found: Match) -> bool:
    """True for what "you" or "one" do: a habit, not a happening."""
    agents = found.roles.get("agent", ())
    words = {context.parsed.tree.words[token] for token in agents if context.entity(token) is None}
    return bool(words) and words <= context.words.generic


def _is_asked(context: EventContext, found: Match) -> bool:
    """True inside "how many were killed": nobody says that any were."""
    words = context.parsed.tree.words
    return any(
        words[phrase_of(context.parsed, tokens[0])[0]] in context.words.questions
        for tokens in found.roles.values()
    )


def _is_passing_source(context: EventContext, found: Match) -> bool:
    """True for "officials said": it attributes a claim, and is no statement of its own."""
    agents = [context.entity(token) for token in found.roles.get("agent", ())]
    if found.trigger.word not in context.lexicon.stance.lists["passing"] or not agents:
        return False
    tree, words = context.parsed.tree, context.parsed.language
    if not any(tree.is_verb(t) or t in context.parsed.frames for t in found.roles.get("topic", ())):
        return False
    definite = words.references.determiners["definite"] | words.events.possessives
    return all(
        entity is not None
        and not entity.is_named
        and not {tree.words[kid] for kid in tree.get(token, "determiner", "possessive")} & definite
        for entity, token in zip(agents, found.roles["agent"], strict=True)
    )

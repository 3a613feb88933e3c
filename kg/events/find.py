"""Which classes of the ontology an article's words evoke, and who fills their roles."""

from __future__ import annotations

from dataclasses import replace

from kg.events.checks.checks import checked
from kg.events.context import EventContext
from kg.events.fillers import filler_of, holds_required, outermost, without_same
from kg.events.learned.apply_heads import learned_events
from kg.events.learned.heads import EventHeads
from kg.events.matches import is_event, reported, without_light_verbs
from kg.events.predicates import Predicate
from kg.events.quantities import quantities_of
from kg.events.relations.find_relations import learned_relations
from kg.events.relations.relation_head import RelationHead
from kg.events.roles import Match, match
from kg.grammar.parsed import Parsed
from kg.ontology.classes.lexicon import Lexicon, Trigger
from kg.records import Event, Resolution


def find_events(
    parsed: Parsed,
    resolution: Resolution,
    lexicon: Lexicon,
    heads: EventHeads | None = None,
    relations: RelationHead | None = None,
) -> tuple[Event, ...]:
    """All events and states of an article, in text order, with the fillers within their ranges.

    A verb that no class knows yields a plain "Event" with its predicate.
    """
    context = EventContext(parsed, resolution, lexicon)
    events = context.rule_events = rule_events(context)
    if heads and parsed.states is not None:
        events = learned_events(context, _with_tolls(context, events), heads)
    else:
        events = _folded(context, events)
    if relations and parsed.states is not None:
        events = learned_relations(context, events, relations)
    return tuple(sorted(checked(context, events), key=lambda event: (event.trigger, event.event_class)))


def rule_events(context: EventContext) -> list[Event]:
    """The events and states of the class files' triggers, and a plain "Event" for every other verb."""
    predicates = context.predicates
    nouns = [p for p in predicates if p.pos == "noun"]
    matches = [found for p in nouns if (found := match(context, p)) and is_event(context, found)]
    is_state = context.lexicon.is_state
    context.events |= {m.predicate.token for m in matches if not is_state(m.event_class)}
    matches += [found for p in predicates if p.pos != "noun" and (found := match(context, p))]
    matches = without_light_verbs(context, matches)
    events = [
        event
        for found, whole in reported(context, matches)
        if (event := _event(context, found, plain=not whole))
    ]
    known = {event.trigger for event in events} | {m.predicate.anchor for m in matches}
    return events + [
        _plain(context, p)
        for p in predicates
        if p.pos == "verb" and p.token not in known and _reports_event(context, p)
    ]


def _event(context: EventContext, found: Match, *, plain: bool) -> Event | None:
    """None for a state that is over ("former ally", where the class file names no class for it) or of one entity."""
    predicate, trigger, event_class = found.predicate, found.trigger, found.event_class
    is_former, is_state = _is_former(context, predicate), context.lexicon.is_state(event_class)
    if is_state and is_former and event_class.former is None:
        return None
    fillers = [
        filler_of(context, role, token, predicate) for role, tokens in found.roles.items() for token in tokens
    ]
    if is_state:
        fillers = without_same(fillers)
        if not holds_required(found.trigger.roles, fillers):
            return None
    return Event(
        event_class="Event" if plain else (is_former and event_class.former) or event_class.name,
        predicate=_words(predicate, trigger),
        trigger=predicate.token,
        anchor=predicate.anchor,
        fillers=tuple(sorted(outermost(fillers), key=lambda filler: (filler.role, filler.begin))),
        stance=trigger.stance,
        quantities=tuple(quantities_of(context, found)),
    )


def _is_former(context: EventContext, predicate: Predicate) -> bool:
    tree = context.parsed.tree
    words = {tree.words[token] for token in predicate.slots.get("adjective", ())}
    before = tree.words[predicate.token - 2 : predicate.token] if predicate.token > 1 else []
    prefixed = len(before) == 2 and before[1] == "-" and before[0] in context.words.former
    return prefixed or bool(words & context.lexicon.stance.lists["former"])


def _words(predicate: Predicate, trigger: Trigger) -> str:
    """The trigger's word, with its light verb: "hold talk"."""
    light = predicate.light
    return f"{light.lemma} {trigger.word}" if light and light.kind == "verb" else trigger.word


def _folded(context: EventContext, events: list[Event]) -> list[Event]:
    """Make "the raid killed 12" one claim: a raid, with 12 killed."""
    by_trigger = {event.trigger: event for event in events}
    folded: set[int] = set()
    for event in events:
        event_class = context.lexicon.classes.get(event.event_class)
        if not event_class or not event_class.folds_into:
            continue
        for filler in event.fillers_of("agent"):
            into = by_trigger.get(filler.event) if filler.event is not None else None
            if into and into.event_class in event_class.folds_into:
                by_trigger[into.trigger] = _fold(event, into)
                folded.add(event.trigger)
    return [by_trigger[event.trigger] for event in events if event.trigger not in folded]


def _with_tolls(context: EventContext, events: list[Event]) -> list[Event]:
    """Move the number of dead to the raid of "the raid killed 12"; the killing stays an event without it."""
    quantities = {event.trigger: event.quantities for event in _folded(context, events)}
    return [replace(event, quantities=quantities.get(event.trigger, ())) for event in events]


def _fold(event: Event, into: Event) -> Event:
    names = {quantity.name for quantity in into.quantities}
    roles = {filler.role for filler in into.fillers} - {"patient"}  # who was killed is hit as well
    return replace(
        into,
        anchor=event.anchor,
        quantities=into.quantities + tuple(q for q in event.quantities if q.name not in names),
        fillers=into.fillers + tuple(f for f in event.fillers if f.role not in roles | {"agent"}),
    )


def _reports_event(context: EventContext, predicate: Predicate) -> bool:
    """True for a verb with somebody or something in subject or object, and no mere "be" or "have"."""
    tree = context.parsed.tree
    if tree.lemmas[predicate.token] in context.words.no_events:
        return False
    tokens = [*predicate.slots.get("subject", ()), *predicate.slots.get("object", ())]
    return any(context.entity(token) for token in tokens)


def _plain(context: EventContext, predicate: Predicate) -> Event:
    """What no class knows; "take place" and the like are one word, and do nothing to a place."""
    lemmas = context.parsed.tree.lemmas
    phrase = " ".join([predicate.lemmas[0], *(lemmas[t] for t in predicate.slots.get("object", ()))])
    is_phrase = phrase != predicate.lemmas[0] and phrase in context.lexicon.light_verbs
    fillers = []
    for role in context.words.plain_roles:
        for slot in () if is_phrase and role.name == "patient" else role.slots:
            tokens = [t for t in predicate.slots.get(slot, ()) if context.fits(t, (role.type,))]
            fillers += [filler_of(context, role.name, token) for token in tokens]
            if tokens:
                break
    word = phrase if is_phrase else predicate.lemmas[0]
    return Event(
        event_class="Event",
        predicate=word,
        trigger=predicate.token,
        anchor=predicate.token,
        fillers=tuple(fillers),
    )

"""Takes from events the agents that grammar rules out: those who stop, report or investigate them, and instruments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.events.context import EventContext
from kg.events.fillers import owners_of
from kg.grammar.frames import Frame
from kg.grammar.parsed import Parsed
from kg.grammar.relative_clauses import ACTORS
from kg.grammar.tree import Tree, has_subject, preposition
from kg.ontology.classes.lexicon import EventClass
from kg.records import Event, Filler

# slots by which a noun is part of the phrase of another: "an attempt at *murder*", "a *bomb* plot"
WITHIN = frozenset({"nominal", "compound", "conjunct", "adjective"})
SAID = frozenset({"own", "relative", "modifier"})  # sources of subjects that the clause itself has
PHRASES = frozenset({"nominal", "oblique"})  # slots of nouns behind prepositions
OBJECTS = frozenset({"object", "passive_subject", "oblique", "complement"})


def without_non_agents(context: EventContext, events: Iterable[Event]) -> list[Event]:
    """The events without agents that are none; unnamed things are instruments where the class has that role.

    A verb that reports, stops or investigates an event is no event of the same class itself.
    """
    events = list(events)
    about = {event.trigger: verb_about(context, event.trigger) for event in events}
    same = {
        (verb.predicate, event.event_class)
        for event in events
        if (verb := about[event.trigger])
        and verb.predicate != event.trigger
        and _is_uninvolved(context, verb)
    }
    checked = [
        _checked(
            context,
            event.without_class() if (event.trigger, event.event_class) in same else event,
            about[event.trigger],
        )
        for event in events
    ]
    at = defaultdict[int, list[Event]](list)
    for event in checked:
        at[event.trigger].append(event)
    return [_without_victims(context, event, at) for event in checked]


def _without_victims(context: EventContext, event: Event, at: Mapping[int, Sequence[Event]]) -> Event:
    """An event noun without those whom it befell as agents: "*she* was wounded in the bombing of the hotel"."""
    tree = context.parsed.tree
    if tree.is_verb(event.trigger) or not event.fillers_of("agent"):
        return event
    owners = set(owners_of(context.parsed, event.trigger))
    victims = {
        filler.entity or filler.token
        for above in _phrases_above(context.parsed, event.trigger)
        for other in at.get(above, ())
        if event.event_class in _causes(context, other)
        for filler in other.fillers_of("patient")
    }
    return event.with_fillers(
        each
        for each in event.fillers
        if each.role != "agent" or each.token in owners or (each.entity or each.token) not in victims
    )


def _causes(context: EventContext, event: Event) -> tuple[str, ...]:
    """The classes whose events may be the cause of an event: an attack of a death."""
    event_class = context.lexicon.classes.get(event.event_class)
    return event_class.folds_into if event_class else ()


def _phrases_above(parsed: Parsed, token: int) -> Iterator[int]:
    """The words in whose phrases a noun is, from the nearest."""
    tree = parsed.tree
    while tree.slots[token] in PHRASES and tree.heads[token] != token:
        token = tree.heads[token]
        yield token


def _checked(context: EventContext, event: Event, verb: Frame | None) -> Event:
    event_class = context.lexicon.classes.get(event.event_class)
    if event_class is None or context.lexicon.is_state(event_class):
        return event
    symmetric = event_class.is_symmetric
    barred = _uninvolved(context, event.trigger, verb, symmetric=symmetric)
    barred |= frozenset() if symmetric else _of_verb_above(context, event)
    barred |= _attending(context, event_class, verb) | _cleared(context, event.trigger, verb)
    barred |= _told_of(context, event.trigger)
    barred_entities = {entity.key for token in barred if (entity := context.entity(token))}
    fillers: list[Filler] = []
    suffering, observing = _suffering(context, event), _observing(context, event.trigger, verb)
    for filler in event.fillers:
        if filler.role == "agent" and (filler.token in barred or filler.entity in barred_entities):
            continue
        if filler.role == "patient" and filler.token in observing:
            continue
        if filler.role == "agent" and filler.token in suffering:
            if event_class.role("patient") is None or event.fillers_of("patient"):
                continue
            filler = replace(filler, role="patient")
        elif event_class.role("instrument") and _is_instrument(context, filler):
            filler = replace(filler, role="instrument")
        fillers.append(filler)
    return event.with_fillers(sorted(fillers, key=lambda filler: (filler.role, filler.begin)))


def _is_uninvolved(context: EventContext, verb: Frame) -> bool:
    return verb.lemma in context.parsed.language.words.uninvolved


def _uninvolved(
    context: EventContext, trigger: int, verb: Frame | None, *, symmetric: bool
) -> frozenset[int]:
    """The tokens of those who stop, report or investigate an event: the police that "foiled a *bombing*".

    Also of those to whom others do it, "she faces *calls* to resign", except where two do it together, of those
    who call it something, and of those who "led the inquiry into a *murder*". Empty if the event's own words name one
    of them: "the union ended *its* strike".
    """
    if verb is None:
        return frozenset()
    receives = not symmetric and verb.lemma in context.parsed.language.words.receiving
    is_other = (receives and trigger in verb.object) or _is_judged(context, trigger, verb)
    is_other |= _is_of_account(context, trigger, verb)
    if not is_other and not _is_uninvolved(context, verb):
        return frozenset()
    doers = frozenset(verb.doer)
    entities = {entity.key for token in doers if (entity := context.entity(token))}
    own = (entity.key for token in owners_of(context.parsed, trigger) if (entity := context.entity(token)))
    return frozenset() if entities.intersection(own) else doers


def _attending(context: EventContext, event_class: EventClass, verb: Frame | None) -> frozenset[int]:
    """Who "attended the *trial*", an event that is not of those who do it: "her trial" is held by others."""
    agent = event_class.role("agent")
    is_owned = agent is None or "possessive" in agent.slots
    if verb is None or is_owned or verb.lemma not in context.parsed.language.words.attending:
        return frozenset()
    return frozenset(verb.doer)


def _observing(context: EventContext, trigger: int, verb: Frame | None) -> frozenset[int]:
    """Whom an event did not befall: the coroner who "recorded a verdict of accidental *death*"."""
    if verb is None or verb.lemma not in context.parsed.language.words.observing:
        return frozenset()
    return frozenset(verb.doer).difference(owners_of(context.parsed, trigger))


def _cleared(context: EventContext, trigger: int, verb: Frame | None) -> frozenset[int]:
    """Who was "cleared of the *murder*", not convicted of it, or only "linked to the *murder*"."""
    if verb is None or context.parsed.tree.is_verb(trigger):
        return frozenset()
    words = context.parsed.language.words
    if verb.lemma in words.implicating or _is_in_connection(context.parsed.tree, trigger):
        return frozenset((*verb.subject, *verb.object))
    is_denied = verb.negated or verb.subject_negated
    is_denied |= any(context.parsed.tree.words[adverb] in words.wronging for adverb in verb.adverbs)
    is_cleared = verb.lemma in words.clearing or (verb.lemma in words.convicting and is_denied)
    return frozenset(verb.undergoer) if is_cleared else frozenset()


def _is_in_connection(tree: Tree, noun: int) -> bool:
    """True for "jailed in connection with the *murder*"."""
    above = tree.heads[noun]
    return (
        preposition(tree, noun) == "with"
        and tree.lemmas[above] == "connection"
        and preposition(tree, above) == "in"
    )


def _told_of(context: EventContext, trigger: int) -> frozenset[int]:
    """Of whom a noun with a clause tells: "*she* quit after *claims* that she lied", which others make."""
    parsed = context.parsed
    tree, above = parsed.tree, parsed.frames.get(parsed.tree.heads[trigger])
    if tree.is_verb(trigger) or above is None or preposition(tree, trigger) not in context.words.aftermath:
        return frozenset()
    said = any(has_subject(tree, kid) for kid in tree.get(trigger, "noun_clause", "relative"))
    is_owned = any(True for _ in owners_of(parsed, trigger))
    return frozenset((*above.subject, *above.object)) if said and not is_owned else frozenset()


def _is_judged(context: EventContext, trigger: int, verb: Frame) -> bool:
    """True for an event that somebody calls something, or calls something else: "called the *attack* barbaric".

    "Over what it called a campaign of *attacks*".
    """
    tree, noun = context.parsed.tree, trigger
    if verb.lemma not in context.parsed.language.words.judging or tree.is_verb(trigger):
        return False
    while tree.heads[noun] != verb.predicate and tree.slots[noun] in WITHIN:
        noun = tree.heads[noun]
    if trigger not in verb.object:
        return False
    said = (*tree.get(verb.predicate, "open_complement"), *tree.get(trigger, "adjective", "apposition"))
    return any(word > trigger for word in said)


def _is_of_account(context: EventContext, trigger: int, verb: Frame) -> bool:
    """True for an event that an inquiry or a report is about, which a verb has for its object."""
    tree, noun = context.parsed.tree, trigger
    while noun not in verb.object and tree.slots[noun] in WITHIN:
        noun = tree.heads[noun]
    return noun != trigger and tree.lemmas[noun] in context.words.accounts


def _of_verb_above(context: EventContext, event: Event) -> frozenset[int]:
    """Whom the verb above befalls: "killed *Lunt* and injured several", "*Estria* suffered a flood, killing two"."""
    frame = context.parsed.frames.get(event.trigger)
    if frame is None or frame.kind != "verb" or frame.is_passive:
        return frozenset()
    above = context.parsed.frames.get(context.parsed.tree.heads[event.trigger])
    if above is None:
        return frozenset()
    if frame.subject_source == "conjunct":
        subjects = {entity.key for token in frame.subject if (entity := context.entity(token))}
        others = (t for t in above.undergoer if (entity := context.entity(t)) and entity.key not in subjects)
        return frozenset(others).difference(frame.subject)
    receives = above.lemma in context.parsed.language.words.receiving and bool(above.object)
    is_result = frame.subject_source == "adverbial" and bool(_causes(context, event))
    return frozenset(above.subject) if is_result and receives else frozenset()


def _suffering(context: EventContext, event: Event) -> frozenset[int]:
    """The subject of a passive verb, unless the class file makes it the agent: "she was *sold* the shares".

    Also that of a verb of which the class file makes it the patient, "she *appeared* in court", and whose event it is
    if another does it: "the *firm's* acquisition by Acme".
    """
    frame = context.parsed.frames.get(event.trigger)
    if frame is None:
        return _owners(context, event.trigger) if _is_by_somebody(context, event.trigger) else frozenset()
    if not frame.is_passive:
        return _patients_by_rules(context, event).intersection(frame.subject)
    if frame.subject_source not in SAID:
        return frozenset()
    lemmas = (frame.lemma, context.parsed.tree.lemmas[event.trigger])
    is_intransitive = not context.parsed.language.words.intransitive_verbs.isdisjoint(lemmas)
    return frozenset() if is_intransitive else frozenset(frame.subject)  # "a ship *headed* for port"


def _patients_by_rules(context: EventContext, event: Event) -> frozenset[int]:
    """The patients that the class file gives an event, whatever the heads say."""
    key = event.trigger, event.event_class
    ruled = (each for each in context.rule_events if (each.trigger, each.event_class) == key)
    return frozenset(filler.token for each in ruled for filler in each.fillers_of("patient"))


def _owners(context: EventContext, noun: int) -> frozenset[int]:
    return frozenset(context.parsed.tree.get(noun, "possessive"))


def _is_by_somebody(context: EventContext, noun: int) -> bool:
    """True for "arrest *by police*", not for "invasion *by sea*"."""
    tree = context.parsed.tree
    doers = (each for each in tree.get(noun, "nominal") if preposition(tree, each) == "by")
    return any(context.kind(each) in ACTORS for each in doers)


def _is_instrument(context: EventContext, filler: Filler) -> bool:
    """True for an unnamed thing as agent: the lorry of "a lorry hit a bus, injuring six"."""
    entity = context.entity(filler.token) if filler.role == "agent" and filler.token >= 0 else None
    return entity is not None and entity.type == "Product" and not entity.is_named


def verb_about(context: EventContext, trigger: int) -> Frame | None:
    """The verb whose object is or holds an event: "*foiled* a plot to bomb the station"."""
    parsed = context.parsed
    tree, token = parsed.tree, trigger
    frame = parsed.frames.get(trigger)
    if frame is not None and frame.kind == "verb":
        if frame.governor is None:
            return None
        if frame.governor.relation == "adverbial" and _is_of_a_plan(context, frame):
            return parsed.frames.get(frame.governor.token)
        if frame.governor.relation not in ("modifier", "open", "complement"):
            return None
        if frame.form.mood == "finite" or frame.subject_source == "modifier":
            return None  # "a report *suggesting* that" suggests by itself
        token = frame.governor.token
        if token in parsed.frames:
            return parsed.frames[token]
    while tree.slots[token] in WITHIN and tree.heads[token] not in parsed.frames:
        token = tree.heads[token]
    return parsed.frames.get(tree.heads[token]) if tree.slots[token] in OBJECTS else None


def _is_of_a_plan(context: EventContext, frame: Frame) -> bool:
    """True for "to bomb" behind "foiled a *plot*", which the parse may attach to the verb."""
    parsed, governor = context.parsed, frame.governor
    above = parsed.frames.get(governor.token) if governor else None
    if above is None or frame.form.mood != "infinitive":
        return False
    nouns = (token for token in above.object if above.predicate < token < frame.predicate)
    kinds = (context.lexicon.stance.kind(parsed.tree.lemmas[token], "noun") for token in nouns)
    return any(kind is not None and kind.content in ("planned", "possible") for kind in kinds)

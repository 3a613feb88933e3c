"""Takes their class from words that have another sense where they stand: "killed the bill", "scared to death"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from kg.events.context import NOUN_TYPES, EventContext
from kg.events.fillers import as_plain
from kg.events.predicates import Predicate
from kg.events.roles import holds
from kg.grammar.tree import Tree
from kg.ontology.classes.lexicon import Trigger
from kg.records import Event

DASHES = frozenset({"-", "\u2013"})  # of scores
ANY = "any"  # word of a sense that every word of its part of speech may have


def without_other_senses(context: EventContext, events: Iterable[Event]) -> Iterator[Event]:
    """The events without those whose words mean something else by their class file.

    Such a word has the class of the rules' event if that is another; otherwise a verb is a plain event, a noun none.
    Nor is the noun of "the bill *died* a slow *death*", whose verb means something else.
    """
    at = defaultdict[int, list[Predicate]](list)
    for predicate in context.predicates:
        at[predicate.token].append(predicate)
    quiet = context.lexicon.quiet_with_score
    instead = {
        event.trigger: event for event in context.rule_events if not _means_other(context, event, at, quiet)
    }
    events = list(events)
    others = {(e.trigger, e.event_class) for e in events if _means_other(context, e, at, quiet)}
    said = _said(context)
    others |= {
        (e.trigger, e.event_class) for e in events if _is_unsaid(context, e, instead.get(e.trigger), said)
    }
    for event in events:
        key = (event.trigger, event.event_class)
        if (
            key not in others
            and (_verb_above(context.parsed.tree, event.trigger), event.event_class) not in others
        ):
            yield event
        elif event.trigger in instead:
            yield instead[event.trigger]
        elif context.parsed.tree.is_verb(event.trigger):
            yield as_plain(context, event)


def _said(context: EventContext) -> frozenset[str]:
    """The lemmas of the article, without what was attempted only: "*attempted* murder"."""
    tree, stance = context.parsed.tree, context.lexicon.stance
    kinds = [stance.kind(word, "adjective") for word in ("", *tree.words)]
    return frozenset(
        lemma.lower()
        for lemma, before in zip(tree.lemmas, kinds, strict=False)
        if before is None or before.content not in ("possible", "negated")
    )


def _is_unsaid(context: EventContext, event: Event, by_rules: Event | None, said: frozenset[str]) -> bool:
    """True for a class of the heads of which the article has no word: who "was shot" was perhaps not killed.

    `said` are the lemmas of the article.
    """
    event_class = context.lexicon.classes.get(event.event_class)
    if event_class is None or by_rules is None or by_rules.event_class in ("Event", event.event_class):
        return False
    return bool(event_class.asks_for) and event_class.asks_for.isdisjoint(said)


def _verb_above(tree: Tree, token: int) -> int | None:
    """The verb whose object a noun is."""
    return tree.heads[token] if tree.slots[token] == "object" and not tree.is_verb(token) else None


def _means_other(
    context: EventContext, event: Event, at: Mapping[int, list[Predicate]], quiet: Container[str]
) -> bool:
    """`quiet` are the classes that words with a score beside them do not mean."""
    predicates = at.get(event.trigger, ())
    if any(_has_other_sense(context, event, predicate) for predicate in predicates):
        return True
    return event.event_class in quiet and any(
        _has_score(context.parsed.tree, predicate) for predicate in predicates
    )


def _has_score(tree: Tree, predicate: Predicate) -> bool:
    """True for "destroyed Leeds *4-0*", not for "attacked *10-12* marchers"."""
    near = {predicate.token, *predicate.slots.get("object", ())}
    return any(
        tree.tags[token] == tree.tags[token + 2] == "CD"
        and tree.words[token + 1] in DASHES
        and tree.heads[token] in near
        and tree.slots[token] != "number"
        for token in range(predicate.token + 1, len(tree.heads) - 2)
    )


def _has_other_sense(context: EventContext, event: Event, predicate: Predicate) -> bool:
    event_class = context.lexicon.classes.get(event.event_class)
    return event_class is not None and any(
        sense.pos == predicate.pos
        and (sense.word == ANY or sense.head in predicate.lemmas)
        and holds(context, predicate, sense)
        and not (_is_of_noun(sense) and _is_unsure(context, event, predicate, sense))
        for sense in event_class.other_senses
    )


def _is_unsure(context: EventContext, event: Event, predicate: Predicate, sense: Trigger) -> bool:
    """True where the parse may have taken the wrong noun: people outside its phrase undergo the event, too."""
    if _is_relative(context, predicate):
        return True
    nouns = {token for need in sense.needs for token in predicate.slots.get(need.slot, ())}
    return any(
        filler.role == "patient"
        and (entity := context.entity(filler.token)) is not None
        and entity.type in ("Person", "Group")
        and not _is_below(context.parsed.tree, filler.token, nouns)
        for filler in event.fillers
        if filler.token >= 0
    )


def _is_below(tree: Tree, token: int, nouns: Container[int]) -> bool:
    while token not in nouns:
        if tree.heads[token] == token:
            return False
        token = tree.heads[token]
    return True


def _is_relative(context: EventContext, predicate: Predicate) -> bool:
    """True in a relative clause, of whose nouns the parse may take the wrong one: "a photo of Ali, who *died*"."""
    frame = context.parsed.frames.get(predicate.token)
    return frame is not None and frame.subject_source in ("relative", "modifier")


def _is_of_noun(sense: Trigger) -> bool:
    return any(need.slot in ("subject", "object") and need.types & NOUN_TYPES for need in sense.needs)

"""Takes from states what says nothing: posts that are none, parts of titles, pronouns of nobody known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from kg.events.checks.states.former_posts import is_over, is_past, words_before
from kg.events.checks.states.other_participants import person_behind, without_others
from kg.events.checks.states.post_titles import (
    IN_TITLE,
    is_in_title,
    sure,
    with_complement,
    with_first_word,
    with_rank,
    with_whole_titles,
)
from kg.events.checks.states.relatives import as_relative, of_own_relative
from kg.events.context import EventContext
from kg.events.fillers import holds_required
from kg.events.relations.scored_pairs import (
    FORMER_POST,
    HOME,
    LEADS,
    MEMBERSHIP,
    POST,
    POSTS,
)
from kg.grammar.noun_phrases import PLURAL_TAGS
from kg.grammar.tree import conjuncts, preposition
from kg.records import Event, Filler

AGE_OF = re.compile(r",\s*\d{1,3},\s*(of|from)\s+")  # between a name and an address
SURE = 0.5  # probability of a post that decides over another reading of its words
BEFORE_NOUNS = IN_TITLE | {"title", "flat", "possessive"}


def without_empty_states(context: EventContext, events: Iterable[Event]) -> Iterator[Event]:
    """The events, and those of the states that say something of somebody.

    Who leads nothing that has a name holds a post, if its title says more than "leader".
    """
    events = list(events)
    posts = {event.trigger for event in events if event.event_class in POSTS and sure(event) >= SURE}
    states: dict[tuple[str, int], Event] = {}
    for event in events:
        if not context.lexicon.is_state_name(event.event_class):
            yield event
        elif checked := _checked(context, event, posts):
            key = checked.event_class, checked.trigger
            states[key] = max(states.get(key, checked), checked, key=sure)
    current = _without_former_leaders(list(states.values()))
    yield from with_whole_titles(context, _with_own_bodies(context, current))


def _without_former_leaders(states: Sequence[Event]) -> list[Event]:
    """The states, without the leadership of a body in which a post of the same person is over."""
    over = {pair for state in states if state.event_class == FORMER_POST for pair in _pairs(state)}
    return [state for state in states if state.event_class != LEADS or over.isdisjoint(_pairs(state))]


def _pairs(state: Event) -> Iterator[tuple[str, str]]:
    """The entities of holder and body."""
    bodies = [each.entity for each in state.fillers_of("patient") if each.entity]
    yield from ((each.entity, body) for each in state.fillers_of("agent") if each.entity for body in bodies)


def _with_own_bodies(context: EventContext, states: Sequence[Event]) -> Iterator[Event]:
    """The states, without the body of another post: "a nurse and director of *the Kell Centre*" is no nurse there."""
    titles_of: defaultdict[str | None, set[int]] = defaultdict(set)
    for state in states:
        if state.event_class in POSTS:
            for holder in state.fillers_of("agent"):
                titles_of[holder.entity].add(state.trigger)
    for state in states:
        others = {t for holder in state.fillers_of("agent") for t in titles_of[holder.entity]}
        yield state.with_fillers(
            each
            for each in state.fillers
            if each.role != "patient"
            or state.event_class not in POSTS
            or _shares_body(context, state.trigger, _title_above(context, each.token, others))
        )


def _title_above(context: EventContext, body: int, titles: Set[int]) -> int | None:
    """The title in whose phrase a body stands."""
    tree = context.parsed.tree
    while body >= 0 and tree.heads[body] != body:
        body = tree.heads[body]
        if body in titles:
            return body
    return None


def _shares_body(context: EventContext, title: int, other: int | None) -> bool:
    """True for the *chairman* of "the chairman and chief executive of Kell Mills"."""
    tree = context.parsed.tree
    if other is None or other == title:
        return True
    if other not in conjuncts(tree, title) and title not in conjuncts(tree, other):
        return False
    return any(
        each.event_class == POST for each in context.lexicon.triggers(tree.lemmas[title].lower(), "noun")
    )


def _checked(context: EventContext, event: Event, posts: Set[int]) -> Event | None:
    fillers = tuple(
        _without_article(context, as_relative(context, event, each))
        for each in event.fillers
        if not (
            _is_nobody(context, each) or is_in_title(context, event, each) or _is_person(context, event, each)
        )
    )
    if event.event_class == MEMBERSHIP and _has_address(context, event):
        event = replace(event, event_class=HOME)
    event = with_rank(context, with_first_word(context, event.with_fillers(fillers)))
    event = of_own_relative(context, event)
    event = without_others(context, event)
    event_class = context.lexicon.classes[event.event_class]
    is_number = bool(event_class.quantities) and event_class.role("patient") is None
    if not holds_required(event_class.roles, event.fillers) or (is_number and not event.quantities):
        return None  # "a population like Oslo's" is of no number
    if event.event_class == LEADS:
        return _of_leader(context, event, posts)
    was_held = event.event_class in (POST, MEMBERSHIP) and is_past(context, event.trigger)
    parties = event.fillers_of("patient") if event.event_class == MEMBERSHIP else ()
    is_then = any(_is_left(context, party) for party in parties)
    if event_class.former and (was_held or is_then):
        event = replace(event, event_class=event_class.former)
        return event if is_then else with_complement(context, event)
    return _of_post(context, with_complement(context, event)) if event.event_class in POSTS else event


def _has_address(context: EventContext, event: Event) -> bool:
    """True for "Ada Lunt, 34, of *Kell Parade*": behind the age stands the address."""
    text = context.parsed.article.text
    return any(
        AGE_OF.fullmatch(text[person.end : body.begin])
        and body.text.split()[-1].lower() in context.words.streets
        for person in event.fillers_of("agent")
        for body in event.fillers_of("patient")
    )


def _is_left(context: EventContext, party: Filler) -> bool:
    """True for the party of "then-*Liberal* Ada Lunt", "a former *Liberal*" and "*Liberal*-turned-independent Lunt".

    Not of "the former *Liberal* mayor, Ada Lunt": only the post is over.
    """
    if context.parsed.article.text[party.end :].startswith("-turned"):
        return True
    former = context.lexicon.stance.lists["former"]
    is_of_member = _is_member_noun(context, party) or person_behind(context, party) is not None
    return is_of_member and not former.isdisjoint(words_before(context, party.begin))


def _is_member_noun(context: EventContext, party: Filler) -> bool:
    """True for a party's adjective that stands for a member: "a *Liberal*", not "a *Liberal* mayor"."""
    tree, token = context.parsed.tree, party.token
    is_alone = token >= 0 and tree.slots[token] not in BEFORE_NOUNS and not preposition(tree, token)
    return is_alone and tree.tags[token] not in PLURAL_TAGS


def _of_leader(context: EventContext, event: Event, posts: Set[int]) -> Event | None:
    """A leadership; a post where it is over or leads nothing that is named; None where a post says it better."""
    title = next(iter(event.fillers_of("title")), None)
    has_body = bool(event.fillers_of("patient"))
    if title is None:
        return event if has_body else None  # "the *rebel*-led attack" names nothing that is led
    is_post = " " in title.text
    if is_over(context, event, title):
        return replace(event, event_class=FORMER_POST)
    if is_post and event.trigger in posts:  # "the party's policy chief" leads no party
        return None
    if not has_body and is_post:
        return _of_post(context, with_complement(context, replace(event, event_class=POST)))
    return event if has_body else None


def _of_post(context: EventContext, event: Event) -> Event | None:
    """A post, which is over if its own word says so; None for "Dame", and for what somebody is to another person."""
    tree, words = context.parsed.tree, context.words
    for title in event.fillers_of("title"):
        token = title.token if title.token >= 0 else event.trigger
        if tree.lemmas[token].lower() in words.no_posts or title.text.lower() in words.honorifics:
            return None
        if tree.heads[token] != token and _is_sought(context, token):
            return None
        if _is_of_things(context, event, title):
            return None
        if is_over(context, event, title):
            return replace(event, event_class=FORMER_POST, fillers=_without_then(context, event.fillers))
    return event


def _without_then(context: EventContext, fillers: Iterable[Filler]) -> tuple[Filler, ...]:
    """The title "President" of "*then-*President Ada Lunt"."""
    former, found = context.lexicon.stance.lists["former"], []
    for each in fillers:
        first, hyphen, rest = each.text.partition("-")
        is_said = each.role == "title" and hyphen and f"{first.lower()}-" in former
        found.append(replace(each, begin=each.end - len(rest), text=rest) if is_said else each)
    return tuple(found)


def _is_of_things(context: EventContext, event: Event, title: Filler) -> bool:
    """True for the *heads* of "I had 45 cattle heads": one person holds no post of a plural behind them."""
    tree, holders = context.parsed.tree, event.fillers_of("agent")
    is_plural = title.token >= 0 and tree.tags[title.token] in PLURAL_TAGS
    return (
        is_plural
        and len(holders) == 1
        and 0 <= holders[0].token < title.token
        and _is_one(context, holders[0])
    )


def _is_one(context: EventContext, filler: Filler) -> bool:
    tree = context.parsed.tree
    pronoun = context.parsed.language.nouns.pronouns.get(tree.words[filler.token])
    is_alone = tree.slots[filler.token] != "conjunct" and not tree.get(filler.token, "conjunct")
    return pronoun.number == "one" if pronoun else is_alone


def _is_sought(context: EventContext, title: int) -> bool:
    """True for a post that somebody stands for: "candidate for *mayor*", "backed Lunt for *president*"."""
    tree, above = context.parsed.tree, context.parsed.tree.heads[title]
    is_bare = tree.pos[above] == "VERB" and not tree.get(title, "determiner", "possessive")
    is_candidates = tree.lemmas[above].lower() in context.words.candidates
    return preposition(tree, title) == "for" and (is_bare or is_candidates)


def _is_nobody(context: EventContext, filler: Filler) -> bool:
    """True for a pronoun whose antecedent is unknown: "*our* reporter"."""
    entity = context.entity_of(filler)
    if filler.role == "title" or filler.token < 0:
        return False
    return entity is None and context.parsed.tree.pos[filler.token] == "PRON"


def _is_person(context: EventContext, event: Event, body: Filler) -> bool:
    """True for a body that is one person by its noun: "chief executive of a mill and a *donor*"."""
    if event.event_class not in (*POSTS, MEMBERSHIP) or body.role != "patient" or body.token < 0:
        return False
    tree, types = context.parsed.tree, context.parsed.language.nouns.types
    return tree.tags[body.token] == "NN" and types.get(tree.lemmas[body.token].lower()) == "Person"


def _without_article(context: EventContext, filler: Filler) -> Filler:
    """A title without "a" and "the"."""
    first, _, rest = filler.text.partition(" ")
    determiners = context.parsed.language.references.determiners
    is_article = first.lower() in determiners["definite"] | determiners["indefinite"]
    if filler.role != "title" or not rest or not is_article:
        return filler
    return replace(filler, begin=filler.end - len(rest), text=rest)

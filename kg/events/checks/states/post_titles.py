"""The words of the titles of posts: all that belong to one, and bodies that are words of one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from kg.events.checks.states.former_posts import begin_of
from kg.events.context import EventContext
from kg.events.relations.scored_pairs import LEADS, POST, POSTS
from kg.grammar.noun_phrases import first_conjunct
from kg.grammar.tree import conjuncts, preposition
from kg.records import Event, Filler

COMPLEMENTS = frozenset({"of", "for"})  # prepositions that a title goes on with
IN_TITLE = frozenset({"compound", "adjective"})  # slots of what stands before a title


def with_whole_titles(context: EventContext, states: Iterable[Event]) -> Iterator[Event]:
    """The states, with one post for the words of one title: "*secretary general* Ada Lunt"."""
    last: dict[str | None, tuple[int, Event]] = {}
    kept: list[Event] = []
    for state in sorted(states, key=lambda state: (state.trigger, state.event_class)):
        holders = state.fillers_of("agent")
        if state.event_class not in POSTS or not holders or not state.fillers_of("title"):
            kept.append(state)
            continue
        place, before = last.get(holders[0].entity, (-1, None))
        whole = _joined_post(context, before, state) if before else None
        if whole:
            kept[place] = whole
        else:
            place = len(kept)
            kept.append(state)
        last[holders[0].entity] = place, whole or state
    yield from kept


def _joined_post(context: EventContext, one: Event, other: Event) -> Event | None:
    """The likelier of two posts with one title, which may be the words of both: "attorney general"; None of others."""
    first, second = (state.fillers_of("title")[0] for state in (one, other))
    text, likelier = context.parsed.article.text, max(one, other, key=sure)
    if first.begin <= second.begin and second.end <= first.end:
        return _with_title(likelier, first)
    if second.begin <= first.begin and first.end <= second.end:
        return _with_title(likelier, second)
    words = text[first.end : second.end].split()[:1]
    phrase = "-".join((*first.text.split()[-1:], *words)).lower()
    is_next = first.begin <= second.begin and not text[first.end : second.begin].strip()
    is_one = is_next and bool(words) and bool(context.lexicon.triggers(phrase, "noun"))
    if not is_one:
        return None
    return _with_title(likelier, replace(first, end=second.end, text=text[first.begin : second.end]))


def _with_title(state: Event, title: Filler) -> Event:
    others = (each for each in state.fillers if each.role != "title")
    return state.with_fillers(sorted((*others, title), key=lambda each: (each.role, each.begin)))


def with_complement(context: EventContext, event: Event) -> Event:
    """A post with the words that its title goes on with: "chief *of staff*"; a body is a participant of its own."""
    tree = context.parsed.tree
    others = {each.token for each in event.fillers if each.role != "title"}
    for title in event.fillers_of("title"):
        for kid in tree.get(title.token, "nominal") if title.token >= 0 else ():
            is_next = preposition(tree, kid) in COMPLEMENTS and tree.words[title.token + 1] in COMPLEMENTS
            if is_next and others.isdisjoint(range(title.token + 1, kid + 1)):
                last = _last_of_portfolio(context, kid, others)
                begin, end = title.begin, context.parsed.span(last, last + 1)[1]
                whole = replace(title, end=end, text=context.parsed.article.text[begin:end])
                return event.with_fillers(whole if f is title else f for f in event.fillers)
    return event


def _last_of_portfolio(context: EventContext, first: int, others: Set[int]) -> int:
    """The last noun of a title's complement: *labour* in "minister of trade and labour"; no person or participant."""
    tree, labels, types = context.parsed.tree, context.parsed.labels, context.parsed.language.nouns.types
    last = first
    for noun in conjuncts(tree, first)[1:]:
        is_person = labels[noun] == "PERSON" or types.get(tree.lemmas[noun].lower()) == "Person"
        if is_person or noun in others or tree.get(noun, "determiner", "possessive", "apposition"):
            break
        last = noun
    return last


def is_in_title(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for what has no name and is part of a title: "*transport* secretary", "secretary of *State*".

    Also for people without an article: "minister for *Women*".
    """
    if event.event_class not in (*POSTS, LEADS) or filler.role != "patient" or filler.token < 0:
        return False
    entity = context.entity_of(filler)
    tree, token = context.parsed.tree, filler.token
    first = first_conjunct(tree, token)  # "minister of labour and *trade*"
    is_bare = not tree.get(token, "determiner", "possessive")
    if entity is not None and entity.is_named:
        return is_bare and entity.type == "Group" and preposition(tree, first) == "for"
    return (is_bare and preposition(tree, first) == "of") or tree.slots[token] in IN_TITLE


def sure(event: Event) -> float:
    return 1.0 if event.probability is None else event.probability


def with_first_word(context: EventContext, event: Event) -> Event:
    """A post whose body is a common noun, a name only because a sentence begins with it: "*Transport* secretary"."""
    for body in event.fillers_of("patient"):
        if event.event_class in POSTS and _begins_title(context, event.trigger, body):
            text = context.parsed.article.text
            return event.with_fillers(
                replace(each, begin=body.begin, text=text[body.begin : each.end])
                if each.role == "title"
                else each
                for each in event.fillers
                if each is not body
            )
    return event


def with_rank(context: EventContext, event: Event) -> Event:
    """A post with the rank that stands before its body: "*assistant* US attorney general"; no deputy leads a party."""
    parsed, bodies = context.parsed, event.fillers_of("patient")
    for title in event.fillers_of("title") if event.event_class in (*POSTS, LEADS) and bodies else ():
        begin = begin_of(context, event, title)
        rank = bisect_left(parsed.begins, begin) - 1
        deputies = parsed.language.references.deputies
        if begin == title.begin or rank < 0 or parsed.tree.words[rank] not in deputies:
            continue
        start = parsed.begins[rank]
        whole = replace(title, begin=start, text=parsed.article.text[start : title.end])
        event = event.with_fillers(whole if each is title else each for each in event.fillers)
        return replace(event, event_class=POST) if event.event_class == LEADS else event
    return event


def _begins_title(context: EventContext, title: int, body: Filler) -> bool:
    parsed, token = context.parsed, body.token
    entity = context.entity_of(body)
    if (
        token + 1 != title
        or entity is None
        or len(entity.mentions) > 1
        or not parsed.doc[title].text.islower()
    ):
        return False
    is_first = token == 0 or parsed.sentence_of[token - 1] != parsed.sentence_of[token]
    noun_type = parsed.language.nouns.types.get(parsed.tree.words[token])
    return is_first and noun_type not in (None, "Group", "Organization")

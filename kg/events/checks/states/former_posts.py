"""Whether a post is over by the words around it: "then chairman", "mayor at the time", "predecessor, Mayor Lunt"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Set

from kg.events.context import EventContext
from kg.grammar.tree import preposition
from kg.records import Event, Filler

BESIDE = frozenset({"apposition", "nominal"})


def is_over(context: EventContext, event: Event, title: Filler) -> bool:
    """True for a post that its own words or those beside it say somebody held, and holds no longer."""
    tree, former = context.parsed.tree, context.lexicon.stance.lists["former"]
    token = title.token if title.token >= 0 else event.trigger
    words = {tree.words[kid] for kid in tree.get(token, "adjective", "adverb")}
    words |= words_before(context, begin_of(context, event, title))
    return (
        bool(words & former)
        or is_of_then(context, token)
        or any(_is_predecessor(context, each) for each in event.fillers_of("agent"))
    )


def begin_of(context: EventContext, event: Event, title: Filler) -> int:
    """The first character of a title, or of its body if that stands right before it."""
    text = context.parsed.article.text
    bodies = (each for each in event.fillers_of("patient") if each.end < title.begin)
    return min([title.begin, *(each.begin for each in bodies if not text[each.end : title.begin].strip())])


def words_before(context: EventContext, begin: int) -> Set[str]:
    """The word before a phrase and the prefix of its first: "by *then* Mayor Lunt", "*ex-*Mayor Lunt".

    No adverb that begins a sentence: "Then President Lunt left".
    """
    parsed, text = context.parsed, context.parsed.article.text
    tree, token = parsed.tree, max(bisect_left(parsed.begins, begin), 1)
    prefixes = {text[begin:].partition("-")[0].lower() + "-"}
    if tree.words[token - 1] == "-":
        return prefixes | {tree.words[token - 2] + "-"}
    is_inside = token > 1 and parsed.sentence_of[token - 2] == parsed.sentence_of[token]
    return prefixes | ({tree.words[token - 1]} if is_inside or tree.pos[token - 1] == "ADJ" else set())


def is_of_then(context: EventContext, token: int) -> bool:
    """True for "the mayor *at the time*", "worked for Kestrel Bank *at the time*"."""
    tree, at_the_time = context.parsed.tree, context.words.at_the_time
    phrases = (kid for kid in tree.get(token, "nominal", "oblique") if kid > token and preposition(tree, kid))
    return any(" ".join(tree.words[kid - 2 : kid + 1]).lower() in at_the_time for kid in phrases)


def is_past(context: EventContext, token: int) -> bool:
    """True for a past verb, "*served* as mayor", "who *worked* for the bank", and for "had been a *member*".

    A plain "was" may tell of the day that is reported: "was a candidate until Monday".
    """
    frame = context.parsed.frames.get(token)
    if frame is None or frame.form.tense != "past" or frame.form.modals or frame.negated:
        return False
    return frame.kind == "verb" or (frame.copula is not None and frame.form.perfect)


def _is_predecessor(context: EventContext, holder: Filler) -> bool:
    """True for a name beside "predecessor": "his *predecessor*, Mayor Ada Lunt"."""
    if holder.token < 0:
        return False
    tree, words = context.parsed.tree, context.words.predecessors
    beside = [tree.heads[holder.token]] if tree.slots[holder.token] in BESIDE else []
    beside += tree.get(holder.token, "apposition", "title")
    return any(tree.lemmas[each].lower() in words for each in beside)

"""Market reports: prices that close, buy, lose or put on an amount are no acts of anybody."""

from __future__ import annotations

from collections.abc import Iterable

from kg.events.context import EventContext
from kg.events.fillers import as_plain
from kg.grammar.frames import Frame
from kg.records import Event

AMOUNTS = frozenset({"MONEY", "PERCENT", "CARDINAL", "QUANTITY", "TIME"})
SUMS = frozenset({"MONEY", "PERCENT"})


def without_price_quotes(context: EventContext, events: Iterable[Event]) -> list[Event]:
    """The events, those of named classes that only quote a price as plain ones: "the pound *bought* 1.25 dollars"."""
    return [as_plain(context, event) if _quotes_price(context, event) else event for event in events]


def _quotes_price(context: EventContext, event: Event) -> bool:
    frame = context.parsed.frames.get(event.trigger)
    event_class = context.lexicon.classes.get(event.event_class)
    if frame is None or frame.kind != "verb" or not event_class or context.lexicon.is_state(event_class):
        return False
    words = context.words
    if frame.is_passive:
        return _are(context, frame.subject, words.currencies) and _has_rate(context, frame)
    at_any_price = words.currencies | words.securities
    if _are(context, frame.subject, at_any_price) and not _are_names(context, frame.subject):
        return True
    if _are(context, frame.subject, at_any_price | words.commodities) and _states_level(context, frame):
        return True
    return _closes_at(context, frame) or _moves_by(context, frame)


def _are(context: EventContext, tokens: Iterable[int], words: frozenset[str]) -> bool:
    """True if there are tokens and all are of these words: "the *FTSE* 100", "share *prices*"."""
    tree, tokens = context.parsed.tree, tuple(tokens)
    return bool(tokens) and all(tree.words[t] in words or tree.lemmas[t] in words for t in tokens)


def _are_names(context: EventContext, tokens: Iterable[int]) -> bool:
    """True for "the Control *Yuan*", a council."""
    return any(context.parsed.tree.pos[token] == "PROPN" for token in tokens)


def _has_rate(context: EventContext, frame: Frame) -> bool:
    """ "sold *at 32* per dollar"; the parse may attach both prepositions to the dollar."""
    levels = context.words.levels
    return any(
        oblique.preposition.partition(" ")[0] in levels and _is_amount(context, oblique.token)
        for oblique in frame.obliques
    )


def _states_level(context: EventContext, frame: Frame) -> bool:
    """ "climbed *to 2,300 dollars*", "gave up *2 %*", "closed *lower*"."""
    words = context.parsed.tree.words
    is_moved = any(words[adverb] in context.words.directions for adverb in frame.adverbs)
    is_sum = any(context.parsed.labels[token] in SUMS for token in frame.object)
    return is_moved or is_sum or _has_rate(context, frame)


def _closes_at(context: EventContext, frame: Frame) -> bool:
    """ "Orvex *closed at 14*", "opened *down 3 %*": no shop, and if it is one, it opens again the next day."""
    is_closing = frame.lemma in context.words.session_verbs and not frame.object
    return is_closing and _states_level(context, frame)


def _moves_by(context: EventContext, frame: Frame) -> bool:
    """ "Sorda *put on 0.1 %*"; not "lost 4 % of the vote"."""
    tree = context.parsed.tree
    if frame.lemma not in context.words.move_verbs or not frame.object:
        return False
    return all(
        (context.parsed.labels[token] == "PERCENT" or tree.lemmas[token] in context.words.price_units)
        and not tree.get(token, "nominal")
        for token in frame.object
    )


def _is_amount(context: EventContext, token: int) -> bool:
    return context.parsed.labels[token] in AMOUNTS or context.parsed.tree.pos[token] in ("NUM", "SYM")

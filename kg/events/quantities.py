"""The numbers that an event's phrases give: "killed *12* people", "a sentence of *nine years*"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from kg.events.context import EventContext
from kg.events.predicates import TIMES, Predicate, label
from kg.events.roles import Match
from kg.grammar.parsed import Parsed
from kg.grammar.tree import preposition
from kg.ontology.words.amounts import Amount, read_amount
from kg.records import Quantity

COUNTS = frozenset({"CARDINAL", "QUANTITY"})
DURATION = "duration"
KINDS = {"money": "MONEY", "percent": "PERCENT", DURATION: "DATE"}


def quantities_of(context: EventContext, found: Match) -> Iterator[Quantity]:
    for rule in found.event_class.quantities:
        for slot in rule.slots:
            amounts = [
                amount
                for token in _stating(context.parsed, found.predicate, slot, rule.kind)
                if (amount := _amount(context.parsed, token, rule.kind))
            ]
            if amounts:
                yield Quantity(rule.name, **amounts[0]._asdict())
                break


def _stating(parsed: Parsed, predicate: Predicate, slot: str, kind: str) -> Iterable[int]:
    """What fills a slot; of durations, which are times and fill none, those that hang where it would."""
    if kind != DURATION:
        return predicate.slots.get(slot, ())
    above = (predicate.token, *predicate.slots.get("object", ()))  # "handed him a sentence *of nine years*"
    kids = chain.from_iterable(kids for token in above for kids in parsed.tree.kids[token].values())
    times = (kid for kid in sorted(kids) if label(parsed, kid) in TIMES)
    return (time for time in times if preposition(parsed.tree, time) in (slot, ""))


def _amount(parsed: Parsed, token: int, kind: str) -> Amount | None:
    """The number that a noun phrase states: "at least 95" of "at least 95 people", "12" of "12 dead"."""
    tree = parsed.tree
    wanted = KINDS.get(kind)
    for part in [token, *tree.get(token, "number", "compound", "adjective", "determiner")]:
        name = label(parsed, part)
        if name == wanted if wanted else name in COUNTS or (tree.pos[part] == "NUM" and not name):
            text = _amount_text(parsed, part)
            if kind == DURATION and text.lower().endswith(tuple(parsed.language.events.age)):
                return None
            amount = read_amount(text, parsed.language.numbers)
            return (
                amount
                if kind != DURATION or (amount and amount.unit in parsed.language.events.durations)
                else None
            )
    return None


def _amount_text(parsed: Parsed, token: int) -> str:
    for ent in parsed.doc.ents:
        if ent.start <= token < ent.end:
            return parsed.text(ent.start, ent.end)
    return parsed.text(token, token + 1)

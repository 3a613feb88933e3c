"""The numbers that an event's phrases give: "killed *12* people", "a sentence of *nine years*"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal

from kg.events.context import EventContext
from kg.events.predicates import TIMES, Predicate
from kg.events.roles import Match
from kg.grammar.noun_phrases import first_conjunct, is_year
from kg.grammar.parsed import Parsed
from kg.grammar.tree import preposition
from kg.ontology.words.amounts import Amount, read_amount
from kg.records import Quantity

BESIDE = frozenset({"", "CARDINAL", "QUANTITY", "ORDINAL"})  # labels of words that may belong to a number
REACH = 4  # words from one part of a number to the next: "one - and - a - half"
COUNTS = frozenset({"CARDINAL", "QUANTITY"})
PEOPLE = frozenset({"Person", "Group"})
DURATION = "duration"
KINDS = {"money": "MONEY", "percent": "PERCENT", DURATION: "DATE"}


def quantities_of(context: EventContext, found: Match) -> Iterator[Quantity]:
    for rule in found.event_class.quantities:
        for slot in rule.slots:
            tokens = list(_stating(context.parsed, found.predicate, slot, rule.kind))
            counted = next((token for token in tokens if _amount(context.parsed, token, rule.kind)), None)
            if counted is not None:
                if amount := _total(context, counted, tokens, rule.kind):
                    yield Quantity(rule.name, **amount._asdict())
                break


def _total(context: EventContext, counted: int, tokens: Iterable[int], kind: str) -> Amount | None:
    """What a counted noun states, with the other people of its list: 3 of "two women and a man".

    None if somebody in the list cannot be counted ("two women and their children") or bounds differ.
    """
    listed = [counted] if kind in KINDS else [t for t in tokens if _is_listed_with(context, counted, t)]
    amounts = [_people(context, token, kind) for token in listed] if len(listed) > 1 else []
    if not amounts:
        return _amount(context.parsed, counted, kind)
    known = [amount for amount in amounts if amount]
    modifiers = {amount.modifier for amount in known} - {None}
    if len(known) < len(amounts) or len(modifiers) > 1 or any(m.startswith("to ") for m in modifiers if m):
        return None
    return Amount(sum(amount.value for amount in known), next(iter(modifiers), None), known[0].unit)


def _is_listed_with(context: EventContext, counted: int, token: int) -> bool:
    """Whether a token is the counted noun, or people in one list with it: "two *women* and a *man*"."""
    if token == counted:
        return True
    tree = context.parsed.tree
    is_number = context.parsed.language.numbers.is_part  # "a *dozen* and a half tourists" is no list
    return first_conjunct(tree, token) == first_conjunct(tree, counted) and all(
        context.kind(each) in PEOPLE and not is_number(tree.words[each]) for each in (token, counted)
    )


def _people(context: EventContext, token: int, kind: str) -> Amount | None:
    """How many people a member of a list is: a person is one, a group has to be counted."""
    amount = _amount(context.parsed, token, kind)
    return amount or (Amount(1, None, None) if context.kind(token) == "Person" else None)


def _stating(parsed: Parsed, predicate: Predicate, slot: str, kind: str) -> Iterable[int]:
    """What fills a slot; of durations, which are times and fill none, those that hang where it would."""
    if kind != DURATION:
        found = [token for token in predicate.slots.get(slot, ()) if not is_year(parsed.tree, token)]
        return found or _bare_objects(parsed, predicate, slot)
    above = (predicate.token, *predicate.slots.get("object", ()))  # "handed him a sentence *of nine years*"
    kids = chain.from_iterable(kids for token in above for kids in parsed.tree.kids[token].values())
    times = (kid for kid in sorted(kids) if parsed.labels[kid] in TIMES)
    return (time for time in times if preposition(parsed.tree, time) in (slot, ""))


def _bare_objects(parsed: Parsed, predicate: Predicate, slot: str) -> Iterable[int]:
    """Counted nouns that the parse takes for adverbs: "killed fewer than ten *people*"; not "ten metres"."""
    bare = predicate.slots.get("", ()) if slot == "object" else ()
    return (noun for noun in bare if parsed.labels[noun] == "" and _is_counted(parsed, noun))


def _is_counted(parsed: Parsed, noun: int) -> bool:
    return any(parsed.labels[kid] == "CARDINAL" for kid in parsed.tree.get(noun, "number"))


def _amount(parsed: Parsed, token: int, kind: str) -> Amount | None:
    """The number that a noun phrase states: "at least 95" of "at least 95 people", "12" of "12 dead"."""
    tree = parsed.tree
    wanted = KINDS.get(kind)
    for part in [token, *tree.get(token, "number", "compound", "adjective", "determiner")]:
        name = parsed.labels[part]
        if part > token and tree.pos[token] == "PROPN" and kind not in KINDS:
            continue  # an age: "Ada Lunt and Ivo Brandt, both *51*"
        if name == wanted if wanted else name in COUNTS or (tree.pos[part] == "NUM" and not name):
            start, stop = _amount_span(parsed, part)
            text = parsed.text(start, stop)
            if _is_changed(parsed, start, stop, kind):
                return None
            if kind == DURATION and _is_no_duration(parsed, text, stop):
                return None
            amount = read_amount(text, parsed.language.numbers)
            return amount if amount and _is_of_kind(parsed, amount, kind, name) else None
    return None


def _is_no_duration(parsed: Parsed, text: str, stop: int) -> bool:
    """True for "*23-year-old*" and "jailed *three weeks* ago", which say nothing of how long."""
    words = parsed.language.events
    last = text.lower().split()[-1]
    after = parsed.tree.words[stop : stop + 1]
    return last.endswith(tuple(words.age)) or not words.elapsed.isdisjoint((last, *after))


def _is_of_kind(parsed: Parsed, amount: Amount, kind: str, name: str) -> bool:
    """False for a duration without a unit of time, and for a part of a person: "1.5 killed"."""
    if kind == DURATION:
        return amount.unit in parsed.language.events.durations
    return kind in KINDS or name == "QUANTITY" or amount.value.is_integer()


def _is_changed(parsed: Parsed, start: int, stop: int, kind: str) -> bool:
    """Whether words around a number make it another: "*all but* two of them", of money "$12 *a share*"."""
    numbers, words = parsed.language.numbers, parsed.tree.words
    after = words[stop : stop + 2]
    of_one = after[:1] and (
        after[0] in numbers.per or (after[0] in numbers.articles and after[-1] in numbers.priced)
    )
    is_rate = kind == "money" and bool(of_one)
    return is_rate or bool(numbers.excepting.search(" ".join(words[max(start - 2, 0) : start])))


def _amount_span(parsed: Parsed, token: int) -> tuple[int, int]:
    """The words of the number that a token is in, and those beside it that change it: "*several* hundred"."""
    start, stop = token, token + 1
    while parsed.doc[start].ent_iob_ == "I" and not _is_one_of(parsed, start):
        start -= 1
    while stop < len(parsed.doc) and parsed.doc[stop].ent_iob_ == "I":
        stop += 1
    while not _is_one_of(parsed, start) and (first := _neighbour(parsed, start, -1)) is not None:
        start = first
    while (last := _neighbour(parsed, stop - 1, 1)) is not None:
        stop = last + 1
    return start, stop


def _is_one_of(parsed: Parsed, start: int) -> bool:
    """True for 70 in "he is one of *70* people killed"."""
    before = parsed.tree.words[start - 2 : start]
    return len(before) == 2 and before[0] in parsed.language.events.ones and before[1] == "of"


def _neighbour(parsed: Parsed, token: int, step: Literal[-1, 1]) -> int | None:
    """The next word of a number on one side, over words that join numbers; None if the number ends here."""
    numbers, words, doc = parsed.language.numbers, parsed.tree.words, parsed.doc
    for other in range(token + step, token + step * (REACH + 1), step):
        if (
            not 0 <= other < len(doc)
            or parsed.sentence_of[other] != parsed.sentence_of[token]
            or not _is_beside(parsed, other)
        ):
            return None
        if numbers.is_part(words[other]):
            return other
        if words[other] not in numbers.linking:
            return None
    return None


def _is_beside(parsed: Parsed, token: int) -> bool:
    """Whether a word may belong to a number: not to a name, nor to a time, unless that is "three-quarter"."""
    if parsed.labels[token] in BESIDE:
        return True
    doc, numbers, start, stop = parsed.doc, parsed.language.numbers, token, token + 1
    while doc[start].ent_iob_ == "I":
        start -= 1
    while stop < len(doc) and doc[stop].ent_iob_ == "I":
        stop += 1
    return all(numbers.is_part(word) or word in numbers.linking for word in parsed.tree.words[start:stop])

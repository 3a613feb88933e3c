"""The extent of a filler: the words of a noun phrase, a clause or a title."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from kg.events.context import EventContext
from kg.events.predicates import TIMES, Predicate
from kg.grammar.noun_phrases import core, phrase
from kg.grammar.parsed import Parsed
from kg.grammar.tree import Tree, conjuncts, preposition
from kg.ontology.classes.lexicon import Role
from kg.records import Event, Filler

QUOTES = frozenset('"“”‘')
SEPARATORS = frozenset(",;")  # never at an end of a filler


def filler_of(context: EventContext, role: str, token: int, of: Predicate | None = None) -> Filler:
    parsed = context.parsed
    if of and token == of.token and role == "title":
        return title_of(context, role, token)
    entity, event = context.entity(token), context.meant(token)
    if token not in context.events and _is_clause(parsed, role, token):
        span = _clause(parsed, token)
    else:
        span = phrase_of(parsed, token)
    if event in context.events:
        return parsed.filler(role, span, token, entity=None, event=event)
    return parsed.filler(role, span, token, entity=entity.key if entity else None)


def title_of(context: EventContext, role: str, token: int) -> Filler:
    """A title's own words; it is plain text, not the entity that holds it."""
    event = context.meant(token)
    known = event if event in context.events else None
    return context.parsed.filler(role, _title(context, token), token, entity=None, event=known)


def without_same(fillers: Sequence[Filler]) -> list[Filler]:
    """Without patients that are an agent as well: no state relates a thing to itself."""
    agents = {filler.entity or filler.token for filler in fillers if filler.role == "agent"}
    return [f for f in fillers if f.role != "patient" or (f.entity or f.token) not in agents]


def holds_required(roles: Sequence[Role], fillers: Sequence[Filler]) -> bool:
    """Whether every required role is filled."""
    filled = {filler.role for filler in fillers}
    return all(role.name in filled for role in roles if role.required)


def outermost(fillers: Sequence[Filler]) -> Iterator[Filler]:
    """Without clauses that another clause in the same role holds: the second half of what is said."""
    for filler in fillers:
        is_within = any(
            other.role == filler.role
            and other.begin <= filler.begin
            and filler.end <= other.end
            and len(other.text) > len(filler.text)
            for other in fillers
        )
        if filler.entity or filler.event is not None or not is_within:
            yield filler


def _is_clause(parsed: Parsed, role: str, token: int) -> bool:
    """True for what a verb heads, and for a topic that "be" makes a clause."""
    return parsed.tree.is_verb(token) or (role == "topic" and token in parsed.frames)


def phrase_of(parsed: Parsed, token: int) -> tuple[int, int]:
    """The tokens of a filler: a noun phrase without its preposition, within its sentence."""
    start, stop = phrase(parsed.tree, token)
    for name in parsed.tree.get(token, "apposition"):  # "the rebel stronghold Vessa"
        if core(parsed.tree, name)[0] == stop:
            stop = phrase(parsed.tree, name)[1]
    tree = parsed.tree
    while start < token and (tree.slots[start] == "coordinator" or tree.words[start] in SEPARATORS):
        start += 1
    for after in range(token + 1, stop):  # "the court on Tuesday": the day is the verb's
        if parsed.labels[after] in TIMES and tree.heads[after] == token and tree.slots[after] == "nominal":
            stop = min([after, *tree.get(after, "case")])
            break
    return start, stop


def _clause(parsed: Parsed, token: int) -> tuple[int, int]:
    tree, inside = parsed.tree, [token]
    for part in inside:  # grows while it is read
        inside += [kid for kids in tree.kids[part].values() for kid in kids]
    start, stop = min(inside), _stop_before_speaker(tree, token, inside)
    skipped = ("punctuation", "coordinator")
    while start < token and tree.slots[start] in skipped and tree.words[start] not in QUOTES:
        start += 1
    while stop - 1 > token and tree.words[stop - 1] in SEPARATORS:
        stop -= 1
    return start, stop


def _stop_before_speaker(tree: Tree, token: int, inside: Collection[int]) -> int:
    """The end of a clause, without who says it before its last comma: "it shut, *the mayor said*, and"."""
    verb = tree.heads[token]
    last = max(each for each in inside if tree.slots[each] != "punctuation")
    speech = (verb, *(phrase(tree, each)[0] for each in tree.get(verb, "subject")))
    return min([max(inside) + 1, *(each for each in speech if each > last)])


def _title(context: EventContext, token: int) -> tuple[int, int]:
    """A position's own words: "foreign minister" of "the former Estrian foreign minister"."""
    tree, start = context.parsed.tree, token
    while start > 0:
        before = start - 1
        # "chief" of "chief executive Ada Lunt" hangs on Ada
        heads = (*range(start, token + 1), tree.heads[token])
        if tree.words[before] == "-":  # "auditor-general", "two-term governor"
            start = before - 1
            continue
        is_next = tree.heads[before] in heads and _is_of_title(context, before, start)
        if not (is_next or _is_of_one_word(context, before)):
            break
        start = before
    after = token + 1
    doc = context.parsed.doc
    while tree.words[after : after + 1] == ["-"] and not doc[after - 1].whitespace_:
        after += 2  # "director-general", "editor-in-chief"
    is_general = tree.slots[after : after + 1] == ["adjective"] and tree.heads[after] == token
    return start, after + is_general  # "secretary general"


def _is_of_title(context: EventContext, before: int, start: int) -> bool:
    """True for a modifier that is part of the title behind it, which begins at `start`: no name, no "former"."""
    tree = context.parsed.tree
    if tree.words[before] in context.lexicon.stance.lists["former"] or (
        context.parsed.labels[before] and not _is_of_rank(context, before)
    ):
        return False
    if tree.tags[before] == "VBN" and tree.words[before - 1] == "-":  # "the Oslo-based president"
        return False
    is_rank = tree.slots[before] == "title" and tree.heads[before] == start  # "Lt. Col."
    return is_rank or tree.slots[before] in ("compound", "adjective")


def _is_of_rank(context: EventContext, token: int) -> bool:
    """True for the numeral of a title: "*First* Minister"; not of "the first minister to resign"."""
    doc, tree = context.parsed.doc, context.parsed.tree
    is_capital = doc[token].text[0].isupper() and doc[token + 1].text[0].isupper()
    is_post = " ".join(tree.words[token : token + 2]) in context.words.ranked
    is_one_of_many = bool(tree.get(token + 1, "noun_clause", "relative"))
    return context.parsed.labels[token] == "ORDINAL" and (is_capital or (is_post and not is_one_of_many))


def _is_of_one_word(context: EventContext, token: int) -> bool:
    """True for the first word of a title of two, if parsers call it a preposition: "*Under* Secretary"."""
    tree = context.parsed.tree
    word, after = tree.words[token], context.parsed.doc[token + 1].text
    is_capital = after[0].isupper() and context.parsed.doc[token].text[0].isupper()
    return (
        is_capital
        and tree.pos[token] == "ADP"
        and bool(context.lexicon.triggers(f"{word}-{after}".lower(), "noun"))
    )


def owners_of(parsed: Parsed, trigger: int) -> Iterator[int]:
    """The tokens of those whose event it is by its own words: "*its* strike", "a strike by *teachers*"."""
    tree = parsed.tree
    frame = parsed.frames.get(trigger)
    for noun in (trigger, *([frame.governor.token] if frame and frame.governor else ())):
        for kid in tree.get(noun, "possessive", "nominal"):
            if tree.slots[kid] == "possessive" or preposition(tree, kid) == "by":
                yield from conjuncts(tree, kid)


def as_plain(context: EventContext, event: Event) -> Event:
    """The event without its class, with the fillers of the roles that a plain event has."""
    roles = {role.name for role in context.words.plain_roles}
    fillers = tuple(filler for filler in event.fillers if filler.role in roles)
    return replace(event.without_class(), fillers=fillers)

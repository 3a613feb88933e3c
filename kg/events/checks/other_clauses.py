"""Takes from events what belongs to another clause: the source of the statement, and the place of a when-clause.

"According to her aide, *Ivo Brandt*, she called"; "she died when rebels shelled a camp in *Vessa*".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.events.context import EventContext
from kg.grammar.frames import Frame, governors
from kg.grammar.tree import Tree, is_parted, preposition
from kg.records import PLACE_ROLES, Event, Filler

# From noun to noun in one phrase
WITHIN = frozenset({"apposition", "flat", "conjunct", "nominal", "compound"})
ABOUT = frozenset({"about", "on", "over", "regarding", "concerning"})  # before what a statement is about
ITEM_CLAUSES = frozenset({"relative", "noun_clause"})
ACTORS = frozenset({"agent", "patient", "recipient", "origin"})


def without_other_clauses(context: EventContext, events: Iterable[Event]) -> Iterator[Event]:
    """The events without actors that only report them, and without places of clauses that say when they happened.

    Whom the clause itself has for subject stays.
    """
    for event in events:
        yield event.with_fillers(
            each
            for each in event.fillers
            if not (
                _is_source(context, event, each)
                or _is_elsewhere(context, event, each)
                or _is_above_relative(context, event, each)
                or _is_owner(context, event, each)
                or _is_of_another_item(context, event, each)
                or _is_home_of_subject(context, event, each)
                or _is_company(context, event, each)
                or _is_left(context.parsed.tree, each)
            )
        )


def _is_source(context: EventContext, event: Event, filler: Filler) -> bool:
    frame = context.parsed.frames.get(event.trigger)
    if filler.role not in ACTORS or filler.token < 0:
        return False
    if frame is None:
        is_above = _is_speaker_above(context, event.trigger, filler.token)
        return is_above or _makes_statement(context, event.trigger, filler.token)
    if frame.subject_source != "own":
        return False
    if filler.token in frame.subject or any(_refers(context, token, filler) for token in frame.subject):
        return False
    return _is_in_source(context, filler.token) or _is_speaker(context, frame, filler.token)


def _is_elsewhere(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for a place inside a finite adverbial clause of the event's verb."""
    if filler.role not in PLACE_ROLES or filler.token < 0:
        return False
    tree, frames = context.parsed.tree, context.parsed.frames
    token = filler.token
    while token != event.trigger and tree.heads[token] != token:
        frame = frames.get(token)
        if tree.slots[token] == "adverbial" and frame is not None and frame.form.mood == "finite":
            return _is_above(tree, tree.heads[token], event.trigger)
        token = tree.heads[token]
    return False


def _is_above_relative(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for *Falk* as agent in "Falk plays a killer who murders his wife": the relative clause is of the killer."""
    frame = context.parsed.frames.get(event.trigger)
    if filler.role != "agent" or frame is None or frame.subject_source != "relative" or not frame.subject:
        return False
    if filler.token in frame.subject or any(_refers(context, token, filler) for token in frame.subject):
        return False
    tree, antecedent = context.parsed.tree, frame.subject[0]
    above = context.parsed.frames.get(tree.heads[antecedent])
    return (
        above is not None
        and above.kind == "verb"
        and tree.slots[antecedent] in ("object", "oblique")
        and filler.token in above.subject
    )


def _is_owner(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for *Lunt* as patient in "Lunt, whose brother was arrested": not she was. A state may be of both."""
    frame = context.parsed.frames.get(event.trigger)
    is_state = context.lexicon.is_state_name(event.event_class)
    if frame is None or filler.role not in ACTORS or is_state:
        return False
    tree, antecedents = context.parsed.tree, context.parsed.relatives.antecedents
    words = (word for part in (*frame.subject, *frame.object) for word in tree.get(part, "possessive"))
    return any(tree.words[word] == "whose" and antecedents.get(word) == filler.token for word in words)


def _is_home_of_subject(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for *Norland* as origin in "the nurses, most of them from Norland, were taken to Orrin"."""
    frame = context.parsed.frames.get(event.trigger)
    if (
        filler.role != "origin"
        or frame is None
        or frame.kind != "verb"
        or not 0 <= filler.token < event.trigger
    ):
        return False
    tree, token, is_aside = context.parsed.tree, filler.token, False
    while token not in frame.subject and tree.heads[token] != token:
        is_aside |= tree.slots[token] in ("apposition", "conjunct") and not tree.get(token, "coordinator")
        token = tree.heads[token]
    return is_aside and token in frame.subject


def _is_company(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for *arm* as instrument in "taken to Orrin with a broken arm": by what one travels stands behind "on"."""
    event_class = context.lexicon.classes.get(event.event_class)
    role = event_class.role("instrument") if event_class else None
    if filler.role != "instrument" or filler.token < 0 or role is None or "with" in role.slots:
        return False
    return preposition(context.parsed.tree, filler.token) == "with"


def _is_left(tree: Tree, filler: Filler) -> bool:
    """True for *Norland* as destination in "returned from exile in Norland" and "flew over Norland".

    Also as origin of the exile.
    """
    token = filler.token
    if filler.role == "origin" and token >= 0:
        return preposition(tree, token) == "in"
    if filler.role != "destination" or token < 0:
        return False
    if preposition(tree, token) == "over":
        return True
    while tree.slots[token] in ("nominal", "conjunct", "flat") and tree.heads[token] != token:
        token = tree.heads[token]
    return token != filler.token and preposition(tree, token) == "from"


def _is_of_another_item(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for *Lunt* and "sued" in "Lunt, a baker; and Holm, who sued a bank": semicolons part the items of a list."""
    tree, token = context.parsed.tree, event.trigger
    while tree.slots[token] not in ITEM_CLAUSES and tree.heads[token] != token:
        token = tree.heads[token]
    described = tree.heads[token]
    if filler.token < 0 or tree.slots[token] not in ITEM_CLAUSES:
        return False
    return not is_parted(tree, described, event.trigger) and is_parted(tree, filler.token, event.trigger)


def _is_above(tree: Tree, verb: int, trigger: int) -> bool:
    """Whether an event's word is a verb, or one of the verb's own words."""
    return trigger == verb or tree.heads[trigger] == verb


def _refers(context: EventContext, token: int, filler: Filler) -> bool:
    entity = context.entity(token)
    return entity is not None and entity.key == filler.entity


def _phrase_heads(tree: Tree, token: int) -> Iterator[int]:
    """A noun, and those whose phrases it is part of."""
    yield token
    while tree.slots[token] in WITHIN and tree.heads[token] != token:
        token = tree.heads[token]
        yield token


def _is_in_source(context: EventContext, token: int) -> bool:
    """True inside "according to *X*", "in the words of *X*"."""
    tree, stance = context.parsed.tree, context.lexicon.stance
    kinds = (stance.kind(preposition(tree, noun), "preposition") for noun in _phrase_heads(tree, token))
    return any(kind is not None and kind.attributed for kind in kinds)


def _is_speaker(context: EventContext, frame: Frame, token: int) -> bool:
    """True for the subject, or its apposition, of a verb of saying above a clause."""
    parsed, stance = context.parsed, context.lexicon.stance
    for above in governors(frame, parsed.frames):
        kind = stance.kind(above.lemma, "verb")
        subjects = parsed.tree.get(above.predicate, "subject")
        if kind and kind.attributed and any(noun in subjects for noun in _phrase_heads(parsed.tree, token)):
            return True
    return False


def _is_speaker_above(context: EventContext, noun: int, token: int) -> bool:
    """True for *Lunt* and reports in "reports that it burst are false, Lunt said": they are those of others."""
    tree, stance = context.parsed.tree, context.lexicon.stance
    kind = stance.kind(tree.lemmas[noun], "noun")
    clause = tree.heads[noun]
    above = tree.heads[clause] if tree.slots[clause] == "complement" else clause
    said = stance.kind(tree.lemmas[above], "verb")
    is_within = tree.slots[noun] in ("subject", "complement") and noun < token
    return bool(
        is_within
        and kind
        and kind.attributed
        and said
        and said.attributed
        and token in tree.get(above, "subject")
    )


def _makes_statement(context: EventContext, noun: int, token: int) -> bool:
    """True for *Lunt* and charges in "Lunt issued a statement about the charges", which may be those of others."""
    tree, stance = context.parsed.tree, context.lexicon.stance
    if tree.slots[noun] != "nominal" or preposition(tree, noun) not in ABOUT:
        return False
    said = tree.heads[noun]
    kind = stance.kind(tree.lemmas[said], "noun")
    return bool(kind and kind.attributed and token in tree.get(tree.heads[said], "subject"))

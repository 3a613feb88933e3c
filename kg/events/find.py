"""Which classes of the ontology an article's words evoke, and who fills their roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from kg.events.roles import Match, Reader, match
from kg.events.slots import TIMES, Predicate, find_predicates, label
from kg.grammar.frames import governors
from kg.grammar.noun_phrases import core, phrase
from kg.grammar.parsed import Parsed
from kg.grammar.tree import preposition
from kg.ontology.classes.lexicon import Lexicon, Trigger
from kg.ontology.words.amounts import Amount, read_amount
from kg.records import Event, Filler, Quantity, Resolution

DEFINITE = frozenset("the this that these those its his her their whose".split())
COUNTS = frozenset({"CARDINAL", "QUANTITY"})
QUOTES = frozenset('"“”‘')
DURATION = "duration"
KINDS = {"money": "MONEY", "percent": "PERCENT", DURATION: "DATE"}
DURATIONS = frozenset(f"{unit}{end}" for unit in ("day", "week", "month", "year") for end in ("", "s"))
PLAIN = (  # the roles of what no class knows
    ("agent", ("subject",), "Entity"),
    ("patient", ("object",), "Entity"),
    ("recipient", ("indirect", "to"), "Actor"),  # "sent it to *the bank*"; not "blown *to* pieces"
    ("place", ("in", "at", "near"), "Place"),
)


def find_events(parsed: Parsed, resolution: Resolution, lexicon: Lexicon) -> tuple[Event, ...]:
    """Every event and state that the article's words tell, in text order, with its fillers in range.

    Anything that a verb tells and no class knows is an "Event" with its predicate.
    """
    reader = Reader(parsed, resolution, lexicon)
    predicates = list(find_predicates(parsed, lexicon))
    nouns = [p for p in predicates if p.pos == "noun"]
    matches = [found for p in nouns if (found := match(reader, p)) and _is_event(reader, found)]
    reader.events |= {m.predicate.token for m in matches if m.event_class.family != "State"}
    matches += [found for p in predicates if p.pos != "noun" and (found := match(reader, p))]
    matches = _without_light_verbs(reader, matches)
    events = [_event(reader, found, plain=not whole) for found, whole in _told(reader, matches)]
    known = {event.trigger for event in events} | {m.predicate.anchor for m in matches}
    events += [
        _plain(reader, p)
        for p in predicates
        if p.pos == "verb" and p.token not in known and _tells(reader, p)
    ]
    return tuple(sorted(_folded(reader, events), key=lambda event: (event.trigger, event.event_class)))


# --- events


def _is_event(reader: Reader, found: Match) -> bool:
    """False for a noun without roles that names something one can see: the *crossing* at the border."""
    entity = reader.entity(found.predicate.token)
    is_state = found.event_class.family == "State"
    return is_state or entity is None or entity.type == "Thing" or bool(found.roles.keys() - {"place"})


def _event(reader: Reader, found: Match, *, plain: bool) -> Event:
    predicate, trigger, event_class = found.predicate, found.trigger, found.event_class
    former = event_class.former if _is_former(reader, predicate) else None
    fillers = [
        _filler(reader, role, token, predicate) for role, tokens in found.roles.items() for token in tokens
    ]
    return Event(
        event_class="Event" if plain else former or event_class.name,
        predicate=_words(predicate, trigger),
        trigger=predicate.token,
        anchor=predicate.anchor,
        fillers=tuple(sorted(_outermost(fillers), key=lambda filler: (filler.role, filler.begin))),
        stance=trigger.stance,
        quantities=tuple(_quantities(reader, found)),
    )


def _outermost(fillers: Sequence[Filler]) -> Iterator[Filler]:
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


def _is_former(reader: Reader, predicate: Predicate) -> bool:
    tree = reader.parsed.tree
    words = {tree.words[token] for token in predicate.slots.get("adjective", ())}
    before = tree.words[predicate.token - 2 : predicate.token] if predicate.token > 1 else []
    prefixed = len(before) == 2 and before[1] == "-" and before[0] == "ex"
    return prefixed or bool(words & reader.lexicon.stance.lists["former"])


def _words(predicate: Predicate, trigger: Trigger) -> str:
    """The trigger's word, with its light verb: "hold talk"."""
    light = predicate.light
    return f"{light.lemma} {trigger.word}" if light and light.kind == "verb" else trigger.word


def _filler(reader: Reader, role: str, token: int, of: Predicate | None = None) -> Filler:
    parsed = reader.parsed
    entity, event = reader.entity(token), reader.meant(token)
    if of and token == of.token:
        entity = None  # a title is words, whoever bears it
        start, stop = _title(reader, token)
    elif token not in reader.events and _is_clause(parsed, role, token):
        start, stop = _clause(parsed, token)
    else:
        start, stop = _phrase(parsed, token)
    begin, end = parsed.span(start, stop)
    return Filler(
        role,
        begin,
        end,
        parsed.article.text[begin:end],
        entity=entity.key if entity and event not in reader.events else None,
        event=event if event in reader.events else None,
        token=token,
    )


def _is_clause(parsed: Parsed, role: str, token: int) -> bool:
    """True for what a verb heads, and for a topic that "be" makes a clause."""
    return parsed.tree.is_verb(token) or (role == "topic" and token in parsed.frames)


def _phrase(parsed: Parsed, token: int) -> tuple[int, int]:
    """The tokens of a filler: a noun phrase without its preposition, within its sentence."""
    start, stop = phrase(parsed.tree, token)
    for name in parsed.tree.get(token, "apposition"):  # "the rebel stronghold Vessa"
        if core(parsed.tree, name)[0] == stop:
            stop = phrase(parsed.tree, name)[1]
    tree, skipped = parsed.tree, ("case", "coordinator", "punctuation")
    while start < token and (
        tree.slots[start] == "coordinator" or (tree.slots[start] in skipped and tree.heads[start] == token)
    ):
        start += 1
    for after in range(token + 1, stop):  # "the court on Tuesday": the day is the verb's
        if label(parsed, after) in TIMES and tree.heads[after] == token and tree.slots[after] == "nominal":
            stop = min([after, *tree.get(after, "case")])
            break
    return start, stop


def _clause(parsed: Parsed, token: int) -> tuple[int, int]:
    inside = [token]
    for part in inside:  # grows while it is read
        inside += [kid for kids in parsed.tree.kids[part].values() for kid in kids]
    start, stop = min(inside), max(inside) + 1
    skipped = ("punctuation", "coordinator")
    while start < token and parsed.tree.slots[start] in skipped and parsed.tree.words[start] not in QUOTES:
        start += 1
    return start, stop


def _title(reader: Reader, token: int) -> tuple[int, int]:
    """A position's own words: "foreign minister" of "the former Estrian foreign minister"."""
    tree, start = reader.parsed.tree, token
    former = reader.lexicon.stance.lists["former"]
    while start > 0:
        before = start - 1
        # "chief" of "chief executive Ada Lunt" hangs on Ada
        heads = (*range(start, token + 1), tree.heads[token])
        if tree.words[before] == "-" and before == token - 1 and start == token:  # "auditor-general"
            start = before - 1
            continue
        if tree.heads[before] not in heads or tree.words[before] in former:
            break
        if tree.slots[before] not in ("compound", "adjective") or label(reader.parsed, before):
            break
        if tree.tags[before] == "VBN" and tree.words[before - 1] == "-":  # "the Oslo-based president"
            break
        start = before
    after = token + 1
    is_general = tree.slots[after : after + 1] == ["adjective"] and tree.heads[after] == token
    return start, after + is_general  # "secretary general"


# --- quantities


def _quantities(reader: Reader, found: Match) -> Iterator[Quantity]:
    for rule in found.event_class.quantities:
        for slot in rule.slots:
            amounts = [
                amount
                for token in _stating(reader.parsed, found.predicate, slot, rule.kind)
                if (amount := _amount(reader.parsed, token, rule.kind))
            ]
            if amounts:
                yield Quantity(rule.name, amounts[0].value, amounts[0].modifier, amounts[0].unit)
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
            if kind == DURATION and text.lower().endswith("old"):
                return None
            amount = read_amount(text, parsed.language.numbers)
            return amount if kind != DURATION or (amount and amount.unit in DURATIONS) else None
    return None


def _amount_text(parsed: Parsed, token: int) -> str:
    for ent in parsed.doc.ents:
        if ent.start <= token < ent.end:
            return parsed.text(ent.start, ent.end)
    return parsed.text(token, token + 1)


# --- what belongs together


def _without_light_verbs(reader: Reader, matches: list[Match]) -> list[Match]:
    """Leave "hold" of "held talks" and "announce" of "announced a takeover" to the noun, not "suspended deliveries".

    A verb that evokes a class of its own with the noun in a role stays, unless it only says so.
    """
    nouns = {m.predicate.anchor: m for m in matches if m.predicate.pos == "noun" and m.predicate.light}
    return [
        m
        for m in matches
        if m.predicate.pos == "noun"
        or m.predicate.token not in nouns
        or _outweighs(reader, m, nouns[m.predicate.token])
    ]


def _outweighs(reader: Reader, verb: Match, noun: Match) -> bool:
    if noun.event_class.family == "State":
        return noun.event_class is not verb.event_class
    if noun.predicate.kind == "happens" or noun.event_class is verb.event_class:
        return False
    stance = reader.lexicon.stance.kinds.get(verb.trigger.stance or "")
    only_says = stance is not None and stance.content == "own"
    return not only_says and any(noun.predicate.token in tokens for tokens in verb.roles.values())


def _told(reader: Reader, matches: list[Match]) -> Iterator[tuple[Match, bool]]:
    """The matches that tell something, and whether as what they are; what is only spoken of is told as a plain event.

    "Condemned the strikes" tells of a condemnation, "asked Moscow to halt the deliveries" of a request.
    """
    fillers = {
        token: m.predicate
        for m in matches
        for role, tokens in m.roles.items()
        if role != "agent"
        for token in tokens
        if token != m.predicate.token
    }
    asked = {token for m in matches for token in m.roles.get("topic", ()) if m.trigger.stance == "request"}
    quiet = reader.lexicon.quiet_classes(frozenset(reader.parsed.tree.lemmas))
    used = {token for m in matches for token in m.completed} | set(_same_happening(matches))
    for m in matches:
        if m.event_class.family == "State":
            yield m, True
        elif m.event_class.name in quiet:
            yield m, False
        elif m.predicate.pos == "noun":
            if (m.roles or _is_carried(reader, m)) and m.predicate.token not in used:
                yield m, _is_told(reader, m, fillers) and not _is_within(reader, m.predicate.anchor, asked)
        elif not _is_asked(reader, m) and not (m.predicate.pos == "adjective" and m.predicate.token in used):
            spoken_of = (
                m.predicate.pos == "adjective"
                or _is_generic(reader, m)
                or _completes(reader, m, matches)
                or _is_within(reader, m.predicate.token, asked)
            )
            yield m, not spoken_of and not _is_passing_source(reader, m)


def _is_carried(reader: Reader, found: Match) -> bool:
    """True under a verb that carries it: "talks resumed"; "the talks were long" says nothing without a role.

    "Elections are *due* in May" says that they are planned.
    """
    light = found.predicate.light
    if light is None or light.kind == "verb":
        return light is not None
    kind = reader.lexicon.stance.kind(reader.parsed.tree.words[light.predicate], "adjective")
    return kind is not None and kind.content == "planned"


def _same_happening(matches: list[Match]) -> Iterator[int]:
    """Event nouns that fill a role of a verb of their own class: "a car bomb exploded" tells of one attack."""
    classes = {m.predicate.token: m.event_class.name for m in matches if m.predicate.pos == "noun"}
    for m in matches:
        if m.predicate.pos == "verb":
            for tokens in m.roles.values():
                yield from (token for token in tokens if classes.get(token) == m.event_class.name)


def _is_within(reader: Reader, token: int, clauses: set[int]) -> bool:
    """True if a predicate is one of these clauses or completes one: "asked X to stop *using* weapons"."""
    frames = reader.parsed.frames
    if token in clauses or token not in frames:
        return token in clauses
    return any(above.predicate in clauses for above in governors(frames[token], frames))


def _is_told(reader: Reader, found: Match, fillers: Mapping[int, Predicate]) -> bool:
    """True for an event noun under a light verb or with two roles, and for one in the clause itself with one."""
    predicate = found.predicate
    tree, by = reader.parsed.tree, fillers.get(predicate.token)
    frame = reader.noun(predicate.token)
    if frame.preposition == "as" or (by and by.token == predicate.anchor):
        return False
    if predicate.light or (len(found.roles) > 1 and by is None) or {"agent", "patient"} <= found.roles.keys():
        return True
    in_clause = frame.head is None or tree.is_verb(frame.head) or frame.head in reader.parsed.frames
    return in_clause and by is None


def _completes(reader: Reader, found: Match, matches: list[Match]) -> bool:
    """True for "to protest" in "took to the streets to protest": one happening, told by two verbs of one class."""
    frame = reader.parsed.frames.get(found.predicate.token)
    if frame is None or frame.governor is None or frame.is_passive:
        return False
    if frame.governor.relation not in ("open", "adverbial") or frame.subject_source not in (
        "control",
        "adverbial",
    ):
        return False
    above = frame.governor.token
    is_same = any(m.predicate.anchor == above and m.event_class is found.event_class for m in matches)
    return is_same and found.trigger.stance is None


def _is_generic(reader: Reader, found: Match) -> bool:
    """True for what "you" or "one" do: a habit, not a happening."""
    agents = found.roles.get("agent", ())
    words = {reader.parsed.tree.words[token] for token in agents if reader.entity(token) is None}
    return bool(words) and words <= {"you", "one"}


def _is_asked(reader: Reader, found: Match) -> bool:
    """True inside "how many were killed": nobody says that any were."""
    words = reader.parsed.tree.words
    return any(words[_phrase(reader.parsed, tokens[0])[0]] == "how" for tokens in found.roles.values())


def _is_passing_source(reader: Reader, found: Match) -> bool:
    """True for "officials said": it attributes, and tells of no statement that anybody could look up."""
    agents = [reader.entity(token) for token in found.roles.get("agent", ())]
    if found.trigger.word not in reader.lexicon.stance.lists["passing"] or not agents:
        return False
    tree = reader.parsed.tree
    if not any(tree.is_verb(t) or t in reader.parsed.frames for t in found.roles.get("topic", ())):
        return False
    return all(
        entity is not None
        and not entity.is_named
        and not {tree.words[kid] for kid in tree.get(token, "determiner", "possessive")} & DEFINITE
        for entity, token in zip(agents, found.roles["agent"], strict=True)
    )


def _folded(reader: Reader, events: list[Event]) -> list[Event]:
    """Make "the raid killed 12" one claim: a raid, with 12 killed."""
    by_trigger = {event.trigger: event for event in events}
    gone: set[int] = set()
    for event in events:
        event_class = reader.lexicon.classes.get(event.event_class)
        if not event_class or not event_class.folds_into:
            continue
        for filler in event.fillers_of("agent"):
            into = by_trigger.get(filler.event) if filler.event is not None else None
            if into and into.event_class in event_class.folds_into:
                by_trigger[into.trigger] = _fold(event, into)
                gone.add(event.trigger)
    return [by_trigger[event.trigger] for event in events if event.trigger not in gone]


def _fold(event: Event, into: Event) -> Event:
    names = {quantity.name for quantity in into.quantities}
    roles = {filler.role for filler in into.fillers} - {"patient"}  # who was killed is hit as well
    return replace(
        into,
        anchor=event.anchor,
        quantities=into.quantities + tuple(q for q in event.quantities if q.name not in names),
        fillers=into.fillers + tuple(f for f in event.fillers if f.role not in roles | {"agent"}),
    )


def _tells(reader: Reader, predicate: Predicate) -> bool:
    """True for a verb with somebody or something in subject or object, and no mere "be" or "have"."""
    tree = reader.parsed.tree
    if tree.lemmas[predicate.token] in ("be", "have", "do", "seem", "become", "get"):
        return False
    tokens = [*predicate.slots.get("subject", ()), *predicate.slots.get("object", ())]
    return any(reader.entity(token) for token in tokens)


def _plain(reader: Reader, predicate: Predicate) -> Event:
    """What no class knows; "take place" and the like are one word, and do nothing to a place."""
    lemmas = reader.parsed.tree.lemmas
    phrase = " ".join([predicate.lemmas[0], *(lemmas[t] for t in predicate.slots.get("object", ()))])
    is_phrase = phrase != predicate.lemmas[0] and phrase in reader.lexicon.light_verbs
    fillers = []
    for role, slots, type_ in PLAIN:
        for slot in () if is_phrase and role == "patient" else slots:
            tokens = [t for t in predicate.slots.get(slot, ()) if reader.fits(t, (type_,))]
            fillers += [_filler(reader, role, token) for token in tokens]
            if tokens:
                break
    word = phrase if is_phrase else predicate.lemmas[0]
    return Event("Event", word, predicate.token, predicate.token, tuple(fillers))

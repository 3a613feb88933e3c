"""What words evoke with, slot by slot: grammar's answer in the terms of the class files.

The slots are those of the head of `kg/ontology/classes/read_ontology.py`: `subject` and `object` in the sense of the
active voice, `possessive`, `named`, prepositions ... A predicate is a verb, noun or adjective with the
head tokens that fill its slots.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.grammar.frames import Frame, Oblique, governors
from kg.grammar.noun_phrases import NounFrame, appositives, noun_frame, titles
from kg.grammar.parsed import Parsed
from kg.grammar.tree import Tree, conjuncts
from kg.ontology.classes.lexicon import Lexicon, LightKind, Pos, Voice

# "the dead", "the shelling" are tagged as others
NOUN_POS = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "VERB"})
TIMES = frozenset({"DATE", "TIME"})
NO_EVENT_NAMES = (
    frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WEAPON", "WORK"}) | TIMES
)
LINKING = frozenset({"become", "remain", "stay"})
PLACES = ("in", "at", "near", "outside", "inside", "off", "across", "around")
Slots = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A word that may evoke a class, with the head tokens in each of its slots, in text order.

    `lemmas` are those to look it up by, the longest first. `anchor` is the predicate that tells its tense: the light
    verb's of an event noun.
    """

    token: int
    pos: Pos
    lemmas: tuple[str, ...]
    slots: Slots
    anchor: int
    voice: Voice | None = None
    light: Frame | None = None
    kind: LightKind | None = None


@dataclass(frozen=True, slots=True)
class _Light:
    """A light verb over an event noun."""

    frame: Frame
    kind: LightKind
    lemma: str


@dataclass(frozen=True, slots=True)
class _Tables:
    """What is made once for a doc: its light verbs by noun, and the names that nouns are said of."""

    parsed: Parsed
    lexicon: Lexicon
    lights: Mapping[int, _Light]
    named: Mapping[int, list[int]]
    titles: Mapping[int, int]  # right before the name of a person -> the name


def find_predicates(parsed: Parsed, lexicon: Lexicon) -> Iterator[Predicate]:
    """Every verb, and every noun and adjective that is a trigger's; nouns first, for verbs ask what nouns are."""
    titles = dict(_right_before(parsed))
    tables = _Tables(parsed, lexicon, _light_verbs(parsed, lexicon), _named(parsed, titles), titles)
    for token, pos in enumerate(parsed.tree.pos):
        lemmas = _known(lexicon, _noun_lemmas(parsed, lexicon, token), "noun") if pos in NOUN_POS else ()
        if lemmas and (_is_noun(parsed, token) or token in tables.titles):
            yield _noun(tables, token, lemmas)
    for token, frame in parsed.frames.items():
        is_verb = frame.kind == "verb" or parsed.tree.is_verb(token)
        is_money = label(parsed, token) == "MONEY"  # "2 billion *won*"
        if is_verb and not is_money and not _is_second_half(parsed, token):
            yield _verb(parsed, lexicon, frame)
    yield from _adjectives(parsed, lexicon)


def _is_second_half(parsed: Parsed, token: int) -> bool:
    """True for "custom-*made*", "thick-*skinned*"; not for a verb after a dash."""
    doc = parsed.doc
    return (
        token > 1
        and doc[token - 1].text == "-"
        and not (doc[token - 1].whitespace_ or doc[token - 2].whitespace_)
    )


def _adjectives(parsed: Parsed, lexicon: Lexicon) -> Iterator[Predicate]:
    for token, pos in enumerate(parsed.tree.pos):
        if pos in ("ADJ", "VERB") and (token not in parsed.frames or parsed.frames[token].kind == "copular"):
            lemmas = _known(lexicon, (parsed.tree.words[token], parsed.tree.lemmas[token]), "adjective")
            if lemmas:
                yield _adjective(parsed, token, lemmas)


def _known(lexicon: Lexicon, lemmas: tuple[str, ...], pos: Pos) -> tuple[str, ...]:
    return tuple(lemma for lemma in lemmas if lexicon.triggers(lemma, pos))


def label(parsed: Parsed, token: int) -> str:
    """The pipeline's label of the name or amount that a token is in, or ""."""
    return parsed.doc[token].ent_type_


# --- verbs


def _verb(parsed: Parsed, lexicon: Lexicon, frame: Frame) -> Predicate:
    tree = parsed.tree
    token = frame.predicate
    base = lexicon.lemma(tree.words[token], tree.lemmas[token], "verb")
    particles = " ".join(tree.words[particle] for particle in frame.particles)
    adverbs = [f"{base} {tree.words[a]}" for a in frame.adverbs if a == token + 1]
    lemmas = ([f"{base} {particles}"] if particles else []) + adverbs + [base]
    return Predicate(token, "verb", tuple(lemmas), verb_slots(parsed, frame), token, frame.form.voice)


def verb_slots(parsed: Parsed, frame: Frame) -> Slots:
    """What fills a verb's slots."""
    slots: defaultdict[str, list[int]] = defaultdict(list)
    slots["subject"] += frame.doer
    if frame.is_passive and frame.object and not frame.indirect:  # "was given a prize"
        slots["indirect"] += frame.subject
        slots["object"] += frame.object
    else:
        slots["object"] += frame.undergoer
        slots["indirect"] += frame.indirect
    slots["by"] += frame.agent
    if not frame.object and not frame.is_passive:
        slots["themselves"] += frame.subject[1:]
    _add_clauses(parsed, slots, frame)
    for oblique in [*frame.obliques, *_places_above(parsed, frame)]:
        timed = oblique.preposition in ("", "where", "when") and label(parsed, oblique.token) in TIMES
        if not timed and not _is_set_phrase(parsed, oblique):
            slots[oblique.preposition].append(oblique.token)
    return _tidy(parsed, slots)


def _add_clauses(parsed: Parsed, slots: defaultdict[str, list[int]], frame: Frame) -> None:
    for clause in frame.complements:
        is_clause = _is_clause(parsed, clause.token)
        if not is_clause and parsed.tree.get(clause.token, "negation"):
            slots["not"].append(clause.token)  # "found not guilty" is no conviction
            continue
        slots["clause" if is_clause or clause.relation != "open" else "complement"].append(clause.token)
        if is_clause and clause.relation == "open" and clause.marker == "to":
            slots["complement"].append(clause.token)  # "told X to leave" says something of X, too
    for clause in (*frame.complements, *frame.adverbials):
        if parsed.tree.tags[clause.token] == "VBG" and clause.marker:
            slots[clause.marker].append(clause.token)  # "accused him *of* stealing"
    slots["clause"] += frame.beside
    slots["clause"] += [
        clause.token for clause in frame.adverbials if _is_asked_of(parsed, frame, clause.token)
    ]


def _is_set_phrase(parsed: Parsed, oblique: Oblique) -> bool:
    """True for "in addition", "in fact", "for the first time": no place, no instrument, no topic."""
    tree = parsed.tree
    if tree.lemmas[oblique.token] == "time" and oblique.preposition in ("for", "at"):
        return True
    if tree.lemmas[oblique.token] not in parsed.language.words.set_phrases:
        return False
    return not tree.get(oblique.token, "determiner", "possessive", "adjective", "number")


def _is_asked_of(parsed: Parsed, frame: Frame, clause: int) -> bool:
    """True for "to stop" in "called on all sides to stop"."""
    below = parsed.frames.get(clause)
    obliques = {oblique.token for oblique in frame.obliques}
    return below is not None and below.form.mood == "infinitive" and bool(obliques & set(below.subject))


def _places_above(parsed: Parsed, frame: Frame) -> Iterator[Oblique]:
    """The places of what a predicate completes: "*in X*, forces managed to retake Y"."""
    if frame.governor and frame.governor.relation == "open":
        for above in governors(frame, parsed.frames):
            yield from (oblique for oblique in above.obliques if oblique.preposition in PLACES)


def _is_clause(parsed: Parsed, token: int) -> bool:
    """False for what is said of subject or object: "left 12 *dead*", "became *mayor*"."""
    frame = parsed.frames.get(token)
    if frame is None:
        return parsed.tree.is_verb(token)
    return frame.kind == "verb" or frame.copula is not None


def _tidy(parsed: Parsed, slots: Mapping[str, list[int]]) -> Slots:
    """The slots that are filled, without times: "in March" is no place. "The 23-year-old" stays."""
    found = {
        slot: tuple(
            dict.fromkeys(
                token
                for token in tokens
                if label(parsed, token) not in TIMES or parsed.tree.words[token] in ("old", "olds")
            )
        )
        for slot, tokens in slots.items()
    }
    return {slot: tokens for slot, tokens in found.items() if tokens}


# --- nouns


def _is_noun(parsed: Parsed, token: int) -> bool:
    """True for nouns outside names, and names of events; for what the parse calls a verb if it heads a noun phrase."""
    tree, pos = parsed.tree, parsed.tree.pos[token]
    if label(parsed, token) in NO_EVENT_NAMES:
        return False
    if pos in ("ADJ", "VERB", "NUM"):  # "the dead", "the shelling of"
        return token not in parsed.frames and bool(tree.get(token, "determiner", "possessive"))
    return True


def _noun(tables: _Tables, token: int, lemmas: tuple[str, ...]) -> Predicate:
    parsed, lights = tables.parsed, tables.lights
    frame = noun_frame(parsed.tree, token, parsed.relatives)
    outer, outer_kind = _carrier(parsed, tables.lexicon, frame)
    light = lights.get(token) or (lights.get(outer) if outer is not None else None)
    if light and light.frame.lemma != "have" and _tells_state(tables.lexicon, lemmas):
        light = None  # "threatened the *editor*" tells of no post, "had a *population* of" tells how many
    slots = _noun_slots(parsed, frame, tables.named.get(token, []))
    anchor = light.frame.predicate if light else token
    if light:
        _lend(parsed, slots, light)
    if outer is not None:
        anchor = _outer(parsed, slots, outer, outer_kind, tables.named) or anchor
    return Predicate(
        token,
        "noun",
        lemmas,
        _tidy(parsed, slots),
        anchor,
        light=light.frame if light else None,
        kind=light.kind if light else None,
    )


def _tells_state(lexicon: Lexicon, lemmas: tuple[str, ...]) -> bool:
    triggers = (trigger for lemma in lemmas for trigger in lexicon.triggers(lemma, "noun"))
    return all(lexicon.classes[trigger.event_class].family == "State" for trigger in triggers)


def _noun_lemmas(parsed: Parsed, lexicon: Lexicon, token: int) -> tuple[str, ...]:
    tree = parsed.tree
    lemma = lexicon.lemma(tree.words[token], tree.lemmas[token], "noun")
    if token >= 2 and tree.words[token - 1] == "-":
        return (f"{tree.words[token - 2]}-{lemma}", lemma)
    return (lemma,)


def _noun_slots(parsed: Parsed, frame: NounFrame, named: list[int]) -> defaultdict[str, list[int]]:
    slots: defaultdict[str, list[int]] = defaultdict(list)
    tree, token = parsed.tree, frame.predicate
    slots["self"].append(token)
    slots["possessive"] += frame.possessives
    slots["compound"] += [kid for kid in frame.compounds if tree.words[kid + 1 : token] != ["-"]]
    slots["adjective"] += frame.adjectives
    slots["number"] += frame.numbers
    slots["named"] += named
    for name in named:  # "Russian President X": who he is president of may hang on the name
        if name > token:
            for slot in ("possessive", "compound", "adjective"):
                slots[slot] += [kid for kid in tree.get(name, slot) if kid < token]
    for clause in frame.clauses:
        if clause.relation in ("complement", "open", "modifier"):
            slots["clause"].append(clause.token)
    for oblique in frame.obliques:
        slots[oblique.preposition].append(oblique.token)
    return slots


def _lend(parsed: Parsed, slots: defaultdict[str, list[int]], light: _Light) -> None:
    """Give the noun its light verb's subject, object and phrases."""
    frame, noun = light.frame, slots["self"][0]
    slots["verb"].append(frame.predicate if frame.copula is None else frame.copula)
    subject = frame.subject if frame.kind == "copular" else frame.doer
    lent = {"doer": "subject", "undergoer": "object", "place": "in"}
    if light.kind in lent:
        slots[lent[light.kind]] += subject
    if light.kind == "doer":
        slots["themselves"] += slots["subject"][1:]
    if light.kind == "affects" or (light.kind == "doer" and noun not in frame.undergoer):
        slots["object"] += frame.undergoer  # "put *X* on trial"
    if frame.kind == "copular":
        for oblique in noun_frame(parsed.tree, frame.predicate, parsed.relatives).obliques:
            slots[oblique.preposition].append(oblique.token)
    kept = {"subject", "object", "themselves", "self"} | ({"by"} if frame.agent else set())
    for slot, tokens in verb_slots(parsed, frame).items():
        if slot not in kept:
            slots[slot] += [token for token in tokens if noun not in conjuncts(parsed.tree, token)]


def _carrier(parsed: Parsed, lexicon: Lexicon, frame: NounFrame) -> tuple[int | None, str]:
    """The noun whose "of" phrase this one is, if it carries events: the *target* of strikes, a *series* of talks."""
    if frame.preposition != "of" or frame.head is None:
        return None, ""
    kind = lexicon.light_nouns.get(parsed.tree.lemmas[frame.head])
    return (frame.head, kind) if kind else (None, "")


def _outer(
    parsed: Parsed, slots: defaultdict[str, list[int]], outer: int, kind: str, named: Mapping[int, list[int]]
) -> int | None:
    """Give what the carrier noun is said of: "X has been the target of strikes". The predicate that says so."""
    said_of = named.get(outer, [])
    slot = {"undergoer": "object", "place": "in", "doer": "subject"}.get(kind)
    if slot:
        slots[slot] += said_of
    if kind == "carrier":
        slots["number"] += parsed.tree.get(outer, "number")
    return outer if outer in parsed.frames else None


def _named(parsed: Parsed, before: Mapping[int, int]) -> Mapping[int, list[int]]:
    """The names that a noun is the title of, in apposition to, or said of by "be"; conjuncts share theirs."""
    tree = parsed.tree
    found: defaultdict[int, list[int]] = defaultdict(list)
    for token, pos in enumerate(tree.pos):
        if pos == "PROPN" or label(parsed, token):
            for title in titles(tree, token):
                found[title].append(token)
        if pos in ("NOUN", "PROPN"):
            found[token] += [*_names_beside(tree, token), *_said_of(parsed, token)]
    for token, name in before.items():
        found[token] = [name]
    shared = [(other, names) for token, names in found.items() for other in conjuncts(tree, token)[1:]]
    for other, names in shared:
        if tree.pos[other] == "NOUN" and not found[other]:
            found[other] = names
    return found


def _names_beside(tree: Tree, token: int) -> Iterator[int]:
    """What a noun is in apposition to; no list of names that names several others: "aides to the mayor, *X and Y*"."""
    above = tree.heads[token]
    is_of_several = tree.slots[token] == "nominal" and tree.tags[above] == "NNS" and tree.tags[token] == "NN"
    for name in appositives(tree, token):
        listed = (kid for kid in tree.get(token, "conjunct") if kid > name and tree.pos[kid] == "PROPN")
        if not (is_of_several and any(listed)):
            yield name


def _right_before(parsed: Parsed) -> Iterator[tuple[int, int]]:
    """Nouns right before the name of a person, with its head: in lists of names, parsers mix up who is what."""
    for ent in parsed.doc.ents:
        before = ent.start - 1
        if ent.label_ != "PERSON" or before < 0 or label(parsed, before):
            continue
        if parsed.tree.slots[before] == "adjective" and parsed.tree.heads[before] == before - 1:
            before -= 1  # "secretary general Ada Lunt"
        is_title = parsed.tree.pos[before] in ("NOUN", "PROPN", "ADJ")  # "chief executive Ada Lunt"
        if is_title and parsed.sentence_of[before] == parsed.sentence_of[ent.start]:
            yield before, ent.root.i


def _said_of(parsed: Parsed, token: int) -> tuple[int, ...]:
    """The subject of "X is a *minister*", "X remained *minister*"."""
    frame = parsed.frames.get(token)
    if frame and frame.kind == "copular" and not frame.preposition:
        return frame.subject
    above = parsed.frames.get(parsed.tree.heads[token])
    if above and above.lemma in LINKING and parsed.tree.slots[token] == "open_complement":
        return above.subject
    return ()


# --- light verbs


def _light_verbs(parsed: Parsed, lexicon: Lexicon) -> Mapping[int, _Light]:
    """The light verb over each noun that has one: "held *talks*", "*talks* took place", "came under *attack*"."""
    found: dict[int, _Light] = {}
    for frame in parsed.frames.values():
        for token, light in _lights(parsed, lexicon, frame):
            found.setdefault(token, light)
    return found


def _lights(parsed: Parsed, lexicon: Lexicon, frame: Frame) -> Iterator[tuple[int, _Light]]:
    if frame.kind == "copular":
        yield from _copular_lights(lexicon, frame)
        return
    tree = parsed.tree
    base = lexicon.lemma(tree.words[frame.predicate], tree.lemmas[frame.predicate], "verb")
    lemma = " ".join([base, *(tree.words[particle] for particle in frame.particles)])
    for oblique in frame.obliques:
        for kind in _kinds(lexicon, f"{lemma} {oblique.preposition}", "doer", "undergoer"):
            yield oblique.token, _Light(frame, kind, f"{lemma} {oblique.preposition}")
    for kind in _kinds(lexicon, lemma, "doer", "undergoer", "place")[:1]:
        yield from ((token, _Light(frame, kind, lemma)) for token in frame.undergoer)
    for _ in _kinds(lexicon, lemma, "causes"):
        yield from ((token, _Light(frame, "happens", lemma)) for token in frame.undergoer)
    yield from _events_as_subject(parsed, lexicon, frame, lemma)


def _events_as_subject(
    parsed: Parsed, lexicon: Lexicon, frame: Frame, lemma: str
) -> Iterator[tuple[int, _Light]]:
    """ "*Talks* took place", "*fighting* erupted", "an *earthquake* struck X"."""
    subject = frame.doer or (() if frame.is_passive else frame.subject)
    phrase = f"{lemma} {' '.join(parsed.tree.lemmas[token] for token in frame.undergoer)}"
    for name in (phrase, lemma):
        is_open = not frame.undergoer or name == phrase
        kinds = _kinds(lexicon, name, *(("happens",) if is_open else ("affects",)))
        yield from ((token, _Light(frame, kind, name)) for kind in kinds for token in subject)


def _copular_lights(lexicon: Lexicon, frame: Frame) -> Iterator[tuple[int, _Light]]:
    for kind in _kinds(lexicon, f"be {frame.preposition}", "doer", "undergoer"):
        yield frame.predicate, _Light(frame, kind, f"be {frame.preposition}")
    if frame.existential:
        yield frame.predicate, _Light(frame, "happens", "be")
    elif not frame.preposition:  # "the *bombing* was the deadliest by X in Y"
        yield from ((token, _Light(frame, "happens", "be")) for token in frame.subject)


def _kinds(lexicon: Lexicon, lemma: str, *wanted: LightKind) -> tuple[LightKind, ...]:
    return tuple(kind for kind in lexicon.light_verbs.get(lemma, ()) if kind in wanted)


# --- adjectives


def _adjective(parsed: Parsed, token: int, lemmas: tuple[str, ...]) -> Predicate:
    tree = parsed.tree
    slots: defaultdict[str, list[int]] = defaultdict(list)
    frame = parsed.frames.get(token)
    if frame:
        slots["subject"] += frame.subject
        for oblique in frame.obliques:
            slots[oblique.preposition].append(oblique.token)
        slots["clause"] += [clause.token for clause in frame.complements]
    elif tree.slots[token] == "adjective":
        slots["modified"].append(tree.heads[token])
    slots["compound"] += tree.get(token, "compound", "bare", "subject")
    for kid in tree.get(token, "oblique"):
        slots["compound" if kid < token else "of"].append(kid)
    return Predicate(token, "adjective", lemmas, _tidy(parsed, slots), token)

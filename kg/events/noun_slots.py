"""What fills the slots of an event noun, with what its light verb and the noun before "of" lend it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.events.light_verbs import LightVerb
from kg.events.predicates import TIMES, Predicate, tidy
from kg.events.verb_slots import verb_slots
from kg.grammar.noun_phrases import NounFrame, noun_frame
from kg.grammar.parsed import Parsed
from kg.grammar.tree import conjuncts
from kg.ontology.classes.lexicon import Lexicon

NO_EVENT_NAMES = (
    frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "WEAPON", "WORK"}) | TIMES
)


@dataclass(frozen=True, slots=True)
class NounTables:
    """What is made once for a doc: its light verbs by noun, and the names that nouns are said of."""

    parsed: Parsed
    lexicon: Lexicon
    lights: Mapping[int, LightVerb]
    named: Mapping[int, list[int]]
    titles: Mapping[int, int]  # right before the name of a person -> the name


def is_noun(parsed: Parsed, token: int) -> bool:
    """True for nouns outside names, and names of events; for what the parse calls a verb if it heads a noun phrase."""
    tree, pos = parsed.tree, parsed.tree.pos[token]
    if parsed.labels[token] in NO_EVENT_NAMES:
        return False
    if pos in ("ADJ", "VERB", "NUM"):  # "the dead", "the shelling of"
        return token not in parsed.frames and bool(tree.get(token, "determiner", "possessive"))
    return True


def noun_predicate(tables: NounTables, token: int, lemmas: tuple[str, ...]) -> Predicate:
    parsed, lights = tables.parsed, tables.lights
    frame = noun_frame(parsed.tree, token, parsed.relatives)
    outer, outer_kind = _carrier(parsed, tables.lexicon, frame)
    light = lights.get(token) or (lights.get(outer) if outer is not None else None)
    if (
        light
        and light.frame.lemma not in parsed.language.events.possessing
        and _are_states(tables.lexicon, lemmas)
    ):
        light = None  # "threatened the *editor*" is no position, "had a *population* of" is a number
    slots = _noun_slots(parsed, frame, tables.named.get(token, []))
    anchor = light.frame.predicate if light else token
    if light:
        _lend(parsed, slots, light)
    if outer is not None:
        anchor = _outer(parsed, slots, outer, outer_kind, tables.named) or anchor
    return Predicate(
        token=token,
        pos="noun",
        lemmas=lemmas,
        slots=tidy(parsed, slots),
        anchor=anchor,
        light=light.frame if light else None,
        kind=light.kind if light else None,
    )


def _are_states(lexicon: Lexicon, lemmas: tuple[str, ...]) -> bool:
    triggers = (trigger for lemma in lemmas for trigger in lexicon.triggers(lemma, "noun"))
    return all(lexicon.is_state(lexicon.classes[trigger.event_class]) for trigger in triggers)


def noun_lemmas(parsed: Parsed, lexicon: Lexicon, token: int) -> tuple[str, ...]:
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
    if tree.slots[token] in ("compound", "bare"):
        slots["modifies"].append(tree.heads[token])
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


def _lend(parsed: Parsed, slots: defaultdict[str, list[int]], light: LightVerb) -> None:
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

"""What words evoke with, slot by slot: grammar's answer in the terms of the class files.

The slots are those of the head of `kg/ontology/classes/read_ontology.py`: `subject` and `object` in the sense of the
active voice, `possessive`, `named`, prepositions ... A predicate is a verb, noun or adjective with the
head tokens that fill its slots.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.events.light_verbs import find_light_verbs
from kg.events.noun_slots import NounTables, is_noun, noun_lemmas, noun_predicate
from kg.events.predicates import Predicate, tidy
from kg.events.titles import named_by, right_before
from kg.events.verb_slots import verb_predicate
from kg.grammar.parsed import Parsed
from kg.ontology.classes.lexicon import Lexicon, Pos

# "the dead", "the shelling" are tagged as others
NOUN_POS = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "VERB"})


def find_predicates(parsed: Parsed, lexicon: Lexicon) -> Iterator[Predicate]:
    """Every verb, and every noun and adjective that is a trigger's; nouns first, for verbs ask what nouns are."""
    titles = dict(right_before(parsed))
    tables = NounTables(
        parsed=parsed,
        lexicon=lexicon,
        lights=find_light_verbs(parsed, lexicon),
        named=named_by(parsed, titles),
        titles=titles,
    )
    for token, pos in enumerate(parsed.tree.pos):
        lemmas = _known(lexicon, noun_lemmas(parsed, lexicon, token), "noun") if pos in NOUN_POS else ()
        if lemmas and (is_noun(parsed, token) or token in tables.titles):
            yield noun_predicate(tables, token, lemmas)
    for token, frame in parsed.frames.items():
        is_verb = frame.kind == "verb" or parsed.tree.is_verb(token)
        is_money = parsed.labels[token] == "MONEY"  # "2 billion *won*"
        if is_verb and not is_money and not _is_second_half(parsed, token):
            yield verb_predicate(parsed, lexicon, frame)
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
    return Predicate(token=token, pos="adjective", lemmas=lemmas, slots=tidy(parsed, slots), anchor=token)

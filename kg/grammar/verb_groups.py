"""Verb groups: voice, tense, aspect, modality and mood."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kg.grammar.tree import Tree, has_subject
from kg.ontology.classes.lexicon import Voice

Tense = Literal["past", "present", "future"]
Mood = Literal["finite", "infinitive", "participle", "imperative"]

TENSES: dict[str, Tense] = {"VBD": "past", "VBZ": "present", "VBP": "present"}
MAIN_CLAUSES = ("root", "parataxis")
# "a man *called* Bek", "*given* a choice, he left"
REDUCED_CLAUSES = ("noun_clause", "adverbial", "open_complement")


@dataclass(frozen=True, slots=True)
class VerbForm:
    """The form of a predicate with its auxiliaries.

    `tense` is None where the form has none: infinitives, participles, modals other than "will". `modals`
    are lemmas in text order, "be going to", "have to" and "be to" among them.
    """

    voice: Voice
    mood: Mood
    tense: Tense | None
    perfect: bool
    modals: tuple[str, ...]
    auxiliaries: tuple[int, ...]


def read_form(tree: Tree, token: int, first: VerbForm | None = None) -> VerbForm:
    """The form of a predicate; `first` is that of the first conjunct, whose auxiliaries it may share."""
    group = _group(tree, token, first)
    modals = _modals(tree, group)
    mood = _mood(tree, token, group, first)
    is_bare = group == [token] and tree.tags[token] not in TENSES
    pairs = [(tree.lemmas[verb], after) for verb, after in pairwise(group)]
    return VerbForm(
        voice="passive" if _is_passive(tree, token, group, first) else "active",
        mood=mood,
        tense=first.tense if first and is_bare else _tense(tree, token, group, modals, mood),
        perfect=any(lemma == "have" and tree.tags[after] == "VBN" for lemma, after in pairs),
        modals=modals,
        auxiliaries=tuple(verb for verb in group if verb != token),
    )


def _group(tree: Tree, token: int, first: VerbForm | None) -> list[int]:
    """Auxiliaries, copula and the verb itself, in text order; a second conjunct may use the first's."""
    auxiliaries = tree.get(token, "auxiliary", "passive_auxiliary", "copula")
    auxiliaries = [verb for verb in auxiliaries if verb < token] or auxiliaries
    shares = first and not auxiliaries and not has_subject(tree, token) and tree.tags[token] not in TENSES
    shared = list(first.auxiliaries) if first and shares else []
    return sorted(auxiliaries or shared) + ([token] if tree.is_verb(token) else [])


def _modals(tree: Tree, group: list[int]) -> tuple[str, ...]:
    words = tree.language.words
    modals = []
    for verb, after in pairwise([*group, -1]):
        has_to = after >= 0 and "to" in tree.words[verb + 1 : after]
        if tree.words[verb] in words.modals and verb != group[-1]:
            modals.append(words.modals[tree.words[verb]])
        elif has_to and tree.lemmas[verb] in words.semi_modals:
            modals.append(words.semi_modals[tree.lemmas[verb]])
    return tuple(modals)


def _mood(tree: Tree, token: int, group: list[int], first: VerbForm | None) -> Mood:
    if not group:
        return "finite"
    start, in_main_clause = group[0], tree.slots[token] in MAIN_CLAUSES
    if (
        tree.tags[start] in TENSES
        or tree.words[start] in tree.language.words.modals
        or tree.tags[start] == "MD"
    ):
        return "finite"
    if any(tree.words[mark] == "to" and mark < start for mark in tree.get(token, "marker")):
        is_gerund = tree.tags[start] == "VBG"  # "pleaded guilty *to killing* him"
        return "participle" if is_gerund else "infinitive"
    if first:
        return first.mood
    if tree.tags[start] == "VB":
        return _mood_of_base_form(tree, token, in_main_clause)
    return "finite" if in_main_clause and has_subject(tree, token) else "participle"


def _mood_of_base_form(tree: Tree, token: int, in_main_clause: bool) -> Mood:
    """A headline's "Raids kill 95" is finite; "leave" in "made them leave", "demand that he leave" is not."""
    if has_subject(tree, token):
        return "finite" if in_main_clause else "infinitive"
    is_quoted = tree.slots[token] == "complement" and not tree.get(token, "marker")
    return "imperative" if in_main_clause or is_quoted else "infinitive"


def _tense(tree: Tree, token: int, group: list[int], modals: tuple[str, ...], mood: Mood) -> Tense | None:
    words = tree.language.words
    if modals and (modals[0] in words.future_modals or _looks_ahead(tree, group, modals[0])):
        return "future"
    if mood == "infinitive":  # a headline's "Minister to visit Rome"
        return "future" if tree.slots[token] in MAIN_CLAUSES and has_subject(tree, token) else None
    if mood != "finite" or not group or modals[:1] == (words.modals.get(tree.words[group[0]]),):
        return None
    return TENSES.get(tree.tags[group[0]]) or ("past" if tree.tags[group[0]] == "VBN" else "present")


def _looks_ahead(tree: Tree, group: list[int], modal: str) -> bool:
    return modal in tree.language.words.future_semi_modals and TENSES.get(tree.tags[group[0]]) != "past"


def _is_passive(tree: Tree, token: int, group: list[int], first: VerbForm | None) -> bool:
    if tree.get(token, "passive_auxiliary", "passive_subject", "agent"):
        return True
    if not tree.is_verb(token) or tree.tags[token] not in ("VBN", "VBD"):
        return False
    auxiliaries = [verb for verb in group if verb != token]
    has_object = bool(tree.get(token, "object"))
    if first and not tree.get(token, "auxiliary") and not has_subject(tree, token):
        is_reduced = first.mood == "participle" and not has_object  # "arms sold by him and bought by her"
        if is_reduced or auxiliaries:
            return first.voice == "passive"
    if tree.tags[token] == "VBD" or auxiliaries:
        return False
    return tree.slots[token] in REDUCED_CLAUSES or not has_object

"""What happened between two entities in a few words: "met", "to meet", "was arrested in", "planned talks about"."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.ontology.checked_yaml import read_yaml
from kg.ontology.classes.inflection import Irregular, past_forms, verb_forms
from kg.ontology.files import ontology_file

ACTS = "acts on"  # the relation of who does something to whom it is done
ALONGSIDE = "alongside"  # that of two who do it, or to whom it is done, together
UNDERGOING = frozenset({"patient", "recipient"})
# The preposition before what fills a role, if the sentence has none.
PREPOSITIONS = {
    "place": "in", "topic": "regarding", "destination": "to", "origin": "from", "instrument": "with",
    "recipient": "to",
}  # fmt: skip
_PREPOSITION = (
    "about|against|at|between|by|for|from|in|into|of|on|onto|over|through|to|toward|towards|upon|with"
)
# Words, a preposition, and up to three words before the name of what fills a role: " weapons to the Syrian ".
LEADING = re.compile(
    rf"(?P<words>.*?)\s(?:(?P<preposition>{_PREPOSITION})\s)?(?:(?!(?:{_PREPOSITION}|and|or|that)\b)[\w’'-]+\s){{0,3}}",
    re.DOTALL,
)
ACTIVE = {
    "actual": "{past}",
    "planned": "to {lemma}",
    "possible": "may {lemma}",
    "negated": "did not {lemma}",
}
PASSIVE = {
    "actual": "was {participle}", "planned": "to be {participle}", "possible": "may be {participle}",
    "negated": "was not {participle}",
}  # fmt: skip
NOUN = {"actual": "{}", "planned": "planned {}", "possible": "possible {}", "negated": "no {}"}
STATE = {"actual": "{}", "planned": "expected: {}", "possible": "possibly {}", "negated": "not {}"}


class Verb(NamedTuple):
    """A verb with its past and its past participle."""

    lemma: str
    past: str
    participle: str


def read_verb(predicate: str, triggers: frozenset[str], plain: frozenset[str]) -> Verb | None:
    """The verb of a predicate; None for a noun.

    It is irregular, or a claim uses a past form of it, or one of no named class another form: most of these are verbs.
    `triggers` are its forms in all claims, `plain` in those of no named class, both in lower case.
    """
    if not predicate or " " in predicate:
        return None
    past, participle = past_forms(predicate, _irregular())
    if past == participle and past not in triggers:  # "transferred" and "transfered": as the articles have it
        regular = (form for form in verb_forms(predicate, {}) if form.endswith("ed") and form in triggers)
        past = participle = next(regular, past)
    is_verb = bool(triggers & {past, participle}) or any(form != predicate for form in plain)
    is_verb = is_verb or (predicate in _irregular() and predicate in triggers)
    return Verb(predicate, past, participle) if is_verb else None


@cache
def _irregular() -> Irregular:
    verbs = read_yaml(ontology_file("irregular.yaml"), sections=("verbs", "nouns")).data["verbs"]
    return {lemma: tuple(forms) for lemma, forms in verbs.items()}


@cache
def _intransitive() -> frozenset[str]:
    words = read_yaml(ontology_file("labels.yaml"), sections=("words",)).data["words"]
    return frozenset(words["intransitive_verbs"])


@cache
def pronouns() -> frozenset[str]:
    """Words that name nobody: pronouns, and words such as "many" that mean people."""
    words = read_yaml(ontology_file("mentions.yaml"), sections=("pronouns", "people")).data
    return frozenset(words["pronouns"]) | frozenset(words["people"])


def verb_words(verb: Verb, source_role: str, factuality: str) -> str:
    """What the first of two did, or what was done to it: "met", "to meet", "was arrested"."""
    forms = PASSIVE if source_role in UNDERGOING and verb.lemma not in _intransitive() else ACTIVE
    return forms[factuality].format(lemma=verb.lemma, past=verb.past, participle=verb.participle)


def with_preposition(words: str, relation: str, target_role: str, gap: str | None = None) -> str:
    """Words with what leads to the second of two; `gap` is the text from the verb to it, None if it comes first."""
    if relation == ALONGSIDE:
        return f"{words} alongside"
    before = _before(gap, relation) if gap is not None else None
    if before is None:
        before = (
            "" if relation == ACTS or (relation == "recipient" and gap is None) else PREPOSITIONS[target_role]
        )
    return f"{words} {before}".strip()


def _before(gap: str, relation: str) -> str | None:
    """The preposition that ends a gap: "on", "… to" after other words, "" of an object; None if there is none."""
    match = LEADING.fullmatch(gap)
    if match is None:
        return None
    words, preposition = match["words"].strip(), match["preposition"]
    if relation == ACTS:
        return None if words else preposition or ""
    if preposition is None:
        return "" if relation == "recipient" and not words else None
    if words and preposition == "of":  # "the head of": leads to the head
        return None
    return f"… {preposition}" if words else preposition

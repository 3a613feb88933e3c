"""What follows a verb at once in its sentence and is not whom it is done to: "took *office*", "found guilty"."""

from __future__ import annotations

import re

from kg.api.rest.titles.title_fillers import POSITION, Filler
from kg.api.rest.titles.title_parts import Title, is_speech
from kg.query.phrases.edge_words import is_of_undergoers
from kg.query.phrases.prepositions import needed_words
from kg.query.phrases.title_words import title_words

OBJECTS = ("topic", "instrument", POSITION)  # roles whose fillers may be objects
BETWEEN = r"(?:[\w’'-]+\s){0,3}"


def direct_object(title: Title) -> str:
    """What a verb has as its object beside its patient: "granted *a concession* to", "took *control* of"."""
    for role in OBJECTS:
        for filler in title.fillers.get(role, []):
            if _is_object(title, role, filler):
                return _before_patient(title, filler.text)
    return _object_in_sentence(title)


def _is_object(title: Title, role: str, filler: Filler) -> bool:
    said = {each.text for each in (*title.agent, *title.patient)}
    is_clause = filler.is_text and (is_speech(title) or title_words().clause.match(filler.text))
    is_post = role == POSITION and bool(title.patient)  # "named Tom Arley director"
    return filler.text not in said and not is_clause and not is_post and title.preposition(filler) == ""


def _before_patient(title: Title, words: str) -> str:
    """An object without the words for the patient that it ends with: "all charges" of "all charges against her"."""
    for patient in title.patient:
        head, name, rest = words.rpartition(f" {patient.source}")
        if name and not rest and (found := list(title_words().preposition.finditer(head))):
            return head[: found[-1].start()].rstrip()
    return words


def _object_in_sentence(title: Title) -> str:
    """The object that a verb needs for its class; of one without a patient, any that follows it."""
    assert title.verb is not None
    is_past = title.verb.past == title.verb.lemma  # "thieves *set* fire to a van", which is no noun
    if is_speech(title) or (title.may_be_noun and not is_past):
        return ""
    found = None
    if not (title.agent and title.patient) or title.object_preposition:
        needed = needed_words(title.info.name, title.verb.lemma, "object") - title_words().reflexives
        found = _one_of(needed, title.rest)
    if found is None and title.agent and not title.patient:
        found = title_words().noun_phrase.match(title.rest)
    words = found[1] if found else ""
    other = [(role in OBJECTS, each.source) for role, fillers in title.fillers.items() for each in fillers]
    is_said = any(words in source or (source in words and not may_be) for may_be, source in other)
    return "" if is_said else words


def complement(title: Title) -> str:
    """What a verb says of its patient, if its class needs that: "guilty" of "found guilty"."""
    assert title.verb is not None
    if is_of_undergoers(title.info.name, title.verb.lemma):
        return ""
    found = _one_of(needed_words(title.info.name, title.verb.lemma, "complement"), title.rest)
    return found[2] if found else ""


def _one_of(words: frozenset[str], text: str) -> re.Match[str] | None:
    """One of the words, or its plural, near the beginning of a text: alone in group 2, with those before it in 1."""
    either = "|".join(map(re.escape, sorted(words)))
    preposition = title_words().preposition.pattern
    return re.match(rf"\s((?!{preposition}){BETWEEN}(?:({either})s?))\b", text) if words else None

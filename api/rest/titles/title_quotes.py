"""Titles that quote their sentence: those of a noun alone, and those in the first person."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.api.rest.titles.title_fillers import MARKS, shortened
from kg.api.rest.titles.title_parts import Title
from kg.query.phrases.edge_words import NOUN
from kg.query.phrases.prepositions import has_object
from kg.query.phrases.title_words import title_words

QUOTED = re.compile('[“"][^”"]*[”"]')
INFINITIVE = re.compile(r"(?:not )?to\b")
BEFORE = 30  # characters of a long sentence before its trigger
FIRST = 50  # a trigger that begins before this character is in the beginning of its sentence


def is_bare(title: Title, parts: Iterable[str]) -> bool:
    """Whether a title is a noun alone, such as "Drought"."""
    return list(filter(None, parts)) == [NOUN[title.factuality].format(title.noun)] and " " not in title.noun


def is_cut(title: Title, parts: Iterable[str]) -> bool:
    """Whether a title is who acts and a verb without its object: "Police overpowered"."""
    assert title.verb is not None
    is_whole = bool(title.patient) or len(list(filter(None, parts))) != len((title.agent, title.verb))
    return bool(title.agent) and not is_whole and has_object(title.info.name, title.verb.lemma)


def excerpt(title: Title) -> str:
    """The sentence in quotation marks; of a long one the words around its trigger."""
    sentence, trigger = title.texts.sentence(title.claim)
    begin = 0 if trigger < FIRST else sentence.rfind(" ", 0, trigger - BEFORE) + 1
    words = " ".join(MARKS.sub("", sentence[begin:]).split()).rstrip(". ")
    return f"“{'… ' if begin else ''}{shortened(words)}”"


def is_first_person(words: str) -> bool:
    """Whether words outside quotation marks are in the first person: "we met"."""
    return bool(title_words().first_person.search(QUOTED.sub("", words)))


def spoken(words: str, speaker: str | None) -> str:
    """A title in the first person with its speaker, or else in quotation marks: "Orla Venn: We met Tom Arley"."""
    if speaker is None:
        return f"“{words.replace('“', '‘').replace('”', '’')}”"
    first = title_words().first_person.search(words)
    if speaker in words and first and not QUOTED.search(words):  # "Orla Venn met “my uncle”"
        return f"{words[: first.start()]}“{words[first.start() :]}”"
    return words if speaker in words else f"{speaker}: {words}"


def quoted_clause(text: str) -> str:
    """A clause of a speech, with quotation marks around what is in the first person: "that “we met”"."""
    if not is_first_person(text):
        return text
    known = title_words()
    begun = known.report.match(text) or INFINITIVE.match(text)
    begin = begun.end() + 1 if begun and not known.unfinished.match(text[begun.end() + 1 :]) else 0
    return f"{text[:begin]}“{MARKS.sub('', text[begin:]).strip(' ,;')}”"

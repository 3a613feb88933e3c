"""Titles that quote their sentence: those of a noun alone, and those in the first person."""

from __future__ import annotations

from collections.abc import Iterable

from kg.api.rest.titles.title_fillers import MARKS, shortened
from kg.api.rest.titles.title_parts import Title
from kg.query.edge_words import NOUN

BEFORE = 30  # characters of a long sentence before its trigger
FIRST = 50  # a trigger that begins before this character is in the beginning of its sentence


def is_bare(title: Title, parts: Iterable[str]) -> bool:
    """Whether a title is a noun alone, such as "Drought"."""
    return list(filter(None, parts)) == [NOUN[title.factuality].format(title.noun)] and " " not in title.noun


def excerpt(title: Title) -> str:
    """The sentence in quotation marks; of a long one the words around its trigger."""
    sentence, trigger = title.texts.sentence(title.claim)
    begin = 0 if trigger < FIRST else sentence.rfind(" ", 0, trigger - BEFORE) + 1
    words = " ".join(MARKS.sub("", sentence[begin:]).split()).rstrip(". ")
    return f"“{'… ' if begin else ''}{shortened(words)}”"

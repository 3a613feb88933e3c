"""Variants of a name: folded words, acronyms, and the consonants on which transliterations agree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from kg.ontology.gazetteer import folded

WORD = re.compile(r"[^\W_]+")
POSSESSIVE = re.compile(r"['’]s?\b")
SOUNDS = (
    ("ph", "f"),
    ("kh", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("ck", "k"),
    ("q", "k"),
    ("c", "k"),
    ("w", "v"),
    ("b", "v"),
    ("z", "s"),
    ("j", "y"),
)
LEAST = 75  # of 100, of letters that two spellings of a word share: "Muallem" and "Moualem" 86
SHORTEST = 4  # letters of a word that may be spelled in two ways: "Raqa"


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, without possessives and the dots of acronyms."""
    return tuple(WORD.findall(POSSESSIVE.sub("", folded(text)).replace(".", "")))


def acronym(name: Sequence[str], small: frozenset[str]) -> str:
    """The initials of a name of several words, without its small words."""
    initials = [word[0] for word in name if word not in small]
    return "".join(initials) if len(initials) > 1 else ""


def skeleton(word: str) -> str:
    """The consonants of a word as most transliterations have them, after its first letter's sound."""
    for written, sound in SOUNDS:
        word = word.replace(written, sound)
    rest = re.sub(r"[aeiouyh']", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", word[:1] + rest)


def is_respelled(one: str, other: str) -> bool:
    """Whether two words may be one in two spellings: the same consonants, and most of the letters."""
    if one == other:
        return True
    long_enough = min(len(one), len(other)) >= SHORTEST
    return long_enough and skeleton(one) == skeleton(other) and fuzz.ratio(one, other) >= LEAST

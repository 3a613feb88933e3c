"""Words and their variants: folded words, acronyms, transliterations, stems, and the head of a noun phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from kg.link.engine.weights import Weights
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
# Of 100: how similar the letters of two spellings of a word must be; "Muallem" and "Moualem" are at 86
MIN_SIMILARITY = 75
# Letters of a word that may have several spellings: "Raqa"
MIN_RESPELLED = 4
# Letters of a stem
MIN_STEM = 3


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
    long_enough = min(len(one), len(other)) >= MIN_RESPELLED
    return long_enough and skeleton(one) == skeleton(other) and fuzz.ratio(one, other) >= MIN_SIMILARITY


@lru_cache(maxsize=1 << 16)
def stem(word: str, endings: tuple[str, ...]) -> str:
    """A word without its ending: "bombing", "bombed", "bombs" and "bomb" have one stem."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_STEM:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > MIN_STEM and word[-1] == word[-2] else word


def head_word(text: str, weights: Weights) -> str:
    """The stem of a noun phrase's head: the last word before what follows the head."""
    phrase = weights.phrases.after_head.split(f" {text.strip()}", maxsplit=1)[0]
    head = words(phrase) or words(text)
    return stem(head[-1], weights.endings) if head else ""

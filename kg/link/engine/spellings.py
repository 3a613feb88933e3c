"""Words and their variants: folded words, acronyms, transliterations, stems, and the head of a noun phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from kg.link.engine.weights import Weights
from kg.ontology.folding import folded, joined_initials

WORD = re.compile(r"[^\W_]+")
DOUBLED = re.compile(r"(.)\1+")
POSSESSIVE = re.compile(r"['’]s?\b")
# Of 100: how similar the letters of two spellings of a word must be; "Muallem" and "Moualem" are at 86
MIN_SIMILARITY = 75
# Letters of a word that may have several spellings: "Raqa"
MIN_RESPELLED = 4
# Letters of a stem
MIN_STEM = 3


@lru_cache(maxsize=1 << 12)  # several steps read the sentences of an article one after the other
def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, without possessives and the dots of acronyms."""
    return tuple(WORD.findall(POSSESSIVE.sub("", folded(joined_initials(text))).replace(".", "")))


def acronym(name: Sequence[str], dropped: frozenset[str]) -> str:
    """The initials of a name of several words, without the dropped words."""
    initials = [word[0] for word in name if word not in dropped]
    return "".join(initials) if len(initials) > 1 else ""


def skeleton(word: str, weights: Weights) -> str:
    """The consonants on which most transliterations of a word agree, after the sound of its first letter."""
    for written, sound in weights.sounds.items():
        word = word.replace(written, sound)
    consonants = (letter for letter in word[1:] if letter not in weights.vowels)
    return DOUBLED.sub(r"\1", word[:1] + "".join(consonants))


def is_respelled(one: str, other: str, weights: Weights) -> bool:
    """Whether two words may be spellings of one: the same consonants, and most of the letters."""
    if one == other:
        return True
    if min(len(one), len(other)) < MIN_RESPELLED:
        return False
    same_consonants = skeleton(one, weights) == skeleton(other, weights)
    return same_consonants and fuzz.ratio(one, other) >= MIN_SIMILARITY


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

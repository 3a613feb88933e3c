"""Whether a text is English: by its most common English words, and where that is unclear by its letters."""

import re
from collections.abc import Collection
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from kg.ontology.checked_yaml import read_yaml
from kg.ontology.files import ontology_file

FEWEST_WORDS = 30  # in shorter texts, headlines for example, the share of English words says little
# Least shares of the words of `ontology/english.yaml` in a text that is English without a doubt. With them, and the
# letters of the others: of 5,669 English headlines and sentences below 30 words 7 are taken for foreign and of
# 5,780 of 25 other languages 31 for English; of longer passages none of 885 and none of 2,099.
CLEAR, CLEAR_IN_SHORT = 0.1, 0.15
NEAREST = 3  # languages; Norwegian, Danish and Swedish share a sentence's probability, and so do Croatian and Bosnian
CERTAIN = 0.5  # least probability of the nearest languages for a foreign short text
# The same below 8 words: "A man died in Halden." is Dutch or German with .60
FEW_WORDS, CERTAIN_IN_FEW = 8, 0.75
# Of 300 foreign texts below 8 words 13 are taken for English, without news words 23; of 101 English ones none.
FEWEST_LETTERS = 4  # of a word that tells a language
ENDING = 3  # most letters of an English ending; `ontology/news_words.tsv` has words without theirs
ENGLISH = ("en", "pcm")  # Nigerian Pidgin: what the identifier takes English sentences with African names for
LONGEST = 5_000  # characters that are identified


def is_english(text: str, common: Collection[str], declared: str | None = None) -> bool:
    """Whether a text is English. A short text is, unless it declares another language or is certainly of one.

    `common`: the most common English words. `declared`: a language tag such as "en-GB".
    """
    words = re.findall(r"[^\W\d_]+", text[:50_000].lower())
    latin = sum(word[0] < "\u0250" for word in words)
    if latin < len(words) / 2:
        return False
    share = sum(word in common for word in words) / max(1, len(words))
    if len(words) >= FEWEST_WORDS:
        return share >= CLEAR or _languages(text)[0][0] in ENGLISH
    if declared and not declared.lower().startswith("en"):
        return False
    return share > CLEAR_IN_SHORT or not (_is_foreign(text) or _has_only_foreign_words(text))


def read_english(path: Path) -> frozenset[str]:
    """The most common words of English. Raises OntologyError where the file cannot be used."""
    return read_yaml(path, sections=("words",), texts_only=True).words("words")


def _is_foreign(text: str) -> bool:
    """Whether the nearest languages of a text are certain and English is not among them."""
    probability = 0.0
    certain = CERTAIN_IN_FEW if len(text.split()) < FEW_WORDS else CERTAIN
    for language, each in _languages(text):
        probability += each
        if language in ENGLISH or probability >= certain:
            return language not in ENGLISH
    return False


def _has_only_foreign_words(text: str) -> bool:
    """Whether no word of a very short text but its names is one of English news, and another language is nearer."""
    words = [
        word for word in re.findall(r"[^\W\d_]+", text) if word[0].islower() and len(word) >= FEWEST_LETTERS
    ]
    if not words or len(text.split()) >= FEW_WORDS or _languages(text)[0][0] in ENGLISH:
        return False
    return not any(word[: len(word) - cut] in _news_words() for word in words for cut in range(ENDING + 1))


@cache
def _news_words() -> frozenset[str]:
    lines = ontology_file("news_words.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(line.partition("\t")[0] for line in lines if not line.startswith("#"))


def _languages(text: str) -> list[tuple[str, float]]:
    """The nearest languages of a text with their probabilities, the most probable first."""
    return list(islice(_identifier().rank(text[:LONGEST]), NEAREST))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 2 s, and only unclear texts need it

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

"""Whether a text is English: long texts by their most common words, short ones by their letter sequences."""

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from kg.ontology.checked_yaml import read_yaml

FEWEST_WORDS = 30  # in shorter texts, headlines for example, the share of English words says nothing
ENGLISH = 0.035  # minimum share of the words of `ontology/english.yaml` in an English text
# Of 1,242 English headlines and sentences below 30 words these two skip none; of 1,690 foreign ones they pass 2 %.
CERTAIN = 0.5  # least probability of another language in a short text
FEW_ENGLISH = 0.15  # largest share of common English words in a foreign short text


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
        return share >= ENGLISH
    if declared and not declared.lower().startswith("en"):
        return False
    return share > FEW_ENGLISH or not _is_foreign(text)


def read_english(path: Path) -> frozenset[str]:
    """The most common words of English. Raises OntologyError where the file cannot be used."""
    return read_yaml(path, sections=("words",), texts_only=True).words("words")


def _is_foreign(text: str) -> bool:
    language, probability = _identifier().classify(text)
    return bool(language != "en" and probability >= CERTAIN)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 2 s, and only short texts need it

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

"""Headlines In Title Case, read as sentences: the body of the article shows which capitals are names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from spacy.tokens import Doc

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
TITLE_CASE = 0.6  # of the words of four letters and more; a headline of names alone stays as it is


def with_small_letters(headline: str, body: Iterable[Doc], is_common: Callable[[str], bool]) -> str:
    """The headline with small letters where it capitalises common words; no character is added or lost.

    A word is unchanged if the body has it with a capital inside a sentence. Otherwise it gets a small letter if the
    body has it so, or if `is_common` is true of it.
    """
    words = [match for match in WORD.finditer(headline) if len(match[0]) > 3]
    raised = sum(match[0][0].isupper() for match in words)
    if len(words) < 3 or raised < TITLE_CASE * len(words):
        return headline
    seen = Counter(token.text for doc in body for token in doc if not token.is_sent_start)

    def small(match: re.Match[str]) -> str:
        word = match[0]
        low = word[0].lower() + word[1:]
        if not match.start() or not word[0].isupper() or not word[1:].islower() or len(low) != len(word):
            return word
        if seen[word] > seen[low]:
            return word
        return low if seen[low] or is_common(low) else word

    return WORD.sub(small, headline)

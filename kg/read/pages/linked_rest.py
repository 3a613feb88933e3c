"""The end of an article that only the JSON-LD of its page has, because the page itself shows only the beginning."""

import re
from collections.abc import Sequence

from kg.read.pages.fuller_text import SHORTEST, letters_of

LETTER = re.compile(r"[^\W_]")
SAME = 0.8  # least share of the letters of the page's text that the JSON-LD has, too
FEWEST_WORDS = 12  # of the rest


def with_linked_rest(paragraphs: Sequence[str], linked: str) -> list[str]:
    """The paragraphs with what the JSON-LD has behind the last of them that it has, too."""
    places = [letter.start() for letter in LETTER.finditer(linked)]
    letters = letters_of(linked)
    shown = [letters_of(paragraph) for paragraph in paragraphs]
    ends = [letters.rfind(own) + len(own) if len(own) > SHORTEST and own in letters else 0 for own in shown]
    known = sum(len(own) for own, end in zip(shown, ends, strict=True) if end)
    end = max(ends, default=0)
    if len(places) != len(letters) or end in (0, len(letters)) or known < SAME * sum(map(len, shown)):
        return list(paragraphs)
    rest = _after_mark(linked, places[end - 1] + 1)
    at = ends.index(end) + 1
    is_new = len(rest.split()) >= FEWEST_WORDS and letters_of(rest) not in "".join(shown)
    return [*paragraphs[:at], *(rest.split("\n\n") if is_new else ()), *paragraphs[at:]]


def _after_mark(text: str, begin: int) -> str:
    """The text behind the marks that end a sentence at an offset."""
    while begin < len(text) and not text[begin].isspace():
        begin += 1
    return text[begin:].strip()

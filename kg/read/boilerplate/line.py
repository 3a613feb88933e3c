"""Lines of an article, the reasons to cut them, and whether a line reads like a sentence."""

import re
from typing import NamedTuple

from kg.records import SectionKind

SENTENCE_END = re.compile(r"[.!?…]\s?[\"”’'»)\]]*\s*(?:\[\d+\])?$")
BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u200e\u200f\u2060\ufeff"
LONGEST_HEADLINE = 220  # characters
# characters; a line without a full stop up to that length is not a sentence but a title in a list of links
LONGEST_TITLE = 120
# a line of that many words, most of them in lower case, is a sentence that has lost its full stop
WORDS_OF_SENTENCE = 12
LONGEST_CUT = 600  # characters; a longer line is body text whatever words it has


class Line(NamedTuple):
    """Characters [begin, end) of a line or of a folded paragraph, white space stripped."""

    begin: int
    end: int
    text: str


class Cut(NamedTuple):
    """Why a line is not part of the body. The user sees the reason."""

    kind: SectionKind
    reason: str


Cuts = dict[int, Cut]  # by line number


def is_sentence(line: Line) -> bool:
    """Whether a line ends like a sentence, or is long and not a title."""
    text = line.text
    if SENTENCE_END.search(text) or len(text) > LONGEST_TITLE:
        return True
    return text.count(" ") >= WORDS_OF_SENTENCE and not is_title_case(text)


def is_title_case(text: str) -> bool:
    """Whether most long words of a short line begin with a capital letter."""
    words = [word for word in re.findall(r"[^\W\d_][\w'’]*", text) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.8 * len(words) and len(words) < 20

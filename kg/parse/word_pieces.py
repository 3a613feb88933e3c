"""The input of the encoder: word pieces of its vocabulary, and the case of each word, as the vocabulary is uncased."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from string import punctuation
from unicodedata import category, normalize

CASE_CLASSES = ("none", "lower", "title", "upper", "initial", "mixed", "number", "code", "mark")
# Names in capitals that an uncased encoder reads as common words, replaced by similar names that are none.
NAMESAKES = {"IS": "ISIS", "WHO": "UNESCO"}
REMOVED = ("Cc", "Cf", "Co", "Cs", "Mn")  # categories of characters: control, format, private use, accents
CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ceaf\U0002f800-\U0002fa1f]")
LONGEST_PART = 100  # characters; a longer one is unknown, as in the training of the encoder
MAX_PIECES = 12  # of one word; a longer one is a link or noise: 1 in 20,000 words of the Worldwide articles


def case_class(word: str) -> int:
    """Index into `CASE_CLASSES` of how a word is written."""
    if word.isalpha():
        return CASE_CLASSES.index(_letters_case(word))
    if not any(c.isalnum() for c in word):
        return CASE_CLASSES.index("mark")
    if not any(c.isalpha() for c in word):
        return CASE_CLASSES.index("number")
    if any(c.isdigit() for c in word):
        return CASE_CLASSES.index("code")
    return CASE_CLASSES.index(_letters_case("".join(c for c in word if c.isalpha())))


def _letters_case(letters: str) -> str:
    if letters.islower():
        return "lower"
    if letters.isupper():
        return "initial" if len(letters) == 1 else "upper"
    if letters.istitle():
        return "title"
    return "mixed" if letters.lower() != letters.upper() else "none"


def read_vocabulary(tokenizer: Path) -> dict[str, int]:
    """The ids of the pieces in a `tokenizer.json` of Hugging Face."""
    vocabulary: dict[str, int] = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    return vocabulary


class WordPieces:
    """The piece ids of words, as BERT's uncased tokenizer cuts them; caches those of 200,000 words."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self.first, self.last, self.unknown, self.mask = map(
            vocabulary.__getitem__, ("[CLS]", "[SEP]", "[UNK]", "[MASK]")
        )
        self.of = lru_cache(200_000)(self._pieces)
        self._vocabulary = vocabulary
        self._longest = max(map(len, vocabulary))

    def _pieces(self, word: str) -> tuple[int, ...]:
        word = NAMESAKES.get(word, word)
        ids = [piece for part in _parts(word[:200]) for piece in self._cut(part)][:MAX_PIECES]
        return tuple(ids) or (self.unknown,)

    def _cut(self, part: str) -> list[int]:
        """The longest piece of the vocabulary at the start, then the longest that continues it, and so on."""
        ids, begin = [], 0
        while begin < len(part) <= LONGEST_PART:
            if (found := self._longest_piece(part, begin)) is None:
                return [self.unknown]
            piece, begin = found
            ids.append(piece)
        return ids or [self.unknown]

    def _longest_piece(self, part: str, begin: int) -> tuple[int, int] | None:
        """The id of a piece and where it ends."""
        mark = "##" if begin else ""
        for end in range(min(len(part), begin + self._longest), begin, -1):
            if (piece := self._vocabulary.get(mark + part[begin:end])) is not None:
                return piece, end
        return None


def _parts(word: str) -> list[str]:
    """The word in lower case without accents, cut at spaces and around every mark and Chinese character."""
    return "".join(map(_normal, normalize("NFD", word))).split()


def _normal(char: str) -> str:
    kind = category(char)
    if char in "\t\n\r":
        return " "
    if kind in REMOVED or char == "\ufffd":
        return ""
    if kind[0] == "P" or char in punctuation or CHINESE.match(char):
        return f" {char} "
    return char.lower()

"""The input of the encoder: word pieces of its vocabulary, and the case of each word, as the vocabulary is uncased."""

from __future__ import annotations

from functools import lru_cache

from tokenizers import Tokenizer

CASE_CLASSES = ("none", "lower", "title", "upper", "initial", "mixed", "number", "code", "mark")
# Names in capitals that an uncased encoder reads as common words, replaced by similar names that are none.
NAMESAKES = {"IS": "ISIS", "WHO": "UNESCO"}
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


class WordPieces:
    """The piece ids of words; caches those of 200,000 words."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self.first, self.last, self.unknown, self.mask = map(
            tokenizer.get_vocab().__getitem__, ("[CLS]", "[SEP]", "[UNK]", "[MASK]")
        )
        self.of = lru_cache(200_000)(self._pieces)
        self._tokenizer = tokenizer

    def _pieces(self, word: str) -> tuple[int, ...]:
        word = NAMESAKES.get(word, word)
        ids = self._tokenizer.encode(word[:200], add_special_tokens=False).ids[:MAX_PIECES]
        return tuple(ids) or (self.unknown,)

"""Names without the differences between spellings that news mixes: case, accents, letters of other alphabets."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

TYPOGRAPHIC = str.maketrans({"\u2018": "'", "\u2019": "'"})
INITIALS = re.compile(r"(?:[^\W\d_]\.\s+)+[^\W\d_]\.?")
NO_LETTERS = frozenset({"Mn", "Lm"})  # categories: accents, and marks such as the ayn of "ʿAli"


def plain_letters(text: str) -> str:
    """A text with the letters a to z, case kept: "Wałęsa" is "Walesa", "Þór" "Thor". Other signs stay.

    Letters that Unicode does not decompose, and other scripts, are written as anyascii has them.
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(TYPOGRAPHIC))
    return decomposed if decomposed.isascii() else decomposed.translate(PLAIN)


def joined_initials(name: str) -> str:
    """A name of initials alone without the spaces: "U. S." is "U.S."; those before a surname stay apart."""
    return "".join(name.split()) if INITIALS.fullmatch(name.strip()) else name


def folded(name: str) -> str:
    """A name without case, accents and typographic apostrophes, to compare spellings."""
    return plain_letters(name).casefold()


class _PlainLetters(dict[int, str]):
    """The plain letters of each sign, for `str.translate`."""

    def __missing__(self, number: int) -> str:
        self[number] = plain = _plain(chr(number))
        return plain


PLAIN = _PlainLetters()


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    if unicodedata.category(sign) in NO_LETTERS:
        return ""
    return anyascii(sign) if sign.isalpha() else sign


def comparable(name: str) -> str:
    """A name without case, accents, article, possessive, dots of acronyms, apostrophes and hyphens."""
    plain = (
        folded(joined_initials(name))
        .replace("\u2019", "'")
        .replace("\u2018", "'")
        .removesuffix("'s")
        .removesuffix("'")
    )
    plain = plain.replace(".", "").replace("'", "").replace("-", " ")
    words = plain.split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)

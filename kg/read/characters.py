"""Characters that nobody sees or meant: halves of characters, UTF-8 read as windows-1252, hyphens within a word."""

import re

SURROGATES = re.compile("[\ud800-\udfff]")
# Soft hyphens, spaces without width and marks of the direction of writing, within words
UNSEEN = re.compile(
    r"(?<=[^\W\d_])[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+(?=[^\W\d_])"
)
SECOND = (
    r"\u0080-\u00ba\u00bc-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    r"\u2020-\u203a\u20ac\u2122\u201a\u201e"
)
MISREAD = re.compile(rf"â€|[ÂÃÄÅ][{SECOND}]")  # the letters that no language puts before such a character
RUN = re.compile(r"[^\x00-\x7f]+")
DIVIDED = re.compile(r"(?<![\w-])([^\W\d_]+)-[ \t]*\r?\n[ \t]*(?!(?:and|or|to)\b)(?=([a-zß-ÿ]+))")
QUOTE = "â€"  # of "â€\x9d", the closing quotation mark, whose last byte gets lost


def mended(text: str) -> str:
    """The text with U+FFFD for halves of characters, "Łódź" for "ÅÃ³dÅº", and words in one piece."""
    text = SURROGATES.sub("\ufffd", text)
    if text.isascii():
        return text
    if MISREAD.search(text):
        text = RUN.sub(_reread, text).replace(QUOTE, "”")
    return UNSEEN.sub("", text)


def with_whole_words(text: str) -> str:
    """The text with words whole that a line end divides; the hyphen stays where the text has the word with one."""

    def joined(match: re.Match[str]) -> str:
        compound = f"{match[1]}-{match[2]}"
        return f"{match[1]}-" if re.search(rf"\b{compound}\b", text) else match[1]

    return DIVIDED.sub(joined, text)


def _reread(run: re.Match[str]) -> str:
    """What a run of characters is in UTF-8, if it is that."""
    try:
        return b"".join(map(_byte, run[0])).decode("utf-8")
    except UnicodeError:
        return run[0]


def _byte(character: str) -> bytes:
    """The byte that windows-1252 reads as a character; it reads five bytes as controls."""
    try:
        return character.encode("windows-1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")

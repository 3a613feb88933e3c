"""Bytes to text: detects the encoding of an article; and mends characters that no writer meant.

Decoding keeps every character, also a byte order mark.
"""

import codecs
import re

from kg.errors import ReadError

SAMPLE = 65_536  # bytes inspected to recognize text, and UTF-16
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SIGNATURES = (
    (b"\x89PNG", "a PNG image, not text"),
    (b"\xff\xd8\xff", "a JPEG image, not text"),
    (b"GIF8", "a GIF image, not text"),
    (b"RIFF", "a RIFF file (sound, video or WebP image), not text"),
    (b"\xd0\xcf\x11\xe0", "an old Office file or an Outlook message: save it as DOCX, XLSX or EML"),
    (b"\x7fELF", "a program, not text"),
    (b"MZ\x90", "a program, not text"),
    (b"PK\x03\x04", "a zip archive, not text"),
    (b"%PDF-", "a PDF file, not text"),
    (b"%!PS-Adobe", "a PostScript file: save it as PDF"),
    (b"SQLite format 3", "an SQLite database, not text"),
)
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MOST_CONTROLS = 0.01  # share of bytes; UTF-8 and windows-125x text has none, random bytes have 11 %
MANY_NULS = 0.2  # share of bytes: in UTF-16 English every second byte is NUL
UTF8_CHARACTER = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
# on the web these mean windows-1252 (WHATWG)
WINDOWS = ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii")
# non-ASCII characters of English news in windows-1252, besides accented letters
USUAL = "‘’“”–—…•€£©®°·«»½§ "

# Letters that fonts draw as one, which PDF files keep so
LIGATURES = {
    0xFB00 + number: letters for number, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))
}
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
SOFT_HYPHEN = re.compile(r"\xad[ \t]*\r?\n[ \t]*")  # where it divides a word at a line end
COMPOUND = re.compile(r"(?<![\w-])[^\W\d_]+-[a-zß-ÿ]+")
QUOTE = "â€"  # of "â€\x9d", the closing quotation mark, whose last byte gets lost


def decode(data: bytes, declared: str | None = None) -> str:
    """Decode bytes by byte order mark, as UTF-8, as declared, as windows-1252, else as charset-normalizer detects.

    UTF-8 precedes the declared encoding, since text in another encoding is hardly ever valid UTF-8. In UTF-8 with
    stray bytes (pasted quotation marks), the stray bytes are decoded as windows-1252.
    Raises ReadError if the bytes are not text.
    """
    marked = next((name for mark, name in MARKS if data.startswith(mark)), None) or _unmarked_utf16(data)
    if marked:
        return data.decode(marked, errors="replace")
    check_is_text(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(data, declared)


def check_is_text(data: bytes) -> None:
    """Raise ReadError if the first bytes are those of an image, a program or another binary file."""
    sample = data[:SAMPLE]
    if any(sample.startswith(mark) for mark, _ in MARKS) or _unmarked_utf16(sample):
        return
    for signature, kind in SIGNATURES:
        if sample.startswith(signature):
            raise ReadError(f"is {kind}")
    controls = len(CONTROLS.findall(sample))
    if controls > MOST_CONTROLS * len(sample):
        raise ReadError(f"is not text: {controls} of its first {len(sample)} bytes are control characters")


def _unmarked_utf16(data: bytes) -> str | None:
    sample = data[:SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) <= MANY_NULS * len(sample) or min(even, odd) > 0.01 * len(sample):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode_other(data: bytes, declared: str | None) -> str:
    good = sum(len(c) for c in UTF8_CHARACTER.findall(data))
    bad = sum(len(run) for run in HIGH_BYTES.findall(data)) - good
    if good > bad:
        return data.decode("utf-8", errors="kg-windows")
    return _decode_declared(data, declared) or _decode_windows(data) or _decode_found(data)


def _decode_declared(data: bytes, declared: str | None) -> str | None:
    name = (declared or "").strip().strip("\"'").lower()
    if not name or name in ("utf-8", "utf8"):
        return None
    try:
        return data.decode("windows-1252" if name in WINDOWS else name)
    except (LookupError, UnicodeDecodeError):
        return None


def _decode_windows(data: bytes) -> str | None:
    """Decode as windows-1252 if the non-ASCII bytes become quotation marks, dashes and accented letters in words."""
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError:
        return None
    high = re.findall(r"[^\x00-\x7f]", text)
    usual = re.findall(rf"[{USUAL}]|(?<=[A-Za-z])[à-öø-ÿ]|[À-ÖØ-öø-ÿ](?=[a-z])", text)
    return text if len(usual) >= 0.9 * len(high) else None


def _decode_found(data: bytes) -> str:
    from charset_normalizer import from_bytes  # takes 0.4 s, and only files in rare encodings need it

    best = from_bytes(data).best()
    if best is None:
        raise ReadError("has an unknown text encoding; save it as UTF-8")
    return data.decode(best.encoding)


def _stray_as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("windows-1252", errors="replace"), error.end


codecs.register_error("kg-windows", _stray_as_windows)


def mended(text: str) -> str:
    """The text with U+FFFD for halves of characters, "Łódź" for "ÅÃ³dÅº", words in one piece, and single letters."""
    text = SURROGATES.sub("\ufffd", text)
    if text.isascii():
        return text
    if MISREAD.search(text):
        text = RUN.sub(_reread, text).replace(QUOTE, "”")
    return UNSEEN.sub("", text).translate(LIGATURES)


def with_whole_words(text: str) -> str:
    """The text with words whole that a line end divides; the hyphen stays where the text has the word with one."""
    text = SOFT_HYPHEN.sub("", text)
    compounds = set(COMPOUND.findall(text))
    return DIVIDED.sub(lambda m: f"{m[1]}-" if f"{m[1]}-{m[2]}" in compounds else m[1], text)


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

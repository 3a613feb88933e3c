"""Word (DOCX) and OpenDocument (ODT) texts."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from lxml import etree

from kg.errors import ReadError
from kg.read.boilerplate.line import SENTENCE_END
from kg.read.databases.press_databases import database_articles
from kg.read.input_file import Articles, InputFile, sha256
from kg.records import RawArticle

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OPEN = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
OLDER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # a copy for older programs
WORDS, TEXT = (
    8,
    0.5,
)  # of a sentence, and least share of the letters of a table that are in sentences if it is no list


class OfficeFormat(NamedTuple):
    """Where a format keeps its text: the member of the archive, and its elements."""

    member: str
    paragraphs: Collection[str]
    words: Collection[str]  # elements whose text counts
    breaks: Mapping[str, str]
    unread: Collection[str]  # copies, comments, and what a reviewer deleted
    table: str


DOCX = OfficeFormat(
    member="word/document.xml",
    paragraphs={f"{WORD}p"},
    words={f"{WORD}t"},
    breaks={f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"},
    unread={OLDER, f"{WORD}moveFrom"},
    table=f"{WORD}tbl",
)
ODT = OfficeFormat(
    member="content.xml",
    paragraphs={f"{OPEN}p", f"{OPEN}h"},
    words={f"{OPEN}{name}" for name in ("p", "h", "span", "a", "ruby-base", "meta")},
    breaks={f"{OPEN}tab": "\t", f"{OPEN}line-break": "\n", f"{OPEN}s": " "},
    unread={f"{OPEN}tracked-changes", f"{OPEN}note", f"{OFFICE}annotation"},
    table=f"{TABLE}table",
)


def office_format(members: Collection[str]) -> OfficeFormat | None:
    """The format of an archive with these members; None if it is no text of an office program."""
    if DOCX.member in members:
        return DOCX
    return ODT if ODT.member in members and "META-INF/manifest.xml" in members else None


def read_office_file(file: InputFile, archive: zipfile.ZipFile, format_: OfficeFormat) -> Articles:
    """Read the paragraphs of a file, with those of boxes and of tables that arrange text, not of tables of figures.

    Raises ReadError if it has no text, or more than the limit.
    """
    data = file.read_member(archive, format_.member)
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ReadError(f"is an office file that cannot be read: {error}") from error
    text = "\n\n".join("".join(_words(each, format_)).strip() for each in _paragraphs(root, format_))
    if not text.strip():
        raise ReadError("is an office file without text")
    yield from database_articles(RawArticle(file.name, sha256(data), text), file.dates)


def _paragraphs(element: Any, format_: OfficeFormat) -> Iterator[Any]:
    """The paragraphs in text order; one with a box comes before those of the box."""
    for child in element:
        if child.tag in format_.paragraphs:
            yield child
        is_read = child.tag not in format_.unread
        if is_read and (child.tag != format_.table or _is_text(child, format_)):
            yield from _paragraphs(child, format_)


def _is_text(table: Any, format_: OfficeFormat) -> bool:
    """Whether most letters of a table are in sentences, as in one that arranges a page."""
    texts = ["".join(_words(each, format_)).strip() for each in table.iter(*format_.paragraphs)]
    sentences = (text for text in texts if len(text.split()) >= WORDS and SENTENCE_END.search(text))
    return sum(map(len, sentences)) >= TEXT * sum(map(len, texts))


def _words(element: Any, format_: OfficeFormat) -> Iterator[str]:
    """The text of a paragraph without that of paragraphs in it."""
    counts = element.tag in format_.words
    if counts:
        yield element.text or ""
    for child in element:
        if child.tag in format_.breaks:
            yield format_.breaks[child.tag]
        elif child.tag not in format_.paragraphs and child.tag not in format_.unread:
            yield from _words(child, format_)
        if counts:
            yield child.tail or ""

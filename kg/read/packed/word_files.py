"""Word files (DOCX)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from kg.errors import ReadError
from kg.read.input_file import CONTAINER_LIMIT, Articles, InputFile, sha256
from kg.read.packed.press_databases import database_articles
from kg.records import RawArticle

WORD_BODY = "word/document.xml"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, RUN_TEXT, BREAKS = (
    f"{WORD}p",
    f"{WORD}t",
    {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n"},
)
COPY = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # a text box for older programs
)


def read_docx(file: InputFile, archive: zipfile.ZipFile) -> Articles:
    """Read the paragraphs of a Word file, with those of tables and boxes; text that a reviewer deleted is left out.

    Raises ReadError if it has no text, or more than an article may have.
    """
    limit = CONTAINER_LIMIT * file.limit
    with archive.open(WORD_BODY) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise ReadError(f"unpacks to more than {limit:,} bytes; split it or raise --limit")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ReadError(f"is a Word file that cannot be read: {error}") from error
    text = "\n\n".join("".join(_words(paragraph)).strip() for paragraph in root.iter(PARAGRAPH))
    if not text.strip():
        raise ReadError("is a Word file without text")
    yield from database_articles(RawArticle(file.name, sha256(data), text), file.dates)


def _words(element: Any) -> Iterator[str]:
    """The text of a paragraph without that of paragraphs in it, which are in boxes."""
    for child in element:
        if child.tag == RUN_TEXT:
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag not in (PARAGRAPH, COPY):
            yield from _words(child)

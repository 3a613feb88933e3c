"""PDF and RTF files."""

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from kg.errors import ReadError
from kg.read.databases.press_databases import database_articles
from kg.read.encodings import with_whole_words
from kg.read.input_file import CONTAINER_LIMIT, Articles, InputFile, sha256
from kg.read.packed.pdf_columns import Piece, lines_by_column
from kg.records import RawArticle

# Of a link
ADDRESS = re.compile(
    r"\{\\\*\\fldinst\b(?:[^{}]{0,2000}+|\{(?:[^{}]{0,2000}+|\{[^{}]{0,2000}+\}){0,9}\}){0,9}\}"
)
FEWEST_PAGES, MOST_EDGES = 2, 4  # with the same first or last line: it is the head or foot; and lines of both


def read_pdf(file: InputFile) -> Articles:
    """Read the text of a PDF file as one article, or as those of an export of a press database."""
    try:
        import pypdf
    except ImportError as error:
        raise ReadError(
            "is a PDF file: run pip install 'kg-news[pdf]' to read it, or save it as text"
        ) from error
    data = file.read_all(CONTAINER_LIMIT)
    try:
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        text = _joined([_page_text(page) for page in pages])
    except (
        pypdf.errors.PyPdfError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        # pypdf also raises built-in exceptions
        raise ReadError(f"is a PDF file that cannot be read: {error}") from error
    if not text.strip():
        raise ReadError("is a PDF file without text, probably scanned pages")
    yield from database_articles(RawArticle(file.name, sha256(data), text), file.dates)


def read_rtf(file: InputFile) -> Articles:
    """Read the text of an RTF file as one article, or as those of an export of a press database."""
    from striprtf.striprtf import rtf_to_text

    data = file.read_all(CONTAINER_LIMIT)
    try:
        text = rtf_to_text(ADDRESS.sub("", data.decode("latin-1")), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ReadError(f"is an RTF file that cannot be read: {error}") from error
    yield from database_articles(RawArticle(file.name, sha256(data), text), file.dates)


def _page_text(page: Any) -> str:
    pieces: list[Piece] = []
    text: str = page.extract_text(
        visitor_text=lambda text, matrix, line, *_: pieces.append(
            Piece(line[4] * matrix[0] + matrix[4], text, line[5] * matrix[3] + matrix[5])
        )
    )
    lines = lines_by_column(pieces)
    return "\n".join(lines) if lines else text


def _joined(pages: Sequence[str]) -> str:
    """The text of pages without their heads and feet, with words whole that a line end divides."""
    lines = [[line for line in page.split("\n") if line.strip()] for page in pages]
    for _ in range(MOST_EDGES):
        lines = list(_without_edges(lines))
    return with_whole_words("\n".join("\n".join(page) for page in lines))


def _without_edges(pages: Sequence[list[str]]) -> Iterator[list[str]]:
    """Yield the lines of each page without the first and the last one, if other pages begin or end with it, too."""
    edges = Counter(edge for page in pages for edge in {_edge(line) for line in (*page[:1], *page[-1:])})
    for page in pages:
        begin, end = (edges[_edge(line)] >= FEWEST_PAGES for line in (page[0], page[-1])) if page else (0, 0)
        yield page[begin : len(page) - end]


def _edge(line: str) -> str:
    """A line without its numbers, which count the pages."""
    return re.sub(r"\d+", "#", " ".join(line.split()))

"""PDF and RTF files."""

import io
import logging
import re
from dataclasses import replace
from math import hypot
from typing import Any

from kg.errors import ReadError
from kg.read.databases.press_databases import database_articles
from kg.read.input_file import CONTAINER_LIMIT, Articles, InputFile, sha256
from kg.read.packed.pdf_layout import Piece, read_layout
from kg.records import RawArticle

Matrix = tuple[float, float, float, float, float, float]

# Of a link
ADDRESS = re.compile(
    r"\{\\\*\\fldinst\b(?:[^{}]{0,2000}+|\{(?:[^{}]{0,2000}+|\{[^{}]{0,2000}+\}){0,9}\}){0,9}\}"
)


def read_pdf(file: InputFile) -> Articles:
    """Read the text of a PDF file as one article, or as those of an export of a press database."""
    try:
        import pypdf
    except ImportError as error:
        raise ReadError(
            "is a PDF file: run pip install 'kg-news[pdf]' to read it, or save it as text"
        ) from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of what it repairs
    data = file.read_all(CONTAINER_LIMIT)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadError("is a PDF file with a password: save it without one")
        printed = read_layout([_pieces(page) for page in reader.pages])
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
    if not printed.lines.strip():
        raise ReadError("is a PDF file without text, probably scanned pages")
    whole = RawArticle(file.name, sha256(data), printed.lines, printed.url)
    for found in database_articles(whole, file.dates):  # whose marks stand on lines of their own
        yield replace(whole, text=printed.text) if found is whole else found


def read_rtf(file: InputFile) -> Articles:
    """Read the text of an RTF file as one article, or as those of an export of a press database."""
    from striprtf.striprtf import rtf_to_text

    data = file.read_all(CONTAINER_LIMIT)
    try:
        text = rtf_to_text(ADDRESS.sub("", data.decode("latin-1")), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ReadError(f"is an RTF file that cannot be read: {error}") from error
    yield from database_articles(RawArticle(file.name, sha256(data), text), file.dates)


def _pieces(page: Any) -> list[Piece]:
    """The texts of a page, with their places along and across the direction in which they are written."""
    from pypdf import Transformation

    pieces: list[Piece] = []

    def visit(text: str, page_matrix: Matrix, text_matrix: Matrix, _: object, size: float) -> None:
        a, b, c, d, x, y = Transformation(text_matrix).transform(Transformation(page_matrix)).ctm
        length = hypot(a, b) or 1.0
        along, across = a / length, b / length
        place = x * along + y * across, y * along - x * across
        pieces.append(Piece(*place, size * hypot(c, d), text))

    page.extract_text(visitor_text=visit)
    return pieces

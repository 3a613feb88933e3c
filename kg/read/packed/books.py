"""Electronic books (EPUB): a zip archive of pages, each of which is read as an article of the day of the book."""

import posixpath
import re
import zipfile
from collections.abc import Collection
from datetime import date

from lxml import etree

from kg.read.date_stamps import DateWords

CONTAINER = "META-INF/container.xml"  # names the file with title, day and pages
PAGE = re.compile(r".*\.x?html?", re.IGNORECASE)
LARGEST = 5_000_000  # bytes of a file about the book


def is_book(names: Collection[str]) -> bool:
    """Whether an archive with these members is a book."""
    return CONTAINER in names and any(name.lower().endswith(".opf") for name in names)


def day_of_book(archive: zipfile.ZipFile, dates: DateWords) -> date | None:
    """The day on which a book was published; None if it does not say so in a way that can be read."""
    name = next(name for name in archive.namelist() if name.lower().endswith(".opf"))
    with archive.open(name) as stream:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        root = etree.fromstring(stream.read(LARGEST), parser)
    days = () if root is None else root.iter("{http://purl.org/dc/elements/1.1/}date")
    return next(filter(None, (dates.read_date(day.text) for day in days)), None)


def is_page(name: str) -> bool:
    """Whether a member of a book is a page, and not its table of contents or a style sheet."""
    return bool(PAGE.fullmatch(name)) and posixpath.basename(name).lower() not in ("nav.xhtml", "toc.xhtml")

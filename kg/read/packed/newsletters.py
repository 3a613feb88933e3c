"""Exports of Substack: an archive with a table of the posts and a page without a head for each."""

import csv
import io
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import replace

from kg.read.encodings import decode
from kg.read.field_map import FieldMap
from kg.read.input_file import Articles, InputFile
from kg.read.packed.feeds import headline_first
from kg.read.tables.tabular import record_articles
from kg.records import Skipped

TABLE = "posts.csv"
PAGES = ("posts/", ".html")


def is_newsletter(names: Collection[str]) -> bool:
    """Whether an archive with these members is an export of a newsletter."""
    return TABLE in names and any(map(_is_page, names))


def read_newsletter(file: InputFile, archive: zipfile.ZipFile) -> Articles:
    """Read each post with the headline and day that the table says. Other files are lists of readers."""
    members = set(archive.namelist())
    for row in _rows(file, archive):
        member = f"{PAGES[0]}{row.get('post_id')}{PAGES[1]}"
        source = f"{file.name}/{member}"
        if row.get("is_published") == "false":
            yield Skipped(source, "is not published")
        elif member in members:
            item = {
                "html": decode(file.read_member(archive, member)),
                "title": row.get("title"),
                "published": row.get("post_date"),
            }
            for article in record_articles(source, item, replace(file, fields=FieldMap())):
                yield headline_first(article)
        else:
            yield Skipped(source, f"is missing, but {TABLE} names it")
    for member in sorted(name for name in members if name.endswith(".csv") and name != TABLE):
        yield Skipped(f"{file.name}/{member}", "lists readers of the newsletter, not articles")


def _rows(file: InputFile, archive: zipfile.ZipFile) -> Iterator[dict[str, str]]:
    csv.field_size_limit(file.limit)
    return csv.DictReader(io.StringIO(decode(file.read_member(archive, TABLE)).lstrip("\ufeff")))


def _is_page(name: str) -> bool:
    return name.startswith(PAGES[0]) and name.endswith(PAGES[1])

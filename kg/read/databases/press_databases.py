"""Exports of the press databases Nexis, Factiva and ProQuest: many articles in a text, each between lines about it."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.read.databases.factiva import factiva_parts, read_factiva
from kg.read.databases.nexis import nexis_parts, read_nexis
from kg.read.databases.proquest import proquest_parts, read_proquest
from kg.read.date_stamps import DateWords
from kg.read.encodings import decode
from kg.read.input_file import Articles, InputFile, sha256
from kg.read.pages.page_tree import plain_text
from kg.read.pages.web_pages import declared_encoding
from kg.records import RawArticle, Skipped

# In every export that is a page
MARK = re.compile(rb"\bDocument [A-Z0-9]{8}[A-Za-z0-9]{8}|\bEnd of Document\b|\bProQuest document ID\b")

DATABASES = (
    (nexis_parts, read_nexis),
    (factiva_parts, read_factiva),
    (proquest_parts, read_proquest),
)


def page_database_articles(file: InputFile, data: bytes) -> Articles:
    """The articles of an export that was saved as a page; none if the page is no export."""
    if MARK.search(data):
        text = plain_text(decode(data, declared_encoding(data)))
        page = RawArticle(file.name, sha256(data), text)
        yield from (each for each in database_articles(page, file.dates) if each is not page)


def database_articles(file: RawArticle, dates: DateWords) -> Articles:
    """The articles of an export of a press database, as "june.docx#article=3"; any other text as it is.

    A part of an export in which no article is found is skipped by its number.
    """
    lines = file.text.splitlines()
    kinds = ((parts_of(lines), read) for parts_of, read in DATABASES)
    parts, read = next((kind for kind in kinds if kind[0]), ([], read_nexis))
    if not parts:
        yield file
    for number, part in enumerate(parts, 1):
        source, entry = f"{file.source}#article={number}", read(part)
        if entry is None or not entry.text:
            yield Skipped(source, "has the marks of an article of a press database, but no text")
            continue
        published = dates.read_date(entry.date)
        yield replace(
            file,
            source=source,
            sha256=sha256(f"{file.sha256} {number}".encode()),
            text=entry.text,
            headline=entry.headline,
            publisher=entry.publisher,
            published=published,
            published_from="field" if published else None,
            unread_date=entry.date if entry.date and not published else None,
        )

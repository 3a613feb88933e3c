"""Exports of the press databases Nexis and Factiva: one text with many articles, each between lines about it."""

from __future__ import annotations

from dataclasses import replace

from kg.read.date_stamps import DateWords
from kg.read.input_file import Articles, sha256
from kg.read.packed.factiva import factiva_parts, read_factiva
from kg.read.packed.nexis import nexis_parts, read_nexis
from kg.records import RawArticle, Skipped


def database_articles(file: RawArticle, dates: DateWords) -> Articles:
    """The articles of an export of a press database, as "june.docx#article=3"; any other text as it is.

    A part of an export in which no article is found is skipped by its number.
    """
    lines = file.text.splitlines()
    read = read_nexis
    parts = nexis_parts(lines)
    if not parts:
        parts, read = factiva_parts(lines), read_factiva
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

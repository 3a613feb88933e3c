"""Exports of ProQuest (text, HTML): each article begins with "Document 3 of 40"; text and fields have labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from kg.read.databases.entry import Entry

START = re.compile(r"\s*Document \d+ of \d+\s*")
NUMBER = re.compile(r"\s*ProQuest document ID:.*", re.IGNORECASE)
TEXT = re.compile(r"\s*Full text:\s*(.*)", re.IGNORECASE)
LABEL = re.compile(r"\s*(Title|Publication title|Publication date):\s*(.*)", re.IGNORECASE)
FIELD = re.compile(r"\s*(?:[A-Z][\w /()&-]{1,40}:.*)?")  # any field, or a blank line
MISSING = re.compile(r"(?:full text )?(?:is )?(?:not available|unavailable)\.?", re.IGNORECASE)


def proquest_parts(lines: Sequence[str]) -> list[Sequence[str]]:
    """The lines of each article; none if the text is no export."""
    if not any(NUMBER.fullmatch(line) for line in lines):
        return []
    starts = [number for number, line in enumerate(lines) if START.fullmatch(line)]
    return [lines[a + 1 : b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]


def read_proquest(lines: Sequence[str]) -> Entry | None:
    """The article of a part; None if it has no text."""
    begin = next((number for number, line in enumerate(lines) if TEXT.fullmatch(line)), None)
    if begin is None:
        return None
    number = next((n for n in range(begin + 1, len(lines)) if NUMBER.fullmatch(lines[n])), len(lines))
    below = takewhile(lambda n: FIELD.fullmatch(lines[n]), range(number - 1, begin, -1))
    end = min(below, default=number)
    first = TEXT.sub(r"\1", lines[begin])
    text = "\n".join((first, *lines[begin + 1 : end])).strip()
    found = [match for line in (*lines[:begin], *lines[end:]) if (match := LABEL.fullmatch(line))]
    fields = {match[1].lower(): match[2].strip() for match in found if match[2].strip()}
    publisher = fields.get("publication title", "").partition(";")[0].strip()
    headline = fields.get("title") or next((line.strip() for line in lines[:begin] if line.strip()), None)
    return (
        None
        if MISSING.fullmatch(text)
        else Entry(text, headline, publisher or None, fields.get("publication date"))
    )

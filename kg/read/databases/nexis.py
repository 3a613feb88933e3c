"""Exports of Nexis.

Nexis Uni (DOCX, RTF) ends each article with "End of Document"; headline, publisher and day come first, then labelled
lines. LexisNexis (TXT, until 2019) began each with "3 of 40 DOCUMENTS"; publisher and day come first, then the
headline. Both forms are described by LexisNexisTools, a package of R.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.read.databases.entry import Entry

END = re.compile(r"\s*End of Document\s*")
START = re.compile(r"\s*\d+ of \d+ DOCUMENTS?\s*")
LENGTH = re.compile(r"\s*LENGTH:\s*\d[\d,.]*\s+words\b.*", re.IGNORECASE)
LABEL = re.compile(
    r"\s*(BYLINE|SECTION|LENGTH|DATELINE|HIGHLIGHT|HEADLINE|SERIES|COLUMN):\s*(.*)", re.IGNORECASE
)
BODY = re.compile(r"\s*BODY:?\s*", re.IGNORECASE)
FOOT = re.compile(
    r"\s*(?:(?:LOAD-DATE|Load-Date|GRAPHIC|LANGUAGE|URL|PUBLICATION-TYPE|JOURNAL-CODE|DOCUMENT-TYPE|CORRECTION-DATE):.*"
    r"|SUBJECT:.*\(\d+%\).*|Classification|Graphic)\s*"
)
NO_HEAD = re.compile(r"(?:Copyright\b|\(c\)|©|All Rights Reserved|Page \d+ of \d+\b).*", re.IGNORECASE)
EDITION = re.compile(r".*\bEdition\b.*|Correction Appended.*", re.IGNORECASE)
SPACE = re.compile(r"(?<=\w)(?=\()")  # missing in "The Guardian(London)"
DAY = re.compile(
    r"(?:[A-Z][a-z]+,? )?(?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+\.?),? (?:19|20)\d\d\b.{0,40}"
)


def nexis_parts(lines: Sequence[str]) -> list[Sequence[str]]:
    """The lines of each article, with its head and foot; none if the text is no export."""
    if not any(LENGTH.fullmatch(line) for line in lines):
        return []
    starts = [number for number, line in enumerate(lines) if START.fullmatch(line)]
    if starts:
        return [lines[a + 1 : b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    ends = [number for number, line in enumerate(lines) if END.fullmatch(line)]
    return [lines[a:b] for a, b in zip([0, *(end + 1 for end in ends)], ends, strict=False)]


def read_nexis(lines: Sequence[str]) -> Entry | None:
    """The article of a part; None if it has no labelled lines."""
    first = next((number for number, line in enumerate(lines) if LABEL.fullmatch(line)), None)
    if first is None:
        return None
    labels, begin = _labels(lines, first)
    headline, publisher, date = _head([line.strip() for line in lines[:first]])
    end = next((n for n in range(begin, len(lines)) if FOOT.fullmatch(lines[n])), len(lines))
    body = "\n".join(lines[begin:end]).strip()
    standfirst = labels.get("highlight")
    return Entry(
        f"{standfirst}\n\n{body}" if standfirst and body else body,
        labels.get("headline") or headline,
        publisher,
        date,
    )


def _head(lines: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """Headline, publisher and day from the lines without a label."""
    kept = [line for line in lines if line and not NO_HEAD.fullmatch(line)]
    days = [number for number, line in enumerate(kept) if DAY.fullmatch(line)]
    if not days:
        return (kept[-1] if kept else None), None, None
    day = days[-1]
    after = [line for line in kept[day + 1 :] if not EDITION.fullmatch(line)]
    before = kept[:day]
    publisher = SPACE.sub(" ", before.pop()) if before else None
    headline = " ".join(after) or (before[-1] if before else None)
    return headline, publisher, kept[day]


def _labels(lines: Sequence[str], first: int) -> tuple[dict[str, str], int]:
    """The labelled lines from `first` on, and the number of the line where the body begins.

    A label's text may go on in the following lines, until an empty one.
    """
    labels: dict[str, str] = {}
    name = ""
    for number in range(first, len(lines)):
        line = lines[number].strip()
        if BODY.fullmatch(line):
            return labels, number + 1
        if match := LABEL.fullmatch(line):
            name = match[1].lower()
            labels[name] = match[2]
        elif line and not name:
            return labels, number
        elif line:
            labels[name] += f" {line}"
        else:
            name = ""
    return labels, len(lines)

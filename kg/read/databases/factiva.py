"""Exports of Factiva: each article ends with "Document" and its number.

In the display format the lines before the text follow in a fixed order: section, headline, byline, "432 words", day,
publisher, code, language, copyright. In the format with field codes each field begins with two or three letters: HD,
PD, SN, LP. Both forms are described by tm.plugin.factiva, a package of R.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.read.databases.entry import Entry

END = re.compile(r"(?:AN[\s|]+)?Document [A-Z0-9]{8,}[A-Za-z0-9]{8,}[\s|]*")
FIELD = re.compile(
    r"(SE|HD|CR|BY|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|ART|CLM|CO|IN|NS|RE|IPC|IPD|PUB|AN)"
    r"(?:(?:\t|\||  )[\s|]*(.*?))?[\s|]*"
)
WORD_COUNT = re.compile(r"\d[\d,.]* words")
BYLINE = re.compile(r"By\s.*", re.IGNORECASE)
COPYRIGHT = re.compile(r".*(?:\bcopyright\b|\(c\)|©|all rights reserved).*", re.IGNORECASE)
TIME = re.compile(r"\d\d?:\d\d.*")
HEAD = 12  # most lines before the word count, and after it to the copyright


def factiva_parts(lines: Sequence[str]) -> list[Sequence[str]]:
    """The lines of each article, without the last one; none if the text is no export."""
    ends = [number for number, line in enumerate(lines) if END.fullmatch(line.strip())]
    return [lines[a:b] for a, b in zip([0, *(end + 1 for end in ends)], ends, strict=False)]


def read_factiva(lines: Sequence[str]) -> Entry | None:
    """The article of a part; None if it has no head."""
    fields = dict(_fields(lines))
    if "HD" in fields and ("LP" in fields or "TD" in fields):
        text = "\n\n".join(filter(None, (fields.get("LP"), fields.get("TD"))))
        return Entry(text, " ".join(fields["HD"].split()), fields.get("SN"), fields.get("PD"))
    return _displayed([line.strip() for line in lines])


def _fields(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each code with the lines up to the next one."""
    code, kept = "", list[str]()
    for line in lines:
        if match := FIELD.fullmatch(line.strip()):
            yield code, "\n".join(kept).strip()
            code, kept = match[1], [match[2] or ""]
        else:
            kept.append(line.rstrip(" |"))
    yield code, "\n".join(kept).strip()


def _displayed(lines: Sequence[str]) -> Entry | None:
    """An article in the display format."""
    filled = [number for number, line in enumerate(lines) if line]
    count = next((at for at, number in enumerate(filled[:HEAD]) if WORD_COUNT.fullmatch(lines[number])), None)
    if count is None:
        return None
    above = [lines[number] for number in filled[:count] if not BYLINE.fullmatch(lines[number])]
    below = [lines[number] for number in filled[count + 1 : count + 1 + HEAD]]
    rights = [at for at, line in enumerate(below) if COPYRIGHT.fullmatch(line)]
    if not rights:
        return None
    body = "\n".join(lines[filled[count + 1 + rights[0]] + 1 :]).strip()
    date, *rest = below[: rights[0]] or [""]
    publisher = next((line for line in rest if not TIME.fullmatch(line)), None)
    return Entry(body, above[-1] if above else None, publisher, date or None)

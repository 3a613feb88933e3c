"""Mails that forward another one: the article is that of the first sender, of its day and with its subject."""

import re
from dataclasses import dataclass
from datetime import date

from kg.read.date_stamps import DateWords

HEAD = re.compile(
    r"^[>* \t]*(?:-{2,} ?(?:forwarded|original) message ?-{2,}|begin forwarded message:)[* \t]*\r?\n"
    r"(?:[>* \t]*\r?\n)?(?P<fields>(?:[>* \t]*(?:from|date|sent|subject|to|cc|reply-to)[* \t]*:.{0,500}\r?\n){2,12})",
    re.IGNORECASE | re.MULTILINE,
)
FIELD = re.compile(
    r"^[>* \t]*(from|date|sent|subject)[* \t]*:[* \t]*(.*?)[* \t\r]*$", re.IGNORECASE | re.MULTILINE
)
PREFIXES = re.compile(r"(?:(?:re|fwd?|aw|wg|tr)\s*:\s*)+", re.IGNORECASE)
QUOTE = re.compile(r"^> ?", re.MULTILINE)
QUOTED = 0.8  # least share of the lines of a text that is quoted as a whole


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What follows the last head of a forwarded message, and what that head says."""

    text: str
    subject: str | None
    sender: str | None
    published: date | None


def find_forwarded(text: str, dates: DateWords) -> Forwarded | None:
    """The message that a text forwards; None if most of the text comes before it, as in an answer."""
    head = next(reversed(list(HEAD.finditer(text))), None)
    if head is None or head.start() > len(text) - head.end():
        return None
    fields = {name.lower(): value for name, value in reversed(FIELD.findall(head["fields"]))}
    published = dates.read_date(fields.get("date") or fields.get("sent"))
    return Forwarded(text[head.end() :].lstrip("\r\n"), fields.get("subject"), fields.get("from"), published)


def unquoted(text: str) -> str:
    """The text without the marks of a quotation, if it is quoted as a whole."""
    lines = [line for line in text.splitlines() if line.strip()]
    is_quoted = sum(line.startswith(">") for line in lines) >= QUOTED * max(1, len(lines))
    return QUOTE.sub("", text) if is_quoted else text


def without_prefixes(subject: str) -> str:
    """A subject without the marks of answers and forwarded messages: "Fwd: Re: ..."."""
    return subject[match.end() :] if (match := PREFIXES.match(subject)) else subject

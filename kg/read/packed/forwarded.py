"""Mails that forward another one: the article is that of the first sender, of its day and with its subject.

Of a mail that answers another one, the article is the answer.
"""

import re
from dataclasses import dataclass
from datetime import date

from kg.read.date_stamps import DateWords

LINE = r"[>* \t]*\r?\n"
HEAD = re.compile(  # some programs write no line above the fields
    r"^(?:[>* \t]*(?:-{2,} ?(?:forwarded|original) message ?-{2,}|begin forwarded message:)[* \t]*\r?\n"
    rf"(?:{LINE})?|(?=[>* \t]*from[* \t]*:.{{1,500}}\n(?:{LINE})?[>* \t]*(?:sent|date)[* \t]*:))"
    rf"(?P<fields>(?:[>* \t]*(?:from|date|sent|subject|to|cc|reply-to)[* \t]*:.{{0,500}}\r?\n(?:{LINE})?){{2,12}})",
    re.IGNORECASE | re.MULTILINE,
)
FIELD = re.compile(
    r"^[>* \t]*(from|date|sent|subject)[* \t]*:[* \t]*(.*?)[* \t\r]*$", re.IGNORECASE | re.MULTILINE
)
ANSWER = re.compile(r"(?:re|aw|sv|antw?)\s*:", re.IGNORECASE)
FEWEST_WORDS = 30  # of an answer that is an article; a note above one has fewer
PREFIXES = re.compile(r"(?:(?:re|fwd?|aw|wg|tr)\s*:\s*)+", re.IGNORECASE)
QUOTE = re.compile(r"^> ?", re.MULTILINE)
ANSWERED = re.compile(  # the lines of an earlier mail, below who wrote them
    r"^(?:On .{5,200}(?:\n.{1,100})?\bwrote:[ \t]*\r?\n\s*?)?(?:>.*(?:\n|\Z)(?:\s*\n(?=>))?)+", re.MULTILINE
)
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
    if head is None or _is_last(head, text):
        return None
    fields = {name.lower(): value for name, value in reversed(FIELD.findall(head["fields"]))}
    published = dates.read_date(fields.get("date") or fields.get("sent"))
    return Forwarded(text[head.end() :].lstrip("\r\n"), fields.get("subject"), fields.get("from"), published)


def _is_last(head: re.Match[str], text: str) -> bool:
    """Whether most of a text comes before a head."""
    return head.start() > len(text) - head.end()


def unquoted(text: str) -> str:
    """The text without the marks of a quotation, if it is quoted as a whole."""
    lines = [line for line in text.splitlines() if line.strip()]
    is_quoted = sum(line.startswith(">") for line in lines) >= QUOTED * max(1, len(lines))
    return QUOTE.sub("", text) if is_quoted else text


def answer(text: str, subject: str) -> str | None:
    """What an answer adds to the earlier mails below it; None if it is none, or too short to be an article."""
    head = next(HEAD.finditer(text), None)
    own = ANSWERED.sub("", text[: head.start()] if head else text)
    is_answer = head is None or ANSWER.match(subject) or _is_last(head, text)
    return own if is_answer and len(own.split()) >= FEWEST_WORDS else None


def without_prefixes(subject: str) -> str:
    """A subject without the marks of answers and forwarded messages: "Fwd: Re: ..."."""
    return subject[match.end() :] if (match := PREFIXES.match(subject)) else subject

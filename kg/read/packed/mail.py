"""E-mail, mailboxes and saved web pages in MIME format (MHTML)."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage, Message
from typing import BinaryIO

from kg.errors import ReadError
from kg.read.date_stamps import DateWords
from kg.read.encodings import decode
from kg.read.input_file import CONTAINER_LIMIT, Articles, InputFile, sha256
from kg.read.pages.page_tree import plain_text
from kg.read.pages.web_pages import page_articles
from kg.records import RawArticle, Skipped

SEPARATOR = re.compile(rb"From \S.*\d{4}\s*$")  # the line before each message of a mailbox: sender and time
QUOTED_FROM = re.compile(rb">+From ")


def read_mail(file: InputFile) -> Articles:
    """Read an e-mail as one article: its text part, else its HTML part; the subject is the headline.

    A page that a browser saved as an e-mail with its pictures (MHTML) is read as that page.
    """
    yield from _message_articles(file.name, file.read_all(CONTAINER_LIMIT), file.dates)


def read_mailbox(file: InputFile) -> Articles:
    """Read each message of a mailbox (mbox) as an article: "desk.mbox#message=3"."""
    for number, data in enumerate(_messages(file.stream, file.limit * CONTAINER_LIMIT), 1):
        source = f"{file.name}#message={number}"
        if data is None:
            yield Skipped(source, f"is larger than {file.limit * CONTAINER_LIMIT:,} bytes; raise --limit")
            continue
        try:
            yield from _message_articles(source, data, file.dates)
        except ReadError as error:
            yield Skipped(source, str(error))


def _messages(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Yield the messages of a mailbox; None for one above the limit, which is never in memory as a whole."""
    lines: list[bytes] = []
    size, is_blank = 0, True
    while line := stream.readline(limit):
        if is_blank and SEPARATOR.match(line):
            if lines:
                yield b"".join(lines) if size <= limit else None
            lines, size = [], 0
        elif size <= limit:
            lines.append(line[1:] if QUOTED_FROM.match(line) else line)
            size += len(line)
        is_blank = not line.strip()
    if lines:
        yield b"".join(lines) if size <= limit else None


def _message_articles(source: str, data: bytes, dates: DateWords) -> Articles:
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        page = _saved_page(message)
        part = page or message.get_body(preferencelist=("plain", "html"))
    except (ValueError, LookupError, RecursionError, AttributeError) as error:  # AttributeError: bpo-42892
        raise ReadError(f"is a broken e-mail: {error}") from error
    if not isinstance(part, EmailMessage):
        raise ReadError("is an e-mail without text")
    if page:
        yield from _page_articles(source, page, message, dates)
    else:
        yield _mail_article(source, data, part, message, dates)


def _saved_page(message: Message) -> EmailMessage | None:
    """The web page of a message that a browser has saved: its first HTML part that has an address."""
    parts = message.walk() if message.get_content_type() == "multipart/related" else ()
    pages = (
        part for part in parts if part.get_content_type() == "text/html" and part.get("content-location")
    )
    return next((page for page in pages if isinstance(page, EmailMessage)), None)


def _page_articles(source: str, part: EmailMessage, message: Message, dates: DateWords) -> Articles:
    url = str(message.get("snapshot-content-location") or part.get("content-location")).strip()
    saved = dates.read_date(str(message.get("date", "")))
    for article in page_articles(
        source, _payload(part), dates, charset=part.get_content_charset(), url=url if "://" in url else None
    ):
        yield (
            article
            if article.published or not saved
            else replace(article, published=saved, published_from="field")
        )


def _mail_article(
    source: str, data: bytes, part: EmailMessage, message: Message, dates: DateWords
) -> RawArticle:
    text = decode(_payload(part), part.get_content_charset())
    if part.get_content_subtype() == "html":
        text = plain_text(text)
    elif str(part.get_param("format", "")).lower() == "flowed":
        text = unflow(text, is_deleted=str(part.get_param("delsp", "")).lower() == "yes")
    published = dates.read_date(str(message.get("date", "")))
    return RawArticle(
        source=source,
        sha256=sha256(data),
        text=text,
        headline=str(message.get("subject", "")) or None,
        publisher=_sender(str(message.get("from", ""))),
        published=published,
        published_from="field" if published else None,
    )


def unflow(text: str, *, is_deleted: bool) -> str:
    """The paragraphs of a text of format=flowed, where a line that ends in a space continues (RFC 3676).

    `is_deleted`: the space that marks a break is not part of the text (DelSp=yes).
    """
    paragraphs = [""]
    for line in text.splitlines():
        line = line.removeprefix(" ")
        is_soft = line.endswith(" ") and line != "-- "
        paragraphs[-1] += line[:-1] if is_soft and is_deleted else line
        if not is_soft:
            paragraphs.append("")
    return "\n".join(paragraphs)


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _sender(address: str) -> str | None:
    return address.partition("<")[0].strip(' "') or None

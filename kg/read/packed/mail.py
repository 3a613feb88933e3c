"""E-mail, mailboxes and saved web pages in MIME format (MHTML)."""

import email
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage, Message, MIMEPart
from email.policy import EmailPolicy
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from kg.errors import ReadError
from kg.read.date_stamps import DateWords, url_date
from kg.read.encodings import decode
from kg.read.guard import guarded
from kg.read.input_file import CONTAINER_LIMIT, Articles, InputFile, sha256
from kg.read.packed.forwarded import answer, find_forwarded, unquoted, without_prefixes
from kg.read.pages.page_tree import find_blocks, parse_html, plain_text
from kg.read.pages.web_pages import page_articles
from kg.records import RawArticle, Skipped

# The line before each message of a mailbox: sender and time
SEPARATOR = re.compile(rb"From \S.*\b\d\d?:\d\d\b.*\d{4}\s*$")
LONGEST_HEADER = 2_000  # characters; subjects have 300
STUB = 3  # times the words of its text part that the HTML part of a message has if the text part only points to it
TEXTS = ("text/plain", "text/html")
# Invitations, cards, signatures and receipts
OF_THE_MAIL = re.compile(
    r"text/(?:calendar|x-vcard|vcard|directory)|application/(?:pgp-\w+|(?:x-)?pkcs7-\w+|ics)|message/(?!rfc822)"
)
QUOTED_FROM = re.compile(rb">+From ")


def read_mail(file: InputFile) -> Articles:
    """Read an e-mail as one article: its text part, else its HTML part; the subject is the headline.

    Attached files and mails are read as well: "desk.eml/story.docx". A page that a browser saved as an e-mail with its
    pictures (MHTML) is read as that page.
    """
    yield from _message_articles(file, file.read_all(CONTAINER_LIMIT))


def read_mailbox(file: InputFile) -> Articles:
    """Read each message of a mailbox (mbox) as an article: "desk.mbox#message=3"."""
    for number, data in enumerate(_messages(file.stream, file.limit * CONTAINER_LIMIT), 1):
        source = f"{file.name}#message={number}"
        if data is None:
            yield Skipped(source, f"is larger than {file.limit * CONTAINER_LIMIT:,} bytes; raise --limit")
            continue
        yield from guarded(source, _message_articles(replace(file, name=source), data))


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


def _message_articles(file: InputFile, data: bytes) -> Articles:
    message = cast(EmailMessage, email.message_from_bytes(data, policy=SHORT_HEADERS))
    if page := _saved_page(message):
        yield from _page_articles(file.name, page, message, file.dates)
        return
    body = _body(message)
    if isinstance(body, EmailMessage):
        text = "\n\n".join(map(_text, (body, *_more_text(message))))
        yield _mail_article(file.name, data, text, message, file.dates)
    names = set[str]()
    for number, (name, content) in enumerate(_attachments(message), 1):
        name = f"{number}-{name}" if name in names else name
        names.add(name)
        yield from file.part_articles(f"{file.name}/{name}", content)
    if body is None and not names:
        raise ReadError("is an e-mail without text")


def _more_text(message: EmailMessage) -> Iterator[Message]:
    """Yield the text parts without a name behind the body: a program splits a text where it shows a picture."""
    return (part for part in _parts(message) if _is_text(part))


def _is_text(part: Message) -> bool:
    is_text = part.get_content_type() in TEXTS and not part.get_filename()
    return is_text and part.get_content_disposition() != "attachment"


def _parts(message: EmailMessage) -> Iterator[MIMEPart]:
    """Yield the parts of a message besides its body."""
    if message.is_multipart() and message.get_content_type() != "multipart/alternative":
        for part in message.iter_attachments():
            yield from part.iter_parts() if part.is_multipart() and not _is_mail(part) else (part,)


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of what is attached to a message: not its pictures, signatures and invitations."""
    for number, part in enumerate(_parts(message), 1):
        name = PurePosixPath((part.get_filename() or "").replace("\\", "/")).name
        if _is_mail(part):
            yield name or f"{number}.eml", part.get_content().as_bytes()
        elif not (_is_text(part) or _is_shown(part) or OF_THE_MAIL.match(part.get_content_type())):
            yield name or f"{number}.{part.get_content_subtype()}", _payload(part)


def _is_mail(part: Message) -> bool:
    return part.get_content_type() == "message/rfc822"


def _is_shown(part: Message) -> bool:
    """Whether a part is a picture in the text, as logos are."""
    is_inline = bool(part.get("content-id")) or part.get_content_disposition() == "inline"
    return is_inline and part.get_content_maintype() == "image"


def _saved_page(message: Message) -> EmailMessage | None:
    """The web page of a message that a browser has saved: its first HTML part that has an address."""
    parts = message.walk() if message.get_content_type() == "multipart/related" else (message,)
    pages = (
        part for part in parts if part.get_content_type() == "text/html" and part.get("content-location")
    )
    return next((page for page in pages if isinstance(page, EmailMessage)), None)


def _body(message: EmailMessage) -> Message | None:
    """The text part of a message; its HTML part if that has several times the words, as beside "see the HTML part"."""
    plain, html = (message.get_body(preferencelist=(kind,)) for kind in ("plain", "html"))
    if not (plain and html):
        return plain or html
    words, others = (len(_text(part).split()) for part in (plain, html))
    return html if others > STUB * words else plain


def _page_articles(source: str, part: EmailMessage, message: Message, dates: DateWords) -> Articles:
    url = (_header(message, "snapshot-content-location") or _header(part, "content-location")).strip()
    of_url = url_date(url)
    saved = of_url or dates.read_date(_header(message, "date"))
    for article in page_articles(
        source, _payload(part), dates, charset=part.get_content_charset(), url=url if "://" in url else None
    ):
        yield (
            article
            if article.published or not saved
            else replace(article, published=saved, published_from="url" if of_url else "field")
        )


def _mail_article(source: str, data: bytes, body: str, message: Message, dates: DateWords) -> RawArticle:
    text = unquoted(body)
    answered = answer(text, _header(message, "subject"))
    forwarded = None if answered else find_forwarded(text, dates)
    subject = (forwarded and forwarded.subject) or _header(message, "subject")
    sender = (forwarded and forwarded.sender) or _header(message, "from")
    published = (forwarded and forwarded.published) or dates.read_date(_header(message, "date"))
    return RawArticle(
        source=source,
        sha256=sha256(data),
        text=forwarded.text if forwarded else answered or text,
        headline=without_prefixes(subject).strip() or None,
        publisher=sender.partition("<")[0].strip(' "') or None,
        published=published,
        published_from="field" if published else None,
    )


def _text(part: Message) -> str:
    """The paragraphs of a text or HTML part."""
    text = decode(_payload(part), part.get_content_charset())
    if part.get_content_subtype() == "html":
        return _html_text(text)
    if str(part.get_param("format", "")).lower() == "flowed":
        return unflow(text, is_deleted=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _html_text(page: str) -> str:
    """The paragraphs of a HTML part, with "> " before those of an earlier mail."""
    if "<blockquote" not in page.lower():
        return plain_text(page)
    tree = parse_html(f"<div>{page}</div>")
    quotes = (quote for quote in tree.iter("blockquote") if _is_earlier(quote))
    inside = {element for quote in quotes for element in quote.iter()}
    return "\n\n".join("> " * (block.element in inside) + block.text for block in find_blocks(tree))


def _is_earlier(quote: Any) -> bool:
    """Whether a program marked a quotation as an earlier mail; others are of the text."""
    return quote.get("type") == "cite" or "gmail_quote" in (quote.get("class") or "")


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


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


class _ShortHeaders(EmailPolicy):
    """Reads at most LONGEST_HEADER characters of a header: the parser's time and memory grow with their square."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


SHORT_HEADERS = _ShortHeaders()


def _header(message: Message, name: str) -> str:
    """A header, decoded; empty if there is none or the parser fails, as it does with nested comments."""
    try:
        return str(message.get(name, ""))
    except Exception:  # noqa: BLE001  # the parser meets malformed headers with any of ten exceptions
        return ""

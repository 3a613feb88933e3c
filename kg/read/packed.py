"""Articles packed in other formats: feeds, web archives, e-mail and PDF."""

import email
import email.policy
import io
import re
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

from kg.errors import ReadError
from kg.read.encodings import check_is_text, decode
from kg.read.field_map import FieldMap
from kg.read.input_file import CONTAINER_LIMIT, Articles, InputFile, sha256
from kg.read.pages.page_tree import plain_text
from kg.read.pages.web_pages import page_articles
from kg.read.tabular import record_articles
from kg.records import RawArticle, Skipped


def read_feed(file: InputFile) -> Articles:
    """Read the items of an RSS or Atom file, with as much of their text as the feed contains."""
    import feedparser  # 1 s, and only feeds need it

    data = file.read_all(CONTAINER_LIMIT)
    check_is_text(data)
    feed = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False)
    if not feed.entries:
        raise ReadError("is not an RSS or Atom feed with items")
    for number, entry in enumerate(feed.entries, 1):
        item = {
            "text": _entry_text(entry),
            "title": plain_text(entry.get("title", "")),
            "url": entry.get("link"),
            "published": entry.get("published") or entry.get("updated"),
            "publisher": (entry.get("source") or {}).get("title") or feed.feed.get("title"),
            "language": feed.feed.get("language"),
        }
        for article in record_articles(f"{file.name}#item={number}", item, replace(file, fields=FieldMap())):
            yield _headline_first(article)


def read_warc(file: InputFile) -> Articles:
    """Read the HTML and text responses of a web archive; its images and scripts are ignored."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for number, record in enumerate(ArchiveIterator(file.stream), 1):
            kind = _page_kind(record)
            if kind:
                yield from _archived(f"{file.name}#record={number}", record, kind, file)
    except ArchiveLoadFailed as error:
        raise ReadError(f"is a damaged WARC file: {error}") from error


def read_mail(file: InputFile) -> Articles:
    """Read an e-mail as one article: its text part, else its HTML part; the subject is the headline."""
    data = file.read_all(CONTAINER_LIMIT)
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        part = message.get_body(preferencelist=("plain", "html"))
    except (ValueError, LookupError, RecursionError, AttributeError) as error:  # AttributeError: bpo-42892
        raise ReadError(f"is a broken e-mail: {error}") from error
    if not isinstance(part, EmailMessage):
        raise ReadError("is an e-mail without text")
    payload = part.get_payload(decode=True)
    text = decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    published = file.dates.read_date(str(message.get("date", "")))
    yield RawArticle(
        source=file.name,
        sha256=sha256(data),
        text=plain_text(text) if part.get_content_subtype() == "html" else text,
        headline=str(message.get("subject", "")) or None,
        publisher=_sender(str(message.get("from", ""))),
        published=published,
        published_from="field" if published else None,
    )


def read_pdf(file: InputFile) -> Articles:
    """Read the text of a PDF file as one article."""
    try:
        import pypdf
    except ImportError as error:
        raise ReadError(
            "is a PDF file: run pip install 'kg-news[pdf]' to read it, or save it as text"
        ) from error
    data = file.read_all(CONTAINER_LIMIT)
    try:
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        text = "\n\n".join(page.extract_text() for page in pages)
    except (
        pypdf.errors.PyPdfError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        # pypdf also raises built-in exceptions
        raise ReadError(f"is a PDF file that cannot be read: {error}") from error
    if not text.strip():
        raise ReadError("is a PDF file without text, probably scanned pages")
    yield RawArticle(source=file.name, sha256=sha256(data), text=text)


def _entry_text(entry: Any) -> str:
    """The longest text of a feed item; `content:encoded` precedes the summary."""
    texts = [plain_text(part.get("value", "")) for part in entry.get("content", [])]
    return max([*texts, plain_text(entry.get("summary", ""))], key=len)


def _headline_first(article: RawArticle | Skipped) -> RawArticle | Skipped:
    """The article with its headline in the text, so that the headline can be cited too."""
    if isinstance(article, Skipped) or not article.headline or article.headline in article.text:
        return article
    return replace(article, text=f"{article.headline}\n\n{article.text}")


def _page_kind(record: Any) -> str | None:
    """ "html" or "text" if a record of an archive is a page that was served."""
    headers = record.http_headers
    if record.rec_type == "response" and headers and headers.get_statuscode() == "200":
        kind = headers.get_header("Content-Type") or ""
    elif record.rec_type in ("resource", "conversion"):
        kind = record.rec_headers.get_header("Content-Type") or ""
    else:
        return None
    return "html" if "html" in kind else "text" if "text/plain" in kind else None


def _archived(source: str, record: Any, kind: str, file: InputFile) -> Articles:
    data, limit = record.content_stream().read(file.limit + 1), file.limit
    url = record.rec_headers.get_header("WARC-Target-URI")
    if len(data) > limit:
        yield Skipped(source, f"is larger than {limit:,} bytes; raise --limit")
        return
    headers = record.http_headers or record.rec_headers
    declared = re.search(r"charset=[\"']?([\w.:-]+)", headers.get_header("Content-Type") or "")
    try:
        if kind == "html":
            yield from page_articles(source, data, file.dates, charset=declared and declared[1], url=url)
        else:
            yield RawArticle(source, sha256(data), decode(data, declared and declared[1]), url=url)
    except ReadError as error:
        yield Skipped(source, str(error))


def _sender(address: str) -> str | None:
    return address.partition("<")[0].strip(' "') or None

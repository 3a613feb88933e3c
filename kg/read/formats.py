"""Formats of input: a stream of bytes to the articles in it. One function a format; `FORMATS` is their table.

Each yields articles with what the format says of them, and `Skipped` for a place in the file that gives none; it
raises ReadError where the whole file gives none. Files with an article a line or a record are never held whole.
"""

import csv
import email
import email.policy
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from email.message import EmailMessage
from functools import cache
from typing import Any, BinaryIO

from kg.errors import ReadError
from kg.read.date_stamps import read_date
from kg.read.encodings import check_is_text, decode
from kg.read.web_pages import declared_encoding, plain_text, read_page
from kg.records import RawArticle, Skipped

Found = Iterator[RawArticle | Skipped]
LISTS_IN_JSON = (
    "articles",
    "items",
    "results",
    "docs",
    "documents",
    "data",
    "entries",
    "hits",
    "response",
    "_source",
)
DELIMITERS = ",;\t|"
BATCH = 1 << 16  # bytes read at once while the rest of a long line is passed over
WHOLE = 10  # times the limit of one article: the largest file of several articles that is held whole


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Which field of a JSON object or column of a CSV file holds what: the first of the names that has a value.

    Case, "-" and "_" in names do not count, so "publishedAt", "published_at" and "PublishedAt" are one name;
    "source.name" goes into an object. `html` is read as a page, `text` as text (its tags, if any, are dropped).
    """

    text: tuple[str, ...] = (
        "text", "body", "content", "article", "article text", "article body", "full text", "main text",
        "maintext", "plain text", "body text", "story", "contents",
    )  # fmt: skip
    html: tuple[str, ...] = ("html", "raw html", "content html", "body html", "fields.body")
    headline: tuple[str, ...] = ("headline", "title", "article title", "web title")
    url: tuple[str, ...] = (
        "url",
        "link",
        "canonical url",
        "permalink",
        "web url",
        "article url",
        "source url",
    )
    published: tuple[str, ...] = (
        "published", "date", "published at", "publish date", "date published", "date publish", "pub date",
        "published date", "publication date", "first published", "web publication date", "timestamp", "time",
    )  # fmt: skip
    publisher: tuple[str, ...] = (
        "publisher", "publisher.name", "source", "source.name", "source.title", "outlet", "publication",
        "newspaper", "site name", "site", "source domain", "domain",
    )  # fmt: skip
    language: tuple[str, ...] = ("language", "lang")

    def with_names(self, names: Mapping[str, str]) -> "FieldMap":
        """The map with a user's own field first: `{"text": "corps"}`. Raises ReadError for what is no part of it."""
        known = [field.name for field in fields(self)]
        for part in names:
            if part not in known:
                raise ReadError(f"field map: '{part}' is no part of an article; known are {', '.join(known)}")
        return replace(self, **{part: (name, *getattr(self, part)) for part, name in names.items()})


@dataclass(frozen=True, slots=True)
class File:
    """An open file: its name for sources, its bytes, and how they are to be read."""

    name: str
    stream: BinaryIO
    fields: FieldMap
    limit: int  # bytes of one article

    def whole(self, times: int = 1) -> bytes:
        """All its bytes. Raises ReadError if they are more than `times` the limit."""
        data = self.stream.read(times * self.limit + 1)
        if len(data) > times * self.limit:
            raise ReadError(f"is larger than {times * self.limit:,} bytes; split it or raise the limit")
        return data


def read_text(file: File) -> Found:
    """A text file is one article; not a character of it is changed, line ends and byte order mark included."""
    data = file.whole()
    yield RawArticle(source=file.name, sha256=sha256(data), text=decode(data))


def read_html(file: File) -> Found:
    """A web page is one article."""
    yield _page_article(file.name, file.whole())


def read_json(file: File) -> Found:
    """A JSON file: one object, a list of them, or an object with a list; or one object a line (JSONL)."""
    head = file.stream.peek(1).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]  # type: ignore[attr-defined]  # a BufferedReader
    if head == b"{":
        first = file.stream.readline(file.limit)
        rest = io.BufferedReader(_Chained(first, file.stream))
        again = replace(file, stream=rest)
        if _is_object(first) and file.stream.peek(1).strip():  # type: ignore[attr-defined]
            yield from read_jsonl(again)
            return
        file = again
    try:
        items = list(_objects(json.loads(decode(file.whole(WHOLE)))))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"is not JSON: {error or 'nested too deep'}") from error
    for number, item in enumerate(items, 1):
        source = f"{file.name}#item={number}" if len(items) > 1 else file.name
        yield from _record(source, item, file.fields)


def read_jsonl(file: File) -> Found:
    """One JSON object a line; a broken line is skipped and named."""
    for number, line in _lines(file.stream, file.limit):
        source = f"{file.name}#line={number}"
        if line is None:
            yield Skipped(
                source, f"is longer than {file.limit:,} bytes; raise the limit or split the article"
            )
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield from _json_line(source, line, file.fields)


def read_csv(file: File) -> Found:
    """A table with a header line; a row is an article. Comma, semicolon, tab or stroke separate columns."""
    csv.field_size_limit(file.limit)
    rows = csv.reader(_table_lines(file), delimiter=_delimiter(file))
    header = next(rows, [])
    if not any(_key(name) in map(_key, header) for name in (*file.fields.text, *file.fields.html)):
        raise ReadError(
            f"has no column for the text; its first line has {_listed(header)}: name one of them 'text', or map it"
        )
    while True:
        source = f"{file.name}#line={rows.line_num + 1}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except (csv.Error, ReadError) as error:
            yield Skipped(source, f"is no row of a table: {error}")
            continue
        if any(row):
            yield from _record(source, dict(zip(header, row, strict=False)), file.fields)


def read_feed(file: File) -> Found:
    """An RSS or Atom file: its items, with as much of their text as the feed carries."""
    import feedparser  # 1 s, and only feeds need it

    data = file.whole(WHOLE)
    check_is_text(data)
    feed = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False)
    if not feed.entries:
        raise ReadError("is no RSS or Atom feed with items")
    for number, entry in enumerate(feed.entries, 1):
        item = {
            "text": _entry_text(entry),
            "title": plain_text(entry.get("title", "")),
            "url": entry.get("link"),
            "published": entry.get("published") or entry.get("updated"),
            "publisher": (entry.get("source") or {}).get("title") or feed.feed.get("title"),
            "language": feed.feed.get("language"),
        }
        for article in _record(f"{file.name}#item={number}", item, FieldMap()):
            yield _headline_first(article)


def read_warc(file: File) -> Found:
    """A web archive: the pages that were answered with HTML or text; its pictures and scripts are passed over."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for number, record in enumerate(ArchiveIterator(file.stream), 1):
            kind = _page_kind(record)
            if kind:
                yield from _archived(f"{file.name}#record={number}", record, kind, file.limit)
    except ArchiveLoadFailed as error:
        raise ReadError(f"is no whole WARC file: {error}") from error


def read_mail(file: File) -> Found:
    """An e-mail is one article: its text part as it is, else its HTML part; the subject is the headline."""
    data = file.whole(WHOLE)
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        part = message.get_body(preferencelist=("plain", "html"))
    except (ValueError, LookupError, RecursionError, AttributeError) as error:  # AttributeError: bpo-42892
        raise ReadError(f"is a broken e-mail: {error}") from error
    if not isinstance(part, EmailMessage):
        raise ReadError("is an e-mail without text")
    payload = part.get_payload(decode=True)
    text = decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    published = read_date(str(message.get("date", "")))
    yield RawArticle(
        source=file.name,
        sha256=sha256(data),
        text=plain_text(text) if part.get_content_subtype() == "html" else text,
        headline=str(message.get("subject", "")) or None,
        publisher=_sender(str(message.get("from", ""))),
        published=published,
        published_from="field" if published else None,
    )


def read_pdf(file: File) -> Found:
    """A PDF file is one article, as far as its pages hold text."""
    try:
        import pypdf
    except ImportError as error:
        raise ReadError("is a PDF file: install kg-news[pdf] to read it, or save its text") from error
    data = file.whole(WHOLE)
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
        # pypdf lets builtins through
        raise ReadError(f"is a PDF file that cannot be read: {error}") from error
    if not text.strip():
        raise ReadError("is a PDF file of pictures: it holds no text")
    yield RawArticle(source=file.name, sha256=sha256(data), text=text)


FORMATS: dict[str, Callable[[File], Found]] = {
    "text": read_text,
    "html": read_html,
    "json": read_json,
    "jsonl": read_jsonl,
    "csv": read_csv,
    "feed": read_feed,
    "warc": read_warc,
    "mail": read_mail,
    "pdf": read_pdf,
}
SUFFIXES = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonlines": "jsonl", ".csv": "csv", ".tsv": "csv",
    ".rss": "feed", ".atom": "feed", ".warc": "warc", ".wet": "warc", ".arc": "warc", ".eml": "mail", ".pdf": "pdf",
}  # fmt: skip
STARTS = (  # what a file without a telling suffix begins with, white space apart
    (re.compile(rb"%PDF-"), "pdf"),
    (re.compile(rb"WARC/\d"), "warc"),
    (re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<\?[^>]*>\s*)*<(rss|feed|rdf:RDF)\b", re.S), "feed"),
    (
        re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.S | re.I),
        "html",
    ),
    (re.compile(rb'\s*(\{\s*"|\[\s*\{)'), "json"),
)


def format_of(suffix: str, head: bytes) -> str:
    """The name of the format of a file: by how it begins where that is certain, by its suffix, else text."""
    begins = next((name for start, name in STARTS if start.match(head.removeprefix(b"\xef\xbb\xbf"))), None)
    by_suffix = SUFFIXES.get(suffix.lower())
    if begins in ("pdf", "warc"):
        return begins
    return by_suffix or begins or "text"


def sha256(data: bytes) -> str:
    """The name of these bytes."""
    return hashlib.sha256(data).hexdigest()


class _Chained(io.RawIOBase):
    """Bytes already read, then the rest of their stream."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = io.BytesIO(first), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._first.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield numbered lines; None for one above the limit, whose rest is passed over without being held."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line
            continue
        while len(line) and not line.endswith(b"\n"):
            line = stream.readline(BATCH)
        yield number, None


def _json_line(source: str, line: bytes, names: FieldMap) -> Found:
    try:
        yield from _record(source, json.loads(decode(line).lstrip("\ufeff")), names, sha256(line))
    except (ValueError, RecursionError) as error:
        yield Skipped(source, f"is not JSON: {error or 'nested too deep'}; one object a line would be right")
    except ReadError as error:
        yield Skipped(source, str(error))


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(decode(line).lstrip("\ufeff")), dict)
    except (ValueError, RecursionError, ReadError):
        return False


def _objects(data: Any) -> Iterator[Any]:
    """The articles in a JSON value: itself, its items, or those of a list that it holds by a usual name."""
    if isinstance(data, list):
        for item in data:
            yield (
                item["_source"] if isinstance(item, dict) and isinstance(item.get("_source"), dict) else item
            )
        return
    for name in LISTS_IN_JSON:
        inner = data.get(name) if isinstance(data, dict) else None
        if isinstance(inner, (list, dict)):
            yield from _objects(inner)
            return
    yield data


def _record(source: str, item: Any, names: FieldMap, digest: str | None = None) -> Found:
    """The article of a JSON object, row or feed item, or why it is none."""
    if not isinstance(item, dict):
        yield Skipped(source, f"is {type(item).__name__}, not an object with a field for the text")
        return
    values = _values(item, names)
    digest = digest or sha256(json.dumps(item, sort_keys=True, default=str).encode("utf-8", errors="replace"))
    if isinstance(values["text"], str):
        text = values["text"]
        yield _with_fields(RawArticle(source, digest, plain_text(text)), values)
    elif isinstance(values["html"], str):
        try:
            yield _with_fields(replace(_page_of(source, values["html"]), sha256=digest), values)
        except ReadError as error:
            yield Skipped(source, str(error))
    else:
        named = _listed(name for name, value in item.items() if value)
        yield Skipped(source, f"has no text: its fields are {named}; name one 'text', or map it")


def _values(item: dict[str, Any], names: FieldMap) -> dict[str, Any]:
    keys = {_key(name): value for name, value in item.items()}
    return {field.name: _value(keys, getattr(names, field.name)) for field in fields(names)}


def _value(keys: dict[str, Any], names: Iterable[str]) -> Any:
    """The first value that is a text with letters or a number; a list of texts is paragraphs."""
    for name in names:
        first, _, inner = name.partition(".")
        value = keys.get(_key(first))
        if inner:
            value = value.get(inner) if isinstance(value, dict) else None
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            value = "\n\n".join(value)
        if isinstance(value, (int, float)) or (isinstance(value, str) and value.strip()):
            return value
    return None


@cache
def _key(name: str) -> str:
    return re.sub(r"[\s_-]", "", str(name).lstrip("\ufeff")).lower()


def _with_fields(article: RawArticle, values: dict[str, Any]) -> RawArticle:
    """The article with what its record says; fields go before markup."""
    published = read_date(values["published"])
    words = {name: str(v).strip() for name, v in values.items() if v is not None}
    return replace(
        article,
        headline=words.get("headline") or article.headline,
        url=words.get("url") or article.url,
        publisher=words.get("publisher") or article.publisher,
        language=words.get("language") or article.language,
        published=published or article.published,
        published_from="field" if published else article.published_from,
    )


def _page_article(source: str, data: bytes, charset: str | None = None, url: str | None = None) -> RawArticle:
    article = _page_of(source, decode(data, charset or declared_encoding(data)))
    return replace(article, sha256=sha256(data), url=url or article.url)


def _page_of(source: str, html: str) -> RawArticle:
    page = read_page(html)
    return RawArticle(
        source=source,
        sha256="",
        text=page.text,
        url=page.url,
        headline=page.headline,
        publisher=page.publisher,
        published=page.published,
        published_from="markup" if page.published else None,
        language=page.language,
    )


def _entry_text(entry: Any) -> str:
    """The longest of the texts of a feed item: `content:encoded` before its summary."""
    texts = [plain_text(part.get("value", "")) for part in entry.get("content", [])]
    return max([*texts, plain_text(entry.get("summary", ""))], key=len)


def _headline_first(article: RawArticle | Skipped) -> RawArticle | Skipped:
    """A feed gives headline and text apart; read together, the headline can be cited too."""
    if isinstance(article, Skipped) or not article.headline or article.headline in article.text:
        return article
    return replace(article, text=f"{article.headline}\n\n{article.text}")


def _page_kind(record: Any) -> str | None:
    """ "html" or "text" if a record of an archive is a page that was delivered."""
    headers = record.http_headers
    if record.rec_type == "response" and headers and headers.get_statuscode() == "200":
        kind = headers.get_header("Content-Type") or ""
    elif record.rec_type in ("resource", "conversion"):
        kind = record.rec_headers.get_header("Content-Type") or ""
    else:
        return None
    return "html" if "html" in kind else "text" if "text/plain" in kind else None


def _archived(source: str, record: Any, kind: str, limit: int) -> Found:
    data = record.content_stream().read(limit + 1)
    url = record.rec_headers.get_header("WARC-Target-URI")
    if len(data) > limit:
        yield Skipped(source, f"is larger than {limit:,} bytes; raise the limit")
        return
    headers = record.http_headers or record.rec_headers
    declared = re.search(r"charset=[\"']?([\w.:-]+)", headers.get_header("Content-Type") or "")
    try:
        if kind == "html":
            yield _page_article(source, data, declared and declared[1], url)
        else:
            yield RawArticle(source, sha256(data), decode(data, declared and declared[1]), url=url)
    except ReadError as error:
        yield Skipped(source, str(error))


def _sender(address: str) -> str | None:
    return address.partition("<")[0].strip(' "') or None


def _table_lines(file: File) -> Iterator[str]:
    """The lines of a table as text, line ends kept; UTF-16 is turned into UTF-8 first, since its line ends differ."""
    stream = file.stream
    head = stream.peek(4)  # type: ignore[attr-defined]  # a BufferedReader
    check_is_text(head)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        stream = io.BytesIO(decode(file.whole(WHOLE)).encode("utf-8"))
    return map(_table_line, _lines(stream, file.limit))  # unlike a generator, it goes on after an error


def _table_line(numbered: tuple[int, bytes | None]) -> str:
    number, line = numbered
    if line is None:
        raise ReadError(f"line {number} is too long for an article")
    return decode(line).lstrip("\ufeff") if number == 1 else decode(line)


def _delimiter(file: File) -> str:
    head = file.stream.peek(1)  # type: ignore[attr-defined]  # a BufferedReader
    first = head.partition(b"\n")[0].replace(b"\0", b"").decode("utf-8", errors="replace")
    return max(DELIMITERS, key=first.count)


def _listed(names: Iterable[Any]) -> str:
    shown = [f"'{str(name)[:30]}'" for name in names][:8]
    return ", ".join(shown) or "none"

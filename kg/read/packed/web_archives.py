"""The pages of web archives: WARC, and those of Safari."""

import io
import plistlib
import re
from collections.abc import Callable
from contextlib import redirect_stderr
from typing import Any

from kg.errors import ReadError
from kg.read.encodings import decode
from kg.read.guard import guarded
from kg.read.input_file import CONTAINER_LIMIT, Articles, InputFile, sha256
from kg.read.pages.web_pages import page_articles
from kg.records import RawArticle, Skipped

FOR_MACHINES = re.compile(r"/(?:robots|ads|app-ads|humans|security|llms(?:-full)?|sitemap[\w-]*)\.txt$", re.I)


def read_warc(file: InputFile) -> Articles:
    """Read the pages and texts of a web archive that were served; its images and scripts are ignored.

    Crawlers also archive their logs, and texts converted from pages: they are named and left out, unless the archive
    has no page of that address (as in WET files).
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    pages: dict[str, str] = {}  # address and record id of each page: its source
    try:
        records = iter(ArchiveIterator(file.stream, no_record_parse=True))
        for number, record in enumerate(iter(lambda: _quietly(next, records, None), None), 1):
            source = f"{file.name}#record={number}"
            yield from guarded(source, _record_articles(source, record, pages, file))
    except ArchiveLoadFailed as error:
        raise ReadError(f"is a damaged WARC file: {error}") from error


def read_webarchive(file: InputFile) -> Articles:
    """Read the page that Safari saved (.webarchive): a binary property list with the page and its pictures.

    Raises ReadError for other property lists.
    """
    try:
        archive = plistlib.loads(file.read_all(CONTAINER_LIMIT))
    except plistlib.InvalidFileException as error:
        raise ReadError("is a damaged property list") from error
    page = archive.get("WebMainResource") if isinstance(archive, dict) else None
    if not isinstance(page, dict) or not isinstance(page.get("WebResourceData"), bytes):
        raise ReadError("is a property list without a web page")
    yield from page_articles(
        file.name,
        page["WebResourceData"],
        file.dates,
        charset=page.get("WebResourceTextEncodingName"),
        url=page.get("WebResourceURL"),
    )


def _quietly(call: Callable[..., Any], *arguments: Any) -> Any:
    """The result of a call into warcio, which writes warnings that name no file to standard error."""
    with redirect_stderr(io.StringIO()):
        return call(*arguments)


def _record_articles(source: str, record: Any, pages: dict[str, str], file: InputFile) -> Articles:
    if record.rec_type == "response":
        record.http_headers = _http_headers(record)
    kind = _page_kind(record)
    reason = _left_out(record, pages) if kind else None
    if reason:
        yield Skipped(source, reason)
    elif kind:
        pages |= dict.fromkeys(_names(record), source)
        yield from _archived(source, record, kind, file)


def _http_headers(record: Any) -> Any:
    """The headers of a response; one without an address is read like those that have one. Raises ReadError."""
    from warcio.recordloader import ArcWarcRecordLoader
    from warcio.statusandheaders import StatusAndHeadersParserException

    url = record.rec_headers.get_header("WARC-Target-URI") or "http:"
    loader = ArcWarcRecordLoader()
    try:
        return loader.load_http_headers(record.rec_type, url, record.raw_stream, record.length)
    except StatusAndHeadersParserException as error:
        raise ReadError(
            "is a damaged response: it does not begin with a status such as HTTP/1.1 200 OK"
        ) from error


def _page_kind(record: Any) -> str | None:
    """ "html" or "text" if a record of an archive can be a page."""
    headers = record.http_headers
    if record.rec_type == "response" and headers and headers.get_statuscode() == "200":
        kind = headers.get_header("Content-Type") or ""
    elif record.rec_type in ("resource", "conversion"):
        kind = record.rec_headers.get_header("Content-Type") or ""
    else:
        return None
    return "html" if "html" in kind else "text" if "text/plain" in kind else None


def _left_out(record: Any, pages: dict[str, str]) -> str | None:
    """Why a record is no article of its own."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if FOR_MACHINES.search(url.partition("?")[0]):
        return f"is no article but a file for crawlers: {url}"
    if record.rec_type == "response":
        return None
    original = record.rec_headers.get_header("WARC-Refers-To") or ""
    page = pages.get(original) or pages.get(url)
    if page:
        return f"is a copy of the page in {page}"
    if not re.match(r"(?:https?|file|dns)?:?//|file:", url) and record.rec_type == "resource":
        return f"is no page but a file of the crawler: {url or 'without an address'}"
    if url.startswith("urn:"):
        return f"is a text converted from another record: {url}"
    return None


def _names(record: Any) -> tuple[str, ...]:
    headers = (record.rec_headers.get_header(name) for name in ("WARC-Target-URI", "WARC-Record-ID"))
    return tuple(filter(None, headers))


def _archived(source: str, record: Any, kind: str, file: InputFile) -> Articles:
    data, limit = _quietly(record.content_stream().read, file.limit + 1), file.limit
    url = record.rec_headers.get_header("WARC-Target-URI")
    if len(data) > limit:
        yield Skipped(source, f"is larger than {limit:,} bytes; raise --limit")
        return
    headers = record.http_headers or record.rec_headers
    declared = re.search(r"charset=[\"']?([\w.:-]+)", headers.get_header("Content-Type") or "")
    if kind == "html":
        yield from page_articles(source, data, file.dates, charset=declared and declared[1], url=url)
    else:
        yield RawArticle(source, sha256(data), decode(data, declared and declared[1]), url=url)

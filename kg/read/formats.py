"""The table of input formats: each reader turns a file into its articles.

A reader yields articles with the metadata of the format, and `Skipped` for each place in the file without an article;
it raises ReadError if the whole file has none. Formats with one article per line or record are streamed. To add a
format, write its reader and add it to `FORMATS`, and its suffix to `SUFFIXES`.
"""

import re
from collections.abc import Callable

from kg.errors import ReadError
from kg.read.databases.press_databases import database_articles, page_database_articles
from kg.read.encodings import decode, with_whole_words
from kg.read.input_file import Articles, InputFile, sha256
from kg.read.packed.documents import read_pdf, read_rtf
from kg.read.packed.feeds import read_feed
from kg.read.packed.mail import read_mail, read_mailbox
from kg.read.packed.markdown import FRONT, read_markdown
from kg.read.packed.news_xml import read_xml
from kg.read.packed.subtitles import read_subtitles
from kg.read.packed.web_archives import read_warc, read_webarchive
from kg.read.pages.web_pages import blog_articles, page_articles
from kg.read.tables.parquet import read_parquet
from kg.read.tables.tabular import read_csv, read_json, read_jsonl
from kg.records import RawArticle


def read_text(file: InputFile) -> Articles:
    """Read a text file as one article, a live blog of several days as one for each day.

    An export of a press database gives all its articles. Of any other text every character is kept, also line ends and
    the byte order mark, but for hyphens at the end of lines that divide a word.
    """
    data = file.read_all()
    text = with_whole_words(decode(data))
    for each in database_articles(RawArticle(file.name, sha256(data), text), file.dates):
        yield from blog_articles(each, file.dates) if isinstance(each, RawArticle) else [each]


def read_html(file: InputFile) -> Articles:
    """Read a web page as one article, a live blog as one for each day, a press database's export as its articles."""
    data = file.read_all()
    articles = list(page_database_articles(file, data))
    yield from articles or page_articles(file.name, data, file.dates)


def read_code(file: InputFile) -> Articles:
    """Name a file that browsers and programs save beside articles."""
    raise ReadError("is a file of a program or page, not an article")


FORMATS: dict[str, Callable[[InputFile], Articles]] = {
    "text": read_text,
    "html": read_html,
    "json": read_json,
    "jsonl": read_jsonl,
    "csv": read_csv,
    "parquet": read_parquet,
    "feed": read_feed,
    "warc": read_warc,
    "webarchive": read_webarchive,
    "mail": read_mail,
    "mailbox": read_mailbox,
    "pdf": read_pdf,
    "rtf": read_rtf,
    "xml": read_xml,
    "markdown": read_markdown,
    "subtitles": read_subtitles,
    "code": read_code,
}
SUFFIXES = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonlines": "jsonl", ".csv": "csv", ".tsv": "csv",
    ".parquet": "parquet", ".webarchive": "webarchive",
    ".rss": "feed", ".atom": "feed", ".warc": "warc", ".wet": "warc", ".arc": "warc", ".eml": "mail",
    ".mht": "mail", ".mhtml": "mail", ".mbox": "mailbox", ".mbx": "mailbox", ".pdf": "pdf", ".rtf": "rtf",
    ".xml": "xml", ".nitf": "xml", ".newsml": "xml", ".sgm": "xml", ".sgml": "xml",
    ".srt": "subtitles", ".vtt": "subtitles",
    ".css": "code", ".js": "code", ".mjs": "code", ".map": "code", ".py": "code", ".ics": "code", ".vcf": "code",
    ".url": "code", ".bib": "code", ".tex": "code",
}  # fmt: skip
HEADERS = (
    rb"(?:From|To|Cc|Subject|Date|Received|Return-Path|Reply-To|Sender|Delivered-To|Message-ID|MIME-Version"
    rb"|(?:X|ARC|DKIM|List|Content|Snapshot-Content)-[\w-]+)"
)
STARTS = (  # how a file begins, after comments and processing instructions
    (re.compile(rb"%PDF-"), "pdf"),
    (re.compile(rb"PAR1"), "parquet"),
    (re.compile(rb"bplist0"), "webarchive"),
    (re.compile(rb"WARC/\d"), "warc"),
    (re.compile(rb"\{\\rtf"), "rtf"),
    (re.compile(rb"<(?:\w+:)?(rss|feed|RDF)\b"), "feed"),
    (re.compile(rb"<(!doctype\s+html|html|head|body)\b", re.I), "html"),
    (re.compile(rb"From \S+ .{0,60}\d:\d\d.{0,20}\d{4}\s*\n[\w-]+:"), "mailbox"),
    (re.compile(rb"<(DOC|REUTERS)\b[^<>]*>\s*<"), "xml"),
    (re.compile(HEADERS + rb": .*\r?\n(?:[ \t].*\r?\n)*" + HEADERS + rb": ", re.I), "mail"),
    (re.compile(rb'(\{\s*"|\[\s*\{|window\.YTD\.)'), "json"),
)
CERTAIN = (
    "pdf",
    "parquet",
    "webarchive",
    "warc",
    "rtf",
    "mailbox",
)  # formats whose first bytes are unmistakable
PROLOG = ((b"<?", b"?>"), (b"<!--", b"-->"), (b"<!DOCTYPE ", b">"))


def format_of(suffix: str, head: bytes) -> str:
    """The format of a file: by its first bytes if they are unmistakable, else by its suffix, else text."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    body = _without_prolog(start)
    begins = next((name for pattern, name in STARTS if pattern.match(body)), None)
    if begins is None and start.startswith(b"<?xml"):
        begins = "xml"
    if begins is None and FRONT.match(head.decode("utf-8", errors="replace")):
        begins = "markdown"
    by_suffix = SUFFIXES.get(suffix.lower())
    if (
        begins in CERTAIN
        or (begins == "markdown" and by_suffix == "text")
        or (begins and by_suffix in ("xml", "code"))
    ):
        return begins
    return by_suffix or begins or "text"


def _without_prolog(head: bytes) -> bytes:
    """The first bytes without XML declaration, comments and document types of other kinds than HTML."""
    while True:
        end = next((end for mark, end in PROLOG if head.startswith(mark)), None)
        if end is None or head[:14].lower() == b"<!doctype html":
            return head
        head = head.partition(end)[2].lstrip()

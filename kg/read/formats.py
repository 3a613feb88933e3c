"""The table of input formats: each reader turns a file into its articles.

A reader yields articles with the metadata of the format, and `Skipped` for each place in the file without an article;
it raises ReadError if the whole file has none. Formats with one article per line or record are streamed. To add a
format, write its reader and add it to `FORMATS`, and its suffix to `SUFFIXES`.
"""

import re
from collections.abc import Callable

from kg.read.encodings import decode
from kg.read.input_file import Articles, InputFile, sha256
from kg.read.packed import read_feed, read_mail, read_pdf, read_warc
from kg.read.pages.web_pages import page_articles
from kg.read.tabular import read_csv, read_json, read_jsonl
from kg.records import RawArticle


def read_text(file: InputFile) -> Articles:
    """Read a text file as one article; every character is kept, also line ends and the byte order mark."""
    data = file.read_all()
    yield RawArticle(source=file.name, sha256=sha256(data), text=decode(data))


def read_html(file: InputFile) -> Articles:
    """Read a web page as one article, a live blog as one for each day."""
    yield from page_articles(file.name, file.read_all(), file.dates)


FORMATS: dict[str, Callable[[InputFile], Articles]] = {
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
STARTS = (  # how a file without a known suffix begins, ignoring white space
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
    """The format of a file: by its first bytes if they are unmistakable, else by its suffix, else text."""
    begins = next((name for start, name in STARTS if start.match(head.removeprefix(b"\xef\xbb\xbf"))), None)
    by_suffix = SUFFIXES.get(suffix.lower())
    if begins in ("pdf", "warc"):
        return begins
    return by_suffix or begins or "text"

"""Web pages to text: the article of a page, its metadata, and the text of an HTML fragment.

Nothing is downloaded: the libraries get a parsed tree and no address.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kg.errors import ReadError
from kg.read.date_stamps import DateWords
from kg.read.encodings import decode
from kg.read.input_file import sha256
from kg.records import RawArticle

# per page; long reports have 5,000, and extraction takes one second per thousand paragraphs
MOST_ELEMENTS = 20_000
DEEPEST = 250  # nested tags; libxml2 drops elements deeper than 255, so a deeper page has lost text
# without it, htmldate rejects dates after today and the result depends on the day of the run
LAST_DAY = "2100-01-01"
BLOCKS = re.compile(
    r"address|article|aside|blockquote|br|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6r]|header|li|main"
    r"|nav|ol|p|pre|section|table|td|th|tr|ul"
)
UNREAD = re.compile(r"script|style|template|noscript|iframe|object|svg|head")
MARKUP = re.compile(r"</(?:p|div|a|em|strong|span|li|h[1-6]|blockquote)>|<br\s*/?>|<p[ >]", re.IGNORECASE)
DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)

# trafilatura warns about every page without an article
logging.getLogger("trafilatura").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a web page: headline first, blank lines between paragraphs."""

    text: str
    headline: str | None
    publisher: str | None
    url: str | None
    published: date | None
    language: str | None


def read_page(html: str, date_words: DateWords) -> Page:
    """Extract the article of a page. Raises ReadError if it has none, or is too large or too deeply nested."""
    from trafilatura import bare_extraction  # takes 2 s, and only pages need it

    tree = _parse(html)
    language = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    dates = {"extensive_search": False, "original_date": True, "max_date": LAST_DAY}
    found: Any = bare_extraction(
        tree, favor_precision=True, include_comments=False, with_metadata=True, date_extraction_params=dates
    )
    if found is None or not (found.text or "").strip():
        raise ReadError("has no article text: save the page of a single article, or its text")
    headline = " ".join((found.title or "").split()) or None
    return Page(
        text=_with_headline("\n\n".join(line for line in found.text.split("\n") if line.strip()), headline),
        headline=headline,
        publisher=found.sitename,
        url=found.url,
        published=date_words.read_date(found.date),
        language=language or None,
    )


def page_article(
    source: str, data: bytes, dates: DateWords, *, charset: str | None = None, url: str | None = None
) -> RawArticle:
    """The article of the bytes of a page. Raises ReadError if it has none."""
    article = html_article(source, decode(data, charset or declared_encoding(data)), dates)
    return replace(article, sha256=sha256(data), url=url or article.url)


def html_article(source: str, html: str, dates: DateWords) -> RawArticle:
    """The article of a page that is already decoded; its hash is left to the caller."""
    page = read_page(html, dates)
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


def plain_text(fragment: str) -> str:
    """The text of an HTML fragment, with blank lines between blocks; text without tags is returned unchanged."""
    if not MARKUP.search(fragment):
        return fragment
    blocks = "".join(_pieces(_parse(f"<div>{fragment}</div>"))).split("\0")
    return "\n\n".join(text for block in blocks if (text := " ".join(block.split())))


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the first lines of a page or feed declare."""
    match = DECLARED.search(data[:4096])
    return match[1].decode("ascii") if match else None


def _parse(html: str) -> Any:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
        tree = document_fromstring(html.encode("utf-8", errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ReadError(f"is not valid HTML: {error}") from error
    depth = deepest = elements = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest, elements = max(deepest, depth), elements + (event == "start")
    if deepest >= DEEPEST or elements > MOST_ELEMENTS:
        raise ReadError(
            f"is not an article page: it has {elements:,} tags, nested {deepest} deep; "
            f"the limits are {MOST_ELEMENTS:,} and {DEEPEST}"
        )
    return tree


def _pieces(element: Any) -> Iterator[str]:
    """Yield the text of an element in order, with NUL around blocks. A page is at most DEEPEST levels deep."""
    edge = "\0" if BLOCKS.fullmatch(element.tag) else ""
    yield edge
    if not UNREAD.fullmatch(element.tag):
        yield (element.text or "").replace("\0", " ")
        for child in element:
            yield from _pieces(child)
    yield edge
    yield (element.tail or "").replace("\0", " ")


def _with_headline(text: str, headline: str | None) -> str:
    """The text with its headline, which is put first if extraction left it out."""
    if not headline or " ".join(text[: 2 * len(headline) + 200].split()).find(headline) >= 0:
        return text
    return f"{headline}\n\n{text}"

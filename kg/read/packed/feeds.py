"""The items of RSS and Atom feeds."""

import io
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from kg.errors import ReadError
from kg.read.boilerplate.line import SENTENCE_END
from kg.read.encodings import check_is_text
from kg.read.field_map import FieldMap
from kg.read.input_file import CONTAINER_LIMIT, Articles, InputFile
from kg.read.pages.page_tree import find_blocks, parse_html, plain_text, unescape
from kg.read.tables.tabular import record_articles
from kg.records import RawArticle, Skipped

ALERT_LINK = re.compile(r"https?://www\.google\.[a-z.]+/url\?")
NO_ARTICLE = re.compile(  # kinds of items in exports of WordPress and Blogger
    r"attachment|nav_menu_item|revision|feedback|comment|template|settings|(?:wp|acf|custom|oembed|elementor|user)[_-].*",
    re.IGNORECASE,
)
CHARACTER = re.compile(rb"&#([xX][\da-fA-F]{1,12}|\d{1,12});")


def read_feed(file: InputFile) -> Articles:
    """Read the items of an RSS or Atom file, with as much of their text as the feed contains."""
    import feedparser  # 1 s, and only feeds need it

    data = file.read_all(CONTAINER_LIMIT).strip()  # feedparser's time grows with the square of leading blanks
    check_is_text(data)
    feed = feedparser.parse(io.BytesIO(CHARACTER.sub(_character, data)), resolve_relative_uris=False)
    if not feed.entries:
        raise ReadError("is not an RSS or Atom feed with items")
    for number, entry in enumerate(feed.entries, 1):
        source, kind = f"{file.name}#item={number}", _kind(entry)
        if NO_ARTICLE.fullmatch(kind):
            yield Skipped(source, f"is of the kind '{kind}', not an article")
            continue
        item = {
            "text": _entry_text(entry),
            "title": plain_text(unescape(entry.get("title") or "")),
            "url": _target(entry.get("link")),
            "published": entry.get("published") or ("updated" in entry and entry["updated"]) or None,
            "publisher": (entry.get("source") or {}).get("title") or _publisher(feed.feed.get("title")),
            "language": feed.feed.get("language"),
            "status": entry.get("wp_status") or entry.get("blogger_status"),
        }
        for article in record_articles(source, item, replace(file, fields=FieldMap())):
            yield headline_first(article)


def _kind(entry: Any) -> str:
    """What an item of a site's export is, as WordPress and Blogger say it; empty for the items of feeds."""
    terms = (tag.get("term") or "" for tag in entry.get("tags") or [])
    of_blogger = (term.partition("/kind#")[2] for term in terms)
    return entry.get("wp_post_type") or entry.get("blogger_type") or next(filter(None, of_blogger), "")


def headline_first(article: RawArticle | Skipped) -> RawArticle | Skipped:
    """The article with its headline in the text, so that the headline can be cited too."""
    if isinstance(article, Skipped) or not article.headline or article.headline in article.text:
        return article
    return replace(article, text=f"{article.headline}\n\n{article.text}")


def _entry_text(entry: Any) -> str:
    """The longest text of a feed item; `content:encoded` precedes the summary."""
    texts = [plain_text(part.get("value") or "") for part in entry.get("content") or []]
    summary = entry.get("summary") or ""
    return max([*texts, "" if _is_links(summary) else plain_text(summary)], key=len)


def _is_links(summary: str) -> bool:
    """Whether a summary is a list of links to reports of several publishers, as in news searches."""
    if "</a>" not in summary:
        return False
    blocks = list(find_blocks(parse_html(f"<div>{summary}</div>")))
    return all(block.linked and not SENTENCE_END.search(block.text) for block in blocks)


def _target(link: str | None) -> str | None:
    """The address that a link of a news alert leads to by way of the search engine."""
    found = parse_qs(urlsplit(link).query).get("url") if link and ALERT_LINK.match(link) else None
    return found[0] if found else link


def _publisher(title: str | None) -> str | None:
    """The title of a feed, unless it is an alert for words, whose items are of many publishers."""
    return None if title and title.startswith("Google Alert") else title


def _character(reference: re.Match[bytes]) -> bytes:
    """The reference, or that to U+FFFD if there is no such character; feedparser fails at it."""
    digits = reference[1].lower()
    code = int(digits[1:], 16) if digits.startswith(b"x") else int(digits)
    return b"&#xFFFD;" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else reference[0]

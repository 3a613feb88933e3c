"""Web pages to text: the article of a page, its metadata, and the text of an HTML fragment.

Nothing is downloaded: the libraries get a parsed tree and no address.
"""

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from kg.errors import ReadError
from kg.read.date_stamps import DateWords
from kg.read.encodings import decode
from kg.read.input_file import sha256
from kg.read.pages.fuller_text import SHARE, complete, fullest_container, letters_of
from kg.read.pages.linked_data import drop_other_linked, find_linked_article, with_linked_rest
from kg.read.pages.live_blog import DayOfBlog, days_of_blog, days_of_text, with_updates
from kg.read.pages.metadata import is_unmarked, marked_day, whole_title
from kg.read.pages.overlays import (
    drop_cards,
    drop_hidden,
    drop_kickers,
    drop_overlays,
    join_lines,
    open_layout_tables,
    open_noscript,
    restore_archived,
)
from kg.read.pages.page_data import text_in_data
from kg.read.pages.page_tree import parse_html
from kg.read.pages.repeats import without_repeats
from kg.read.pages.shown_lines import captions, is_of_text, shown_day, shown_headline
from kg.read.pages.side_boxes import drop_side_boxes
from kg.read.pages.teasers import drop_other_stories, drop_teasers
from kg.records import DateSource, RawArticle

# without it, htmldate rejects dates after today and the result depends on the day of the run
LAST_DAY = "2100-01-01"
DATES = {"extensive_search": False, "original_date": True, "max_date": LAST_DAY}
DOMAIN = re.compile(r"(?<=\w)\.(?:com?|net|org|[a-z]{2})(?:\.[a-z]{2})?$", re.IGNORECASE)
SLOGAN = re.compile(r"\s+[|–—-]\s+")  # before it, after it, or between the name of a site and its slogan
ERROR = re.compile(  # titles of pages that a site delivers instead of its article
    r"(?:(?:error |http )?\d{3}\W{1,3}(?:forbidden|gone|unauthori[sz]ed|error)|(?:error |http )?(?:\d{3}\W{1,3})?(?:"
    r"(?:page |file |article )?not found|bad (?:request|gateway)|(?:internal )?server error|too many requests"
    r"|service (?:temporarily )?unavailable|gateway time-?out|access (?:to this page has been )?denied|just a moment"
    r"|attention required|pardon our interruption|(?:sorry, )?you have been blocked|are you (?:a )?(?:robot|human)"
    r"|verify(?:ing)? you are (?:a )?human|one more step|security check|robot check"
    r"))(?:\W+(?:error|\d{3}|cloudflare|nginx|required))?\W*",
    re.IGNORECASE,
)
LONGEST_ERROR = 120  # words
NOTICE = 30  # words; with fewer, a page may only say that it needs JavaScript
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
    published_from: DateSource | None
    language: str | None
    days: tuple[DayOfBlog, ...] = ()  # of a live blog of several days; their texts make up `text`


def read_page(html: str, date_words: DateWords) -> Page:
    """Extract the article of a page. Raises ReadError if it has none, or is too large or too deeply nested."""
    from trafilatura import bare_extraction, extract_metadata  # takes 2 s, and only pages need it

    tree = parse_html(html)
    language = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    drop_other_linked(tree)
    linked = find_linked_article(tree)
    _prepare(tree)
    metadata: Any = extract_metadata(tree, date_config=DATES)
    kept: Any = bare_extraction(
        deepcopy(tree), favor_precision=True, include_comments=False, include_tables=False
    )
    site = _site(tree, metadata.sitename, metadata.url or "", metadata.title or "")
    publisher = _publisher(site, linked.publisher)
    title = whole_title(tree, metadata.title and " ".join(metadata.title.split()), publisher)
    headline = (linked.headline or title) if linked.updates else (title or linked.headline)
    text = _fullest(tree, (kept.text if kept else "") or "", linked.text, headline)
    text = with_updates(text, linked.updates)
    if _words(text) < NOTICE:
        text = max(text, text_in_data(tree, headline), key=_words)
    if _words(text) < NOTICE:
        text = "\n\n".join([text, *captions(tree)]).strip()
    _check_is_article(text, headline or "")
    if headline and is_unmarked(tree, headline, publisher) and not is_of_text(headline, text):
        headline = shown_headline(tree, text) or headline
    found = date_words.read_date(metadata.date or linked.published)
    is_blog = bool(linked.updates)  # its first lines are of the latest update
    published = found if is_blog else marked_day(tree, found, linked.published, date_words)
    shown = None if published else shown_day(tree, text, date_words)
    return Page(
        text=_with_headline(text, headline),
        headline=headline,
        publisher=publisher,
        url=metadata.url,
        published=published or shown,
        published_from="label" if shown else "markup" if published else None,
        language=language or None,
        days=tuple(days_of_blog(tree, linked.updates, text, published, date_words)),
    )


def _check_is_article(text: str, headline: str) -> None:
    if letters_of(text) in letters_of(headline):
        raise ReadError("has no article text: save the page of a single article, or its text")
    if ERROR.fullmatch(headline) and _words(text) < LONGEST_ERROR:
        raise ReadError(f"is a page of an error, not of an article: '{headline}'")


def _prepare(tree: Any) -> None:
    """Remove what is not of the article, and open what hides its text."""
    restore_archived(tree)
    join_lines(tree)
    open_noscript(tree)
    drop_overlays(tree)
    drop_cards(tree)
    drop_hidden(tree)
    drop_side_boxes(tree)
    drop_teasers(tree)
    drop_other_stories(tree)
    drop_kickers(tree)
    open_layout_tables(tree)


def page_articles(
    source: str, data: bytes, dates: DateWords, *, charset: str | None = None, url: str | None = None
) -> Iterator[RawArticle]:
    """The article of the bytes of a page, or one for each day of a live blog. Raises ReadError if it has none."""
    digest = sha256(data)
    for article in html_articles(source, decode(data, charset or declared_encoding(data)), digest, dates):
        yield replace(article, url=url or article.url)


def html_articles(source: str, html: str, digest: str, dates: DateWords) -> Iterator[RawArticle]:
    """The articles of a page that is already decoded; `digest` is the hash of its bytes."""
    page = read_page(html, dates)
    article = RawArticle(
        source=source,
        sha256=digest,
        text=page.text,
        url=page.url,
        headline=page.headline,
        publisher=page.publisher,
        published=page.published,
        published_from=page.published_from,
        language=page.language,
    )
    if not page.days:
        yield article
    for day in page.days:
        yield replace(
            article,
            source=f"{source}#day={day.published}",
            sha256=sha256(f"{digest} {day.published}".encode()),
            text=_with_headline(day.text, page.headline),
            published=day.published,
            published_from="markup",
        )


def blog_articles(article: RawArticle, dates: DateWords) -> Iterator[RawArticle]:
    """An article of plain text, or one for each day of a live blog."""
    days = [] if article.published else days_of_text(article.text, dates)
    if not days:
        yield article
    for day in days:
        yield replace(
            article,
            source=f"{article.source}#day={day.published}",
            sha256=sha256(f"{article.sha256} {day.published}".encode()),
            text=day.text,
            published=day.published,
            published_from="label",
        )


def _fullest(tree: Any, kept: str, linked: str, headline: str | None) -> str:
    """The kept text with what it lacks; the text of the JSON-LD or of another container if that is much longer."""
    text = complete(tree, kept, linked, headline)
    others = linked, fullest_container(tree, kept)
    if _words(text) < SHARE * max(map(_words, others)):
        text = max(linked, complete(tree, others[1], linked, headline), key=_words)
    return "\n\n".join(without_repeats(with_linked_rest(text.split("\n\n"), linked)))


def _site(tree: Any, name: str | None, url: str, title: str) -> str | None:
    """The name of the site: the one that it gives itself, where only that is in its address.

    An agency whose text a paper prints is the publisher in its JSON-LD. An address or the title is no name.
    """
    address = urlsplit(url).netloc.removeprefix("www.")
    host = letters_of(address)
    is_page = bool(name and name.startswith("http") and urlsplit(name).path.strip("/"))
    if name and (is_page or letters_of(name) == letters_of(title)):
        return address or None
    own = (
        next((m.get("content") for m in tree.iter("meta") if m.get("property") == "og:site_name"), None) or ""
    )
    is_spelt = " " in own.strip() and not own.isupper()
    if name and is_spelt and _bare(own) in host and _bare(name) not in host:
        return own.strip()
    name = name and re.sub(r"^https?://(?:www\.)?", "", name)
    return next((part for part in SLOGAN.split(name or "") if part and _bare(part) in host), name)


def _bare(name: str) -> str:
    return letters_of(name).removeprefix("the")


def _publisher(site: str | None, linked: str | None) -> str | None:
    """The publisher as people write it: of "Haldenpost", "haldenpost.no" and "Halden Post" the last."""
    if site and linked:
        letters, others = letters_of(site), letters_of(linked)
        is_slogan = others in letters and bool(re.search(r" [|–—-] ", site))
        spelt = is_slogan or (letters == others and len(linked) > len(site))
        site = linked if spelt or DOMAIN.search(site) else site
    name = site or linked
    return DOMAIN.sub("", name) if name and " " not in name else name


def _words(text: str) -> int:
    return len(text.split())


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the first lines of a page or feed declare."""
    match = DECLARED.search(data[:4096])
    return match[1].decode("ascii") if match else None


def _with_headline(text: str, headline: str | None) -> str:
    """The text with its headline, which is put first if extraction left it out."""
    if not headline or " ".join(text[: 2 * len(headline) + 200].split()).find(headline) >= 0:
        return text
    return f"{headline}\n\n{text}"

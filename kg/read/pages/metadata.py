"""Headline and day of publication where what extraction takes for them is not sure.

The title of a page may have the name of the site around it. Extraction takes 03/04/2024 for the third of April although
an attribute beside it may say otherwise, and at times takes the day of an update or of another article.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from kg.read.boilerplate.site_name import is_name
from kg.read.date_stamps import DateWords
from kg.read.pages.fuller_text import letters_of

MARKS = " |–—·•»«\u2039\u203a*:-"
FEWEST_WORDS = 4  # of a main heading that is the headline; the names of sites are headings too
TITLES = ("og:title", "twitter:title", "dc.title", "headline")
PUBLISHED = re.compile(
    r"(?:og:)?article:published(?:_time)?|date-?published|pub-?date|publish(?:ed)?[-_]?(?:date|time)",
    re.IGNORECASE,
)


DATED = re.compile(r"(?:dc\.|dcterms\.)?(?:date|issued|created)(?:\.(?:issued|created))?", re.IGNORECASE)


def whole_title(tree: Any, chosen: str | None, publisher: str | None) -> str | None:
    """The title of the page where the chosen part of it lacks words that are no name of a site; else what was chosen.

    "Ministers met" is a part of "Ministers met - the vote is lost", "Halden Post" of "Halden Post | Ministers met".
    A heading that is in the title as a whole comes before what has more around it, and what the title has not.
    """
    title = next(filter(None, (_text(element.text) for element in tree.iter("title"))), "")
    if heading := _heading_in(title, tree, chosen, publisher):
        return heading
    if not chosen or chosen not in title or chosen in _marked(tree):
        return chosen
    rest = title.replace(chosen, "", 1).strip(MARKS)
    # the publisher's name is cut later, with the name of a section before it
    is_publisher = letters_of(rest).endswith(letters_of(publisher or "") or "-")
    return title if rest and (is_publisher or not is_name(rest)) else chosen


def _heading_in(title: str, tree: Any, chosen: str | None, publisher: str | None) -> str | None:
    """The main heading that is part of a title, if what was chosen is none or has it in it."""
    letters, other = letters_of(title), letters_of(chosen or "")
    for heading in (_text("".join(element.itertext())) for element in tree.iter("h1")):
        own = letters_of(heading)
        is_headline = len(heading.split()) >= FEWEST_WORDS and not is_name(heading)
        if is_headline and own in letters and own != letters_of(publisher or ""):
            return heading if own in other or other not in letters else None
    return None


def is_unmarked(tree: Any, title: str | None, publisher: str | None) -> bool:
    """Whether a page marks no headline, and its title is a name of the site or of a section."""
    parts = [part for part in re.split(r"\s+[|–—·•»:-]+\s+", title or "") if part]
    are_names = all(is_name(part) or letters_of(part) == letters_of(publisher or "") for part in parts)
    return are_names and not any(map(_is_headline, _marked(tree)))


def marked_day(tree: Any, found: date | None, linked: str | None, dates: DateWords) -> date | None:
    """The day that extraction found, or that the page names as its publication if that is earlier.

    `linked` is the time of publication in the JSON-LD.
    """
    named = [dates.read_date(text) for text in (*_named(tree, PUBLISHED), linked)]
    days = [day for day in (_checked(tree, found), *named) if day]
    return min(days, default=None) or next(filter(None, map(dates.read_date, _named(tree, DATED))), None)


def _is_headline(text: str) -> bool:
    return len(text.split()) > 2 and not is_name(text)


def _marked(tree: Any) -> Iterator[str]:
    yield from (_text("".join(heading.itertext())) for heading in tree.iter("h1"))
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower() in TITLES:
            yield _text(meta.get("content"))


def _text(text: str | None) -> str:
    return " ".join((text or "").split())


def _named(tree: Any, pattern: re.Pattern[str]) -> Iterator[str]:
    for meta in tree.iter("meta"):
        names = (meta.get(key) or "" for key in ("property", "name", "itemprop"))
        if any(map(pattern.fullmatch, names)):
            yield meta.get("content") or ""


def _checked(tree: Any, day: date | None) -> date | None:
    """A day; where the page writes it with slashes, its ISO dates decide the order. None if they leave it open."""
    if day is None or day.day > 12 or day.day == day.month:
        return day
    from lxml import etree

    source = etree.tostring(tree, encoding="unicode")
    other = day.replace(month=day.day, day=day.month)
    if not _has_slashed(source, day) or _has_iso(source, day):
        return day
    return other if _has_iso(source, other) else None


def _has_slashed(source: str, day: date) -> bool:
    first, second = rf"0?{day.day}", rf"0?{day.month}"
    year = rf"(?:{day.year}|{day.year % 100:02})"
    return bool(re.search(rf"(?<![\d/.-])(?:{first}/{second}|{second}/{first})/{year}(?![\d/])", source))


def _has_iso(source: str, day: date) -> bool:
    return f"{day:%Y-%m-%d}" in source or f"{day:%Y/%m/%d}" in source

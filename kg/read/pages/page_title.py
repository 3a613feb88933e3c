"""The headline of a page that marks none: its title, which may have the name of the site around it."""

from collections.abc import Iterator
from typing import Any

from kg.read.boilerplate.site_name import is_name
from kg.read.pages.fuller_text import letters_of

MARKS = " |–—·•»«\u2039\u203a*:-"
TITLES = ("og:title", "twitter:title", "dc.title", "headline")


def whole_title(tree: Any, chosen: str | None, publisher: str | None) -> str | None:
    """The title of the page where the chosen part of it lacks words that are no name of a site; else what was chosen.

    "Ministers met" is a part of "Ministers met - the vote is lost", "Halden Post" of "Halden Post | Ministers met".
    """
    title = _text(tree.findtext(".//title"))
    if not chosen or chosen not in title or chosen in _marked(tree):
        return chosen
    rest = title.replace(chosen, "", 1).strip(MARKS)
    # the publisher's name is cut later, with the name of a section before it
    is_publisher = letters_of(rest).endswith(letters_of(publisher or "") or "-")
    return title if rest and (is_publisher or not is_name(rest)) else chosen


def _marked(tree: Any) -> Iterator[str]:
    yield from (_text("".join(heading.itertext())) for heading in tree.iter("h1"))
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower() in TITLES:
            yield _text(meta.get("content"))


def _text(text: str | None) -> str:
    return " ".join((text or "").split())

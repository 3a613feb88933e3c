"""Removes other articles that a page has in full, as it loads the next one at the end of the first."""

from collections.abc import Iterator
from typing import Any

from kg.read.pages.fuller_text import SHORTEST, letters_of

TITLES = ("og:title", "twitter:title")


def drop_other_stories(tree: Any) -> None:
    """Remove the articles with a main heading that is not in the title of the page, where that of one is."""
    titles = list(_titles(tree))
    headings = {
        story: letters_of("".join(heading.itertext()))
        for story in tree.iter("article")
        if (heading := next(story.iter("h1"), None)) is not None
    }
    own = [story for story, heading in headings.items() if _is_in(heading, titles)]
    related = {element for story in own for element in (story, *story.iterancestors(), *story.iter())}
    for story in headings if own else ():
        if story not in related and story.getparent() is not None:
            story.drop_tree()


def _titles(tree: Any) -> Iterator[str]:
    yield from (letters_of(title.text or "") for title in tree.iter("title"))
    yield from (letters_of(m.get("content") or "") for m in tree.iter("meta") if m.get("property") in TITLES)


def _is_in(heading: str, titles: list[str]) -> bool:
    return len(heading) >= SHORTEST and any(heading in title for title in titles)

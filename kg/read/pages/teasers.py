"""Removes other articles of a page that goes on with the next one, and cards of other articles.

Cards are three or more elements of one kind side by side, each a linked title and a sentence. A short article has
fewer words than the cards beside it, so extraction takes them for the article. Cards whose links lead to other sites
are the items of a list that is an article itself.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from kg.read.boilerplate.line import SENTENCE_END
from kg.read.pages.fuller_text import SHORTEST, letters_of
from kg.read.pages.page_tree import Block, find_blocks

FEWEST_CARDS, MOST_BLOCKS = 3, 5  # side by side, and in one: title, section, time, author, sentence
WORDS_OF_TITLE = 3
LINKED = 0.8  # least share of the characters of a title that are a link
WORDS = 8  # of a paragraph that is text of the article
TITLES = ("og:title", "twitter:title")
NO_CARDS = ("html", "body", "main", "td", "tr", "p")


def drop_teasers(tree: Any) -> None:
    """Remove the cards of a page that has a sentence besides them."""
    cards = [card for group in _groups(tree) for card in group]
    inside = {element for card in cards for element in card.iter()}
    has_rest = any(
        block.element not in inside and not block.linked and _is_sentence(block)
        for block in find_blocks(tree)
    )
    for card in cards if has_rest else ():
        card.drop_tree()


def drop_other_stories(tree: Any) -> None:
    """Remove the articles with a main heading that is not in the title of the page, where that of one is."""
    titles = list(_page_titles(tree))
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


def _page_titles(tree: Any) -> Iterator[str]:
    yield from (letters_of(title.text or "") for title in tree.iter("title"))
    yield from (letters_of(m.get("content") or "") for m in tree.iter("meta") if m.get("property") in TITLES)


def _is_in(heading: str, titles: list[str]) -> bool:
    return len(heading) >= SHORTEST and any(heading in title for title in titles)


def _groups(tree: Any) -> Iterator[list[Any]]:
    """Yield the groups of cards: children of one element with the same tag and classes, all of them cards."""
    host = _host(tree)
    titles = (block.element for block in find_blocks(tree) if _is_title(block))
    boxes = dict.fromkeys(card for title in titles if (card := _in_row(title)) is not None)
    for row in dict.fromkeys(_row(box) for box in boxes):
        if len(row) >= FEWEST_CARDS and all(_is_card(card, host) for card in row):
            yield list(row)


def _in_row(title: Any) -> Any:
    """The smallest element around a title that has enough others of its kind beside it; None if there is none."""
    around = islice((title, *title.iterancestors()), 6)
    return next((e for e in around if e.getparent() is not None and len(_row(e)) >= FEWEST_CARDS), None)


def _row(element: Any) -> tuple[Any, ...]:
    kind = element.tag, element.get("class")
    return tuple(e for e in element.getparent() if (e.tag, e.get("class")) == kind)


def _is_card(card: Any, host: str) -> bool:
    """Whether an element is a linked title with a paragraph; lists of titles mislead extraction less."""
    blocks = list(islice(find_blocks(card), MOST_BLOCKS + 1))
    if card.tag in NO_CARDS or len(blocks) > MOST_BLOCKS or next(card.iter("h1"), None) is not None:
        return False
    links = [link.get("href") or "" for link in card.iter("a")]
    has_title = any(map(_is_title, blocks))
    return has_title and sum(map(_is_sentence, blocks)) == 1 and all(_is_own(link, host) for link in links)


def _is_title(block: Block) -> bool:
    is_linked = block.linked >= LINKED * len(block.text)
    return is_linked and block.text.count(" ") + 1 >= WORDS_OF_TITLE


def _is_sentence(block: Block) -> bool:
    return block.text.count(" ") + 1 >= WORDS and bool(SENTENCE_END.search(block.text))


def _is_own(link: str, host: str) -> bool:
    """Whether a link leads to a page of the same site."""
    return urlsplit(link).netloc in ("", host)


def _host(tree: Any) -> str:
    addresses: Sequence[str] = [e.get("href") or "" for e in tree.iter("link") if e.get("rel") == "canonical"]
    metas = [e.get("content") or "" for e in tree.iter("meta") if e.get("property") == "og:url"]
    return next((host for each in (*addresses, *metas) if (host := urlsplit(each).netloc)), "")

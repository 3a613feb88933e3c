"""Prepares the tree of a page: no consent boxes, no posts of social networks, no tables that only arrange text."""

import re
from itertools import islice
from typing import Any

from kg.read.boilerplate.line import SENTENCE_END
from kg.read.pages.fuller_text import SHORTEST, letters_of
from kg.read.pages.page_tree import Block, find_blocks

OVERLAY = re.compile(
    r"(?:^|[\s_-])(?:consent\w*|cookie\w*|gdpr|ccpa|onetrust\w*|didomi\w*|qc-cmp\w*|truste\w*|usercentrics\w*|sp_message\w*"
    r"|sp-message\w*|fc-consent\w*|privacy-(?:\w+))(?=$|[\s_-])",
    re.IGNORECASE,
)
POST = re.compile(  # classes by which the scripts of networks find the posts to embed
    r"(?:^|\s)(?:twitter-(?:tweet|video)|instagram-media|bluesky-embed|mastodon-embed|tiktok-embed|threads-post\S*"
    r"|text-post-media|fb-(?:post|video)|reddit-(?:card|embed\S*)|telegram-post)(?=$|\s)"
)
ARCHIVED = re.compile(r"^(?:https?://web\.archive\.org)?/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?:)")
SIGNED = re.compile(r"\(@[\w.]{2,60}\)[^.!?]{0,60}$")  # the author of a post, below its text
FOR_READERS = re.compile(  # what screen readers say of a link
    r"\W*(?:external link\W*|(?:(?:this |the )?(?:link|page|site|it)? ?(?:will )?opens? (?:up )?(?:in )?"
    r"(?:an?(?:other)? )?(?:new |external |separate )?(?:browser )?(?:tab|window|site|website)\W*)){1,2}",
    re.IGNORECASE,
)
KEEPING_LINES = ("pre", "textarea", "script", "style")
LINE_END = re.compile(r"[ \t]*[\r\n]\s*")
ARTICLES = ("main", "article", "h1")
LINKS_OF_CARD = 2
WORDS_OF_CELL = 30  # a cell with more is no figure or name: it holds text
FEWEST_PARAGRAPHS, WORDS = 3, 10  # of the text of a page that is shown without scripts; a notice is shorter
LEAST = 200  # characters that a page has besides its overlays; with fewer, the overlay is the page


def drop_overlays(tree: Any) -> None:
    """Remove consent boxes, dialogs and the posts of social networks from a tree."""
    rest = len("".join(tree.itertext()))
    for element in [e for e in tree.iter() if isinstance(e.tag, str) and _is_overlay(e)]:
        size = len("".join(element.itertext()))
        if rest - size > LEAST and element.getroottree().getroot() is tree and element is not tree:
            element.drop_tree()
            rest -= size


def join_lines(tree: Any) -> None:
    """Make the line ends of the source within a text spaces, as browsers do; those of <pre> stay."""
    kept = {element for tag in KEEPING_LINES for each in tree.iter(tag) for element in each.iter()}
    for element in tree.iter():
        if element.text and element not in kept:
            element.text = LINE_END.sub(" ", element.text)
        if element.tail and element.getparent() not in kept:
            element.tail = LINE_END.sub(" ", element.tail)


def restore_archived(tree: Any) -> None:
    """Give a page of the Wayback Machine back its own addresses, and remove the toolbar."""
    for element in tree.iter("link", "meta"):
        for name in ("href", "content"):
            if value := element.get(name):
                element.set(name, ARCHIVED.sub("", value))
    for bar in [element for element in tree.iter("div") if element.get("id") == "wm-ipp-base"]:
        bar.drop_tree()


def drop_cards(tree: Any) -> None:
    """Remove what opens over a link in a paragraph: an element behind it with its name and more links.

    The card may have the name in full: "Ada Lunt" over "Ada Maria Lunt".
    """
    for link in [*tree.iter("a")]:
        card = link.getnext()
        if card is None or card.tag not in ("span", "div", "aside") or (link.tail or "").strip():
            continue
        has_links = len([*islice(card.iter("a"), LINKS_OF_CARD)]) == LINKS_OF_CARD
        name = next(filter(None, map(str.split, card.itertext())), [])
        words = "".join(link.itertext()).split()
        is_named = bool(name and words) and (name[0] == words[0] or name[-1] == words[-1])
        if has_links and is_named and next(link.iterancestors("p"), None) is not None:
            card.drop_tree()


def drop_hidden(tree: Any) -> None:
    """Remove what only screen readers say between the words of a paragraph: ", opens new tab"."""
    for element in [*tree.iter("span", "small", "i", "em")]:
        if not len(element) and FOR_READERS.fullmatch(element.text or ""):
            element.drop_tree()


def open_noscript(tree: Any) -> None:
    """Turn what a browser without scripts shows into a plain block if it is text that the page has nowhere else."""
    shown = {block.text for block in find_blocks(tree)}
    for element in [*tree.iter("noscript")]:
        element.tag = "div"
        paragraphs = [block.text for block in find_blocks(element) if _is_paragraph(block)]
        if len(paragraphs) < FEWEST_PARAGRAPHS or not shown.isdisjoint(paragraphs):
            element.tag = "noscript"
        shown.update(paragraphs)


def _is_paragraph(block: Block) -> bool:
    return block.text.count(" ") + 1 >= WORDS and bool(SENTENCE_END.search(block.text))


def open_layout_tables(tree: Any) -> None:
    """Turn the cells of tables that arrange a page into plain blocks; tables of figures stay."""
    for table in [table for table in tree.iter("table") if _is_layout(table)]:
        for element in [table, *table.iter("caption", "tbody", "thead", "tfoot", "tr", "td", "th")]:
            element.tag = "div"
        for column in [*table.iter("col", "colgroup")]:
            column.drop_tree()


def _is_layout(table: Any) -> bool:
    if table.get("role") == "presentation" or next(table.iter("p", "h1", "h2", "article"), None) is not None:
        return True
    cells = (" ".join("".join(cell.itertext()).split()) for cell in table.iter("td"))
    return any(cell.count(" ") >= WORDS_OF_CELL for cell in cells)


def _is_overlay(element: Any) -> bool:
    if (
        element.tag in ("html", "body", *ARTICLES, "script", "style")
        or next(element.iter(*ARTICLES), None) is not None
    ):
        return False
    if element.get("role") in ("dialog", "alertdialog", "tooltip") or element.get("aria-modal") == "true":
        return True
    if element.tag == "blockquote" and SIGNED.search("".join(element.itertext())):
        return True
    classes = element.get("class") or ""
    return bool(POST.search(classes) or OVERLAY.search(f"{classes} {element.get('id') or ''}"))


def drop_kickers(tree: Any) -> None:
    """Remove what stands before the headline in its heading, "Exclusive", if the title of the page is without it."""
    titles = [letters_of("".join(title.itertext())) for title in tree.iter("title")]
    for heading in tree.iter("h1"):
        if not len(heading) or (heading.text or "").strip():
            continue
        whole = letters_of("".join(heading.itertext()))
        rest = whole.removeprefix(letters_of("".join(heading[0].itertext())))
        if len(rest) > SHORTEST and any(title.startswith(rest) for title in titles if whole not in title):
            heading[0].drop_tree()

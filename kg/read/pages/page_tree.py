"""HTML to a tree, and a tree to its blocks of text."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from kg.errors import ReadError

# per page; long reports have 5,000, and extraction takes one second per thousand paragraphs
MOST_ELEMENTS = 20_000
DEEPEST = 250  # nested tags; libxml2 drops elements deeper than 255, so a deeper page has lost text
BLOCKS = frozenset(
    "address article aside blockquote body br dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4"
    " h5 h6 header hgroup hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
UNREAD = frozenset("script style template noscript iframe object svg head button select textarea".split())
MARKUP = re.compile(
    r"</(?:p|div|a|b|i|u|em|strong|span|su[bp]|li|h[1-6]|blockquote)>|<br\s*/?>|<p[ >]|<!--", re.IGNORECASE
)

ESCAPED = re.compile(
    r"&(?:amp;)?lt;/?(?:p|div|br|a|b|i|u|em|strong|span|su[bp]|li|ul|h[1-6]|blockquote|img)\b[^&<>]{0,200}?/?&(?:amp;)?gt;"
)

CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
)  # XML has none, so a tree cannot be changed to hold them

REFERENCE = re.compile(
    r"&(?:amp;)?(?:#(?:\d{2,6}|x[\da-f]{2,5})|[a-z]{2,6}\d?);", re.IGNORECASE
)  # that was escaped twice


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A paragraph, heading or other stretch of text between the edges of blocks, and the element that it is in."""

    element: Any
    text: str  # white space collapsed
    linked: int  # characters that are text of links
    ends_in_link: bool = False


def parse_html(page: str) -> Any:
    """The tree of a page. Raises ReadError if it is too large, too deeply nested, or no HTML."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
        source = CONTROLS.sub("", page).encode("utf-8", errors="replace")
        tree = document_fromstring(source, parser=parser)
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


def find_blocks(tree: Any) -> Iterator[Block]:
    """Yield the blocks of a tree that have text, in document order. A page is at most DEEPEST levels deep."""
    texts: list[str] = []
    element, linked, ends_in_link = tree, 0, False
    for piece, of, is_link in chain(_pieces(tree, tree, is_link=False), [(None, tree, False)]):
        if piece is None:
            if text := " ".join("".join(texts).split()):
                yield Block(element, text, linked, ends_in_link)
            element, texts, linked = of, [], 0
        else:
            element = of if not texts else element
            texts.append(piece)
            linked += len(piece.strip()) * is_link
            ends_in_link = is_link if piece.strip() else ends_in_link


def plain_text(fragment: str) -> str:
    """The text of an HTML fragment, with blank lines between blocks; text without tags keeps its lines.

    Tags and character references that were escaped once too often are read as such.
    """
    if ESCAPED.search(fragment):
        fragment = unescape(fragment)
    if MARKUP.search(fragment):
        fragment = "\n\n".join(block.text for block in find_blocks(parse_html(f"<div>{fragment}</div>")))
    return unescape(fragment) if REFERENCE.search(fragment) else fragment


def unescape(text: str) -> str:
    """The text with its character references decoded, also those that were escaped twice."""
    for _ in range(2):
        text = html.unescape(text)
    return text


def _pieces(element: Any, block: Any, *, is_link: bool) -> Iterator[tuple[str | None, Any, bool]]:
    """Yield the pieces of text in an element with the block that they are in; None at the edges of blocks."""
    if not isinstance(element.tag, str) or element.tag in UNREAD:
        return
    is_block = element.tag in BLOCKS
    block = element if is_block else block
    is_link = is_link or element.tag == "a"
    if is_block:
        yield None, block, False
    if element.text:
        yield element.text, block, is_link
    for child in element:
        yield from _pieces(child, block, is_link=is_link)
        if child.tail:
            yield child.tail, block, is_link
    if is_block:
        yield None, block.getparent(), False

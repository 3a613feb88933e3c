"""Removes boxes beside the article: lists of other articles, sign-up forms, comments, consent boxes without a name.

A box is recognized by its first words ("Up next"), by a class and a form, or by what its paragraphs say. None may hold
text of the article: no main heading, no more than a share of the page, and no two paragraphs without a title between.
"""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

from kg.read.pages.page_tree import Block, find_blocks

HEADING = re.compile(
    r"(?:(?:related|recommended|more|other|latest|top|popular|trending|most (?:read|viewed|popular)|editors?['’]?s?)"
    r"(?: (?:\w+ )?(?:articles?|stories|topics?|coverage|content|news|posts|headlines|reads?|reading|picks?|videos?))?"
    r"|(?:more )?must[ -]reads?(?: (?:from|on|in) .{0,30})?"
    r"|more (?:from|in|on|about|like)\b.{0,40}|(?:up|read|what to read|also) next|(?:see|read) also|also read|next up"
    r"|(?:you )?(?:may|might) also (?:like|be interested in)|(?:don['’]t|do not) miss|keep reading|in other news"
    r"|from (?:the|our) .{1,30}|sponsored.{0,20}|around the web|recommended for you|about the author"
    r"|mehr zum thema|lesen sie auch|das könnte sie auch interessieren|(?:à )?lire aussi|sur le même sujet|leggi anche"
    r"|te puede interesar|más noticias|leia também|leia mais|lees ook|läs (?:mer|också)|les også|læs også|czytaj także)"
    r"\W*",
    re.IGNORECASE,
)
UNCLEAR = re.compile(r"more|other|latest|top|from|about", re.IGNORECASE)  # sections of articles begin so too
SIGN_UP = re.compile(r"(?:^|[\s_-])(?:newsletter\w*|sign-?up|subscri\w+)(?=$|[\s_-])", re.IGNORECASE)
INVITATION = re.compile(  # what such a box says whose form a script inserts
    r"\b(?:newsletters?|in-?box|sign(?:ed|ing)? up|subscrib\w+|e-?mails?|alerts|up to date|up to speed)\b",
    re.IGNORECASE,
)
BELOW = re.compile(
    r"(?:^|[\s_-])(?:reactions|comments?(?:-?(?:list|area|section))?|disqus\w*|about-(?:us|paper|author|the-author)|author-?bio)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
NOTICE = re.compile(
    r"(?=.*\b(?:we|our|you|your)\b)(?=.*\b(?:cookies?|(?:store|access) information|personal data)\b)"
    r".*\b(?:partners|vendors|consent|device|preferences|legitimate interests?)\b",
    re.IGNORECASE,
)
PART_OF_NOTICE = re.compile(
    r"\b(?:cookies?|consent|partners|vendors|legitimate interests?|privacy|access information on a device)\b",
    re.IGNORECASE,
)
BOXES = ("div", "section", "aside", "form")
LINKED = 0.8  # least share of the characters of a title that are a link
LARGEST = 0.3  # share of a page's letters; above it, a list may hold the article
LEAST = 200  # letters of a page besides its consent box
LONGEST_FORM = 600  # letters of a sign-up form with its advertisement
NOTICES = 0.4  # least share of the letters of a consent box that are in paragraphs that say so
WORDS = 8  # of a paragraph that may be text of the article


def drop_side_boxes(tree: Any) -> None:
    """Remove lists of other articles, sign-up forms and consent boxes without a name from a tree."""
    whole = _size(tree)
    limits = {box: LARGEST * whole for box in (*_lists(tree), *_forms(tree))}
    limits |= dict.fromkeys(_consent_boxes(tree), whole - LEAST)
    for box, limit in limits.items():
        if box.getroottree().getroot() is tree and _may_go(box, limit):
            box.drop_tree()


def _may_go(box: Any, limit: float) -> bool:
    has_title = next(box.iter("h1", "main"), None) is not None
    return box.tag not in ("html", "body", "main") and not has_title and _size(box) <= limit


def _size(element: Any) -> int:
    return sum(len(block.text) for block in find_blocks(element))


def _lists(tree: Any) -> Iterator[Any]:
    """Yield the smallest elements that begin with the heading of a list and hold more than it."""
    headings = (block.element for block in find_blocks(tree) if HEADING.fullmatch(block.text))
    for box in dict.fromkeys(map(_box_of, headings)):
        blocks = list(find_blocks(box)) if box is not None else []
        if blocks and HEADING.fullmatch(blocks[0].text) and _is_list(blocks):
            yield box


def _box_of(heading: Any) -> Any:
    """The smallest element that holds more than a heading; None if there is none."""
    return next(
        (e for e in (heading, *heading.iterancestors()) if len([*islice(find_blocks(e), 2)]) > 1), None
    )


def _is_list(blocks: list[Block]) -> bool:
    """Whether a box has titles that are links, or a clear heading, and no two paragraphs without a title between."""
    has_links = any(block.linked >= LINKED * len(block.text) for block in blocks)
    if UNCLEAR.match(blocks[0].text) and not has_links:
        return False
    are_texts = [block.text.count(" ") + 1 >= WORDS and not block.linked for block in blocks]
    return not any(first and second for first, second in pairwise(are_texts))


def _forms(tree: Any) -> Iterator[Any]:
    """Yield the elements whose class says that readers can sign up, with a form, a button or an invitation."""
    for element in tree.iter():
        if element.tag not in BOXES and "-" not in str(element.tag):  # elements of a site's own have a hyphen
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if BELOW.search(names):
            yield element
        elif SIGN_UP.search(names):
            has_form = next(element.iter("form", "button", "input"), None) is not None
            invites = "subscri" not in names.lower() and INVITATION.search("".join(element.itertext()))
            if (has_form or invites) and _size(element) <= LONGEST_FORM:
                yield element


def _consent_boxes(tree: Any) -> Iterator[Any]:
    """Yield the elements with several paragraphs about cookies and partners, which are most of their text."""
    parts: dict[Any, list[str]] = {}
    for block in find_blocks(tree):
        if PART_OF_NOTICE.search(block.text):
            parts.setdefault(block.element.getparent(), []).append(block.text)
    for element, texts in parts.items():
        is_notice = len(texts) > 1 and any(NOTICE.match(text) for text in texts)
        if element is not None and is_notice and sum(map(len, texts)) >= NOTICES * _size(element):
            yield element

"""The text in nested objects and lists: of a list of paragraphs each, of the pieces of one paragraph the whole.

Editors keep a paragraph as a list of pieces, one for each word in bold and each link: Slate, ProseMirror, Lexical,
Portable Text, exports of Telegram. Interfaces keep an article as a list of paragraphs. Pieces end in mid-sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from kg.read.boilerplate.line import SENTENCE_END

# names of the text of an object, normalized; the first one with a value is used
TEXTS = (
    *(
        "text",
        "content",
        "rendered",
        "value",
        "body",
        "bodytextsummary",
        "bodyhtml",
        "html",
        "root",
        "paragraphs",
    ),
    *("sections", "contents", "contentelements", "children", "blocks", "data"),
)
BESIDE = re.compile(  # the kind of an object that is no text of the article
    r"image|picture|photo|video|audio|gallery|slideshow|caption|.*embed.*|ad|advert\w*|interstitial_?link|related.*|newsletter.*"
    r"|.*promo.*|horizontal-?rule|divider",
    re.IGNORECASE,
)
BREAK = re.compile(r"(?:hard|soft|line)[_-]?break|br", re.IGNORECASE)
DEEPEST = 20  # nested lists and objects


def paragraphs_of(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the paragraphs of a text, list or object, however nested, in order."""
    if depth > DEEPEST:
        return
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, list):
        pieces = [_piece(item, depth) for item in value]
        if len(pieces) > 1 and _is_one_paragraph(pieces):
            yield "".join(filter(None, pieces))
        else:
            for item in value:
                yield from paragraphs_of(item, depth + 1)
    elif isinstance(value, dict):
        yield from paragraphs_of(_inner(value), depth + 1)


def _inner(item: Mapping[str, Any]) -> Any:
    """The value of an object that holds its text."""
    if BESIDE.fullmatch(_kind(item)):
        return None
    keys = {normalize_name(name): inner for name, inner in item.items()}
    return next((keys[name] for name in TEXTS if keys.get(name)), None)


def _kind(item: Mapping[str, Any]) -> str:
    kinds = (item.get(name) for name in ("type", "_type", "nodeType"))
    return next((kind for kind in kinds if isinstance(kind, str)), "")


def _piece(item: Any, depth: int) -> str | None:
    """The text of what may be a piece of a paragraph; None if it holds more than one text."""
    while isinstance(item, dict) and depth < DEEPEST:
        if BREAK.fullmatch(_kind(item)):
            return "\n"
        inner = _inner(item)
        item = inner[0] if isinstance(inner, list) and len(inner) == 1 else inner
        depth += 1
    return "" if item is None else item if isinstance(item, str) else None


def _is_one_paragraph(pieces: Sequence[str | None]) -> bool:
    """Whether most pieces end in mid-sentence, where the next one goes on."""
    if None in pieces:
        return False
    joints = list(pairwise(piece for piece in pieces if piece))
    inside = sum(bool(first and second) and _goes_on(first, second) for first, second in joints)
    return inside > len(joints) / 2


def _goes_on(first: str, second: str) -> bool:
    has_space = first[-1].isspace() or second[0].isspace()
    is_mark = second[0] in ",.;:!?)]”’'"
    is_in_word = first[-1].isalnum() and second[0].islower()
    return is_mark or is_in_word or (has_space and not SENTENCE_END.search(first.rstrip()))


@cache
def normalize_name(name: str) -> str:
    """A name without case, spaces, "-" and "_"."""
    return re.sub(r"[\s_-]", "", str(name).lstrip("\ufeff")).lower()

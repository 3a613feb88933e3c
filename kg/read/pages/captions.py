"""The captions of a page whose article is pictures: a gallery, or one picture below the headline."""

import re
from collections.abc import Iterator
from typing import Any

from kg.read.pages.fuller_text import ASIDE
from kg.read.pages.page_tree import find_blocks

CAPTION = re.compile(r"(?:^|[\s_-])(?:fig)?caption(?:[_-]?text)?(?=$|[\s_-])", re.IGNORECASE)
BESIDE = {*ASIDE, "aside", "a"} - {"figure", "figcaption"}
WORDS = 6  # of a caption; a credit has fewer


def captions(tree: Any) -> Iterator[str]:
    """Yield the captions in the page's order, each once; not those of other articles, whose pictures are links."""
    elements = [element for element in tree.iter("figcaption", "div", "p", "span") if _is_caption(element)]
    outer = {above for element in elements for above in element.iterancestors()}
    blocks = (block for element in elements if element not in outer for block in find_blocks(element))
    texts = (block.text for block in blocks if not block.linked and block.text.count(" ") + 1 >= WORDS)
    yield from dict.fromkeys(texts)


def _is_caption(element: Any) -> bool:
    is_named = element.tag == "figcaption" or CAPTION.search(element.get("class") or "")
    return bool(is_named) and not any(above.tag in BESIDE for above in element.iterancestors())

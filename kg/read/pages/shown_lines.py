"""What readers see of a page that does not mark it: headline and day above the text; captions where it has no text."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from kg.read.boilerplate.line import LONGEST_HEADLINE, SENTENCE_END
from kg.read.date_stamps import LONGEST_STAMP, DateWords
from kg.read.pages.fuller_text import ASIDE, letters_of
from kg.read.pages.page_tree import Block, find_blocks

ABOVE = 4  # blocks above the text
BOLD = ("b", "strong", "big", "font", "h2", "h3", "h4", "h5", "h6")
FEWEST_WORDS = 3  # of a headline
LONGEST_LABEL = 40  # characters besides the date
LABEL = re.compile(  # what they are: "Posted by Ada Falk on"
    r"(?:(?i:published|posted|issued|created|written|dated?|by|on|at|from|[ap]\.?m|uhr|um)\b|[A-ZÀ-Þ][\w.’'-]*|[\W\d_])*"
)
UPDATE = re.compile(
    r"[\W_]*\b(?:last )?(?:updated?|modified|edited|revised)\b", re.IGNORECASE
)  # "Posted ... Updated ..."
PUBLISHED = re.compile(r"\b(?:first |originally )?(?:published|posted)\b", re.IGNORECASE)
LONG_WORD = re.compile(r"\w{4,}")
CAPTION = re.compile(r"(?:^|[\s_-])(?:fig)?caption(?:[_-]?text)?(?=$|[\s_-])", re.IGNORECASE)
BESIDE = {*ASIDE, "aside", "a"} - {"figure", "figcaption"}
WORDS_OF_CAPTION = 6  # a credit has fewer
OF_TEXT, FIRST = 0.5, 3  # more of the longer words of a headline occur in so many paragraphs


def shown_headline(tree: Any, text: str) -> str | None:
    """The nearest line in bold type above the text that reads like a headline."""
    lines = (block.text for block in _above(tree, text) if _is_headline(block))
    return next((line for line in lines if is_of_text(line, text)), None)


def shown_day(tree: Any, text: str, dates: DateWords) -> date | None:
    """The date in a short line above the text; of "5 May 2024, updated 6 May 2024" the first."""
    lines = (line for block in _above(tree, text) for line in _labels(block.text))
    return next((day for line in lines if (day := _day_of_label(line, dates))), None)


def _labels(line: str) -> Iterator[str]:
    """The parts of a line that may have the day of publication: "First published ..." behind "Updated ..."."""
    first = PUBLISHED.search(line)
    yield from (UPDATE.split(line[at:], maxsplit=1)[0] for at in ([first.start()] if first else []))
    yield from (UPDATE.split(line, maxsplit=1)[0], line)


def _day_of_label(line: str, dates: DateWords) -> date | None:
    stamps = [stamp for stamp in dates.find_stamps(line[: LONGEST_STAMP + LONGEST_LABEL]) if stamp.day]
    rest = line[: stamps[0].begin] + line[stamps[0].end :] if len(stamps) == 1 else None
    is_label = rest is not None and len(rest) <= LONGEST_LABEL and LABEL.fullmatch(rest)
    return stamps[0].day if is_label else None


def is_of_text(headline: str, text: str) -> bool:
    """Whether a headline has words of the first paragraphs, as the name of a site or section has not."""
    words = set(LONG_WORD.findall(headline.lower()))
    first = " ".join(islice(_paragraphs(text), FIRST)).lower()
    return len(words & set(LONG_WORD.findall(first))) > OF_TEXT * len(words)


def _above(tree: Any, text: str) -> Iterator[Block]:
    """Yield the blocks above the first paragraph, the nearest first."""
    blocks = list(find_blocks(tree))
    at = _first_paragraph(blocks, text)
    return islice(reversed(blocks[:at]), ABOVE)


def _first_paragraph(blocks: Sequence[Block], text: str) -> int:
    first = next(map(letters_of, _paragraphs(text)), "")
    return next((i for i, block in enumerate(blocks) if first and letters_of(block.text) == first), 0)


def _paragraphs(text: str) -> Iterator[str]:
    return (line for line in text.split("\n\n") if SENTENCE_END.search(line))


def _is_headline(block: Block) -> bool:
    is_short = len(block.text) <= LONGEST_HEADLINE and not SENTENCE_END.search(block.text)
    if block.linked or not is_short or block.text.count(" ") + 1 < FEWEST_WORDS:
        return False
    marked = (element for element in block.element.iter(*BOLD))
    return any(letters_of("".join(element.itertext())) == letters_of(block.text) for element in marked)


def captions(tree: Any) -> Iterator[str]:
    """Yield the captions in the page's order, each once; not those of other articles, whose pictures are links."""
    elements = [element for element in tree.iter("figcaption", "div", "p", "span") if _is_caption(element)]
    outer = {above for element in elements for above in element.iterancestors()}
    blocks = (block for element in elements if element not in outer for block in find_blocks(element))
    texts = (
        block.text for block in blocks if not block.linked and block.text.count(" ") + 1 >= WORDS_OF_CAPTION
    )
    yield from dict.fromkeys(texts)


def _is_caption(element: Any) -> bool:
    is_named = element.tag == "figcaption" or CAPTION.search(element.get("class") or "")
    return bool(is_named) and not any(above.tag in BESIDE for above in element.iterancestors())

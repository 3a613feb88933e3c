"""Lines of fixed width to paragraphs: texts of wires and mail programs, columns of PDF files.

A wrapped text is recognized by its line ends: most are in mid-sentence, where the next word would not have fitted, and
some next lines continue in lower case. A list, a table or a text with one paragraph per line has no such lines.
A paragraph of two lines shows little by itself, so the width of the whole text counts too.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.read.boilerplate.line import SENTENCE_END, Line

WIDTHS = range(25, 121)  # characters of the longest line; narrower are lists, wider are paragraphs
NARROW = 45  # characters; two titles in a list can be that short and of one length
FULL = 0.85  # of the longest line, including the next word; lines of a PDF file vary by their proportional letters
UNFINISHED = 0.2  # least share of lines that end in mid-sentence: a half where paragraphs have two lines
EXPLAINED = 0.6  # least share of those that are full or continue in lower case; the others are headings
FEWEST = 3  # lines that end in mid-sentence in a text whose width counts
LONGER = 0.05  # of the lines, and one more, may be longer than that width: addresses, datelines put in front
INDENT = 2  # columns more than the line before: a new paragraph


def text_width(blocks: Sequence[Sequence[Line]]) -> int | None:
    """The width to which the paragraphs of a text are wrapped, in characters; None if they are not."""
    pairs = [pair for block in blocks for pair in pairwise(block)]
    lengths = sorted(len(line.text) for block in blocks if len(block) > 1 for line in block)
    if not pairs:
        return None
    width = lengths[-2 - int(LONGER * len(lengths))]
    unfinished = [pair for pair in pairs if not SENTENCE_END.search(pair[0].text)]
    explained = sum(continues(*pair) or _fills(*pair, width) for pair in unfinished)
    is_wrapped = explained >= max(FEWEST, EXPLAINED * len(unfinished), UNFINISHED * len(pairs))
    return width if is_wrapped and width in WIDTHS else None


def unwrap(text: str, block: Sequence[Line], width: int | None) -> Iterator[tuple[Line, bool]]:
    """Yield the paragraphs of a block of lines, and whether each was joined from several lines.

    `width`: that of the whole text, if it is wrapped.
    """
    widest = max(len(line.text) for line in block) if _is_wrapped(block) else None
    first = block[0]
    for i, (line, following) in enumerate(pairwise(block)):
        is_one = widest is not None and not _is_paragraph_end(text, line, following, widest)
        if not is_one and not (width and _belongs(text, line, block[i + 1 :], width)):
            yield _joined(text, first, line)
            first = following
    yield _joined(text, first, block[-1])


def _belongs(text: str, line: Line, rest: Sequence[Line], width: int) -> bool:
    """Whether a line of a wrapped text ends in mid-sentence and the rest of its block completes the sentence."""
    if SENTENCE_END.search(line.text) or _column(text, rest[0]) >= _column(text, line) + INDENT:
        return False
    if continues(line, rest[0]):
        return True
    return _fills(line, rest[0], width) and any(SENTENCE_END.search(other.text) for other in rest)


def _fills(line: Line, following: Line, width: float) -> bool:
    """Whether the first word of the next line would not have fitted."""
    return len(line.text) + 1 + len(following.text.split(maxsplit=1)[0]) > width


def continues(line: Line, following: Line) -> bool:
    """Whether a sentence goes on in the next line: no full stop before, a small letter after."""
    return following.text[:1].islower() and not SENTENCE_END.search(line.text)


def _is_wrapped(block: Sequence[Line]) -> bool:
    width = max(len(line.text) for line in block)
    if len(block) < 2 or width not in WIDTHS:
        return False
    pairs = list(pairwise(block))
    unfinished = [pair for pair in pairs if not SENTENCE_END.search(pair[0].text)]
    explained = [pair for pair in unfinished if continues(*pair) or _fills(*pair, FULL * width)]
    if len(unfinished) < UNFINISHED * len(pairs) or len(explained) < EXPLAINED * len(unfinished):
        return False
    if any(continues(*pair) for pair in unfinished):
        return width >= NARROW or len(pairs) > 2
    return len(explained) > 2 and width >= NARROW and any(SENTENCE_END.search(line.text) for line in block)


def _is_paragraph_end(text: str, line: Line, following: Line, width: int) -> bool:
    if continues(line, following):
        return False
    return (
        not _fills(line, following, FULL * width) or _column(text, following) >= _column(text, line) + INDENT
    )


def _column(text: str, line: Line) -> int:
    return line.begin - text.rfind("\n", 0, line.begin) - 1


def _joined(text: str, first: Line, last: Line) -> tuple[Line, bool]:
    if first is last:
        return first, False
    return Line(first.begin, last.end, " ".join(text[first.begin : last.end].split())), True

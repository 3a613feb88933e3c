"""Text to lines: joins folded paragraphs, splits off boilerplate that is glued to a line."""

import re
from collections.abc import Iterator, Sequence

from kg.read.boilerplate.known_lines import cut_known_line
from kg.read.boilerplate.line import BLANK, LONGEST_CUT, Line
from kg.read.boilerplate.rules import BoilerplateRules
from kg.read.boilerplate.wrapped_lines import text_width, unwrap

LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
FEWEST_GLUED = 3  # words of text that is glued to the end of a known line
GLUED = re.compile(r"(?<=[a-z0-9.!?…\"”’)])(?=[A-Z©])")  # "... in Fallujah.Add new comment"


def split_lines(text: str, rules: BoilerplateRules) -> Iterator[Line]:
    """Yield the lines that are not blank; a folded paragraph is one line, a glued line is split."""
    blocks = list(_blocks(text))
    if all(
        len(block) == 1 for block in blocks
    ):  # double spaced: a blank line after every line is no paragraph
        blocks = [[block[0] for block in blocks]]
    width = text_width(blocks)
    for block in blocks:
        yield from _unfold(text, block, width, rules)


def _blocks(text: str) -> Iterator[list[Line]]:
    """Yield the lines between blank lines."""
    block: list[Line] = []
    for match in LINE.finditer(text):
        line = _strip(text, *match.span())
        if block and (not line.text or text.count("\n", block[-1].end, line.begin) > 1):
            yield block
            block = []
        if line.text:
            block.append(line)
    if block:
        yield block


def _strip(text: str, begin: int, end: int) -> Line:
    piece = text[begin:end]
    begin += len(piece) - len(piece.lstrip(BLANK))
    end -= len(piece) - len(piece.rstrip(BLANK))
    return Line(begin, max(begin, end), text[begin : max(begin, end)])


def _unfold(text: str, block: Sequence[Line], width: int | None, rules: BoilerplateRules) -> Iterator[Line]:
    """Yield the paragraphs of a block of lines; boilerplate that is glued to a line is split off."""
    for line, is_joined in unwrap(text, block, width) if block else ():
        if is_joined:
            yield line
        else:
            yield from _unglue(line, rules)


def _unglue(line: Line, rules: BoilerplateRules) -> Iterator[Line]:
    """Yield a line and the boilerplate glued to its beginning or end as separate lines."""
    text = line.text[:40] if len(line.text) > LONGEST_CUT else line.text
    places = (match.start() for match in GLUED.finditer(text))
    for at in sorted(places, key=lambda at: text[at - 1].isalnum()):  # a capital inside a name comes last
        if _is_inside_name(line.text, at, rules):
            continue
        if cut_known_line(line.text[:at], rules) or cut_known_line(line.text[at:], rules):
            yield Line(line.begin, line.begin + at, line.text[:at])
            yield from _unglue(Line(line.begin + at, line.end, line.text[at:]), rules)
            return
    yield line


def _is_inside_name(text: str, at: int, rules: BoilerplateRules) -> bool:
    """Whether a known line ends in a name like "AllAfrica", and nothing is glued to it."""
    return text.count(" ", at) < FEWEST_GLUED - 1 and cut_known_line(text, rules) is not None

"""Text to lines: joins folded paragraphs, splits off boilerplate that is glued to a line."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.read.boilerplate.known_lines import cut_known_line
from kg.read.boilerplate.line import BLANK, LONGEST_CUT, SENTENCE_END, Line
from kg.read.boilerplate.rules import BoilerplateRules

LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]+")
GLUED = re.compile(r"(?<=[a-z0-9.!?…\"”’)])(?=[A-Z©])")  # "... in Fallujah.Add new comment"
WRAPPED = range(50, 101)  # characters per line of a text that a mail program or a wire has folded


def split_lines(text: str, rules: BoilerplateRules) -> Iterator[Line]:
    """Yield the lines that are not blank; a folded paragraph is one line, a glued line is split."""
    block: list[Line] = []
    for match in LINE.finditer(text):
        line = _strip(text, *match.span())
        if block and (not line.text or text.count("\n", block[-1].end, line.begin) > 1):
            yield from _unfold(text, block, rules)
            block = []
        if line.text:
            block.append(line)
    yield from _unfold(text, block, rules)


def _strip(text: str, begin: int, end: int) -> Line:
    piece = text[begin:end]
    begin += len(piece) - len(piece.lstrip(BLANK))
    end -= len(piece) - len(piece.rstrip(BLANK))
    return Line(begin, max(begin, end), text[begin : max(begin, end)])


def _unfold(text: str, block: Sequence[Line], rules: BoilerplateRules) -> Iterator[Line]:
    """Yield a block of lines as one paragraph if its lines are as long as folded ones and some break a sentence."""
    folded = all(len(line.text) in WRAPPED for line in block[:-1])
    breaks = sum(
        next_.text[:1].islower() and not SENTENCE_END.search(line.text) for line, next_ in pairwise(block)
    )
    if len(block) > 1 and folded and breaks:
        yield Line(block[0].begin, block[-1].end, " ".join(text[block[0].begin : block[-1].end].split()))
        return
    for line in block:
        yield from _unglue(line, rules)


def _unglue(line: Line, rules: BoilerplateRules) -> Iterator[Line]:
    """Yield a line and the boilerplate glued to its beginning or end as separate lines."""
    for match in GLUED.finditer(line.text[:40] if len(line.text) > LONGEST_CUT else line.text):
        at = match.start()
        if cut_known_line(line.text[:at], rules) or cut_known_line(line.text[at:], rules):
            yield Line(line.begin, line.begin + at, line.text[:at])
            yield from _unglue(Line(line.begin + at, line.end, line.text[at:]), rules)
            return
    yield line

"""What feeds and interfaces add to the texts that they deliver: "... rej[+1200 chars]", "The post X appeared first"."""

import re
from collections.abc import Iterator, Sequence

from kg.read.boilerplate.known_lines import cut_known_line
from kg.read.boilerplate.line import SENTENCE_END, Cut, Cuts, Line, is_sentence
from kg.read.boilerplate.rules import BoilerplateRules

LONGEST_TAIL = 360  # characters of a tail, which may repeat the headline
SENTENCE_START = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(]?[^\W_a-z])")


def split_tails(text: str, lines: Sequence[Line], rules: BoilerplateRules) -> list[Line]:
    """The lines, with what was added to the end of a paragraph as a line of its own."""
    return [piece for line in lines for piece in _without_tail(text, line, rules)]


def cut_unfinished(text: str, lines: list[Line], rules: BoilerplateRules) -> Cuts:
    """Cut the unfinished last sentence of a text that its source has cut off; its line in `lines` is split.

    A text that has no other sentence keeps it, up to the mark.
    """
    last = next((i for i in reversed(range(len(lines))) if not cut_known_line(lines[i].text, rules)), -1)
    mark = _mark(text, lines[last], rules) if last >= 0 else None
    if mark is None:
        return {}
    line = lines[last]
    if SENTENCE_END.search(text[line.begin : mark.start()].rstrip()):
        return _split(text, lines, last, mark.end() - len(mark[0].lstrip()))  # "... rejected it. […]"
    starts = [m.end() for m in SENTENCE_START.finditer(text, line.begin, mark.start())]
    has_others = any(is_sentence(other) for other in lines[:last])
    at = starts[-1] if starts else line.begin if has_others else mark.start()
    return _split(text, lines, last, at)


def _split(text: str, lines: list[Line], last: int, at: int) -> Cuts:
    """Split a line at an offset, and cut what is behind it."""
    line = lines[last]
    pieces = [_line(text, line.begin, at), _line(text, at, line.end)]
    lines[last : last + 1] = kept = [piece for piece in pieces if piece.text]
    return {last + len(kept) - 1: Cut("boilerplate", "unfinished sentence of a text that was cut off")}


def _mark(text: str, line: Line, rules: BoilerplateRules) -> re.Match[str] | None:
    return rules.cut_off.search(text, max(line.begin, line.end - LONGEST_TAIL), line.end)


def _without_tail(text: str, line: Line, rules: BoilerplateRules) -> Iterator[Line]:
    match = rules.tails.search(text, max(line.begin, line.end - LONGEST_TAIL), line.end)
    match = match or _picture_credit(text, line, rules)
    if not match or not cut_known_line(text[match.start("tail") : line.end], rules):
        yield line
        return
    yield _line(text, line.begin, match.start())
    yield _line(text, match.start("tail"), line.end)


def _picture_credit(text: str, line: Line, rules: BoilerplateRules) -> re.Match[str] | None:
    """The credit at the end of a paragraph; that of a single sentence is part of a caption."""
    credit = rules.picture_credits.search(text, max(line.begin, line.end - LONGEST_TAIL), line.end)
    is_text = credit and SENTENCE_START.search(text, line.begin, credit.start())
    return credit if is_text else None


def _line(text: str, begin: int, end: int) -> Line:
    end = begin + len(text[begin:end].rstrip())
    return Line(begin, end, " ".join(text[begin:end].split()))

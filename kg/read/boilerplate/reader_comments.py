"""Reader comments below an article, from their heading or the first name with a time to the end."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

from kg.read.boilerplate.line import SENTENCE_END, Cut, Cuts, Line, is_sentence
from kg.read.boilerplate.rules import BoilerplateRules
from kg.read.boilerplate.time_stamps import LONGEST_STAMP, find_times

COMMENT_HEAD = "name and time of a comment"
FEWEST_STAMPS = 2  # lines with name and time that show reader comments without a heading
COMMENTS_AFTER = 200  # characters of body text that precede reader comments


def cut_comments(lines: Sequence[Line], cuts: Cuts, rules: BoilerplateRules) -> Cuts:
    """Cut the reader comments, from their heading or the first name with a time to the end.

    The updates of a live blog have names and times too, and most of its text follows the first of them. So without a
    heading, and without a mark that only comments have, what follows has to be the smaller part.
    """
    stamped = {i for i in range(len(lines)) if i not in cuts and _is_comment_head(lines, i, rules)}
    # comments have text between their heads, tables do not
    heads = sorted(i for i in stamped if i + 1 < len(lines) and i + 1 not in stamped)
    lengths = (len(line.text) if i not in cuts and is_sentence(line) else 0 for i, line in enumerate(lines))
    text = list(accumulate(lengths, initial=0))
    for i, line in enumerate(lines):
        if text[i] < COMMENTS_AFTER:
            continue
        follow = len(heads) - bisect_left(heads, i)
        after = text[-1] - text[i]
        is_short = after < text[i] / 2
        if rules.comments.fullmatch(line.text) and (follow or is_short):
            return _to_the_end(lines, i, heads)
        if i in stamped and follow >= FEWEST_STAMPS and (after <= text[i] or _is_marked(lines, i, rules)):
            return _to_the_end(lines, i - 1 if _is_bare_stamp(line, rules) else i, heads)
    return {}


def _to_the_end(lines: Sequence[Line], start: int, heads: Iterable[int]) -> Cuts:
    stamped = {i: Cut("comments", COMMENT_HEAD) for i in heads if i > start}
    return {i: Cut("comments", "reader comment") for i in range(start, len(lines))} | stamped


def _is_comment_head(lines: Sequence[Line], i: int, rules: BoilerplateRules) -> bool:
    """Whether a line is the head of a comment: a name with a time, or a time below a name."""
    text = lines[i].text
    stamps = find_times(text, rules.dates)
    if len(stamps) != 1 or SENTENCE_END.search(text):
        return False
    if _is_bare_stamp(lines[i], rules):
        return i > 0 and len(lines[i - 1].text) < LONGEST_STAMP / 2 and not is_sentence(lines[i - 1])
    begin, end, _ = stamps[0]
    is_table = end < len(text) and ":" not in text[begin:end]  # "2017-01-13 Halden 2-1 Orrin"
    return not is_table and bool(rules.comment_heads.fullmatch((text[:begin] + text[end:]).strip()))


def _is_marked(lines: Sequence[Line], i: int, rules: BoilerplateRules) -> bool:
    """Whether a head says that it is a comment: "says", an age ("3 hours ago"), a name that only accounts have."""
    first = i - 1 if _is_bare_stamp(lines[i], rules) else i
    return bool(rules.comment_marks.search(" ".join(line.text for line in lines[first : i + 1])))


def _is_bare_stamp(line: Line, rules: BoilerplateRules) -> bool:
    stamps = find_times(line.text, rules.dates)
    return len(stamps) == 1 and len(line.text) - (stamps[0].end - stamps[0].begin) < 4

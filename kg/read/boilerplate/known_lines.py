"""Lines that are boilerplate by their words alone: share links, newsletter boxes, credits, lists of links."""

import re
from collections.abc import Sequence

from kg.read.boilerplate.line import LONGEST_CUT, Cut, Cuts, Line, is_sentence
from kg.read.boilerplate.rules import BoilerplateRules

NOTICE = "cookie notice"  # a key of `lines`
BULLET = re.compile(r"^[-–•*·▪] +")  # of a list of links
LATIN_LETTER, OTHER_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]"), re.compile(r"[^\W\d_A-Za-z\u00aa-\u024f]")


def cut_known_lines(lines: Sequence[Line], rules: BoilerplateRules) -> Cuts:
    """Cut the lines that match a pattern, and the lists of links below their headings."""
    cuts = {}
    is_list = False  # in a list of links, from its heading to the next sentence
    for i, line in enumerate(lines):
        is_heading = bool(rules.lists.fullmatch(line.text))
        is_list = is_heading or (is_list and not is_sentence(line))
        cut = Cut("boilerplate", "list of links") if is_list else cut_known_line(line.text, rules)
        if cut:
            cuts[i] = cut
    return cuts | _between_notices(lines, cuts)


def _between_notices(lines: Sequence[Line], cuts: Cuts) -> Cuts:
    """Cut a line between a sentence and another line of a consent box, which names firms and their partners too."""
    notices = {i for i, cut in cuts.items() if cut.reason == NOTICE}
    sentences = (i for i in notices if is_sentence(lines[i]))
    return {i + 1: Cut("boilerplate", NOTICE) for i in sentences if i + 2 in notices}


def cut_known_line(text: str, rules: BoilerplateRules) -> Cut | None:
    """The reason to cut a line by its words alone, wherever it stands; None if it may be text."""
    if len(text) > LONGEST_CUT:
        return None
    if _is_other_script(text):
        return Cut("boilerplate", "line in another script")
    texts = {text, BULLET.sub("", text)}
    reason = next((reason for reason, pattern in rules.lines if any(map(pattern.fullmatch, texts))), None)
    if reason or rules.comments.fullmatch(text):
        return Cut("boilerplate", reason or "heading of comments")
    return Cut("byline", "credit") if rules.bylines_after.fullmatch(text) else None


def _is_other_script(text: str) -> bool:
    return not text.isascii() and len(OTHER_LETTER.findall(text)) > len(LATIN_LETTER.findall(text))

"""What follows a press release: what its sender says of itself ("About Brandal Marine"), contacts, legal notes."""

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.read.boilerplate.line import Cut, Cuts, Line, is_sentence
from kg.read.boilerplate.rules import BoilerplateRules

FEWEST_SENTENCES, BEFORE = 2, 0.4  # and least share of the characters of a text before such a part
FIRST = 40  # characters of the paragraph, and those of the name, in which the name is
LONGEST = 1500  # characters that a body says of itself; more are a part of the article
NOTE, CONTACT = Cut("boilerplate", "note below a press release"), Cut("boilerplate", "contact")


def cut_release_notes(lines: Sequence[Line], cuts: Cuts, rules: BoilerplateRules) -> Cuts:
    """Cut the parts below a press release. Notes to editors stay: they are about the news."""
    found: Cuts = {}
    begin = _begin(lines, cuts)
    heads = [i for i in range(begin, len(lines)) if _is_head(lines[i], rules)]
    for head, end in pairwise([*heads, len(lines)]):
        part = _part(lines, head, end, rules)
        for i in range(head, end):
            if part is CONTACT and is_sentence(lines[i]):
                break
            if part and i not in cuts:
                found[i] = part
    return found


def _begin(lines: Sequence[Line], cuts: Cuts) -> int:
    """The first line before which there is enough text for an article."""
    sentences, size, whole = 0, 0, sum(len(line.text) for line in lines)
    for i, line in enumerate(lines):
        if sentences >= FEWEST_SENTENCES and size >= BEFORE * whole:
            return i
        sentences += i not in cuts and is_sentence(line)
        size += len(line.text)
    return len(lines)


def _is_head(line: Line, rules: BoilerplateRules) -> bool:
    heads = rules.release_notes, rules.release_contacts, rules.release_ends, rules.about
    return any(pattern.fullmatch(line.text) for pattern in heads)


def _part(lines: Sequence[Line], head: int, end: int, rules: BoilerplateRules) -> Cut | None:
    """What the lines from a heading to the next one are; None if they are text."""
    text = lines[head].text
    if rules.release_ends.fullmatch(text):
        return None
    if rules.release_contacts.fullmatch(text):
        return CONTACT
    return NOTE if rules.release_notes.fullmatch(text) or _is_about(lines[head:end], rules) else None


def _is_about(lines: Sequence[Line], rules: BoilerplateRules) -> bool:
    """Whether a heading names the body with whose name the next paragraph begins."""
    match = rules.about.fullmatch(lines[0].text)
    if not match or len(lines) == 1 or sum(len(line.text) for line in lines) > LONGEST:
        return False
    body = re.sub(r"the ", "", match["body"], count=1, flags=re.IGNORECASE)
    return body.split()[0] in lines[1].text[: len(body) + FIRST]

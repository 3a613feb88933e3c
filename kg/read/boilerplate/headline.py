"""The headline among the lines, and its repetitions."""

import re
from collections.abc import Sequence

from kg.read.boilerplate.edges import dateline_end
from kg.read.boilerplate.line import LONGEST_HEADLINE, Cut, Cuts, Line, is_sentence, is_title_case
from kg.read.boilerplate.rules import BoilerplateRules
from kg.read.boilerplate.time_stamps import LONGEST_STAMP, stamp_kind


def cut_headline(lines: Sequence[Line], cuts: Cuts, given: str | None, rules: BoilerplateRules) -> Cuts:
    """Cut the headline and its repetitions; the shortest is the headline, since others append the name of the site."""
    free = [i for i in range(len(lines)) if i not in cuts]
    first = _given_headline(lines, free, given) if given else _first_headline(lines, free, rules)
    if first is None:
        return {}
    text = lines[first].text
    same = [i for i in free if _is_same_headline(lines[i].text, text)]
    shortest = min(same, key=lambda i: (len(_words(lines[i].text)), i))
    repeated = {i: Cut("boilerplate", "headline repeated") for i in same}
    return repeated | {shortest: Cut("headline", "headline")}


def _given_headline(lines: Sequence[Line], free: Sequence[int], given: str) -> int | None:
    return next((i for i in free if _is_same_headline(lines[i].text, given)), None)


def _first_headline(lines: Sequence[Line], free: Sequence[int], rules: BoilerplateRules) -> int | None:
    """The first line of three words or more, if it is not a sentence, in capitals or not, and sentences follow."""
    for i in free[:4]:
        text = lines[i].text
        if len(text) > LONGEST_HEADLINE or (dateline_end(text, rules) and is_sentence(lines[i])):
            return None
        if re.search(r"[.…:;,][\"”’']*$", text) and not is_title_case(text):
            return None
        is_byline = bool(rules.bylines_before.fullmatch(text))
        if len(text.split()) > 2 and not stamp_kind(text, rules) and not is_byline:
            return i if any(is_sentence(lines[j]) for j in free if j > i) else None
    return None


def _is_same_headline(line: str, headline: str) -> bool:
    """Whether two lines have the same words, or one continues with a dash and the name of the site or section."""
    if abs(len(line) - len(headline)) > LONGEST_STAMP:
        return False
    short, long = sorted((line, headline), key=len)
    if _words(short) == _words(long):
        return bool(_words(short))
    tail = re.match(r"\s*[|–—·•»:-]+\s*(.{1,60})$", long[len(short) :])
    return len(_words(short)) > 2 and bool(tail) and long.casefold().startswith(short.casefold())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())

"""Lines before the first and after the last sentence of the body: labels, bylines, time stamps, datelines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile

from kg.read.boilerplate.line import BLANK, LONGEST_HEADLINE, Cut, Cuts, Line, is_sentence
from kg.read.boilerplate.rules import BoilerplateRules
from kg.read.boilerplate.time_stamps import stamp_kind

TIME_STAMP = "time stamp"
LINKS = "related links"
WORDS_OF_HEAD, FEWEST_ITEMS = 4, 2  # of a list that ends an article
FEWEST_ROWS = 4
ROW = re.compile(
    r"[^\W\d]{3}.*\d|\d.*[^\W\d]{3}|\w \([^()]+\)\s*[:–—-]"
)  # a figure, or "Halden (group A): first"
NUMBERED = re.compile(r"\d+[.)]\s")  # a list that ends an article: results, demands, tips


def cut_edges(lines: Sequence[Line], cuts: Cuts, rules: BoilerplateRules) -> Cuts:
    """Cut what is around the body: before its first two sentences and after its last."""
    free = [i for i in range(len(lines)) if i not in cuts]
    start = list(islice(_of_the_body(lines, free, rules), 2))
    if not start:
        return {}
    first, second, last = start[0], start[-1], next(_of_the_body(lines, reversed(free), rules))
    near = {i: cut for i in free if i <= second and (cut := _edge(lines[i].text, rules, is_label=i < first))}
    cuts = cuts | near
    names = (i for i in free if i < second and i not in near and _is_name(lines, i, cuts, rules))
    rest = [i for i in free if i > last]
    listed = _announced(lines, rest, rules) or _with_figures(lines, rest, rules)
    after = (i for i in rest if i not in listed and not _is_numbered(lines, i, cuts))
    end = {i: _edge(lines[i].text, rules) or Cut("boilerplate", "after the end of the body") for i in after}
    return near | {i: Cut("byline", "name") for i in names} | end


def _is_numbered(lines: Sequence[Line], i: int, cuts: Cuts) -> bool:
    """Whether a line is of a numbered list, unless that is below a heading such as "Most read"."""
    first = i
    while first and NUMBERED.match(lines[first].text):
        first -= 1
    return first < i and (first not in cuts or cuts[first].reason != LINKS)


def _announced(lines: Sequence[Line], rest: Sequence[int], rules: BoilerplateRules) -> Sequence[int]:
    """The lines of a list that ends the body, from the line that announces it: "The crews of both ferries were:"."""
    for at, i in enumerate(rest):
        text = lines[i].text
        if text.endswith(":") and text.count(" ") + 1 >= WORDS_OF_HEAD and not _edge(text, rules):
            return rest[at:] if len(rest) > at + FEWEST_ITEMS else ()
    return ()


def _with_figures(lines: Sequence[Line], rest: Sequence[int], rules: BoilerplateRules) -> Sequence[int]:
    """The rows with figures that directly follow the body, below a heading or not: results, dates of a tour, a toll."""
    for heading in (0, 1):
        rows = list(takewhile(lambda i: _is_row(lines[i].text, rules), rest[heading:]))
        if len(rows) >= FEWEST_ROWS:
            return rest[: heading + len(rows)]
    return ()


def _is_row(text: str, rules: BoilerplateRules) -> bool:
    """Whether a line has words around a figure and is none that pages print below an article."""
    return bool(ROW.search(text)) and not _edge(text, rules)


def _of_the_body(lines: Sequence[Line], free: Iterable[int], rules: BoilerplateRules) -> Iterator[int]:
    return (i for i in free if is_sentence(lines[i]) and not _edge(lines[i].text, rules))


def _edge(text: str, rules: BoilerplateRules, *, is_label: bool = True) -> Cut | None:
    """The reason to cut a line at the edge of the body; labels occur outside the first sentence only."""
    if len(text) > LONGEST_HEADLINE:
        return None
    if stamp_kind(text, rules):
        return Cut("boilerplate", TIME_STAMP)
    if any(
        pattern.fullmatch(text)
        for pattern in (rules.bylines_before, rules.bylines_named, rules.bylines_after)
    ):
        return Cut("byline", "byline")
    if rules.dateline.fullmatch(text):
        return Cut("dateline", "dateline")
    reason = next((reason for reason, pattern in rules.edges if pattern.fullmatch(text)), None)
    return Cut("boilerplate", reason) if reason and is_label else None


def _is_name(lines: Sequence[Line], i: int, cuts: Cuts, rules: BoilerplateRules) -> bool:
    """Whether a line consists of a name, next to a byline or a time stamp."""
    beside = {cuts[j].reason for j in (i - 1, i + 1) if j in cuts}
    return bool(rules.name.fullmatch(lines[i].text)) and bool(beside & {"byline", TIME_STAMP})


# of monitoring services behind a dateline: "[Text] [Report by ...]"
MARKERS = re.compile(r"^(?:\[[^\]\n]{1,60}\]\s*)+")


def dateline_end(text: str, rules: BoilerplateRules) -> int:
    """The offset of the text behind a dateline at the beginning of a paragraph; 0 if there is none."""
    match = rules.dateline.match(text)
    rest = MARKERS.sub("", text[match.end() :].lstrip(BLANK), count=1) if match else ""
    return len(text) - len(rest) if re.match(r"[\"“‘'(]?[A-Z0-9À-Þ$£€]", rest) else 0

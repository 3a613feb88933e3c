"""Lines with a date or time: time stamps of an article, and times before the updates of a live blog in plain text."""

import re
from collections.abc import Sequence

from kg.read.boilerplate.line import SENTENCE_END, Cut, Cuts, Line
from kg.read.boilerplate.rules import BoilerplateRules
from kg.read.date_stamps import DateWords, Stamp

LONGEST_STAMP = 110  # characters of a line with a time stamp
LONGEST_REST = 40  # behind the last date or time
UPDATE = "time of an update"
FEWEST = 2  # updates of a live blog


def find_times(text: str, dates: DateWords) -> list[Stamp]:
    """The stamps of a line with a full date or a time of day; not "May 5", which may be part of any sentence."""
    if len(text) > LONGEST_STAMP:
        return []
    return [s for s in dates.find_stamps(text) if s.day or dates.is_clear_time(text[s.begin : s.end])]


def stamp_kind(text: str, rules: BoilerplateRules) -> str | None:
    """The kind of time stamp that a line is: "published", "updated" or "byline"; None if it is none."""
    stamps = find_times(text, rules.dates)
    rest = text[stamps[-1].end :] if stamps else text  # "10:42 a.m." ends no sentence
    if not stamps or len(rest) > LONGEST_REST or SENTENCE_END.search(rest):
        return None
    label = text[: stamps[0].begin].strip(" ,|•·–—-(")
    return next((kind for kind, pattern in rules.stamps.items() if pattern.fullmatch(label)), None)


def stamp_parts(text: str) -> list[str]:
    """The parts of a line with several stamps: "Updated 6 May 2024 | First published 5 May 2024"."""
    return [part for part in re.split(r"\s[|•·]\s", text) if part]


def cut_update_times(lines: Sequence[Line], rules: BoilerplateRules) -> Cuts:
    """Cut lines that hold nothing but the time of an update ("10.42am"), and its date or author if it has any."""
    alone = {i for i, line in enumerate(lines) if _is_time(line.text, rules)}
    if len(alone) < FEWEST:
        return {}
    return {i: Cut("boilerplate", UPDATE) for i in alone}


def _is_time(text: str, rules: BoilerplateRules) -> bool:
    if len(text) > LONGEST_STAMP:
        return False
    time = rules.updates.match(text)
    rest = text[time.end() :] if time else text
    return not rest or bool(time and rules.name.fullmatch(rest)) or rules.dates.day_of_time(text) is not None


def update_ends(lines: Sequence[Line], rules: BoilerplateRules) -> dict[int, int]:
    """The offset of the text behind the time before it, by line; empty unless several lines begin with a time."""
    matches = {i: match for i, line in enumerate(lines) if (match := rules.updates.match(line.text))}
    if len(matches) < FEWEST:
        return {}
    return {i: match.end() for i, match in matches.items() if lines[i].text[match.end() :][:1].isupper()}

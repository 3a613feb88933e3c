"""Times before the updates of a live blog in plain text: "10.42am", "10:42 GMT - The judge ..."."""

from collections.abc import Sequence

from kg.read.boilerplate.line import Cut, Cuts, Line
from kg.read.boilerplate.rules import BoilerplateRules
from kg.read.boilerplate.time_stamps import LONGEST_STAMP

UPDATE = "time of an update"
FEWEST = 2  # updates of a live blog


def cut_update_times(lines: Sequence[Line], rules: BoilerplateRules) -> Cuts:
    """Cut lines that hold nothing but the time of an update, with its date or the name of its author or not."""
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

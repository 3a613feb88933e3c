"""Lines with a date or time: which of them are time stamps of the article."""

from kg.read.boilerplate.line import SENTENCE_END
from kg.read.boilerplate.rules import BoilerplateRules
from kg.read.date_stamps import DateWords, Stamp

LONGEST_STAMP = 110  # characters of a line with a time stamp


def find_times(text: str, dates: DateWords) -> list[Stamp]:
    """The stamps of a line with a full date or a time of day; not "May 5", which may be part of any sentence."""
    if len(text) > LONGEST_STAMP:
        return []
    return [s for s in dates.find_stamps(text) if s.day or dates.is_clear_time(text[s.begin : s.end])]


def stamp_kind(text: str, rules: BoilerplateRules) -> str | None:
    """The kind of time stamp that a line is: "published", "updated" or "byline"; None if it is none."""
    stamps = find_times(text, rules.dates)
    if not stamps or stamps[-1].end < len(text) - 40 or SENTENCE_END.search(text):
        return None
    label = text[: stamps[0].begin].strip(" ,|•·–—-(")
    return next((kind for kind, pattern in rules.stamps.items() if pattern.fullmatch(label)), None)

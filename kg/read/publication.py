"""When and by whom an article was published, from the lines around its body."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from kg.read.boilerplate.edges import TIME_STAMP
from kg.read.boilerplate.line import Cuts, Line
from kg.read.boilerplate.reader_comments import COMMENT_HEAD
from kg.read.boilerplate.rules import BoilerplateRules
from kg.read.boilerplate.time_stamps import find_times, stamp_kind, stamp_parts
from kg.read.date_stamps import url_date
from kg.records import DateSource, RawArticle, Section, SectionKind

# between the first and the last comment; over a longer time, the first says little about the day of publication
DAYS_OF_COMMENTS = 62


def find_publication(
    raw: RawArticle, lines: Sequence[Line], cuts: Cuts, sections: Sequence[Section], rules: BoilerplateRules
) -> tuple[date, DateSource] | None:
    """The day of publication and its source: format, label, byline, dateline, URL, comments or file name."""
    if raw.published and raw.published_from != "file name":
        return raw.published, raw.published_from or "field"
    days: dict[DateSource, list[date]] = {
        "label": _stamped(lines, cuts, "published", rules),
        "byline": _stamped(lines, cuts, "byline", rules) + _days(raw.text, sections, "byline", rules),
        "dateline": _days(raw.text, sections, "dateline", rules),
        "url": [day] if (url := raw.url or find_address(lines)) and (day := url_date(url)) else [],
        "comments": _days_of_comments(lines, cuts, rules),
    }
    if not any(days.values()):
        days["label"] = _stamped(lines, cuts, "updated", rules)
    days["file name"] = [raw.published] if raw.published else []
    return next(((found[0], source) for source, found in days.items() if found), None)


def _stamped(lines: Sequence[Line], cuts: Cuts, kind: str, rules: BoilerplateRules) -> list[date]:
    """The days in the time stamps of a kind around the body."""
    lines_cut = [lines[i].text for i, cut in sorted(cuts.items()) if cut.reason == TIME_STAMP]
    texts = [part for line in lines_cut for part in stamp_parts(line)]
    of_kind = (text for text in texts if stamp_kind(text, rules) == kind)
    return [stamp.day for text in of_kind for stamp in find_times(text, rules.dates) if stamp.day]


def _days(text: str, sections: Iterable[Section], kind: SectionKind, rules: BoilerplateRules) -> list[date]:
    texts = [text[s.begin : s.end] for s in sections if s.kind == kind]
    found = [stamp.day for piece in texts for stamp in rules.dates.find_stamps(piece) if stamp.day]
    if not found and kind == "dateline":
        found = [day for piece in texts if (day := rules.dates.short_date(piece))]
    return found


def _days_of_comments(lines: Sequence[Line], cuts: Cuts, rules: BoilerplateRules) -> list[date]:
    """The day of the earliest comment, if all are from about the same time."""
    heads = [i for i, cut in sorted(cuts.items()) if cut.reason == COMMENT_HEAD]
    days = sorted(stamp.day for i in heads for stamp in find_times(lines[i].text, rules.dates) if stamp.day)
    return days[:1] if days and (days[-1] - days[0]).days <= DAYS_OF_COMMENTS else []


def find_publisher(text: str, sections: Iterable[Section], rules: BoilerplateRules) -> str | None:
    """The name in the copyright line."""
    for section in sections:
        if section.reason == "copyright":
            match = rules.holder.search(text[section.begin : section.end])
            if match:
                return match["holder"].strip(" .,")
    return None


def find_address(lines: Sequence[Line]) -> str | None:
    """The URL on the first line, where many collections of pages keep it."""
    return lines[0].text if lines and re.fullmatch(r"https?://\S+", lines[0].text) else None

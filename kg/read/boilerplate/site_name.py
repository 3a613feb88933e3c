"""The name of the site at the end of a headline: "Storm sinks ferries | The Halden Post"."""

import re
from itertools import zip_longest

SEPARATOR = re.compile(r"\s+[|–—·•»*-]+\s+|\s*\|\s*")
FEWEST_WORDS = 3  # of the headline that remains
LONGEST_NAME = 5  # words after a bar that is taken for the name of a site that is not known
SMALL = ("the", "of", "and", "for")
DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([\w.-]+)", re.IGNORECASE)


def headline_end(headline: str, publisher: str | None, url: str | None) -> int:
    """The offset in a headline behind its words, before the names of site and section that pages append.

    After a dash, only the publisher's name, its domain, or what precedes those in the same way is cut. A bar is no
    punctuation of headlines, so any short name in capitals is cut after the last one.
    """
    marks = [
        mark for mark in SEPARATOR.finditer(headline) if _words(headline[: mark.start()]) >= FEWEST_WORDS
    ]
    names = set(filter(None, (_letters(publisher or ""), *map(_letters, _labels(url or "")))))
    for mark, following in zip_longest(marks, marks[1:]):
        segment = headline[mark.end() : following.start() if following else len(headline)]
        is_bar = "|" in mark.group() and all("|" in other.group() for other in marks)
        if _names(segment, names) or (is_bar and following is None and _is_name(segment)):
            return _section_start(headline, marks, mark)
    return len(headline)


def _section_start(headline: str, marks: list[re.Match[str]], mark: re.Match[str]) -> int:
    """The end of the headline: before a section name that stands between it and the site's name."""
    before = [other for other in marks if other.start() < mark.start()]
    if (
        before
        and _is_name(headline[before[-1].end() : mark.start()])
        and "|" in before[-1].group() + mark.group()
    ):
        return before[-1].start()
    return mark.start()


def _names(segment: str, names: set[str]) -> bool:
    letters = _letters(segment)
    return bool(letters) and any(
        letters == name or (len(name) > 3 and name in letters[: len(name) + 4]) for name in names
    )


def _is_name(segment: str) -> bool:
    words = re.findall(r"[\w'’&.-]+", segment)
    return 0 < len(words) <= LONGEST_NAME and all(
        w[:1].isupper() or w.lower() in SMALL or "." in w for w in words
    )


def _labels(url: str) -> list[str]:
    match = DOMAIN.match(url)
    return [part for part in match[1].split(".")[:-1] if len(part) > 3] if match else []


def _letters(text: str) -> str:
    letters = re.sub(r"[\W_]+", "", text).lower()
    return letters.removeprefix("the")


def _words(text: str) -> int:
    return len(re.findall(r"\w+", text))

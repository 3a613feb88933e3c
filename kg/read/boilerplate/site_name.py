"""The name of the site around a headline: "Storm sinks ferries | The Halden Post"."""

import re
from itertools import zip_longest

SEPARATOR = re.compile(r"\s+(?:[|–—·•»«\u2039\u203a*-]+|::)\s+|\s*\|\s*")
BEFORE = re.compile(r"[^|:–—-]{3,60}?(?:\s+[–—-]\s+|\s*[|:]\s+)")
BRACKETS = re.compile(r"\s+[(\[]([^()\[\]]{3,60})[)\]]\s*$")
FEWEST_WORDS = 3  # of the headline that remains
LONGEST_NAME = 5  # words after a bar that is taken for the name of a site that is not known
SMALL = ("the", "of", "and", "for")
DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([\w.-]+)", re.IGNORECASE)


def headline_span(headline: str, publisher: str | None, url: str | None) -> tuple[int, int]:
    """The characters [begin, end) of a headline without the names of site and section that pages put around it.

    After a dash or in front, only the publisher's name, its domain, or what stands between those and the headline is
    cut. A bar is no punctuation of headlines, so any short name in capitals is cut after the last one.
    """
    names = set(filter(None, (_letters(publisher or ""), *map(_letters, _labels(url or "")))))
    end = _end(headline, names)
    if end == len(headline) and (match := BEFORE.match(headline)):
        name, rest = headline[: match.end()], headline[match.end() :]
        if _letters(name) in names and _words(rest) >= FEWEST_WORDS and not SEPARATOR.search(rest):
            return match.end(), end
    return 0, end


def is_name(segment: str) -> bool:
    """Whether a part of a headline may be the name of a site or section: a few words in capitals, or a domain."""
    words = re.findall(r"[\w'’&.-]+", segment)
    return 0 < len(words) <= LONGEST_NAME and all(
        w[:1].isupper() or w.lower() in SMALL or "." in w for w in words
    )


def _end(headline: str, names: set[str]) -> int:
    """The offset behind the words of a headline."""
    if (match := BRACKETS.search(headline)) and _letters(match[1]) in names:
        return match.start()
    marks = [
        mark for mark in SEPARATOR.finditer(headline) if _words(headline[: mark.start()]) >= FEWEST_WORDS
    ]
    for mark, following in zip_longest(marks, marks[1:]):
        segment = headline[mark.end() : following.start() if following else len(headline)]
        is_bar = "|" in mark.group() and all("|" in other.group() for other in marks)
        if _names(segment, names) or (is_bar and following is None and is_name(segment)):
            return _section_start(headline, marks, mark)
    return len(headline)


def _section_start(headline: str, marks: list[re.Match[str]], mark: re.Match[str]) -> int:
    """The end of the headline: before a section name that stands between it and the site's name."""
    before = [other for other in marks if other.start() < mark.start()]
    if not before:
        return mark.start()
    section = headline[before[-1].end() : mark.start()]
    is_section = "|" in before[-1].group() + mark.group() or _words(section) == 1
    return before[-1].start() if is_section and is_name(section) else mark.start()


def _names(segment: str, names: set[str]) -> bool:
    letters = _letters(segment)
    return bool(letters) and any(
        letters == name or (len(name) > 3 and name in letters[: len(name) + 4]) for name in names
    )


def _labels(url: str) -> list[str]:
    match = DOMAIN.match(url)
    return [part for part in match[1].split(".")[:-1] if len(part) > 3] if match else []


def _letters(text: str) -> str:
    letters = re.sub(r"[\W_]+", "", text).lower()
    return letters.removeprefix("the")


def _words(text: str) -> int:
    return len(re.findall(r"\w+", text))

"""Live blogs: a page of updates, each with its own time, becomes one text for each day.

"This morning" in an update is the morning of the update, not of the day when the page was first published.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.read.boilerplate.line import SENTENCE_END
from kg.read.date_stamps import DateWords
from kg.read.pages.fuller_text import letters_of, shape
from kg.read.pages.linked_data import Update
from kg.read.pages.page_tree import find_blocks

FEWEST = 2  # updates of a live blog
# Letters by which an update is found on the page; the JSON-LD has others that the page loads later
BEGINNING = 60
WORDS_OF_TIME = 3
COVERED = 0.5  # least share of the letters of the page that are in updates; teasers have times too


@dataclass(frozen=True, slots=True)
class DayOfBlog:
    """The updates of one day: blank lines between paragraphs, in the order of the page."""

    published: date | None
    text: str


def with_updates(text: str, updates: Sequence[Update]) -> str:
    """The text of a page with the updates that only its JSON-LD has, because the page loads them later."""
    shown = letters_of(text)
    lost = [update for update in updates if letters_of(update.text)[:BEGINNING] not in shown]
    return "\n\n".join(
        [text.strip(), *(part for each in lost for part in (each.headline, each.text) if part)]
    )


def days_of_blog(
    tree: Any, linked: Sequence[Update], text: str, published: date | None, dates: DateWords
) -> list[DayOfBlog]:
    """The days of a live blog with updates of several days, in the page's order; none for any other page.

    What is in no update, such as an introduction, belongs to the day on which the page was published.
    """
    shown = letters_of(text)
    visible = [update for update in linked if letters_of(update.text)[:BEGINNING] in shown]
    found = (visible if len(visible) >= FEWEST else list(linked), list(_marked_updates(tree)))
    updates = max(found, key=lambda updates: _covered(updates, text))
    days = [dates.read_date(update.published) for update in updates]
    if len(updates) < FEWEST or len({*days} - {None}) < FEWEST or _covered(updates, text) < COVERED:
        return []
    first = published or min(day for day in days if day)
    inside = letters_of(" ".join(f"{update.headline} {update.text}" for update in updates))
    outside = [
        line for line in text.split("\n\n") if letters_of(line) not in inside and not _is_time(line, dates)
    ]
    parts: dict[date | None, list[str]] = {first: outside} if outside else {}
    for day, update in zip(days, updates, strict=True):
        parts.setdefault(day or first, []).extend(filter(None, (update.headline, update.text)))
    return [DayOfBlog(day, "\n\n".join(part)) for day, part in parts.items()]


def days_of_text(text: str, dates: DateWords) -> list[DayOfBlog]:
    """The same of a plain text whose updates follow lines with date and time; each day begins with the first line.

    What comes before the first update belongs to the earliest day.
    """
    intro: list[str] = []
    updates: list[tuple[date, list[str]]] = []
    for line in text.splitlines():
        day = dates.day_of_time(line.strip())
        if day is not None:
            updates.append((day, []))
        else:
            (updates[-1][1] if updates else intro).append(line)
    dated = [(day, lines) for day, lines in updates if any(line.strip() for line in lines)]
    covered = sum(len(line) for _, lines in dated for line in lines)
    if len({day for day, _ in dated}) < FEWEST or not any(line.strip() for line in intro):
        return []
    if covered < COVERED * (covered + sum(map(len, intro))) or not _follow_sentences(dated):
        return []
    first = next(line for line in intro if line.strip())
    parts: dict[date, list[str]] = {min(day for day, _ in dated): ["\n".join(intro).strip("\n")]}
    for day, lines in dated:
        parts.setdefault(day, [first]).append("\n".join(lines).strip("\n"))
    return [DayOfBlog(day, "\n\n".join(part)) for day, part in parts.items()]


def _is_time(line: str, dates: DateWords) -> bool:
    """Whether a line is the time of an update, such as "Wed 09:00"."""
    return len(line.split()) <= WORDS_OF_TIME and dates.is_clear_time(line)


def _follow_sentences(updates: Sequence[tuple[date, Sequence[str]]]) -> bool:
    """Whether most updates end with a sentence; before the times of readers' comments are the readers' names."""
    last = [next(line.rstrip() for line in reversed(lines) if line.strip()) for _, lines in updates[:-1]]
    return sum(bool(SENTENCE_END.search(line)) for line in last) > len(last) / 2


def _covered(updates: Sequence[Update], text: str) -> float:
    inside = letters_of(" ".join(f"{update.headline} {update.text}" for update in updates))
    lines = [letters_of(line) for line in text.split("\n\n")]
    return sum(len(line) for line in lines if line in inside) / max(1, sum(map(len, lines)))


def _marked_updates(tree: Any) -> Iterator[Update]:
    """Yield the elements of the most frequent shape that have one time of their own."""
    elements = [element for element in map(_update_of, tree.iter("time")) if element is not None]
    shapes = Counter(map(shape, elements))
    for element in elements:
        if shape(element) == shapes.most_common(1)[0][0]:
            time = next(element.iter("time"))
            blocks = [block for block in find_blocks(element) if time not in (block.element, *block.element)]
            yield Update("", "\n\n".join(block.text for block in blocks), time.get("datetime"))


def _update_of(time: Any) -> Any:
    """The largest element around a time that has no other one."""
    if not time.get("datetime"):
        return None
    best = None
    for element in time.iterancestors():
        if element.tag == "body" or sum(1 for _ in element.iter("time")) > 1:
            break
        best = element
    return best

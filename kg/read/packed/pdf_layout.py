"""The paragraphs of a PDF file, which stores texts with their places on the page and no paragraphs.

Lines keep the order of the file, which is nearly always that of reading, except where it alternates between two columns
or gives first what stands at the foot of the page. Lines belong to one paragraph if they have one size and lie as far
apart as most lines of that size do.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from statistics import mean
from typing import NamedTuple

from kg.read.encodings import with_whole_words

FEWEST_ROWS, ROWS = 8, 0.4  # and share of the rows that have a text in both columns
WORDS = 4  # mean words of a line of running text; the cells of a table have fewer
CONTINUED = 0.3  # least share of the lines of a column that go on with a sentence of the line before
FEWEST_PAGES, MOST_EDGES = 2, 4  # with the same first or last line: it is the head or foot; and lines of both
# Shares of the size of a line: heights of one line, sizes of one paragraph, the indent of a first line, a drop cap
LEVEL, LIKE, INDENT, DROP = 0.3, 0.1, 0.8, 1.8
APART = 1.25  # more than this many times the usual distance of two lines lies between paragraphs
# A line ends a paragraph if it has less than this share of the next one's letters, or, in another size than the text,
# less than this share of the widest line
SHORT, ROOM = 0.5, 0.6
ENDED = re.compile(r"""[.?!:]["'”’)\]]*$""")
# What browsers print at the head of a page, "3/12/24, 9:41 AM  Ferry operator suspended", and at its foot
STAMP = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d{2}(?: ?[AP]M)?\b")
ADDRESS = re.compile(r"((?:https?|file)://\S+)\s+(?:Page )?\d+(?:/| of )\d+$")
# The number of a footnote, a text of its own right behind a word or a sentence
NOTE, NOTED = re.compile(r"\d{1,3}$"), re.compile(r"""(?:[^\W\d_A-Z]{3}|[^\W\d_][.,;:!?]["'”’)]?)$""")
ITEM = re.compile(r"[•‣▪●◦*–-]\s|\(?\d{1,2}[.)]\s")


class Piece(NamedTuple):
    """A text that a page shows, with its distance from the left and from the bottom and its size, in points.

    It may hold line breaks.
    """

    left: float
    bottom: float
    size: float
    text: str


Line = Piece  # without line breaks


class Printed(NamedTuple):
    """The text of a file, with an empty line between paragraphs, and the address of the page that a browser printed."""

    lines: str  # as on the pages
    url: str | None

    @property
    def text(self) -> str:
        """Each paragraph in one line."""
        return "\n\n".join(" ".join(each.split()) for each in self.lines.split("\n\n"))


def read_layout(pages: Sequence[Sequence[Piece]]) -> Printed:
    """The text of a file without the heads and feet of its pages, with words whole that a line end divides."""
    lines = [_page_lines(page) for page in pages]
    url = _printed_address(lines[0] if lines else [])
    for _ in range(MOST_EDGES):
        lines = list(_without_edges(lines))
    width = max(map(_width, chain.from_iterable(lines)), default=0.0)
    usual = Usual(_text_size(lines), _distances(lines), width)
    found: list[list[Line]] = []
    for number, page in enumerate(lines):
        for line in page if number else _with_title_first(page, usual.size):
            if found and _goes_on(found[-1][-1], line, usual, is_first=line is page[0]):
                found[-1].append(line)
            else:
                found.append([line])
    text = "\n\n".join("\n".join(line.text for line in paragraph) for paragraph in found)
    return Printed(with_whole_words(text), url)


# --- lines


def _page_lines(pieces: Sequence[Piece]) -> list[Line]:
    """The lines of a page; of two columns that alternate, those of the first come first."""
    rows = [row for row in _rows(pieces) if row]
    return _with_drop_caps(_by_column(rows) or [_line(row) for row in rows])


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each line, with what the file places to the right of it at the same height after a line break."""
    rows: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, part in enumerate(piece.text.split("\n")):
            if number:
                rows.append([])
            if part.strip():
                recent = reversed(rows[-2:])
                row = next((row for row in recent if row and _is_beside(row[-1], piece)), None)
                if row is None and rows[-1]:
                    rows.append([])
                (rows[-1] if row is None else row).append(piece._replace(text=part))
    return rows


def _is_beside(before: Piece, piece: Piece) -> bool:
    return piece.left >= before.left and abs(piece.bottom - before.bottom) < LEVEL * max(
        piece.size, before.size
    )


def _line(row: Sequence[Piece]) -> Line:
    """The line of a row, without the numbers of footnotes."""
    largest = max(row, key=lambda piece: len(piece.text))
    text = ""
    for piece in row:
        if not (NOTE.match(piece.text) and NOTED.search(text)):
            text += piece.text
    return row[0]._replace(size=largest.size, text=text.strip())


def _by_column(rows: Sequence[list[Piece]]) -> list[Line] | None:
    """The lines of the first column, then those of the second; None if the page does not alternate between two."""
    starts = Counter(round(piece.left) for row in rows for piece in row[1:])
    edge, count = starts.most_common(1)[0] if starts else (0, 0)
    if count < max(FEWEST_ROWS, ROWS * len(rows)):
        return None
    first = next(n for n, row in enumerate(rows) if edge in (round(piece.left) for piece in row[1:]))
    columns: list[list[Line]] = [[], []]
    for row in rows[first:]:
        for column, is_right in zip(columns, (False, True), strict=True):
            if cell := [piece for piece in row if (round(piece.left) >= edge) is is_right]:
                column.append(_line(cell))
    if not all(map(_is_running_text, columns)):
        return None
    return [*map(_line, rows[:first]), *columns[0], *columns[1]]


def _is_running_text(lines: Sequence[Line]) -> bool:
    words = mean(len(line.text.split()) for line in lines) if lines else 0
    return words >= WORDS and sum(line.text[0].islower() for line in lines) >= CONTINUED * len(lines)


def _with_drop_caps(lines: Sequence[Line]) -> list[Line]:
    """The lines with a large first letter, which stands beside several lines, before the first of these."""
    found = list(lines)
    for letter in [line for line in lines if len(line.text) == 1 and line.text.isupper()]:
        beside = [
            line for line in found if letter.size > DROP * line.size and line.left > letter.left
            and 0 <= line.bottom + line.size - letter.bottom <= letter.size + line.size
        ]  # fmt: skip
        if beside:
            first = max(beside, key=lambda line: line.bottom)
            found[found.index(first)] = first._replace(text=letter.text + first.text)
            found.remove(letter)
    return found


def _without_edges(pages: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """Yield the lines of each page without the highest and the lowest that other pages or browsers print, too."""
    edges = Counter(edge for page in pages for edge in set(_edges(page)))
    for page in pages:
        repeated = [
            line for line, edge in zip(_edge_lines(page), _edges(page), strict=True)
            if edges[edge] >= FEWEST_PAGES or STAMP.match(line.text) or ADDRESS.match(line.text)
        ]  # fmt: skip
        yield [line for line in page if line not in repeated]


def _printed_address(page: Sequence[Line]) -> str | None:
    found = filter(None, (ADDRESS.match(line.text) for line in _edge_lines(page)))
    addresses = (match[1] for match in found)
    return next((url for url in addresses if url.startswith("http") and not url.endswith(("…", "..."))), None)


def _edge_lines(page: Sequence[Line]) -> list[Line]:
    if not page:
        return []
    return [max(page, key=lambda line: line.bottom), min(page, key=lambda line: line.bottom)]


def _edges(page: Sequence[Line]) -> list[str]:
    """The edge lines of a page without their numbers, which count the pages."""
    return [re.sub(r"\d+", "#", " ".join(line.text.split())) for line in _edge_lines(page)]


def _text_size(pages: Iterable[Sequence[Line]]) -> int:
    """The rounded size of most letters."""
    letters: Counter[int] = Counter()
    for line in chain.from_iterable(pages):
        letters[round(line.size)] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0


def _with_title_first(page: Sequence[Line], text_size: int) -> list[Line]:
    """The lines of a page; captions and feet that its file gives before the title come last."""
    title = max(page, key=lambda line: line.size, default=None)
    if title is None:
        return []
    before = page[: page.index(title)]
    early = [line for line in before if line.bottom < title.bottom and round(line.size) != text_size]
    return [*(line for line in page if line not in early), *early]


# --- paragraphs


class Usual(NamedTuple):
    """What is usual in a file: the rounded size of its text, and by size how far apart the lines of a paragraph are.

    `width` is that of the widest line, as the number of its letters times their size.
    """

    size: int
    distances: Mapping[int, float]
    width: float


def _distances(pages: Iterable[Sequence[Line]]) -> Mapping[int, float]:
    """The distances of lines by their rounded size: the least that is common."""
    counts: defaultdict[int, Counter[float]] = defaultdict(Counter)
    for page in pages:
        for one, other in pairwise(page):
            if _are_of_one_size(one, other) and (distance := one.bottom - other.bottom) > LEVEL * other.size:
                counts[round(other.size)][round(4 * distance) / 4] += 1
    return {
        size: min(distance for distance, number in found.items() if 5 * number >= max(found.values()))
        for size, found in counts.items()
    }


def _width(line: Line) -> float:
    return len(line.text) * line.size


def _are_of_one_size(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= LIKE * max(one.size, other.size)


def _goes_on(before: Line, line: Line, usual: Usual, *, is_first: bool) -> bool:
    """Whether a line goes on with the paragraph of the line before; `is_first` if it is the first of a page."""
    if not _are_of_one_size(before, line) or ITEM.match(line.text):
        return False
    has_ended = bool(ENDED.search(before.text))
    distance = before.bottom - line.bottom
    if distance <= 0 or is_first:  # another column or page
        return not has_ended and round(line.size) == usual.size
    if distance > APART * usual.distances.get(round(line.size), distance):
        return False
    if has_ended:
        return line.left <= before.left + INDENT * line.size
    return line.text[0].islower() or not _is_short(before, line, usual)


def _is_short(before: Line, line: Line, usual: Usual) -> bool:
    """Whether the line before ends early, as the items of a list do."""
    if len(before.text) < SHORT * len(line.text):
        return True
    is_title = before.size > (1 + LIKE) * usual.size
    return not is_title and round(before.size) != usual.size and _width(before) < ROOM * usual.width

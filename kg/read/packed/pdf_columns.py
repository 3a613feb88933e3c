"""The lines of a PDF page whose file alternates between two columns, which would mix the sentences of both."""

from collections import Counter
from collections.abc import Sequence
from statistics import mean
from typing import NamedTuple

FEWEST_ROWS, ROWS = 8, 0.6  # and share of the rows that have a text in both columns
WORDS = 4  # mean words of a line of running text; the cells of a table have fewer
CONTINUED = 0.3  # least share of the lines of a column that go on with a sentence of the line before


class Piece(NamedTuple):
    """A text that a page shows at a distance from the left; it may end with a line break."""

    left: float
    text: str


def lines_by_column(pieces: Sequence[Piece]) -> list[str] | None:
    """The lines of the first column, then those of the second; None if the page does not alternate between two."""
    rows = [row for row in _rows(pieces) if row]
    starts = Counter(round(piece.left) for row in rows for piece in row[1:])
    edge, count = starts.most_common(1)[0] if starts else (0, 0)
    if count < max(FEWEST_ROWS, ROWS * len(rows)):
        return None
    cells = [(_joined(row, 0, edge), _joined(row, edge, None)) for row in rows]
    first = next(number for number, cell in enumerate(cells) if all(cell))
    columns = [[cell[side] for cell in cells[first:] if cell[side]] for side in (0, 1)]
    if not all(map(_is_running_text, columns)):
        return None
    return [" ".join(filter(None, cell)) for cell in cells[:first]] + columns[0] + columns[1]


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = [[]]
    for left, text in pieces:
        for number, part in enumerate(text.split("\n")):
            if number:
                rows.append([])
            if part.strip():
                rows[-1].append(Piece(left, part))
    return rows


def _joined(row: Sequence[Piece], begin: float, end: float | None) -> str:
    """The pieces of a row whose rounded distance from the left is in [begin, end)."""
    inside = (p.text for p in row if begin <= max(0, round(p.left)) and (end is None or round(p.left) < end))
    return "".join(inside).strip()


def _is_running_text(lines: Sequence[str]) -> bool:
    words = mean(len(line.split()) for line in lines)
    return words >= WORDS and sum(line[0].islower() for line in lines) >= CONTINUED * len(lines)

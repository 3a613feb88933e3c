"""The lines of a PDF page whose file alternates between two columns, which would mix the sentences of both."""

from collections import Counter
from collections.abc import Sequence
from statistics import mean
from typing import NamedTuple

FEWEST_ROWS, ROWS = 8, 0.4  # and share of the rows that have a text in both columns
WORDS = 4  # mean words of a line of running text; the cells of a table have fewer
LEVEL = 2  # points by which the heights of a line's pieces differ at most
CONTINUED = 0.3  # least share of the lines of a column that go on with a sentence of the line before


class Piece(NamedTuple):
    """A text that a page shows at a distance from the left and from the bottom; it may end with a line break."""

    left: float
    text: str
    height: float | None = None


def lines_by_column(pieces: Sequence[Piece]) -> list[str] | None:
    """The lines of the first column, then those of the second; None if the page does not alternate between two."""
    rows = [row for row in _rows(pieces) if row]
    starts = Counter(round(piece.left) for row in rows for piece in row[1:])
    edge, count = starts.most_common(1)[0] if starts else (0, 0)
    if count < max(FEWEST_ROWS, ROWS * len(rows)):
        return None
    cells = [(_joined(row, 0, edge), _joined(row, edge, None)) for row in rows]
    first = next(
        number for number, row in enumerate(rows) if edge in (round(piece.left) for piece in row[1:])
    )
    columns = [[cell[side] for cell in cells[first:] if cell[side]] for side in (0, 1)]
    if not all(map(_is_running_text, columns)):
        return None
    return [" ".join(filter(None, cell)) for cell in cells[:first]] + columns[0] + columns[1]


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each line, with what the file places to the right of it at the same height after a line break."""
    rows: list[list[Piece]] = [[]]
    for left, text, height in pieces:
        for number, part in enumerate(text.split("\n")):
            if number:
                rows.append([])
            if part.strip():
                row = next(
                    (row for row in reversed(rows[-2:]) if row and _is_beside(row[-1], left, height)),
                    rows[-1],
                )
                row.append(Piece(left, part, height))
    return rows


def _is_beside(piece: Piece, left: float, height: float | None) -> bool:
    is_level = None not in (height, piece.height) and abs((height or 0) - (piece.height or 0)) < LEVEL
    return is_level and left > piece.left


def _joined(row: Sequence[Piece], begin: float, end: float | None) -> str:
    """The pieces of a row whose rounded distance from the left is in [begin, end)."""
    inside = (p.text for p in row if begin <= max(0, round(p.left)) and (end is None or round(p.left) < end))
    return "".join(inside).strip()


def _is_running_text(lines: Sequence[str]) -> bool:
    words = mean(len(line.split()) for line in lines)
    return words >= WORDS and sum(line[0].islower() for line in lines) >= CONTINUED * len(lines)

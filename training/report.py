"""Prints scores as tables with named rows and columns, or as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from training.scores import Count, Counts

Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of figures under one title; notes say what was skipped or how labels were mapped."""

    title: str
    rows: dict[str, Row]
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        columns = list(dict.fromkeys(name for row in self.rows.values() for name in row))
        side = max([len(name) for name in self.rows] + [8])
        widths = [max(len(column), 8) for column in columns]
        head = " ".join(["".ljust(side), *(c.rjust(w) for c, w in zip(columns, widths, strict=True))])
        body = [
            _line(name.ljust(side), (row.get(c) for c in columns), widths) for name, row in self.rows.items()
        ]
        return "\n".join([f"== {self.title}", head, *body, *(f"   {note}" for note in self.notes)])


def _line(name: str, values: Iterable[float | None], widths: list[int]) -> str:
    cells = [_cell(value).rjust(width) for value, width in zip(values, widths, strict=True)]
    return " ".join([name, *cells])


def _cell(value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.2f}"


def precision_rows(counts: Counts) -> dict[str, Row]:
    """Precision, recall and F in percent, with the numbers behind them."""
    return {name: precision_row(count) for name, count in counts.items()}


def precision_row(count: Count) -> Row:
    return {
        "P": round(count.precision, 2),
        "R": round(count.recall, 2),
        "F": round(count.f, 2),
        "gold": count.gold,
        "found": count.system,
        "right": count.correct,
    }


def f_row(counts: Counts) -> Row:
    """One F a name."""
    return {name: round(count.f, 2) for name, count in counts.items()}

"""How text looks on a terminal: its width, line breaks between words, and colour where a terminal shows it.

`click.echo` removes the colours where the output is a file or a pipe; `wants_colour` is the user's choice.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from textwrap import wrap

import click

WIDEST = 100  # columns: longer lines are hard to read, and the width of output that is not a terminal


def wants_colour(environment: Mapping[str, str] = os.environ) -> bool | None:
    """False with NO_COLOR (https://no-color.org) or a dumb terminal; None leaves it to the output."""
    return False if environment.get("NO_COLOR") or environment.get("TERM") == "dumb" else None


def width() -> int:
    """Columns of prose: those of the terminal, at most 100."""
    return min(WIDEST, table_width() or WIDEST)


def table_width() -> int | None:
    """Columns of the terminal; None if standard output is not one."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def wrapped(text: str, indent: int = 0, hanging: int | None = None) -> Iterator[str]:
    """Lines of a text, broken between words; `hanging` spaces begin all lines but the first."""
    first, rest = " " * indent, " " * (indent if hanging is None else hanging)
    words = " ".join(text.split())
    columns = max(20, width())
    yield from wrap(
        words, columns, initial_indent=first, subsequent_indent=rest,
        break_long_words=False, break_on_hyphens=False,
    ) or [first.rstrip()]  # fmt: skip


def counted(number: int, name: str) -> str:
    """ "1 mention", "1,200 mentions"."""
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def strong(text: str) -> str:
    return click.style(text, bold=True)


def faint(text: str) -> str:
    return click.style(text, dim=True)


def warning(text: str) -> str:
    return click.style(text, fg="yellow")


def fault(text: str) -> str:
    return click.style(text, fg="red")

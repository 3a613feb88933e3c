"""The group of commands: their sections in `kg --help`, and errors as one line on standard error."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from kg.cli.options import STOPPED
from kg.cli.output.terminal import WIDEST, strong, wants_colour
from kg.cli.output.usage import report, show_usage_fault
from kg.errors import KgError

SECTIONS = {
    "Build": ("build", "extract", "merge", "watch", "explain"),
    "Read": ("show", "find", "query", "serve", "mcp"),
    "Correct": (
        "review",
        "accept",
        "reject",
        "same",
        "different",
        "rename",
        "history",
        "remove",
        "reconcile",
    ),
    "Check and share": ("check", "export", "load", "diff"),
}
OTHERS = "More"
WHOLE = 1_000  # characters of a summary: the first sentence, never cut
HYPHEN, UNBREAKABLE = "-", "\N{NON-BREAKING HYPHEN}"


class HelpFormatter(click.HelpFormatter):
    """Help that breaks lines at spaces only: "kg-store" stays whole."""

    def write_heading(self, heading: str) -> None:
        super().write_heading(strong(heading))

    def write_text(self, text: str) -> None:
        super().write_text(text.replace(HYPHEN, UNBREAKABLE))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        rows = [(term, text.replace(HYPHEN, UNBREAKABLE)) for term, text in rows]
        super().write_dl(rows, col_max, col_spacing)

    def write(self, string: str) -> None:
        super().write(string.replace(UNBREAKABLE, HYPHEN))


class HelpContext(click.Context):
    formatter_class = HelpFormatter


class Commands(click.Group):
    """Commands whose errors become one line on standard error and exit status 1."""

    context_class = HelpContext

    def __init__(self, *args: Any, **more: Any) -> None:
        settings = {"help_option_names": ["-h", "--help"], "max_content_width": WIDEST}
        super().__init__(*args, context_settings=settings, **more)

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        cmd.context_class = HelpContext  # click has no other way to choose the formatter
        super().add_command(cmd, name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes whole summaries, by section."""
        for title, names in self._sections():
            rows = [(name, self.commands[name].get_short_help_str(limit=WHOLE)) for name in names]
            with formatter.section(title):
                formatter.write_dl(rows)

    def _sections(self) -> Iterator[tuple[str, list[str]]]:
        known = {name for names in SECTIONS.values() for name in names}
        others = sorted(name for name, command in self.commands.items() if name not in known)
        for title, names in (*SECTIONS.items(), (OTHERS, others)):
            present = [name for name in names if name in self.commands and not self.commands[name].hidden]
            if present:
                yield title, present

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.obj = tuple(args)
        ctx.color = wants_colour()
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            _refuse_other_encodings(ctx.obj)
            return super().invoke(ctx)
        except BrokenPipeError:  # click ends quietly
            raise
        except click.UsageError as error:
            show_usage_fault(error, ctx)
            ctx.exit(error.exit_code)
        except UnicodeError as error:
            report(f"a text is not valid UTF-8: {error}")
        except OSError as error:
            named = error.filename and error.strerror
            report(f"{error.filename}: {error.strerror}" if named else str(error))
        except (KgError, sqlite3.Error) as error:
            report(str(error))
        except KeyboardInterrupt:
            report("stopped")
            ctx.exit(STOPPED)
        return ctx.exit(1)


def _refuse_other_encodings(arguments: Iterable[str]) -> None:
    """Raises KgError for an argument with bytes that are not UTF-8, unless it is the name of a file."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError as error:
            if not Path(argument).exists():
                readable = argument.encode(errors="backslashreplace").decode()
                raise KgError(f"the argument '{readable}' is not valid UTF-8: write it in UTF-8") from error

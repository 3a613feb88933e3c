"""Errors on standard error: one line each; wrong usage is followed by an example of the command that is right."""

from __future__ import annotations

import re

import click

from kg.cli.output.terminal import fault

SURPLUS = "unexpected extra argument"
# What click says, and what a reader understands.
PLAINER = {
    "is not a valid integer range": "is not a whole number",
    "is not a valid float range": "is not a number",
}
COMMENT = re.compile(r"\s{3,}.*")  # beside an example


def report(message: str) -> None:
    """Print a fault of the input or the store."""
    click.echo(f"{fault('kg:')} {message}", err=True)


def show_usage_fault(error: click.UsageError, group: click.Context) -> None:
    """Print what is wrong with the arguments, an example of the command, and where its help is."""
    context = error.ctx or group
    path = ("kg", *_names(context))
    report(": ".join((*path[1:], _words(error))))
    if example := _example(context.command):
        click.echo(f"For example: {example}", err=True)
    click.echo(f"All options: {' '.join(path)} --help", err=True)


def _names(context: click.Context) -> list[str]:
    """The command below the group: "show"."""
    return [context.info_name or ""] if context.parent else []


def _words(error: click.UsageError) -> str:
    words = error.format_message().rstrip(".")
    for old, new in PLAINER.items():
        words = words.replace(old, new)
    if SURPLUS in words:
        words += "; put words that belong together in quotation marks"
    return words[:1].lower() + words[1:]


def _example(command: click.Command) -> str | None:
    """The first example in the help of a command."""
    lines = (line.strip() for line in (command.help or "").splitlines())
    return next((COMMENT.sub("", line) for line in lines if line.startswith(f"kg {command.name} ")), None)

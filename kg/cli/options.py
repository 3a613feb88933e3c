"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.errors import BaseError

PROBABILITY = click.FloatRange(0, 1)
STOPPED = 130  # exit status after Ctrl-C, as in shells

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg]  # generic only in new versions of click
    """A day as 2024-05-15."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day of a text; a usage error names the form that is right."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a day: write it as 2024-05-15", param, ctx)


def words_of(name: str) -> Callable[[F], F]:
    """Add an argument of one or more words, which need no quotation marks: kg show Irena Sollas."""
    metavar = name.upper()
    return click.argument(
        name, nargs=-1, required=True, metavar=metavar, callback=lambda _, __, words: " ".join(words)
    )


def did_you_mean(text: str, known: Iterable[str]) -> str:
    """ "; did you mean 'csv'?" after a word that is like a known one, or nothing."""
    near = get_close_matches(text.casefold(), list(known), 1)
    return f"; did you mean '{near[0]}'?" if near else ""


def in_store(command: F) -> F:
    """Add the option `--store`."""
    return click.option(
        "--store",
        type=click.Path(path_type=Path),
        default=Path("kg-store"),
        envvar="KG_STORE",
        show_default=True,
        metavar="FOLDER",
        help="The store (environment: KG_STORE).",
    )(command)


def checked(_: click.Context, __: click.Parameter, base: str | None) -> str | None:
    """The base IRI if it is valid. Raises BaseError."""
    from kg.rdf.iris import checked_base

    try:
        return base if base is None else checked_base(base)
    except BaseError as error:
        raise BaseError(f"--base: {error}") from error


def with_base(text: str) -> Callable[[F], F]:
    """Add the option `--base` with this help text."""
    return click.option("--base", metavar="IRI", callback=checked, help=text)


def with_entities(command: F) -> F:
    """Add the option `--entities`."""
    return click.option(
        "--entities",
        type=click.Path(path_type=Path),
        multiple=True,
        help="CSV list of your own entities: name, aliases, type, id, never_merge_with; repeatable.",
    )(command)


def with_ontology(command: F) -> F:
    """Add the option `--ontology`."""
    return click.option(
        "--ontology",
        type=click.Path(path_type=Path),
        multiple=True,
        help="Folder of event classes, word lists and rules that extend or replace the built-in ones; repeatable.",
    )(command)


def with_model(command: F) -> F:
    """Add the option `--model`."""
    return click.option("--model", help="Name or path of another spaCy pipeline.")(command)

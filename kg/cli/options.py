"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def in_store(command: F) -> F:
    return click.option(
        "--store",
        type=click.Path(path_type=Path),
        default=Path("kg-store"),
        envvar="KG_STORE",
        show_default=True,
        help="The folder of the graph (environment: KG_STORE).",
    )(command)

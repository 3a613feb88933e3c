"""The problems that `kg check` finds: every violation, and warnings grouped by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import click

from kg.cli.output.terminal import counted, fault, strong, warning, wrapped
from kg.query.check import Problem


@dataclass(frozen=True, slots=True)
class ProblemCounts:
    """How many violations and warnings a store has."""

    violations: int
    warnings: int

    def __str__(self) -> str:
        numbers = ((self.violations, "violation"), (self.warnings, "warning"))
        return ", ".join(counted(number, name) if number else f"no {name}s" for number, name in numbers)


def report_problems(problems: Iterable[Problem], *, each: bool) -> ProblemCounts:
    """Prints violations as they are found, then the warnings by kind, the most frequent kind first.

    Without `each`, a kind has one example.
    """
    violations, kinds = 0, dict[str, list[Problem]]()
    for problem in problems:
        if problem.severity == "warning":
            kinds.setdefault(problem.what.rstrip("."), []).append(problem)
        else:
            violations += 1
            click.echo(f"{fault('violation')} {problem.where}: {problem.what}{_value(problem)}")
    for kind, found in sorted(kinds.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        heading, *rest = wrapped(f"{counted(len(found), 'warning')}: {kind}", hanging=4)
        click.echo("\n".join([strong(heading), *map(strong, rest)]))
        for problem in found if each else found[:1]:
            click.echo(f"    {'' if each else 'for example '}{problem.where}{_value(problem)}")
    return ProblemCounts(violations, sum(map(len, kinds.values())))


def _value(problem: Problem) -> str:
    return warning(f" has {problem.value}") if problem.value else ""

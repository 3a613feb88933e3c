"""The problems that `kg check` finds: every violation, and warnings grouped by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import click
from pyoxigraph import NamedNode, QuerySolutions

from kg.cli.output.terminal import counted, fault, strong, warning, wrapped
from kg.query.check import Problem
from kg.store.read_build import Store


@dataclass(frozen=True, slots=True)
class ProblemCounts:
    """How many violations and warnings a store has."""

    violations: int
    warnings: int

    def __str__(self) -> str:
        numbers = ((self.violations, "violation"), (self.warnings, "warning"))
        return ", ".join(counted(number, name) if number else f"no {name}s" for number, name in numbers)


WORDS = """SELECT ?sentence ?name WHERE {{
  GRAPH ?article {{ {where} prov:wasDerivedFrom/nif:anchorOf ?sentence }}
  OPTIONAL {{ GRAPH ?article {{ {value} rdfs:label ?local }} }}
  OPTIONAL {{ {value} rdfs:label ?label }}
  BIND(COALESCE(?label, ?local) AS ?name)
}} LIMIT 1"""


def report_problems(problems: Iterable[Problem], graph: Store, *, each: bool) -> ProblemCounts:
    """Prints violations as they are found, then the warnings by kind, the most frequent kind first.

    A warning has the sentence of its claim. Without `each`, a kind has one example.
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
            for line in _words(problem, graph):
                click.echo(line)
    return ProblemCounts(violations, sum(map(len, kinds.values())))


def _words(problem: Problem, graph: Store) -> list[str]:
    """The sentence of a claim, after the name of what is at fault in it."""
    if not problem.value.startswith("http"):
        return []
    query = WORDS.format(where=NamedNode(problem.where), value=NamedNode(problem.value))
    found = graph.trusted_query(query)
    assert isinstance(found, QuerySolutions)
    return [
        line
        for row in found
        for line in wrapped(
            f"{row['name'].value if row['name'] else 'it'}, in: {row['sentence'].value}", indent=6
        )
    ]


def _value(problem: Problem) -> str:
    return warning(f" has {problem.value}") if problem.value else ""

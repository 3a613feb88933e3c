"""Answers to SPARQL queries as text: a table to read, JSON and CSV to work on, and the graphs of CONSTRUCT."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    serialize,
)

from kg.errors import QueryError
from kg.query.hints import is_query, syntax_fault
from kg.store.read_build import Store
from kg.vocab import PREFIXES

Answer = QuerySolutions | QueryBoolean | QueryTriples
WIDEST, NARROWEST = 80, 10  # characters of a column of a table; longer values are wrapped


def ask(store: Store, sparql: str) -> Answer:
    """The answer to a query that may use the prefixes of `kg.vocab` without declaring them.

    Raises QueryError with the place where it cannot be read.
    """
    try:
        return store.query(sparql)
    except QueryError as error:
        if isinstance(error.__cause__, SyntaxError):
            hint = "" if is_query(sparql) else "; kg find searches for words"
            raise QueryError(f"query: {syntax_fault(str(error.__cause__), sparql)}{hint}") from error
        raise QueryError(f"query: {error}") from error


def write_table(answer: Answer, width: int | None = None) -> str:
    """Rows under the names of the variables, in so many columns if a width is given; "yes" or "no"; or Turtle."""
    if isinstance(answer, QueryBoolean):
        return "yes\n" if answer else "no\n"
    if isinstance(answer, QueryTriples):
        return _text(serialize(answer, format=RdfFormat.TURTLE, prefixes=PREFIXES))
    names = [variable.value for variable in answer.variables]
    rows = [[readable(value) for value in solution] for solution in answer]
    lines = "".join(f"{line}\n" for line in align([names, *rows], width))
    return lines + (f"({len(rows)} row{'s' * (len(rows) != 1)})\n")


def write_json(answer: Answer) -> str:
    """SPARQL 1.1 results in JSON; triples as JSON-LD."""
    if isinstance(answer, QueryTriples):
        return _text(serialize(answer, format=RdfFormat.JSON_LD)) + "\n"
    return _text(answer.serialize(format=QueryResultsFormat.JSON)) + "\n"


def write_csv(answer: Answer) -> str:
    """SPARQL 1.1 results in CSV; of triples, a row each."""
    if isinstance(answer, QuerySolutions):
        return _text(answer.serialize(format=QueryResultsFormat.CSV))
    rows: Iterable[Sequence[str]] = [("answer",), ("true" if answer else "false",)]
    if isinstance(answer, QueryTriples):
        triples = ((term.value for term in triple) for triple in answer)
        rows = [("subject", "predicate", "object"), *(tuple(values) for values in triples)]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


WRITERS: dict[str, Callable[[Answer], str]] = {"table": write_table, "json": write_json, "csv": write_csv}


def readable(value: object) -> str:
    """A term for readers: `kg:Actual`, the text of a literal, nothing for an unbound variable."""
    if value is None:
        return ""
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, NamedNode):
        return short(value.value)
    return str(value)


def short(iri: str) -> str:
    """An IRI by the longest prefix of `kg.vocab.PREFIXES` that leaves a plain name."""
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda pair: -len(pair[1])):
        name = iri.removeprefix(namespace)
        if name != iri and name.replace("_", "").isalnum():
            return f"{prefix}:{name}"
    return iri


def align(rows: Sequence[Sequence[str]], width: int | None = None) -> Iterator[str]:
    """Rows as lines with their columns below each other, the first row as head; long values are folded.

    With a width, the widest columns are narrowed until the lines fit, as far as each can have 10 characters.
    """
    widths = [min(WIDEST, max(map(len, column))) for column in zip(*rows, strict=True)]
    while width is not None and sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    for number, row in enumerate(rows):
        folded = [_fold(value.replace("\n", " "), width) for value, width in zip(row, widths, strict=True)]
        for parts in zip_longest(*folded, fillvalue=""):
            yield "  ".join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip()
        if number == 0:
            yield "  ".join("-" * width for width in widths)


def _text(data: bytes | None) -> str:
    return (data or b"").decode()


def _fold(value: str, width: int) -> list[str]:
    """The value in lines of at most `width` characters, cut between words where there are words."""
    lines, line = [], ""
    for word in value.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
        while len(line) > width > 0:
            lines.append(line[:width])
            line = line[width:]
    return [*lines, line]

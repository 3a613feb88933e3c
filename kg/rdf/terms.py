"""Terms of RDF as N-Quads writes them, and the lines that they make.

Text is written and loaded at a third of the cost of quads as objects, of which a build makes millions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from pyoxigraph import Quad, RdfFormat, parse

from kg.vocab import KG, XSD

# A subject or a predicate is an IRI, a value a term as N-Quads writes it.
Statement = tuple[str, str, str]
ESCAPED = str.maketrans({'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r"})
TRUE, FALSE = (f'"{word}"^^<{XSD}boolean>' for word in ("true", "false"))


def node(iri: str) -> str:
    return f"<{iri}>"


def term(name: str) -> str:
    """A class or property of ours: `kg:agent`."""
    return f"<{KG}{name}>"


def text(value: str) -> str:
    return f'"{value.translate(ESCAPED)}"'


def typed(value: str, datatype: str) -> str:
    """A value of a datatype of XML Schema."""
    return f'"{value.translate(ESCAPED)}"^^<{XSD}{datatype}>'


def integer(value: int) -> str:
    return f'"{value}"^^<{XSD}integer>'


def boolean(value: bool) -> str:
    return TRUE if value else FALSE


def decimal(value: float) -> str:
    """An xsd:decimal, which has no exponent: 0.00001, 95."""
    number = f"{Decimal(repr(value)):f}"
    return f'"{number.rstrip("0").rstrip(".") if "." in number else number}"^^<{XSD}decimal>'


def day(value: date | str) -> str:
    return f'"{value if isinstance(value, str) else value.isoformat()}"^^<{XSD}date>'


def lines_of(statements: Iterable[Statement], graph: str = "") -> Iterator[str]:
    """Statements as lines of N-Quads: of the named graph of an IRI, or else of the default graph."""
    end = f" <{graph}> .\n" if graph else " .\n"
    return (f"<{subject}> <{name}> {value}{end}" for subject, name, value in statements)


def quads_of(lines: Iterable[str]) -> Iterator[Quad]:
    """The quads of lines of N-Quads. Raises SyntaxError if one is none."""
    return parse("".join(lines), format=RdfFormat.N_QUADS)

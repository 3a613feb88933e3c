"""Mints IRIs and literals. Every IRI is computed from what it names, so a second run writes the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from kg.ids import short_hash
from kg.vocab import BASE, KG, XSD

DATE = NamedNode(XSD + "date")
DECIMAL = NamedNode(XSD + "decimal")


@dataclass(frozen=True, slots=True)
class Iris:
    """The IRIs of the data, below one base."""

    base: str = BASE

    def article(self, article: str) -> str:
        return f"{self.base}article/{article}"

    def entity(self, entity: str) -> str:
        return f"{self.base}entity/{entity}"

    def event(self, event: str) -> str:
        return f"{self.base}event/{event}"

    def stretch(self, article: str, begin: int, end: int) -> str:
        """Characters [begin, end) of an article, after RFC 5147."""
        return f"{self.base}article/{article}#char={begin},{end}"

    def claim(self, article: str, key: str) -> str:
        """Of a claim's key: "Meeting@1204" is `#claim=Meeting,1204`."""
        return f"{self.base}article/{article}#claim={key.replace('@', ',')}"

    def edge(self, source: str, name: str, target: str) -> str:
        """Of a short-cut between two entities' IRIs."""
        return f"{self.base}edge/{short_hash(source, name, target)}"


def term(name: str) -> NamedNode:
    """A class or property of ours: `kg:agent`."""
    return NamedNode(KG + name)


def decimal(value: float) -> Literal:
    """An xsd:decimal, which knows no exponent: 0.00001, 95."""
    number = f"{Decimal(repr(value)):f}"
    return Literal(number.rstrip("0").rstrip(".") if "." in number else number, datatype=DECIMAL)


def day(value: date | str) -> Literal:
    return Literal(value if isinstance(value, str) else value.isoformat(), datatype=DATE)

"""What a graph says of one subject, as Python's values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.store.store import Store
from kg.vocab import KG

Term = NamedNode | Literal
Facts = Mapping[str, list[Term]]  # of one subject, by property


def facts_of(store: Store, iri: str, graph: str | None = None) -> Facts:
    """What the default graph or an article's says of a subject; empty if nothing."""
    name = NamedNode(graph) if graph else DefaultGraph()
    found: dict[str, list[Term]] = {}
    for quad in store.graph.quads_for_pattern(NamedNode(iri), None, None, name):
        if isinstance(quad.object, NamedNode | Literal):  # nothing else is written
            found.setdefault(quad.predicate.value, []).append(quad.object)
    for values in found.values():
        values.sort(key=str)
    return found


def by_subject(quads: Iterable[Quad]) -> dict[str, dict[str, list[Term]]]:
    """What quads say of each of their subjects."""
    found: dict[str, dict[str, list[Term]]] = {}
    for quad in quads:
        if isinstance(quad.object, NamedNode | Literal) and isinstance(quad.subject, NamedNode):
            properties = found.setdefault(quad.subject.value, {})
            properties.setdefault(quad.predicate.value, []).append(quad.object)
    return found


def pairs(store: Store, name: str, graph: str | None = "") -> Iterator[tuple[str, str]]:
    """Subject and value of a property: of the default graph, or with `None` of every graph."""
    where = None if graph is None else DefaultGraph()
    for quad in store.graph.quads_for_pattern(None, NamedNode(name), None, where):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            yield quad.subject.value, quad.object.value


def text(facts: Facts, name: str) -> str | None:
    values = facts.get(name)
    return values[0].value if values else None


def number(facts: Facts, name: str) -> int:
    """A count or offset; 0 if there is none."""
    return int(text(facts, name) or 0)


def real(facts: Facts, name: str) -> float | None:
    value = text(facts, name)
    return None if value is None else float(value)


def day(facts: Facts, name: str) -> date | None:
    value = text(facts, name)
    return date.fromisoformat(value) if value else None


def last_part(iri: str) -> str:
    """The id of an entity, event or article by its IRI."""
    return iri.rpartition("/")[2]


def local(iri: str) -> str:
    """The name of a class or property of ours by its IRI."""
    return iri.removeprefix(KG)

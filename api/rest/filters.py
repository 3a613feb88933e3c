"""Filters of claims, events and edges: class, days, factuality, attribution, source, independent sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from kg.api.tables.ontology import PLAIN, SPEAKER, Ontology
from kg.errors import ReadError

OWN_VOICE = "none"  # in attributed_to: claims without attribution
Condition = tuple[str, tuple[object, ...]]
_LATEST = "c.published IS NULL, c.published DESC, c.article, c.begin, c.id"
# What a reader should see first: what counts, events before states, with most independent sources, the surest, latest.
_WEIGHTIEST = (
    "c.uncertain, (SELECT state FROM event WHERE id = c.event), "
    "(SELECT sources FROM event WHERE id = c.event) DESC, c.confidence DESC, " + _LATEST
)
Order = Literal["date", "weight"]
ORDERS: dict[Order, str] = {"date": _LATEST, "weight": _WEIGHTIEST}


class Page(NamedTuple):
    """A part of a list, and its order."""

    limit: int
    offset: int = 0
    order: Order = "date"


class FilterError(ReadError):
    """A filter has a value that does not exist in the graph."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Several values of one filter are alternatives; all filters must hold."""

    classes: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    begin: date | None = None
    end: date | None = None
    factuality: tuple[str, ...] = ()
    attributed_to: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    min_sources: int = 1
    uncertain: bool = False  # also claims below the threshold of the build
    inferred: bool = False  # also claims of which an entity is an inferred filler
    named: bool = False  # only neighbours with a name, and groups with a number
    plain: bool = False  # also claims of no named class; a filter of classes may name that class, too

    @property
    def fills(self) -> str:
        """The table of the fillers of claims."""
        return "fills_or_inferred" if self.inferred else "fills"

    def where(self, ontology: Ontology) -> Condition:
        """An SQL condition on a row `c` of claims.

        Raises FilterError if a class or family does not exist.
        """
        return joined([*self._where(ontology), *self._of_event()])

    def where_edges(self, ontology: Ontology) -> Condition:
        """The same without `min_sources`, which edges apply to their own sources."""
        return joined(list(self._where(ontology)))

    def _where(self, ontology: Ontology) -> Iterator[Condition]:
        if not self.uncertain:
            yield "NOT c.uncertain", ()
        if self.classes or self.families:
            yield is_in("c.class", class_names(self, ontology))
        elif not self.plain:
            yield f"c.class != '{PLAIN}'", ()
        if self.factuality:
            yield is_in("c.factuality", self.factuality)
        if self.begin or self.end:
            yield days("c", self.begin, self.end)
        if self.attributed_to:
            yield self._said()
        if self.source:
            by_id, by_publisher = is_in("c.article", self.source), is_in("publisher", self.source)
            articles = f"c.article IN (SELECT id FROM article WHERE {by_publisher[0]})"
            yield f"({by_id[0]} OR {articles})", (*by_id[1], *by_publisher[1])

    def _of_event(self) -> Iterator[Condition]:
        if self.min_sources > 1:
            yield "c.event IN (SELECT id FROM event WHERE sources >= ?)", (self.min_sources,)

    def _said(self) -> Condition:
        speakers = [speaker for speaker in self.attributed_to if speaker != OWN_VOICE]
        said = f"SELECT claim FROM fills WHERE role = '{SPEAKER}'"
        one, values = is_in("entity", speakers)
        condition = f"c.id IN ({said} AND {one})"
        if len(speakers) < len(self.attributed_to):
            condition = f"({condition} OR c.id NOT IN ({said}))"
        return condition, values


def class_names(filters: Filters, ontology: Ontology) -> list[str]:
    """The local names of the classes of both filters, class and family."""
    names = []
    for name in filters.classes:
        local_name = ontology.named(name)
        if local_name is None:
            raise FilterError(f"class={name}: there is no such class; see /classes")
        names.append(local_name)
    for family in filters.families:
        if family not in ontology.families:
            raise FilterError(
                f"family={family}: there is no such family; there are {', '.join(ontology.families)}"
            )
        names += [name for name, info in ontology.classes.items() if info.family == family]
    return names


def days(row: str, begin: date | None, end: date | None) -> Condition:
    """An SQL condition: the days of a row, or its day of publication if it has none, overlap these days."""
    first = f"COALESCE({row}.begins, CASE WHEN {row}.ends IS NULL THEN {row}.published ELSE '' END, '9999')"
    last = f"COALESCE({row}.ends, CASE WHEN {row}.begins IS NULL THEN {row}.published ELSE '9999' END, '')"
    conditions = [(f"{last} >= ?", (begin.isoformat(),))] if begin else []
    conditions += [(f"{first} <= ?", (end.isoformat(),))] if end else []
    return joined(conditions)


def is_in(column: str, values: Sequence[object]) -> Condition:
    return f"{column} IN ({', '.join('?' * len(values))})", tuple(values)


def joined(conditions: Sequence[Condition]) -> Condition:
    """The conjunction of conditions; true if there are none."""
    if not conditions:
        return "1", ()
    return " AND ".join(text for text, _ in conditions), tuple(v for _, values in conditions for v in values)

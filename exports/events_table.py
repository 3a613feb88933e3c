"""Counts of events by day, country, pair of actors and class, as analysts of political events use them.

Columns that POLECAT has too have its names and mean the same. Only actual events of named classes are counted.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import IO, Any, NamedTuple

from kg import vocab
from kg.errors import ExportError
from kg.exports.tables import cell
from kg.ontology.files import ontology_file
from kg.ontology.listed.event_codes import EventCodes, read_event_codes
from kg.ontology.listed.territories import read_territories
from kg.query import rows
from kg.query.facts import Facts, facts_of, number, solutions, text, types_above, with_types_above
from kg.store.read_build import Store

PLACES = ("place", "destination")  # roles that say where
RECIPIENTS = ("patient", "recipient")  # roles to whom; the first one that is filled
PUBLISHED = """
SELECT ?event (MIN(?day) AS ?published) {
  GRAPH ?article { ?claim kg:event ?event . ?article schema:datePublished ?day } } GROUP BY ?event
"""


class Key(NamedTuple):
    """What events are counted by; countries are ISO 3166-1 codes of three letters, days ISO dates, "" if unknown."""

    event_date: str
    publication_date: str
    country: str
    actor: str
    actor_country: str
    recipient: str
    recipient_country: str
    event_class: str
    event_type: str
    quad_code: str
    cameo: str


COLUMNS = (
    "Event Date", "Publication Date", "Country", "Actor Name", "Actor Country", "Recipient Name", "Recipient Country",
    "Event Class", "Event Type", "Quad Code", "CAMEO Root Code", "Events", "Claims", "Sources",
)  # fmt: skip


def write_events_csv(store: Store, output: IO[bytes]) -> None:
    """One CSV file, UTF-8."""
    file = io.TextIOWrapper(output, encoding="utf-8", newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([cell(value) for value in row] for row in event_counts(store))
    file.detach()  # flushes it, and leaves the output open


def write_events_parquet(store: Store, output: IO[bytes]) -> None:
    """One Parquet file. Raises ExportError if pyarrow is not installed."""
    try:
        import pyarrow as pa  # an optional extra, 40 MB
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ExportError("events-table-parquet: needs pyarrow: pip install 'kg-news[exports]'") from error
    texts = len(Key._fields)
    kinds = [pa.string()] * texts + [pa.int64()] * (len(COLUMNS) - texts)
    columns = list(zip(*event_counts(store), strict=True)) or [()] * len(COLUMNS)
    arrays = [pa.array(values, type=kind) for values, kind in zip(columns, kinds, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, names=list(COLUMNS)), output)


def event_counts(store: Store) -> list[tuple[Any, ...]]:
    """The rows of the table, sorted; the last three cells are numbers of events, claims and independent sources.

    An event with several actors or recipients has a row for each pair.
    """
    counts: defaultdict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
    reader = _Reader(store)
    for event in rows.events(store):
        if event.factuality != "actual" or event.is_state or event.classes == "Event":
            continue
        facts = facts_of(store, event.event)
        day = event.begins if event.begins and event.granularity == "day" else ""
        for key in set(reader.keys(event.event, event.classes.partition("; ")[0], day, facts)):
            sums = counts[key]
            for at, value in enumerate((1, event.claims, number(facts, vocab.SOURCES))):
                sums[at] += value
    return sorted((*key, *sums) for key, sums in counts.items())


class _Reader:
    """Reads who took part in events, and where."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._codes = read_event_codes(ontology_file("event_codes.tsv"))
        self._alpha3 = read_territories(ontology_file("territories.tsv")).alpha3
        self._published = {row["event"].value: row["published"].value for row in solutions(store, PUBLISHED)}
        self._above = types_above(store.graph)
        self._edges = {(edge.source, edge.target) for edge in rows.edges(store)}

    def keys(self, event: str, event_class: str, day: str, facts: Facts) -> Iterator[Key]:
        """One for each pair of actor and recipient; the codes only where a named actor acts."""
        countries = [code for role in PLACES for iri in _iris(facts, role) if (code := self._country(iri))]
        for actor, recipient in self._pairs(facts):
            codes = self._codes.get(event_class, EventCodes()) if self._is_actor(actor) else EventCodes()
            yield Key(
                event_date=day,
                publication_date=self._published.get(event, "")[:10],
                country=countries[0] if countries else "",
                actor=self._label(actor),
                actor_country=self._country(actor),
                recipient=self._label(recipient),
                recipient_country=self._country(recipient),
                event_class=event_class,
                event_type=codes.plover,
                quad_code=codes.quad,
                cameo=codes.cameo,
            )

    def _pairs(self, facts: Facts) -> list[tuple[str, str]]:
        """Agents with recipients; agents that did it together where a symmetric short-cut joins them."""
        agents = _iris(facts, "agent") or [""]
        recipients = next((found for role in RECIPIENTS if (found := _iris(facts, role))), [])
        together = (
            []
            if recipients
            else [pair for pair in combinations(sorted(agents), 2) if {pair, pair[::-1]} <= self._edges]
        )
        return together or [(agent, recipient) for agent in agents for recipient in recipients or [""]]

    def _is_actor(self, iri: str) -> bool:
        own = (kind.value for kind in facts_of(self._store, iri)[vocab.TYPE]) if iri else ()
        return vocab.KG + "Actor" in with_types_above(own, self._above)

    def _label(self, iri: str) -> str:
        return (text(facts_of(self._store, iri), vocab.LABEL) or "") if iri else ""

    def _country(self, iri: str) -> str:
        code = text(facts_of(self._store, iri), vocab.COUNTRY) if iri else None
        return self._alpha3.get(code or "", "")


def _iris(facts: Facts, role: str) -> list[str]:
    """The entities that fill a role."""
    values = (value.value for value in facts.get(vocab.KG + role, []))
    return [value for value in values if "/entity/" in value]

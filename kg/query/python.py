"""A store in Python: answers to SPARQL as rows and frames, rdflib and networkx on the same data, cards for notebooks.

import kg
graph = kg.open("news")
graph.sparql("SELECT ?a ?b { ?x kg:met ?y . ?x rdfs:label ?a . ?y rdfs:label ?b }").frame()
graph.entity("Irena Sollas").claims[0].text
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, overload

import networkx as nx
import rdflib
from oxrdflib import OxigraphStore
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from kg import vocab
from kg.errors import ExportError, ReadError
from kg.query import rows
from kg.query.facts import (
    Facts,
    Labels,
    article_facts,
    class_names,
    facts_of,
    local_name,
    solutions,
    subproperties,
    types_above,
)
from kg.query.meant_entity import meant_entities
from kg.query.network.claim_network import claim_network
from kg.query.row_types import ArticleRow, ClaimRow, DisputeRow, EntityRow, EventRow
from kg.query.search import NameHit, open_search
from kg.query.sparql_answers import ask
from kg.store.processes.sandboxed_query import check_query
from kg.store.read_build import Store, open_store

SHOWN = 50  # rows of a table in a notebook
CLAIMS = "SELECT DISTINCT ?article ?claim {{ GRAPH ?article {{ ?claim a kg:Claim ; ?role {iri} }} }}"
EVENTS = "SELECT DISTINCT ?event {{ ?event ?role {iri} ; kg:factuality ?factuality }} ORDER BY ?event"
READ: dict[str, Callable[[str], Any]] = {
    vocab.XSD + "integer": int,
    vocab.XSD + "decimal": float,
    vocab.XSD + "double": float,
    vocab.XSD + "boolean": lambda text: text == "true",
    vocab.XSD + "date": date.fromisoformat,
}


def open_graph(path: str | Path) -> Graph:
    """The current build of a store. Raises StoreError."""
    return Graph(open_store(Path(path)))


class Rows(Sequence[dict[str, Any]]):
    """An answer: a dict for each row. IRIs are texts; numbers and days are Python's; unbound variables are None."""

    def __init__(self, columns: Iterable[str], rows: Iterable[Sequence[Any]]) -> None:
        self.columns = tuple(columns)
        self._rows = [dict(zip(self.columns, row, strict=True)) for row in rows]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        return self._rows[index]

    def __repr__(self) -> str:
        return f"<{len(self)} rows of {', '.join(self.columns)}>"

    def frame(self) -> Any:
        """A pandas DataFrame. Raises ExportError if pandas is not installed."""
        try:
            import pandas as pd  # an optional extra
        except ImportError as error:
            raise ExportError("frame: needs pandas: pip install 'kg-news[exports]'") from error
        return pd.DataFrame(self._rows, columns=list(self.columns))

    def _repr_html_(self) -> str:
        more = f"<p>{len(self):,} rows, the first {SHOWN} shown</p>" if len(self) > SHOWN else ""
        return _table(self.columns, (row.values() for row in self._rows[:SHOWN])) + more


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity, and every claim about it with its sentence, in the order of publication."""

    row: EntityRow
    claims: tuple[ClaimRow, ...]

    @property
    def iri(self) -> str:
        return self.row.entity

    @property
    def label(self) -> str:
        return self.row.label

    def _repr_html_(self) -> str:
        row = self.row
        also = f"<p>also {escape(row.other_names)}</p>" if row.other_names else ""
        counts = f"{row.mentions} mentions in {row.articles} articles, {row.sources} independent sources"
        return f"<h3>{escape(row.label)}</h3><p>{escape(row.types)}; {counts}</p>{also}{_claims_table(self.claims)}"


@dataclass(frozen=True, slots=True)
class Event:
    """An event or state, its claims, and the claims that these dispute or refine."""

    row: EventRow
    roles: Mapping[str, tuple[str, ...]]  # IRIs, or words
    claims: tuple[ClaimRow, ...]
    disputes: tuple[DisputeRow, ...]

    @property
    def iri(self) -> str:
        return self.row.event

    @property
    def label(self) -> str:
        return self.row.label

    def _repr_html_(self) -> str:
        row = self.row
        days = " to ".join(dict.fromkeys(day for day in (row.begins, row.ends) if day)) or "no day known"
        counts = f"{row.claims} claims, {row.sources} independent sources, {len(self.disputes)} disputes"
        head = f"{escape(row.classes)}; {escape(row.factuality)}; {escape(days)}; {counts}"
        return f"<h3>{escape(row.label)}</h3><p>{head}</p>{_claims_table(self.claims)}"


class LocalStore(OxigraphStore):
    """The store of Oxigraph for rdflib, without SERVICE clauses."""

    def query(self, query: Any, initNs: Any, *arguments: Any, **named: Any) -> Any:
        """As rdflib's. Raises QueryError."""
        if isinstance(query, str):
            check_query(query, {**dict(self.namespaces()), **initNs})
        return super().query(query, initNs, *arguments, **named)


class Graph(AbstractContextManager["Graph"]):
    """A build of a store, open for reading; later builds do not change it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._names = class_names(store)
        self._label = Labels(store)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets the build be removed once it is replaced."""
        self.store.close()

    def __repr__(self) -> str:
        counts = ", ".join(f"{number:,} {name}" for name, number in self.store.counts.items())
        return f"<graph {self.store.path}: {counts}>"

    def sparql(self, query: str) -> Rows:
        """The rows of SELECT, the triples of CONSTRUCT, or one row with the `answer` of ASK.

        The prefixes of `kg/vocab.py` are known; GRAPH queries what single articles say. Raises QueryError.
        """
        answer = ask(self.store, query)
        if isinstance(answer, QueryBoolean):
            return Rows(["answer"], [[bool(answer)]])
        if isinstance(answer, QuerySolutions):
            columns = [variable.value for variable in answer.variables]
            return Rows(columns, ([_value(term) for term in row] for row in answer))
        return Rows(["subject", "predicate", "object"], ([_value(term) for term in row] for row in answer))

    def rdflib(self) -> rdflib.Dataset:
        """The same data for rdflib, not copied, as long as the graph is open."""
        return rdflib.Dataset(store=LocalStore(store=self.store.graph))

    def networkx(self) -> nx.MultiDiGraph[str]:
        """Entities, and an edge for each claim about two of them, with its sentence, factuality and who says so."""
        return claim_network(self.store)

    def search(self, name: str, *, type: str | None = None, limit: int = 20) -> list[NameHit]:
        """Entities by any of their names, also incomplete or misspelt, the best first."""
        with open_search(self.store.path) as index:
            return index.names(name, limit, type)

    def entity(self, name: str, *, uncertain: bool = False) -> Entity:
        """An entity by its IRI, or the likeliest that a name means; optionally with uncertain claims.

        Raises ReadError if there is none.
        """
        iri = name if self._is_known(name) else self._meant(name)
        facts = facts_of(self.store, iri) if iri else Facts(iri)
        if vocab.MENTIONS not in facts:
            raise ReadError(f"entity: no entity is named '{name}'; try part of the name")
        row = rows.entity_row(iri, facts, types_above(self.store.graph))
        return Entity(row, self._claims(iri, uncertain=uncertain))

    def _meant(self, name: str) -> str:
        with open_search(self.store.path) as index:
            how, hits = meant_entities(index, name)
        return hits[0].entity if hits and how != "unclear" else ""

    def event(self, iri: str, *, uncertain: bool = False) -> Event:
        """An event or state by its IRI, optionally with uncertain claims. Raises ReadError if there is none."""
        facts = facts_of(self.store, iri) if self._is_known(iri) else Facts(iri)
        if vocab.HAS_FACTUALITY not in facts:
            raise ReadError(f"event: no event '{iri}'; `events` of an entity lists its events")
        roles = {
            local_name(role): tuple(term.value for term in facts[role])
            for role in sorted(subproperties(self.store, "role") & facts.keys())
        }
        claims = self._claims(iri, uncertain=uncertain)
        own = {claim.claim for claim in claims}
        disputes = tuple(each for each in rows.disputes(self.store) if each.claim in own)
        row = rows.event_row(iri, facts, self._names)
        return Event(row=row, roles=roles, claims=claims, disputes=disputes)

    def events(self, entity: str) -> list[EventRow]:
        """Events and states in which an entity, by IRI or name, has a role, by their day."""
        node = NamedNode(self.entity(entity).iri)
        found = solutions(self.store, EVENTS.format(iri=node))
        event_rows = [self._event_row(row["event"].value) for row in found]
        return sorted(event_rows, key=lambda row: (row.begins or row.ends or "9", row.event))

    def articles(self) -> list[ArticleRow]:
        return list(rows.articles(self.store))

    def text(self, article: str) -> str:
        """An article as it was read, by its IRI: offsets of claims and sentences count its characters."""
        return self.store.text(article)

    def _is_known(self, iri: str) -> bool:
        try:
            return any(self.store.graph.quads_for_pattern(NamedNode(iri), None, None, None))
        except ValueError:  # no IRI
            return False

    def _event_row(self, iri: str) -> EventRow:
        return rows.event_row(iri, facts_of(self.store, iri), self._names)

    def _claims(self, iri: str, *, uncertain: bool) -> tuple[ClaimRow, ...]:
        """The claims that refer to an IRI, by the day of their article."""
        found: dict[str, list[str]] = {}
        for row in solutions(self.store, CLAIMS.format(iri=NamedNode(iri))):
            found.setdefault(row["article"].value, []).append(row["claim"].value)
        claims = (claim for article, iris in found.items() for claim in self._claim_rows(article, iris))
        selected = (claim for claim in claims if uncertain or not claim.uncertain)
        return tuple(
            sorted(selected, key=lambda row: (row.published or "9", row.article, row.begin, row.claim))
        )

    def _claim_rows(self, article: str, claims: Iterable[str]) -> Iterator[ClaimRow]:
        facts = article_facts(self.store, article)
        return (rows.claim_row(claim, facts, names=self._names, label=self._label) for claim in claims)

    def _repr_html_(self) -> str:
        counts = ", ".join(f"{number:,} {escape(name)}" for name, number in self.store.counts.items())
        return f"<p><b>{escape(str(self.store.path.parent))}</b>: {counts}</p>"


def _value(term: object) -> Any:
    """A term as a number, day or bool of Python, or else its text."""
    if not isinstance(term, Literal):
        return term.value if isinstance(term, NamedNode) else term if term is None else str(term)
    try:
        return READ.get(term.datatype.value, str)(term.value)
    except ValueError:  # "2024-02-30"
        return term.value


def _claims_table(claims: Iterable[ClaimRow]) -> str:
    columns = ("event_class", "factuality", "says", "begins", "text", "publisher", "published")
    fields = [asdict(claim) for claim in claims]
    more = f"<p>{len(fields):,} claims, the first {SHOWN} shown</p>" if len(fields) > SHOWN else ""
    return _table(columns, ([claim[name] for name in columns] for claim in fields[:SHOWN])) + more


def _table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Rows as HTML; all text is escaped."""
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    lines = ("".join(f"<td>{'' if each is None else escape(str(each))}</td>" for each in row) for row in rows)
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"

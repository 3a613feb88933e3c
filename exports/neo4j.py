"""Neo4j: CSV for `neo4j-admin database import`, and one Cypher script for a running database.

    (:Article)<-[:IN]-(:Sentence)<-[:TOLD_BY]-(:Claim)-[:ABOUT]->(:Event)
    (:Claim)-[:AGENT|PATIENT|PLACE|... {words}]->(:Entity|:Event)    (:Claim)-[:ATTRIBUTED_TO]->(:Entity)
    (:Entity)-[:MET|BOUGHT|... {claims, sources}]->(:Entity)          short-cuts that actual claims support

Every node has the label KG and its IRI.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import IO, Any, NamedTuple

from kg.exports.tables import new_file, write_rows, zipped
from kg.query import rows
from kg.query.rows import Tables, all_tables
from kg.store.read_build import Store

BATCH = 500  # rows of a statement
TYPES = {"int": "long", "float": "double", "bool": "boolean", "str": "string"}
ENDS = ("from", "to", "type")
COMMAND = """\
# In the folder with these files, with the database stopped:
neo4j-admin database import full --multiline-fields=true --overwrite-destination \\
  {files} \\
  neo4j
"""


@dataclass(frozen=True, slots=True)
class Nodes:
    """A file of nodes; each row is a tuple of labels and a dict of properties, including the IRI."""

    fields: dict[str, str]  # type by name
    rows: Callable[[Tables], Iterator[tuple[tuple[str, ...], dict[str, Any]]]]


class Relationship(NamedTuple):
    """A row of a file of relationships; start and end are IRIs of nodes."""

    start: str
    end: str
    type: str
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Relationships:
    """A file of relationships."""

    fields: dict[str, str]
    rows: Callable[[Tables], Iterator[Relationship]]


def write_neo4j(store: Store, output: IO[bytes]) -> None:
    """A zip of CSV, and `import.sh` with the command that reads them."""
    with zipped(output) as files, all_tables(store) as tables:
        for name, nodes in NODES.items():
            head = ["iri:ID", *_head(nodes.fields, leaving="iri"), ":LABEL"]
            write_rows(files, f"{name}.csv", head, _node_cells(nodes, tables))
        for name, ties in TIES.items():
            head = [":START_ID", ":END_ID", ":TYPE", *_head(ties.fields)]
            write_rows(files, f"{name}.csv", head, _tie_cells(ties, tables))
        arguments = [f"--nodes={name}.csv" for name in NODES] + [
            f"--relationships={name}.csv" for name in TIES
        ]
        with new_file(files, "import.sh") as file:
            file.write(COMMAND.format(files=" ".join(arguments)).encode())


def write_cypher(store: Store, output: IO[bytes]) -> None:
    """A script for `cypher-shell < graph.cypher`; running it twice changes nothing."""
    output.write(b"CREATE CONSTRAINT kg_iri IF NOT EXISTS FOR (n:KG) REQUIRE n.iri IS UNIQUE;\n")
    with all_tables(store) as tables:
        for nodes in NODES.values():
            for labels, found in _batches(nodes.rows(tables)):
                statement = f"MERGE (n:KG {{iri: row.iri}}) SET n += row, n:{':'.join(labels)};\n"
                output.write(f"UNWIND {_literal(found)} AS row {statement}".encode())
        for ties in TIES.values():
            pairs = (
                ((each.type,), {"a": each.start, "b": each.end, "p": each.properties})
                for each in ties.rows(tables)
            )
            for (kind,), found in _batches(pairs):
                statement = (
                    "MATCH (a:KG {iri: row.a}) MATCH (b:KG {iri: row.b}) "
                    f"MERGE (a)-[r:{kind}]->(b) SET r += row.p;\n"
                )
                output.write(f"UNWIND {_literal(found)} AS row {statement}".encode())


# --- CSV


def _head(fields: dict[str, str], leaving: str = "") -> list[str]:
    return [f"{name}:{kind}" for name, kind in fields.items() if name != leaving]


def _node_cells(nodes: Nodes, tables: Tables) -> Iterator[list[Any]]:
    for labels, own in nodes.rows(tables):
        values = (own.get(name) for name in nodes.fields if name != "iri")
        yield [own["iri"], *values, ";".join(("KG", *labels))]


def _tie_cells(ties: Relationships, tables: Tables) -> Iterator[list[Any]]:
    for each in ties.rows(tables):
        yield [each.start, each.end, each.type, *(each.properties.get(name) for name in ties.fields)]


# --- Cypher


def _batches(
    found: Iterable[tuple[tuple[str, ...], dict[str, Any]]],
) -> Iterator[tuple[tuple[str, ...], list[dict[str, Any]]]]:
    """Batches of rows with the same labels or type."""
    rest = iter(found)
    while batch := list(islice(rest, BATCH)):
        alike: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for labels, row in batch:
            alike[labels].append(row)
        yield from sorted(alike.items())


def _literal(value: Any) -> str:
    if isinstance(value, dict):
        known = (f"`{name}`: {_literal(each)}" for name, each in value.items() if each is not None)
        return f"{{{', '.join(known)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    """A text in quotes, split between a backslash and a `u`: Neo4j before version 5 would decode `\\u0027` first, and
    the quote that it means would end the text.
    """
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return "'" + escaped.replace("\\\\u", "\\\\' + 'u") + "'"


# --- rows


def _node_rows(name: str, labels: Callable[[Any], tuple[str, ...]]) -> Nodes:
    kind, _ = rows.TABLES[name]
    own = name.removesuffix("s") if name != "entities" else "entity"
    fields = {("iri" if field == own else field): kind for field, kind in _types(kind).items()}

    def found(tables: Tables) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
        for row in tables[name].rows():
            values = asdict(row)
            yield labels(row), {"iri": values.pop(own), **values}

    return Nodes(fields, found)


def _types(kind: type[Any]) -> dict[str, str]:
    return {name: TYPES[str(type_).partition(" ")[0]] for name, type_ in kind.__annotations__.items()}


def _claims(tables: Tables) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Claims with quantities, and with fillers that have no nodes: words alone, what only the article knows."""
    more: defaultdict[str, list[str]] = defaultdict(list)
    nodes = _filler_nodes(tables)
    for filler in tables["fillers"].rows():
        if (filler.entity or filler.event) not in nodes:
            more[filler.claim].append(f"{filler.role}: {filler.words}")
    numbers: defaultdict[str, list[str]] = defaultdict(list)
    for each in tables["quantities"].rows():
        words = [each.quantity, each.modifier, f"{each.value:g}", each.unit]
        numbers[each.claim].append(" ".join(word for word in words if word))
    for labels, own in _CLAIMS.rows(tables):
        fields = {"words": more.get(own["iri"], ()), "quantities": numbers.get(own["iri"], ())}
        yield labels, {**own, **{name: rows.joined(texts) or None for name, texts in fields.items()}}


def _roles(tables: Tables) -> Iterator[Relationship]:
    nodes = _filler_nodes(tables)
    for row in tables["fillers"].rows():
        meant = row.entity or row.event
        if meant is not None and meant in nodes:
            yield Relationship(
                start=row.claim, end=meant, type=type_name(row.role), properties={"words": row.words}
            )


def _filler_nodes(tables: Tables) -> frozenset[str | None]:
    """The IRIs of entities and events of the default graph."""
    entities, events = (
        (row.entity for row in tables["entities"].rows()),
        (row.event for row in tables["events"].rows()),
    )
    return frozenset((*entities, *events))


def _parts(tables: Tables) -> Iterator[Relationship]:
    for sentence in tables["sentences"].rows():
        yield Relationship(start=sentence.sentence, end=sentence.article, type="IN", properties={})
    events, claims = {row.event for row in tables["events"].rows()}, set()
    for claim in tables["claims"].rows():
        claims.add(claim.claim)
        yield Relationship(start=claim.claim, end=claim.sentence, type="TOLD_BY", properties={})
        if claim.event in events:
            yield Relationship(start=claim.claim, end=claim.event, type="ABOUT", properties={})
    for dispute in tables["disputes"].rows():
        if dispute.claim in claims and dispute.other in claims:
            yield Relationship(
                start=dispute.claim, end=dispute.other, type=type_name(dispute.kind), properties={}
            )


def _shortcuts(tables: Tables) -> Iterator[Relationship]:
    for row in tables["edges"].rows():
        properties = {name: getattr(row, name) for name in SHORTCUT}
        yield Relationship(
            start=row.source, end=row.target, type=type_name(row.property), properties=properties
        )


def type_name(name: str) -> str:
    """The type of a relationship: `HAS_ARRESTED` for `hasArrested`. It has only letters, digits and `_`."""
    return re.sub(r"\W", "_", re.sub("([A-Z])", r"_\1", name)).upper().strip("_")


def _label(name: str) -> str:
    return re.sub(r"\W", "_", name)


SHORTCUT = {
    "edge": "string",
    "claims": "long",
    "articles": "long",
    "sources": "long",
    "derived_from": "string",
}
_CLAIMS = _node_rows("claims", lambda row: ("Claim",))
NODES = {
    "articles": _node_rows("articles", lambda row: ("Article",)),
    "sentences": _node_rows("sentences", lambda row: ("Sentence",)),
    "entities": _node_rows("entities", lambda row: tuple(map(_label, row.types.split("; ")))),
    "events": _node_rows("events", lambda row: ("State",) if row.is_state else ("Event",)),
    "claims": Nodes({**_CLAIMS.fields, "words": "string", "quantities": "string"}, _claims),
}
TIES = {
    "roles": Relationships({"words": "string"}, _roles),
    "parts": Relationships({}, _parts),
    "shortcuts": Relationships(SHORTCUT, _shortcuts),
}

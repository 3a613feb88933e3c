"""What a server says of a load: a small named graph `<base>load`, which `kg load` writes and `kg serve` reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolution, Triple

from kg.endpoint.client import Endpoint
from kg.errors import EndpointError
from kg.vocab import DCTERMS, SCHEMA, TYPE

NAME = "load"  # of the graph, below the base
ACTIVE, COMPLETE = SCHEMA + "ActiveActionStatus", SCHEMA + "CompletedActionStatus"
FIND = """
SELECT ?load ?id ?status ?result ?default {
  GRAPH ?load {
    ?load a schema:UpdateAction ; dcterms:identifier ?id ; schema:actionStatus ?status ; schema:result ?result
    OPTIONAL { ?load schema:targetCollection ?default }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Marker:
    """A load: the id of its build, and whether all of it is there."""

    base: str
    id: str
    is_complete: bool
    manifest: Mapping[str, Any]  # counts and versions of the build
    default_graph: str | None  # the named graph in its place

    @property
    def graph(self) -> str:
        return self.base + NAME

    def triples(self) -> list[str]:
        """The graph as lines of N-Triples."""
        values: dict[str, NamedNode | Literal] = {
            TYPE: NamedNode(SCHEMA + "UpdateAction"),
            DCTERMS + "identifier": Literal(self.id),
            SCHEMA + "actionStatus": NamedNode(COMPLETE if self.is_complete else ACTIVE),
            SCHEMA + "result": Literal(json.dumps(self.manifest, sort_keys=True)),
        }
        if self.default_graph:
            values[SCHEMA + "targetCollection"] = NamedNode(self.default_graph)
        subject = NamedNode(self.graph)
        return [f"{Triple(subject, NamedNode(name), value)} ." for name, value in values.items()]


def find_markers(endpoint: Endpoint) -> list[Marker]:
    """The loads that a server has, one for each base. Raises EndpointError."""
    return sorted(map(_marker, endpoint.select(FIND)), key=lambda marker: marker.base)


def _marker(row: QuerySolution) -> Marker:
    values = {
        name: getattr(row[name], "value", None) for name in ("load", "id", "status", "result", "default")
    }
    graph = str(values["load"])
    try:
        manifest = json.loads(str(values["result"]))
    except ValueError as error:
        raise EndpointError(
            f"{graph}: is not the graph that kg load writes: load again with --replace"
        ) from error
    return Marker(
        base=graph.removesuffix(NAME),
        id=str(values["id"]),
        is_complete=values["status"] == COMPLETE,
        manifest=manifest,
        default_graph=values["default"],
    )

"""GraphML and GEXF, for Gephi, Cytoscape, yEd, R and other programs that draw networks."""

from __future__ import annotations

import re
from math import sqrt
from typing import IO, Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriterLxml

from kg.ids import short_hash
from kg.query.facts import last_part
from kg.query.network.claim_network import Network, claim_network
from kg.store.read_build import Store

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SPREAD = 1000  # of positions, which lie between -1 and 1: Gephi's unit is a node's size
SIZES = (4.0, 40.0)
COLORS = {
    "Person": (214, 69, 80),
    "Organization": (58, 110, 165),
    "Group": (138, 86, 172),
    "Place": (60, 145, 85),
    "Product": (176, 118, 30),
}
PLAIN = (110, 118, 129)


class GraphMLWriter(GraphMLWriterLxml):
    """networkx's writer, by the schema of GraphML: each key has its own id, and booleans are "true" and "false".

    Ids of keys are names and not numbers: Gephi takes the field of key "d3" for the label, as yEd numbers it.
    """

    def get_key(self, name: str, attr_type: str, scope: str, default: Any) -> str:
        key = (name, attr_type, scope)
        if key not in self.keys:
            is_taken = name in self.keys.values()
            super().get_key(name, attr_type, scope, default)  # type: ignore[no-untyped-call]  # of networkx
            if is_taken:
                self.keys[key] = f"{scope}_{name}"
                self.xml[0].set("id", self.keys[key])
        return str(self.keys[key])

    def add_data(
        self, name: str, element_type: type, value: str, scope: str = "all", default: Any = None
    ) -> Any:
        element = super().add_data(name, element_type, value, scope, default)
        if element_type is bool:
            element.text = value.lower()
        return element


def write_graphml(store: Store, output: IO[bytes]) -> None:
    """Positions are the fields x and y; IRIs are the field iri, as the schema allows no slash in an id."""
    writer = GraphMLWriter(output, infer_numeric_types=True, named_key_ids=True)
    writer.add_graph_element(_with_short_ids(_readable(claim_network(store))))
    writer.dump()


def write_gexf(store: Store, output: IO[bytes]) -> None:
    """GEXF 1.2 with positions, sizes and colours; without its date, so that the same store gives the same bytes."""
    network = _readable(claim_network(store))
    for iri, fields in network.nodes(data=True):
        network.nodes[iri]["viz"] = _drawn(fields)
    for number, (*_, fields) in enumerate(network.edges(data=True)):
        fields["id"] = str(number)
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(network)
    writer.xml.find("meta").attrib.pop("lastmodifieddate")
    writer.xml.find("graph").attrib.pop("name")  # not in the schema
    writer.write(output)


def color_of(types: str) -> tuple[int, int, int]:
    """The colour of the first type that has one."""
    return next((COLORS[kind] for kind in types.split("; ") if kind in COLORS), PLAIN)


def size_of(importance: float) -> float:
    low, high = SIZES
    return round(min(high, low + 6 * sqrt(importance)), 2)


def _drawn(fields: dict[str, Any]) -> dict[str, Any]:
    red, green, blue = color_of(fields["types"])
    return {
        "position": {"x": fields["x"] * SPREAD, "y": fields["y"] * SPREAD, "z": 0.0},
        "size": size_of(fields.get("importance", 0.0)),
        "color": {"r": red, "g": green, "b": blue, "a": 1.0},
    }


def _with_short_ids(network: Network[str]) -> Network[str]:
    """A network whose ids are the last parts of IRIs, and hashes of the edges' keys."""
    found: Network[str] = nx.MultiDiGraph()
    for iri, fields in network.nodes(data=True):
        found.add_node(last_part(iri), iri=iri, **fields)
    for one, other, key, fields in network.edges(keys=True, data=True):
        found.add_edge(last_part(one), last_part(other), key=short_hash(key), **fields)
    return found


def _readable(network: Network[str]) -> Network[str]:
    """The network without characters that XML does not allow, which an article may contain."""
    for _, fields in network.nodes(data=True):
        _clean(fields)
    for *_, fields in network.edges(data=True):
        _clean(fields)
    return network


def _clean(fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if isinstance(value, str):
            fields[name] = NOT_XML.sub("\ufffd", value)

"""GraphML and GEXF, for Gephi, Cytoscape, yEd, R and other programs that draw networks."""

from __future__ import annotations

import re
from math import sqrt
from typing import IO, Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

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


def write_graphml(store: Store, output: IO[bytes]) -> None:
    """Positions are the fields x and y."""
    nx.write_graphml(_readable(claim_network(store)), output, named_key_ids=True)


def write_gexf(store: Store, output: IO[bytes]) -> None:
    """GEXF 1.2 with positions, sizes and colours; without its date, so that the same store gives the same bytes."""
    network = _readable(claim_network(store))
    for iri, fields in network.nodes(data=True):
        network.nodes[iri]["viz"] = _drawn(fields)
    for number, (*_, fields) in enumerate(network.edges(data=True)):
        fields["id"] = str(number)
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(network)
    for meta in writer.xml.iter():
        meta.attrib.pop("lastmodifieddate", None)
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

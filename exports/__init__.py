"""The store as files: a table of formats, each written to a binary stream. `exports/README.md` says what is in each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from exports.claims import write_claims
from exports.dumps import write_jsonld, write_trig, write_turtle
from exports.ftm import write_ftm
from exports.graphs import write_gexf, write_graphml
from exports.html import write_html
from exports.neo4j import write_cypher, write_neo4j
from exports.nq import write_nq
from exports.rdf12 import write_rdf12
from exports.tables import write_csv, write_parquet
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: the end of their names, their media type, what writes one."""

    suffix: str
    media_type: str
    write: Callable[[Store, IO[bytes]], None]


FORMATS = {
    "claims": Format(".jsonl", "application/jsonl", write_claims),
    "nq": Format(".nq", "application/n-quads", write_nq),
    "trig": Format(".trig", "application/trig", write_trig),
    "turtle": Format(".ttl", "text/turtle", write_turtle),
    "jsonld": Format(".jsonld", "application/ld+json", write_jsonld),
    "rdf12": Format(".trig", "application/trig; version=1.2", write_rdf12),
    "csv": Format(".zip", "application/zip", write_csv),
    "parquet": Format(".zip", "application/zip", write_parquet),
    "graphml": Format(".graphml", "application/graphml+xml", write_graphml),
    "gexf": Format(".gexf", "application/gexf+xml", write_gexf),
    "neo4j": Format(".zip", "application/zip", write_neo4j),
    "cypher": Format(".cypher", "application/x-cypher-query", write_cypher),
    "ftm": Format(".ftm.json", "application/json+ftm", write_ftm),
    "html": Format(".html", "text/html", write_html),
}

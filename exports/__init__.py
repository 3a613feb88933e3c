"""The store as files: a table of formats, each written to a binary stream. `exports/README.md` says what is in each."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import IO

from kg.exports.claims import write_claims
from kg.exports.dumps import write_jsonld, write_trig, write_turtle
from kg.exports.ftm import write_ftm
from kg.exports.graphs import write_gexf, write_graphml
from kg.exports.html import write_html
from kg.exports.neo4j import write_cypher, write_neo4j
from kg.exports.nq import write_nq
from kg.exports.rdf12 import write_rdf12
from kg.exports.tables import write_csv, write_parquet
from kg.store.read_build import Store


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: the end of their names, their media type, what writes one, and what it is good for."""

    suffix: str
    media_type: str
    write: Callable[[Store, IO[bytes]], None]
    title: str
    use: str
    needs: str | None = None  # a package that is installed apart

    @property
    def is_here(self) -> bool:
        """True if it can be written."""
        return self.needs is None or find_spec(self.needs) is not None


FORMATS = {
    "claims": Format(
        ".jsonl",
        "application/jsonl",
        write_claims,
        "Claims, JSON lines",
        "Every claim with its sentence, for a program of your own",
    ),
    "csv": Format(
        ".zip",
        "application/zip",
        write_csv,
        "Tables, CSV",
        "Claims, events, entities and articles for Excel, R and whatever reads tables",
    ),
    "parquet": Format(
        ".zip",
        "application/zip",
        write_parquet,
        "Tables, Parquet",
        "The same tables with types, for pandas, DuckDB and Spark",
        needs="pyarrow",
    ),
    "html": Format(
        ".html",
        "text/html",
        write_html,
        "Picture with sentences, HTML",
        "One page to send to somebody and open offline",
    ),
    "gexf": Format(
        ".gexf",
        "application/gexf+xml",
        write_gexf,
        "Network, GEXF",
        "For Gephi, with positions, sizes and colours",
    ),
    "graphml": Format(
        ".graphml",
        "application/graphml+xml",
        write_graphml,
        "Network, GraphML",
        "For Cytoscape, yEd, igraph and networkx",
    ),
    "neo4j": Format(
        ".zip",
        "application/zip",
        write_neo4j,
        "Neo4j, CSV for bulk import",
        "A new database of any size",
    ),
    "cypher": Format(
        ".cypher",
        "application/x-cypher-query",
        write_cypher,
        "Neo4j, Cypher",
        "A script for a database that runs",
    ),
    "ftm": Format(
        ".ftm.json",
        "application/json+ftm",
        write_ftm,
        "FollowTheMoney",
        "Investigations in Aleph, OpenAleph and yente",
    ),
    "nq": Format(
        ".nq",
        "application/n-quads",
        write_nq,
        "N-Quads",
        "Every graph, sorted: to load elsewhere, and to compare two builds",
    ),
    "trig": Format(".trig", "application/trig", write_trig, "TriG", "Every graph, to read"),
    "turtle": Format(
        ".ttl",
        "text/turtle",
        write_turtle,
        "Turtle",
        "What the articles together support, without what each says",
    ),
    "jsonld": Format(".jsonld", "application/ld+json", write_jsonld, "JSON-LD", "Every graph, as JSON"),
    "rdf12": Format(
        ".trig",
        "application/trig; version=1.2",
        write_rdf12,
        "TriG of RDF 1.2",
        "Claims as statements about statements",
    ),
}


def file_name(name: str) -> str:
    """What a file of a format is called: `kg-claims.jsonl`, `kg.graphml`."""
    suffix = FORMATS[name].suffix
    return f"kg{suffix}" if name in suffix else f"kg-{name}{suffix}"

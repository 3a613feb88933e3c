"""The store as files: a table of formats, each written to a binary stream. `exports/README.md` says what is in each."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import IO

from kg.exports.claims import write_claims
from kg.exports.dumps import write_jsonld, write_trig, write_turtle
from kg.exports.events_table import write_events_csv, write_events_parquet
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
    """A file format: suffix, media type, writer, title, and what it is for."""

    suffix: str
    media_type: str
    write: Callable[[Store, IO[bytes]], None]
    title: str
    use: str
    needs: str | None = None  # an optional package

    @property
    def is_text(self) -> bool:
        """Whether a terminal can show it."""
        return self.suffix not in {".zip", ".parquet"}

    @property
    def is_here(self) -> bool:
        """True if its optional package is installed."""
        return self.needs is None or find_spec(self.needs) is not None


FORMATS = {
    "claims": Format(
        suffix=".jsonl",
        media_type="application/jsonl",
        write=write_claims,
        title="Claims, JSON lines",
        use="Every claim with its sentence, for a program of your own",
    ),
    "csv": Format(
        suffix=".zip",
        media_type="application/zip",
        write=write_csv,
        title="Tables, CSV",
        use="Claims, events, entities and articles for Excel, R and whatever reads tables",
    ),
    "parquet": Format(
        suffix=".zip",
        media_type="application/zip",
        write=write_parquet,
        title="Tables, Parquet",
        use="The same tables with types, for pandas, DuckDB and Spark",
        needs="pyarrow",
    ),
    "events-table": Format(
        suffix=".csv",
        media_type="text/csv; charset=utf-8",
        write=write_events_csv,
        title="Event counts, CSV",
        use="Events by day, country, actors and class, with PLOVER and CAMEO codes",
    ),
    "events-table-parquet": Format(
        suffix=".parquet",
        media_type="application/vnd.apache.parquet",
        write=write_events_parquet,
        title="Event counts, Parquet",
        use="The same counts with types",
        needs="pyarrow",
    ),
    "html": Format(
        suffix=".html",
        media_type="text/html",
        write=write_html,
        title="Picture with sentences, HTML",
        use="One page to send to somebody and open offline",
    ),
    "gexf": Format(
        suffix=".gexf",
        media_type="application/gexf+xml",
        write=write_gexf,
        title="Network, GEXF",
        use="For Gephi, with positions, sizes and colours",
    ),
    "graphml": Format(
        suffix=".graphml",
        media_type="application/graphml+xml",
        write=write_graphml,
        title="Network, GraphML",
        use="For Cytoscape, yEd, igraph and networkx",
    ),
    "neo4j": Format(
        suffix=".zip",
        media_type="application/zip",
        write=write_neo4j,
        title="Neo4j, CSV for bulk import",
        use="A new database of any size",
    ),
    "cypher": Format(
        suffix=".cypher",
        media_type="application/x-cypher-query",
        write=write_cypher,
        title="Neo4j, Cypher",
        use="A script for a database that runs",
    ),
    "ftm": Format(
        suffix=".ftm.json",
        media_type="application/json+ftm",
        write=write_ftm,
        title="FollowTheMoney",
        use="Investigations in Aleph, OpenAleph and yente",
    ),
    "nq": Format(
        suffix=".nq",
        media_type="application/n-quads",
        write=write_nq,
        title="N-Quads",
        use="Every graph, sorted: to load elsewhere, and to compare two builds",
    ),
    "trig": Format(
        suffix=".trig",
        media_type="application/trig",
        write=write_trig,
        title="TriG",
        use="Every graph, to read",
    ),
    "turtle": Format(
        suffix=".ttl",
        media_type="text/turtle",
        write=write_turtle,
        title="Turtle",
        use="What the articles together support, without what each says",
    ),
    "jsonld": Format(
        suffix=".jsonld",
        media_type="application/ld+json",
        write=write_jsonld,
        title="JSON-LD",
        use="Every graph, as JSON",
    ),
    "rdf12": Format(
        suffix=".trig",
        media_type="application/trig; version=1.2",
        write=write_rdf12,
        title="TriG of RDF 1.2",
        use="Claims as statements about statements",
    ),
}


def file_name(name: str) -> str:
    """The name of a file of a format: `kg-claims.jsonl`, `kg.graphml`."""
    suffix = FORMATS[name].suffix
    return f"kg{suffix}" if name in suffix else f"kg-{name}{suffix}"

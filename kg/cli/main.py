"""The command `kg`: turns arguments into calls, results into text on standard output, and errors into one line.

Modules that load slowly are imported by the commands that need them, so that `kg --help` responds at once.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from kg.cli import judge as cli_judge
from kg.cli.build import COMMANDS as BUILDING
from kg.cli.decide import review
from kg.cli.endpoints import credentials, load
from kg.cli.identities import reconcile
from kg.cli.options import PROBABILITY, STOPPED, in_store, with_base, with_entities, with_model, with_ontology
from kg.errors import KgError


class Commands(click.Group):
    """Commands whose errors become one line on standard error and exit status 1."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.obj = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            _refuse_other_encodings(ctx.obj)
            return super().invoke(ctx)
        except BrokenPipeError:  # click ends quietly
            raise
        except UnicodeError as error:
            click.echo(f"kg: a text is not valid UTF-8: {error}", err=True)
        except (KgError, OSError, sqlite3.Error) as error:
            click.echo(f"kg: {error}", err=True)
        except KeyboardInterrupt:
            click.echo("kg: stopped", err=True)
            ctx.exit(STOPPED)
        return ctx.exit(1)


def _refuse_other_encodings(arguments: Iterable[str]) -> None:
    """Raises KgError for an argument with bytes that are not UTF-8, unless it is the name of a file."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError as error:
            if not Path(argument).exists():
                readable = argument.encode(errors="backslashreplace").decode()
                raise KgError(f"the argument '{readable}' is not valid UTF-8: write it in UTF-8") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kg-news", prog_name="kg")
def main() -> None:
    """Build a knowledge graph from news articles, with the source sentence of every statement.

    \b
    kg build wire/ --store news     build the graph of all articles in wire/
    kg show Sollas --store news     show what they say about somebody, with sentences
    """


@main.command()
@click.argument("text")
@with_ontology
@with_entities
@with_model
@click.option(
    "--date",
    "published",
    type=click.DateTime(["%Y-%m-%d"]),
    help='Date of publication, to resolve words like "on Friday".',
)
def explain(
    text: str,
    ontology: tuple[Path, ...],
    entities: tuple[Path, ...],
    model: str | None,
    published: datetime | None,
) -> None:
    """Show how a sentence is read, step by step: words, entities, slots, claims and quads.

    \b
    kg explain "Acme bought Initech on Friday, its chairman said." --date 2024-05-15
    """
    from kg.cli.explain import explain
    from kg.link import load_weights
    from kg.pipeline import Source, load

    known, weights = load(Source(model, ontology, entities)), load_weights(*ontology)
    day = published.date() if published else None
    for line in explain(text_of(text), known, published=day, weights=weights):
        click.echo(line)


@main.command()
@click.argument("sparql", metavar="QUERY")
@in_store
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True
)
def query(sparql: str, store: Path, form: str) -> None:
    """Run a SPARQL query; "-" reads it from standard input. The common prefixes are predefined.

    \b
    kg query 'SELECT ?a ?b WHERE { ?x kg:met ?y . ?x rdfs:label ?a . ?y rdfs:label ?b }' --store news
    kg query - --format csv < toll.rq
    """
    from kg.query.sparql_answers import WRITERS, ask
    from kg.store.read_build import open_store

    with open_store(store) as graph:
        click.echo(WRITERS[form](ask(graph, text_of(sparql))), nl=False)


@main.command()
@click.argument("form", metavar="FORMAT")
@in_store
@with_base("Beginning of the IRIs of the data, if it differs from that of the build.")
@click.option("--all", "uncertain", is_flag=True, help="Also the claims that the build marked as uncertain.")
@click.option("--certain", type=PROBABILITY, default=0.0, help="Only claims of at least this confidence.")
@click.option(
    "--inferred/--no-inferred", default=True, help="With doers that nobody states and a rule infers."
)
def export(
    form: str, store: Path, base: str | None, *, uncertain: bool, certain: float, inferred: bool
) -> None:
    """Write the graph to standard output.

    \b
    claims           JSON Lines: events, relations, entities
    nq trig jsonld   RDF, all graphs; turtle: the default graph; rdf12: claims as reifiers
    csv parquet      tables, as a zip archive
    graphml gexf     the network of entities, for Gephi and similar tools
    neo4j cypher     for Neo4j: a zip archive of CSV files, or a script
    ftm              FollowTheMoney
    html             the graph with its sentences as one page, to open offline

    \b
    kg export claims --store news > claims.jsonl
    kg export claims --all --store news > every-claim.jsonl
    kg export html --store news > news.html

    The RDF formats nq, trig, jsonld, turtle and rdf12 always have all claims and inferred doers.
    """
    from kg.exports import FORMATS
    from kg.query.network.write_analysis import write_analysis
    from kg.store.read_build import ClaimSelection, open_store
    from kg.store.rebase import rebased

    if form not in FORMATS:
        raise KgError(f"export: unknown format '{form}'; choose one of {', '.join(FORMATS)}")
    with open_store(store) as graph, rebased(graph, base or graph.base, tables=[write_analysis]) as based:
        FORMATS[form].write(based.selecting(ClaimSelection(uncertain, certain, inferred)), sys.stdout.buffer)


@main.command()
@in_store
@with_ontology
def check(store: Path, ontology: tuple[Path, ...]) -> None:
    """Validate the graph: its SHACL shapes, and every offset against the text of its article.

    \b
    kg check --store news
    """
    from kg.ontology.classes.read_ontology import load_lexicon
    from kg.query.check import check
    from kg.store.read_build import open_store

    faults = 0
    with open_store(store) as graph:
        for problem in check(graph, load_lexicon(*ontology)):
            click.echo(f"{problem.severity} {problem.where}: {problem.what}")
            faults += problem.severity == "violation"
    if faults:
        raise KgError(
            f"{store}: {faults:,} violations, listed above; please report them and run kg build again"
        )
    click.echo("no violations", err=True)


@main.command()
@click.argument("name")
@in_store
def show(name: str, store: Path) -> None:
    """Show a person, organisation or place: names, and every claim with its sentence.

    Planned, possible and negated claims are marked, and so is the source if it is not the article itself.

    \b
    kg show "Irena Sollas" --store news
    """
    from kg.cli.show import show
    from kg.store.read_build import open_store

    with open_store(store) as graph:
        for line in show(name, graph):
            click.echo(line)


for each in (*BUILDING, *cli_judge.COMMANDS, review, load, reconcile):
    main.add_command(each)


@main.command()
@in_store
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Listening address; 0.0.0.0 for all machines.",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@with_base(
    "Public address of the server if it differs, as behind a proxy; the IRIs of the data begin with it."
)
@click.option(
    "--cors-origin", multiple=True, help="Origin of pages that may send requests, or '*'; may be repeated."
)
@click.option(
    "--allowed-host",
    multiple=True,
    help="Further name under which the server is reached, or '*' for any; may be repeated. "
    "Those of --host, --base and this machine are allowed.",
)
@click.option(
    "--sparql", metavar="URL", help="SPARQL server that holds the graph, instead of a store: see kg load."
)
@click.option(
    "--default-graph",
    metavar="IRI",
    help="Named graph with the default graph, if kg load did not put it there.",
)
def serve(
    store: Path,
    host: str,
    port: int,
    base: str | None,
    cors_origin: tuple[str, ...],
    allowed_host: tuple[str, ...],
    sparql: str | None,
    default_graph: str | None,
) -> None:
    """Serve the graph, read-only: explorer at /, SPARQL at /sparql, REST API at /docs.

    OpenRefine on the same machine reconciles names with http://127.0.0.1:8000/reconcile; elsewhere, name its address as
    --cors-origin.

    \b
    kg serve --store news
    kg serve --store news --cors-origin http://refine.example.org:3333
    kg serve --sparql http://localhost:7878/query
    """
    from kg.api.app import Settings
    from kg.api.serve import exposure, serve
    from kg.api.tables.remote_build import Remote
    from kg.endpoint.client import address_of

    if warning := exposure(host):
        click.echo(warning, err=True)
    remote = Remote(address_of(sparql, default_graph=default_graph), credentials()) if sparql else None
    serve(Settings(store, base, cors_origin, host, allowed_host, remote=remote), port=port)


@main.command()
@in_store
def mcp(store: Path) -> None:
    """Serve look-ups to an AI assistant over MCP on standard input and output (requires the extra "mcp").

    \b
    kg mcp --store news
    """
    try:
        from kg.api.mcp_server import make_server
    except ModuleNotFoundError as error:
        raise KgError(f"mcp: {error.name} is not installed: pip install 'kg-news[mcp]'") from error
    make_server(store).run()


def text_of(argument: str) -> str:
    """The argument, or standard input for "-"."""
    return sys.stdin.read() if argument == "-" else argument

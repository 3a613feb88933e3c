"""The command `kg`: turns arguments into calls, answers into text on standard output, and errors into one line.

Modules that take time to load are imported by the commands that need them, so `kg --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli import judge as cli_judge
from kg.cli.options import in_store, with_base
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.read.field_map import FieldMap

SKIPPED = 3  # exit status of a strict build that skipped something
STOPPED = 130  # of what Ctrl-C ended, as shells have it

F = TypeVar("F", bound=Callable[..., Any])


class Commands(click.Group):
    """Commands whose errors are one line on standard error, and exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KgError as error:
            click.echo(f"kg: {error}", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("kg: stopped", err=True)
            ctx.exit(STOPPED)


def with_ontology(command: F) -> F:
    return click.option(
        "--ontology",
        type=click.Path(path_type=Path),
        multiple=True,
        help="A folder with event classes that add to ours or replace them; may be given again.",
    )(command)


def with_model(command: F) -> F:
    return click.option("--model", help="Another spaCy pipeline that is installed, by name or path.")(command)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kg-news", prog_name="kg")
def main() -> None:
    """News articles to a knowledge graph whose every statement leads back to its sentence.

    \b
    kg build wire/ --store news     the graph of all articles below wire/
    kg show Sollas --store news     what they say of somebody, sentence by sentence
    """


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@in_store
@with_ontology
@with_model
@click.option("--processes", type=click.IntRange(min=1), help="How many to read in; by default one a core.")
@click.option("--limit", type=click.IntRange(min=1), help="Longest article in bytes; 5,000,000 by default.")
@click.option("--fields", help='Field map of JSON and CSV: "text=body,headline=title".')
@click.option("--strict", is_flag=True, help=f"Exit with status {SKIPPED} if anything was skipped.")
@with_base("The beginning of the data's IRIs: an address of yours that ends in '/'.")
def build(
    paths: tuple[str, ...],
    store: Path,
    ontology: tuple[Path, ...],
    model: str | None,
    processes: int | None,
    limit: int | None,
    fields: str | None,
    *,
    strict: bool,
    base: str | None,
) -> None:
    """Read articles into the graph: files, folders, patterns, and standard input for "-".

    Text, HTML, JSONL, CSV, feeds, WARC and mail are told apart by what they hold; .gz is unpacked. What is no
    article is named with the reason, and the rest goes on. A build that was stopped goes on where it was.

    \b
    kg build examples/articles --store news
    zcat march.jsonl.gz | kg build - --store news --fields text=body,published=date
    kg build wire/ --store news --base https://example.org/news/
    """
    from kg.build import build as building
    from kg.pipeline import Source
    from kg.read.files import LIMIT, find_files, read_articles
    from kg.vocab import BASE

    found = read_articles(paths, fields=field_map(fields), limit=limit or LIMIT)
    sizes = {name: path.stat().st_size for name, path in find_files(paths) if path.is_file()}
    try:
        counts = building.build(
            found, store, Source(model, ontology), sizes=sizes, processes=processes, base=base or BASE
        )
    except KeyboardInterrupt:
        click.echo(
            f"kg: stopped; {store} is as it was, and what was read is kept for the next build", err=True
        )
        sys.exit(STOPPED)
    click.echo(counts.line, err=True)
    if strict and counts.skipped:
        sys.exit(SKIPPED)


@main.command()
@click.argument("text")
@with_ontology
@with_model
@click.option(
    "--date",
    "published",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day it is read on; without, none is known.",
)
def explain(text: str, ontology: tuple[Path, ...], model: str | None, published: datetime | None) -> None:
    """Show what is read in a sentence, step by step: words, names, events, claims and quads.

    \b
    kg explain "Acme bought Initech on Friday, its chairman said." --date 2024-05-15
    """
    from kg.cli.explain import explain
    from kg.pipeline import Source, load

    known = load(Source(model, ontology))
    for line in explain(text_of(text), known, published=published.date() if published else None):
        click.echo(line)


@main.command()
@click.argument("sparql", metavar="QUERY")
@in_store
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True
)
def query(sparql: str, store: Path, form: str) -> None:
    """Ask the graph in SPARQL; "-" reads the query from standard input. The usual prefixes are known.

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
@with_base("Another beginning of the data's IRIs than the graph was built with.")
def export(form: str, store: Path, base: str | None) -> None:
    """Write the graph to standard output.

    \b
    claims           JSON lines: events, relations, entities
    nq trig jsonld   RDF, every graph; turtle: the default graph; rdf12: claims as reifiers
    csv parquet      tables, as a zip
    graphml gexf     the network of entities, for Gephi and others
    neo4j cypher     for Neo4j: a zip of CSV, or a script
    ftm              FollowTheMoney
    html             the picture with its sentences, to open offline

    \b
    kg export claims --store news > claims.jsonl
    kg export html --store news > news.html
    """
    from kg.exports import FORMATS
    from kg.query.network_analysis import write_analysis
    from kg.store.read_build import open_store
    from kg.store.rebase import rebased

    if form not in FORMATS:
        raise KgError(f"export: there is no format '{form}'; there are {', '.join(FORMATS)}")
    with open_store(store) as graph, rebased(graph, base or graph.base, tables=[write_analysis]) as based:
        FORMATS[form].write(based, sys.stdout.buffer)


@main.command()
@in_store
@with_ontology
def check(store: Path, ontology: tuple[Path, ...]) -> None:
    """Prove the graph: its shapes, and every offset against the text of its article.

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
        raise KgError(f"{store}: {faults:,} violations, listed above; report them, and build again")
    click.echo("no violation", err=True)


@main.command()
@click.argument("name")
@in_store
def show(name: str, store: Path) -> None:
    """Show the card of a person, organisation or place: names, and every claim with its sentence.

    What is planned, possible or negated is marked so, and who says it is told where it is not the article itself.

    \b
    kg show "Irena Sollas" --store news
    """
    from kg.cli.show import show
    from kg.store.read_build import open_store

    with open_store(store) as graph:
        for line in show(name, graph):
            click.echo(line)


for each in cli_judge.COMMANDS:
    main.add_command(each)


@main.command()
@in_store
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 serves other machines too.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@with_base("The public address of the server, with which the data's IRIs then begin: behind a proxy.")
@click.option("--cors-origin", multiple=True, help="A site whose pages may ask; may be given again, or '*'.")
def serve(store: Path, host: str, port: int, base: str | None, cors_origin: tuple[str, ...]) -> None:
    """Serve the graph: explorer at /, SPARQL at /sparql, REST as /openapi.json says. Only reads.

    \b
    kg serve --store news
    """
    from kg.api.serve import serve

    serve(store, host=host, port=port, base=base, cors_origins=cors_origin)


@main.command()
@in_store
def mcp(store: Path) -> None:
    """Serve the graph's look-ups to an assistant over standard input and output (needs the extra mcp).

    \b
    kg mcp --store news
    """
    try:
        from kg.api.mcp_server import make_server
    except ModuleNotFoundError as error:
        raise KgError(f"mcp: {error.name} is not installed: pip install 'kg-news[mcp]'") from error
    make_server(store).run()


def text_of(argument: str) -> str:
    """What was given, or standard input for "-"."""
    return sys.stdin.read() if argument == "-" else argument


def field_map(given: str | None) -> FieldMap:
    """The field map of "text=body,headline=title": what it is to us, then the name that the file has for it."""
    from kg.read.field_map import FieldMap

    pairs = [pair.partition("=") for pair in (given or "").split(",") if pair.strip()]
    for name, _, value in pairs:
        if not value.strip():
            raise KgError(f"--fields: '{name}' names no field; write text=body,headline=title")
    return FieldMap().with_names({name.strip(): value.strip() for name, _, value in pairs})

"""The command `kg`: turns arguments into calls, results into text on standard output, and errors into one line.

Modules that load slowly are imported by the commands that need them, so that `kg --help` responds at once.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click
from click.core import ParameterSource

from kg.cli import judge as cli_judge
from kg.cli.build import COMMANDS as BUILDING
from kg.cli.build import report_bad_rows
from kg.cli.decide import review
from kg.cli.endpoints import credentials, load
from kg.cli.identities import reconcile
from kg.cli.options import (
    PROBABILITY,
    Day,
    did_you_mean,
    in_store,
    with_base,
    with_entities,
    with_model,
    with_ontology,
    words_of,
)
from kg.cli.output.commands import Commands, HelpContext
from kg.cli.output.news import COMMANDS as NEWS
from kg.cli.output.terminal import strong, table_width, warning
from kg.errors import KgError, QueryError, why_unreadable


@click.group(cls=Commands)
@click.version_option(package_name="kg-news", prog_name="kg")
def main() -> None:
    """Build a knowledge graph from news articles, with the source sentence of every statement.

    \b
    kg build examples/articles --store news    build the graph of the sample articles
    kg show Sollas --store news                what they say about a person, with sentences
    kg serve --store news                      explore the graph in the browser
    """


@main.command()
@words_of("text")
@with_ontology
@with_entities
@with_model
@click.option(
    "--date",
    "published",
    type=Day(),
    help='Date of publication, which gives "on Friday" its date.',
)
def explain(
    text: str,
    ontology: tuple[Path, ...],
    entities: tuple[Path, ...],
    model: str | None,
    published: date | None,
) -> None:
    """Show step by step how a sentence is read.

    The steps are words, entities, slots, claims and quads. "-" reads the text from standard input.

    \b
    kg explain "Acme bought Initech on Friday, its chairman said." --date 2024-05-15
    """
    from kg.cli.explain import explain
    from kg.link import load_weights
    from kg.pipeline import Source, load

    report_bad_rows(entities)
    known, weights = load(Source(model, ontology, entities)), load_weights(*ontology)
    for line in explain(text_of(text), known, published=published, weights=weights):
        click.echo(line)


@main.command()
@click.argument("sparql", metavar="QUERY")
@in_store
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="How to print the result.",
)
def query(sparql: str, store: Path, form: str) -> None:
    """Run a SPARQL query.

    QUERY is a query, a file with one (.rq, .sparql), or "-" for standard input. The usual prefixes (kg, rdfs, prov,
    nif, schema, ...) need no declaration.

    \b
    kg query 'SELECT ?a ?b { ?x kg:met ?y . ?x rdfs:label ?a . ?y rdfs:label ?b }' --store news
    kg query examples/tolls.rq --format csv --store news
    """
    from kg.query.hints import unknown_names
    from kg.query.sparql_answers import WRITERS, ask, write_table
    from kg.store.read_build import open_store

    text = query_of(sparql)
    with open_store(store) as graph:
        answer = ask(graph, text)
        written = write_table(answer, table_width()) if form == "table" else WRITERS[form](answer)
        click.echo(written, nl=False)
        for hint in unknown_names(graph, text):
            click.echo(f"{warning('kg:')} {hint}", err=True)


@main.command()
@click.argument("form", metavar="FORMAT")
@in_store
@with_base("Start of all IRIs of the data, if it differs from that of the build.")
@click.option("--all", "uncertain", is_flag=True, help="Include claims that the build marked as uncertain.")
@click.option("--certain", type=PROBABILITY, default=0.0, help="Leave out claims below this confidence.")
@click.option(
    "--inferred/--no-inferred",
    default=True,
    help="Include or leave out agents that no sentence states and a rule infers.",
)
def export(
    form: str, store: Path, base: str | None, *, uncertain: bool, certain: float, inferred: bool
) -> None:
    """Write the graph in another format to standard output.

    \b
    claims           JSON Lines: every claim with its sentence, then the entities
    nq trig jsonld   RDF, all graphs; turtle: the default graph; rdf12: claims as reifiers
    csv parquet      tables, as a zip archive
    events-table     event counts by day, country and actors, CSV; events-table-parquet
    graphml gexf     the network of entities, for Gephi and similar tools
    neo4j cypher     for Neo4j: a zip archive of CSV files, or a script
    ftm              FollowTheMoney, for Aleph and OpenSanctions tools
    html             one page with the network and its sentences, to open offline

    \b
    kg export claims --store news > claims.jsonl
    kg export claims --all --store news > every-claim.jsonl
    kg export html --store news > news.html

    The RDF formats nq, trig, jsonld, turtle and rdf12 always contain all claims and all inferred agents.
    """
    from kg.exports import FORMATS
    from kg.query.network.write_analysis import write_analysis
    from kg.store.read_build import ClaimSelection, open_store
    from kg.store.rebase import rebased

    form = form.casefold()
    if form not in FORMATS:
        known = f"choose one of {', '.join(FORMATS)}{did_you_mean(form, FORMATS)}"
        raise KgError(f"export: unknown format '{form}': {known}")
    if sys.stdout.isatty() and not FORMATS[form].is_text:
        file = f"{form}{FORMATS[form].suffix}"
        raise KgError(f"export: {form} is no text that a terminal can show: write it to a file: > {file}")
    with open_store(store) as graph, rebased(graph, base or graph.base, tables=[write_analysis]) as based:
        FORMATS[form].write(based.selecting(ClaimSelection(uncertain, certain, inferred)), sys.stdout.buffer)


@main.command()
@in_store
@with_ontology
@click.option("--all", "each", is_flag=True, help="List every warning instead of an example of each kind.")
def check(store: Path, ontology: tuple[Path, ...], *, each: bool) -> None:
    """Validate the graph.

    Checks the files for damage, every offset against the text of its article, every edge against its claims, and the
    graph against its SHACL shapes. A violation is an error of kg; a warning is a claim whose roles are filled by
    something that its class does not expect, which usually means that a sentence was misread.

    \b
    kg check --store news
    kg check --all --store news
    """
    from kg.cli.output.report import report_problems
    from kg.ontology.classes.read_ontology import load_lexicon
    from kg.query.check import check
    from kg.store.read_build import open_store

    with open_store(store) as graph:
        counts = report_problems(check(graph, load_lexicon(*ontology)), graph, each=each)
    if counts.violations:
        raise KgError(f"{store}: {counts}, listed above: run kg build again, and report them if they remain")
    click.echo(str(counts), err=True)


@main.command()
@words_of("name")
@in_store
def show(name: str, store: Path) -> None:
    """Show what the articles say about a person, organisation or place.

    Every claim is listed under its sentence. Planned, possible and negated claims are marked, and so is the source if
    it is not the article itself.

    \b
    kg show "Irena Sollas" --store news
    """
    from kg.cli.show import show
    from kg.store.read_build import open_store

    with open_store(store) as graph:
        for line in show(name, graph):
            click.echo(line)


for each in (*BUILDING, *cli_judge.COMMANDS, review, load, reconcile, *NEWS):
    main.add_command(each)


@main.command()
@in_store
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; 0.0.0.0 lets other machines connect.",
)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on."
)
@with_base("Public address of the server, if it is behind a proxy. All IRIs of the data start with it.")
@click.option(
    "--cors-origin", multiple=True, help="Origin of web pages that may send requests, or '*'; repeatable."
)
@click.option(
    "--allowed-host",
    multiple=True,
    help="Another host name of the server, or '*' for any; repeatable. "
    "Those of --host, --base and this machine are always allowed.",
)
@click.option(
    "--sparql", metavar="URL", help="SPARQL server that holds the graph, instead of a store: see kg load."
)
@click.option(
    "--default-graph",
    metavar="IRI",
    help="Named graph with the default graph, if kg load did not put it there.",
)
@click.option(
    "--edit", is_flag=True, help="Let those with the token correct and extend the graph, at /review."
)
@click.option(
    "--token", envvar="KG_TOKEN", help="Token of --edit (environment: KG_TOKEN). Default: a new one."
)
@click.option("--log", is_flag=True, help="Log every request to standard error.")
def serve(
    store: Path,
    host: str,
    port: int,
    base: str | None,
    cors_origin: tuple[str, ...],
    allowed_host: tuple[str, ...],
    sparql: str | None,
    default_graph: str | None,
    *,
    edit: bool,
    token: str | None,
    log: bool,
) -> None:
    """Serve the explorer, REST and SPARQL.

    The explorer is at /, SPARQL at /sparql, the REST API at /docs, downloads at /exports. OpenRefine on the same
    machine can use http://127.0.0.1:8000/reconcile; elsewhere, name its address with --cors-origin.

    \b
    kg serve --store news
    kg serve --store news --cors-origin http://refine.example.org:3333
    kg serve --sparql http://localhost:7878/query
    kg serve --edit --store news
    """
    from secrets import token_urlsafe

    from kg.api.app import Settings
    from kg.api.serve import exposure, serve
    from kg.api.tables.remote_build import Remote
    from kg.endpoint.client import address_of

    if danger := exposure(host):
        click.echo(warning(danger), err=True)

    if edit and sparql:
        raise KgError("serve: --edit changes a store, which --sparql does not have; leave out one of the two")
    if (
        token
        and not edit
        and click.get_current_context().get_parameter_source("token") is ParameterSource.COMMANDLINE
    ):
        raise KgError("serve: --token is that of --edit, and reading needs none: add --edit, or leave it out")
    secret = (token or token_urlsafe(24)) if edit else None

    def ready(address: str) -> None:
        click.echo(f"Open {strong(address)} in your browser. Stop the server with Ctrl-C.", err=True)
        if secret:
            click.echo(f"Edit at {strong(f'{address}review#token={secret}')}", err=True)

    remote = Remote(address_of(sparql, default_graph=default_graph), credentials()) if sparql else None
    settings = Settings(store, base, cors_origin, host, allowed_host, remote=remote, edit_token=secret)
    serve(settings, port=port, log=log, ready=ready)


@main.command("help")
@click.argument("command", required=False)
@click.pass_context
def help_(context: click.Context, command: str | None) -> None:
    """Show the help of kg or of one command.

    \b
    kg help show
    """
    group = context.find_root()
    if command is None:
        click.echo(group.get_help())
    elif named := main.get_command(group, command):
        click.echo(named.get_help(HelpContext(named, info_name=command, parent=group)))
    else:
        context.fail(f"No such command '{command}'{did_you_mean(command, main.commands)}")


@main.command()
@in_store
def mcp(store: Path) -> None:
    """Serve the graph to an AI assistant over MCP.

    The assistant starts this command and talks to it on standard input and output. Requires the extra "mcp".

    \b
    kg mcp --store news
    """
    try:
        from kg.api.mcp_server import make_server
    except ModuleNotFoundError as error:
        raise KgError(f"mcp: {error.name} is not installed: pip install 'kg-news[mcp]'") from error
    make_server(store).run()


def query_of(argument: str) -> str:
    """The argument, the file that it names, or standard input for "-". Raises QueryError if the file cannot be read."""
    if not argument.endswith((".rq", ".sparql")):
        return text_of(argument)
    try:
        return Path(argument).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"query: {argument}: {why_unreadable(error)}") from error


def text_of(argument: str) -> str:
    """The argument, or standard input for "-"."""
    return sys.stdin.read() if argument == "-" else argument


if __name__ == "__main__":
    main()

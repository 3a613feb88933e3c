"""The command `kg load`, and the options by which it and `kg serve` reach a SPARQL server."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from kg.cli.options import in_store, with_base

if TYPE_CHECKING:
    from kg.endpoint.load import LoadCounts
    from kg.endpoint.login import Credentials

NAMES = {"graph": ("graph", "graphs"), "subject": ("subject", "subjects")}


@click.command()
@in_store
@click.option("--sparql", metavar="URL", required=True, help="Address for queries.")
@click.option(
    "--update",
    metavar="URL",
    help="Address for updates. Default: that for queries, with /update in place of a final /query.",
)
@click.option(
    "--graph-store",
    metavar="URL",
    help="Address of the Graph Store Protocol, by which articles are then sent instead of by updates.",
)
@click.option(
    "--default-graph", metavar="IRI", help="Named graph for the default graph; Virtuoso and QLever need one."
)
@with_base("Start of all IRIs of the data, if it differs from that of the build.")
@click.option("--replace", is_flag=True, help="Replace a graph that was loaded from elsewhere.")
@click.option("--batch", type=click.IntRange(min=1), help="Triples per request. Default: 10,000.")
def load(
    store: Path,
    sparql: str,
    update: str | None,
    graph_store: str | None,
    default_graph: str | None,
    base: str | None,
    *,
    replace: bool,
    batch: int | None,
) -> None:
    """Copy the graph into a SPARQL server.

    Only what has changed since the last load is sent. An interrupted load resumes. KG_SPARQL_USER and
    KG_SPARQL_PASSWORD, KG_SPARQL_TOKEN, or the file ~/.netrc hold what the server asks for.

    \b
    kg load --sparql http://localhost:7878/query --store news
    kg load --sparql http://localhost:3030/news/query --graph-store http://localhost:3030/news/data --store news
    """
    from kg.endpoint.client import Endpoint, address_of
    from kg.endpoint.load import BATCH, Load, build_id, state_path
    from kg.endpoint.load_state import LoadState
    from kg.store.read_build import open_store
    from kg.store.rebase import rebased

    start = monotonic()
    address = address_of(sparql, update=update, graph_store=graph_store, default_graph=default_graph)
    with (
        open_store(store) as graph,
        rebased(graph, base or graph.base) as based,
        Endpoint(address, credentials()) as endpoint,
        LoadState(state_path(store, address, based.base)) as state,
        click.progressbar(
            length=based.counts["quads"], label="quads", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar,
    ):
        load = Load(based, build_id(graph, based.base), endpoint, state, batch or BATCH, bar.update)
        counts = load.run(replace=replace)
    click.echo(f"{summary(counts)}, {monotonic() - start:.1f} seconds", err=True)


def credentials() -> Credentials:
    """What the environment has for SPARQL servers."""
    from kg.endpoint.login import Credentials

    names = ("KG_SPARQL_USER", "KG_SPARQL_PASSWORD", "KG_SPARQL_TOKEN")
    user, password, token = (os.environ.get(name, "") for name in names)
    path = os.environ.get("NETRC")
    return Credentials(user, password, token, Path(path) if path else None)


def summary(counts: LoadCounts) -> str:
    """What a load did: "sent 27 graphs and 3,101 subjects (28,975 quads), removed nothing, unchanged: 2 graphs"."""
    if not (counts.sent or counts.removed or counts.unchanged):
        return "the server has this build already"
    unchanged = f", unchanged: {_listed(counts.unchanged)}" if counts.unchanged else ""
    return (
        f"sent {_listed(counts.sent)} ({counts.quads:,} quads), removed {_listed(counts.removed)}{unchanged}"
    )


def _listed(counts: Counter[str]) -> str:
    parts = [f"{counts[kind]:,} {names[counts[kind] != 1]}" for kind, names in NAMES.items() if counts[kind]]
    return " and ".join(parts) or "nothing"

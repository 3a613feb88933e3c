"""Commands that find things in the graph, and that say what a person decides about it."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli_options import in_store
from kg.errors import ReadError


@click.command()
@click.argument("words")
@in_store
@click.option(
    "--type", "kind", help='Names of this type alone, or of types below it: "Person", "Place", "Actor".'
)
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Most of each.")
def find(words: str, store: Path, kind: str | None, limit: int) -> None:
    """Find people, organisations and places by name, and sentences by their words.

    The last word may be begun only, others misspelt; words in quotation marks are a phrase.

    \b
    kg find solas --store news
    kg find '"cease fire" northern' --store news
    """
    from kg.search import open_search
    from kg.store import open_store

    with open_store(store) as graph, open_search(graph.path) as search:
        names = search.names(words, limit, kind)
        sentences = search.sentences(words, limit) if kind is None else []
    if not (names or sentences):
        raise ReadError(f"find: nothing is named or says '{words}'; try fewer words, or the beginning of one")
    for name in names:
        also = f" (as {name.name})" if name.name != name.label else ""
        counts = f"{name.mentions:,} mentions, {name.sources:,} sources"
        click.echo(f"{name.label}{also}  {name.type}, {counts}  {name.entity}")
    for hit in sentences:
        more = f" and {hit.articles - 1} more" if hit.articles > 1 else ""
        click.echo(f"{hit.published or 'no date'}  {hit.source}{more}: {' '.join(hit.text.split())}")


COMMANDS = (find,)

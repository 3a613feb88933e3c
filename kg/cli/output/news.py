"""Commands that say what is new: since an earlier build, and as articles arrive in a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import in_store, with_entities
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.query.news.changes import NewClaim, News
    from kg.query.news.watch_list import Watch
    from kg.store.read_build import Store

WIDTH = 100  # characters per line
QUIET = 2000  # milliseconds without a change after which a folder is read: a file may be written in parts

with_watch_list = click.option(
    "--watch",
    "watch_list",
    type=click.Path(path_type=Path),
    help='File of what to report, a line each: "entity: Orla Venn; class: Meeting", "place: Oslo", "words: toll".',
)


@click.command()
@in_store
@click.option(
    "--since", metavar="BUILD", help="Number of an earlier build, 3 or build-3; default: the one before."
)
@with_watch_list
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the output.",
)
def diff(store: Path, since: str | None, watch_list: Path | None, form: str) -> None:
    """Show what is new since an earlier build.

    Lists new claims, named entities and contradictions, and what was withdrawn.

    Claims below the build's confidence and those of no named class are left out.

    \b
    kg diff --store news
    kg diff --since 1 --watch watch.txt --store news
    kg diff --since 1 --format json --store news
    """
    from kg.query.news.history import known_builds, number_of
    from kg.query.news.watch_list import read_watch_list
    from kg.store.read_build import open_store

    watches = read_watch_list(watch_list) if watch_list else None
    with open_store(store) as graph:
        known = known_builds(graph.path)
        if since is None and len(known) == 1:
            raise KgError(f"diff: {store} has only build {known[0]}: build again, then compare")
        number = known[-2] if since is None else number_of(since)
        news = _news(graph, number, watches)
        if form == "json":
            click.echo(
                json.dumps(
                    {"since": number, "build": known[-1], **asdict(news)}, ensure_ascii=False, indent=1
                )
            )
        else:
            for line in report(news, f"Build {known[-1]} since build {number}"):
                click.echo(line)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@in_store
@with_entities
@with_watch_list
def watch(folder: Path, store: Path, entities: tuple[Path, ...], watch_list: Path | None) -> None:
    """Build whenever articles arrive in a folder, and show what is new.

    Changed articles count too. Ctrl-C ends it.

    \b
    kg watch wire/ --store news
    kg watch wire/ --store news --watch watch.txt
    """
    from watchfiles import watch as changes_of

    from kg.query.news.watch_list import read_watch_list

    watches = read_watch_list(watch_list) if watch_list else None
    click.echo(f"watching {folder}; Ctrl-C ends it", err=True)
    is_first = True
    try:
        # The first, empty round comes when the folder is watched: what arrives during a build is not missed.
        for changes in changes_of(
            folder, debounce=QUIET, step=QUIET // 2, rust_timeout=QUIET, yield_on_timeout=True
        ):
            if changes or is_first:
                _build(folder, store, entities, watches)
            is_first = False
    except KeyboardInterrupt:
        click.echo("stopped watching", err=True)


def _build(folder: Path, store: Path, entities: tuple[Path, ...], watches: tuple[Watch, ...] | None) -> None:
    """Builds, and shows what is new; an error is shown too, and the next change is waited for."""
    from kg.build.build import build, settings_of_store
    from kg.ontology.files import OntologyFiles
    from kg.query.news.history import known_builds
    from kg.read.files import read_articles
    from kg.store.directory import current_build
    from kg.store.read_build import open_store

    before, known = current_build(store), settings_of_store(store)
    source = replace(known.source, entities=entities or known.source.entities)
    try:
        counts = build(
            read_articles([str(folder)], ontology=OntologyFiles(source.ontology)),
            store,
            replace(known, source=source),
            sizes={},
            anew=False,
        )
        if current_build(store) == before:
            click.echo(f"nothing new in {folder}", err=True)
            return
        click.echo(counts.line, err=True)
        with open_store(store) as graph:
            builds = known_builds(graph.path)
            if len(builds) > 1:
                for line in report(_news(graph, builds[-2], watches), f"Build {builds[-1]}"):
                    click.echo(line)
    except (KgError, OSError) as error:
        click.echo(f"kg: {error}", err=True)


def _news(graph: Store, number: int, watches: tuple[Watch, ...] | None) -> News:
    """What is new; with a watch list only its claims, and contradictions between those and others."""
    from kg.query.news.changes import news_since
    from kg.query.news.watch_list import watched

    news = news_since(graph, number)
    if watches is None:
        return news
    contradictions = tuple(each for each in news.contradictions if watched(each.claims, watches, graph))
    claims = tuple(watched(news.claims, watches, graph))
    return replace(news, claims=claims, entities=(), contradictions=contradictions, withdrawn=())


# --- as text


def report(news: News, title: str) -> Iterator[str]:
    """The lines of `kg diff`."""
    yield f"{title}: {_counted(news)}"
    yield from _claims(news)
    if news.entities:
        yield ""
        yield "New entities"
        yield from (f"  {each.label}  {each.type}" for each in news.entities)
    if news.contradictions:
        yield ""
        yield "New contradictions"
        for each in news.contradictions:
            yield f"  {each.about}"
            for claim in each.claims:
                yield from _sentence(
                    f"{claim.row.published or 'no date'}  {_source(claim)}: {claim.row.text}"
                )
    if news.withdrawn:
        yield ""
        yield "Withdrawn"
        yield from (
            f"  {each.kind}  {each.words or 'its article was removed'}  {each.iri}" for each in news.withdrawn
        )


def _counted(news: News) -> str:
    parts = [
        (len(news.claims), "new claim"),
        (len(news.entities), "new entity"),
        (len(news.contradictions), "new contradiction"),
        (len(news.withdrawn), "withdrawn"),
    ]
    return ", ".join(f"{count:,} {_plural(name, count)}" for count, name in parts)


def _plural(name: str, count: int) -> str:
    if count == 1 or name == "withdrawn":
        return name
    return f"{name.removesuffix('y')}ies" if name.endswith("y") else f"{name}s"


def _claims(news: News) -> Iterator[str]:
    """Each sentence with its new claims."""
    for _, same in groupby(news.claims, key=lambda claim: claim.row.sentence):
        claims = list(same)
        yield ""
        yield f"{claims[0].row.published or 'no date'}  {_source(claims[0])}"
        yield from _sentence(claims[0].row.text)
        yield from (f"  - {_described(claim)}" for claim in claims)


def _source(claim: NewClaim) -> str:
    return ": ".join(filter(None, (claim.row.publisher, claim.article_title)))


def _sentence(text: str) -> list[str]:
    return [f"    {line}" for line in wrap(" ".join(text.split()), WIDTH - 4)]


def _described(claim: NewClaim) -> str:
    row = claim.row
    mark = "" if row.factuality == "actual" else f", {row.factuality.upper()}"
    fillers: dict[str, Any] = {label: None for role, label, _ in claim.fillers if role != "attributedTo"}
    about = f": {', '.join(fillers)}" if fillers else ""
    return f"{claim.class_label}{mark}{about}{f'; according to {row.says}' if row.says else ''}"


COMMANDS = (diff, watch)

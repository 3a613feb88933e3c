"""Commands that search the graph and that record what a person decides about it."""

from __future__ import annotations

import getpass
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kg.cli.options import F, in_store, words_of
from kg.cli.output.terminal import counted, faint, strong, wrapped
from kg.errors import KgError, ReadError

if TYPE_CHECKING:
    from kg.build.judgements import Judgement, Side, Verb
    from kg.query.search import Search
    from kg.store.read_build import Store


@click.command()
@words_of("words")
@in_store
@click.option(
    "--type", "kind", help='Only names of this type or its subtypes, such as "Person", "Place" or "Actor".'
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="Maximum number of names, and of sentences.",
)
def find(words: str, store: Path, kind: str | None, limit: int) -> None:
    """Find names and sentences, despite typos.

    The last word may be incomplete, the others misspelt. Words in quotation marks are a phrase.

    \b
    kg find solas --store news
    kg find '"prisoners of war" geneva' --store news
    kg find vien --type Place --store news
    """
    from kg.query.search import is_near, open_search
    from kg.store.read_build import open_store

    with open_store(store) as graph, open_search(graph.path) as search:
        _check_search(words, kind, search)
        names = search.nearest_names(words, limit, kind)
        sentences = search.sentences(words, limit) if kind is None else []
    if not (names or sentences):
        raise ReadError(
            f"find: no name or sentence matches '{words}': try fewer words, or only the beginning of a word"
        )
    if names and not any(is_near(words, name.name) for name in names):
        click.echo("No exact match; close to:")
    for name in names:
        also = f" (as {name.name})" if name.name != name.label else ""
        counts = f"{counted(name.mentions, 'mention')}, {counted(name.sources, 'source')}"
        click.echo(f"{strong(name.label)}{also}  {name.type}, {counts}  {faint(name.entity)}")
    for hit in sentences:
        more = f" and {hit.articles - 1} more" if hit.articles > 1 else ""
        click.echo(faint(f"{hit.published or 'no date'}  {hit.source}{more}"))
        click.echo("\n".join(wrapped(hit.text, indent=4)))


def _check_search(words: str, kind: str | None, search: Search) -> None:
    """Raises ReadError if there are no words to find, or the graph has no names of the type."""
    if not words.strip(' "'):
        raise ReadError("find: no words are given: write a name, or words of a sentence")
    types = search.types() if kind else []
    if kind and kind.lower() not in map(str.lower, types):
        raise ReadError(f"find: no name has the type '{kind}': the types are {', '.join(types)}")


def _user() -> str:
    """The name of the user of this process. Raises KgError."""
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:  # as for a number in a container
        raise KgError("--by: this system has no name for you: give --by NAME, or set KG_BY") from error


def with_reason(command: F) -> F:
    """Add the options `--why` and `--by`."""
    why = click.option("--why", default="", help="Reason, stored with the decision.")
    by = click.option(
        "--by",
        default=_user,
        envvar="KG_BY",
        show_default="you",
        help="Who decides (environment: KG_BY).",
    )
    return why(by(command))


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@in_store
@with_reason
def same(one: str, other: str, store: Path, why: str, by: str) -> None:
    """Merge two entities or events that are the same.

    A and B are names or IRIs; the merged entity keeps the IRI of A. Every later build applies the decision. Undo it
    with `kg different A B`.

    \b
    kg same Lorvania Lorvanians --why "means the government" --store news
    """
    _judge_pair("same", one, other, store, (by, why))


@click.command()
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@in_store
@with_reason
def different(one: str, other: str, store: Path, why: str, by: str) -> None:
    """Separate two entities or events that are different.

    A and B are names or IRIs, or two names of one entity. Merged ones are split at the weakest links. Every later build
    applies the decision. Undo it with `kg same A B`.

    \b
    kg different "Aksel Brandal" "Brandal Marine" --store news
    """
    _judge_pair("different", one, other, store, (by, why))


@click.command()
@click.argument("claim")
@in_store
@with_reason
def accept(claim: str, store: Path, why: str, by: str) -> None:
    """Record that a claim is correct.

    CLAIM is an IRI, as `kg review` shows it, or words that only one claim has in its class, word or sentence. An
    accepted claim is no longer uncertain.

    \b
    kg accept "Rejection (refused): She said" --store news
    """
    _judge_claim("accept", claim, store, (by, why))


@click.command()
@click.argument("claim")
@in_store
@with_reason
def reject(claim: str, store: Path, why: str, by: str) -> None:
    """Record that a claim is wrong.

    CLAIM is an IRI, or text of one claim: class, word and sentence. The claim remains in the graph with its sentence
    but supports no edge such as kg:met. Undo it with `kg accept`.

    \b
    kg reject "Withdrawal (withdrawal): She said" --why "the paper retracted it" --store news
    """
    _judge_claim("reject", claim, store, (by, why))


@click.command()
@click.argument("entity")
@click.argument("name")
@in_store
@with_reason
def rename(entity: str, name: str, store: Path, why: str, by: str) -> None:
    """Give a person, organisation or place another label.

    Its own names remain. "" gives its own label back.

    \b
    kg rename "Free Highlands Front" "Free Highlands" --store news
    """
    from kg.build.judgements import read_judgements
    from kg.build.rebuild import judge
    from kg.cli.lookup import Lookup
    from kg.store.read_build import open_store

    with open_store(store) as graph, Lookup(graph.path, read_judgements(store)) as lookup:
        side = lookup.entity(entity)
    judge(store, [replace(judgement_of("rename", (side,), (by, why)), name=" ".join(name.split()))])
    _report(store)


@click.command()
@in_store
def history(store: Path) -> None:
    """List all decisions, oldest first.

    Each has its state. "undone": a later decision has the same subject; "overruled": later decisions contradict it;
    "gone": its subject is in no current article. Only `kg remove` deletes decisions, those about the removed article.

    \b
    kg history --store news
    """
    from kg.build.rebuild import states

    judgements = states(store)
    for judgement, state in judgements:
        why = f"  ({judgement.why})" if judgement.why else ""
        click.echo(f"{judgement.at}  {judgement.by}  {judgement.verb}  {_about(judgement)}{why}  [{state}]")
    if not judgements:
        click.echo("no decisions yet; run kg review to make some", err=True)


ENDS = "it is deleted when that process opens the new build or ends, or by the next kg command that builds"


@click.command()
@click.argument("article")
@in_store
def remove(article: str, store: Path) -> None:
    """Remove an article and all that it says.

    ARTICLE is a file name, a web address, an id or an IRI. Its text, its claims and decisions about them are erased;
    none of its words stays in the store. A running server keeps the old graph until its next answer. If the article's
    file is still in the folder, the next `kg build` reads it again.

    \b
    kg remove veldane-final.txt --store news
    """
    from kg.build.rebuild import remove

    done = remove(store, article)
    click.echo(f"removed {done.file}", err=True)
    for build in done.still_read:
        click.echo(
            f"kg: {build} still has the article: a process such as kg serve reads it; {ENDS}", err=True
        )


def _judge_pair(verb: str, one: str, other: str, store: Path, who: tuple[str, str]) -> None:
    from kg.build.judgements import read_judgements
    from kg.build.rebuild import judge
    from kg.cli.lookup import Lookup
    from kg.store.read_build import open_store

    with open_store(store) as graph, Lookup(graph.path, read_judgements(store)) as lookup:
        sides = lookup.pair(one, other)
        doubt = _doubt(sides, graph) if verb == "same" else None
    judge(store, [judgement_of(verb, sides, who)])
    _report(store)
    if doubt:
        click.echo(f"kg: {doubt}", err=True)


def _doubt(sides: tuple[Side, Side], graph: Store) -> str | None:
    """What speaks against two sides as one: that a person is to be something else."""
    from kg.build.judgements import iri
    from kg.query.search import open_search

    with open_search(graph.path) as search:
        hits = [hit for side in sides for hit in search.names(side.label)]
    types = {hit.entity: hit.type for hit in hits}
    kinds = [types.get(iri(side, graph.base)) for side in sides]
    if None in kinds or len({kind == "Person" for kind in kinds}) == 1:
        return None
    those = " and ".join(f"{side.label} ({kind})" for side, kind in zip(sides, kinds, strict=True))
    undo = " ".join(f'"{side.label}"' for side in sides)
    return f"{those} are different kinds of things; if that was a slip, undo it: kg different {undo}"


def _judge_claim(verb: str, claim: str, store: Path, who: tuple[str, str]) -> None:
    from kg.build.judgements import read_judgements
    from kg.build.rebuild import judge
    from kg.cli.lookup import Lookup
    from kg.store.read_build import open_store

    with open_store(store) as graph, Lookup(graph.path, read_judgements(store)) as lookup:
        side = lookup.claim(claim)
    judge(store, [judgement_of(verb, (side,), who)])
    _report(store)


def judgement_of(verb: str, sides: tuple[Side, ...], who: tuple[str, str]) -> Judgement:
    """A judgement of this moment; `who` is a person, and the reason."""
    from kg.build.judgements import Judgement

    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Judgement(cast("Verb", verb), sides, who[0], now, who[1])


def _report(store: Path) -> None:
    """Print the last judgement with its state."""
    from kg.build.rebuild import states

    judgement, state = states(store)[-1]
    click.echo(f"{judgement.verb}: {_about(judgement)}  [{state}]", err=True)


def _about(judgement: Judgement) -> str:
    """What a judgement is about, and the new name of a rename."""
    about = " | ".join(side.label for side in judgement.sides)
    return f"{about} -> {judgement.name}" if judgement.name else about


COMMANDS = (find, same, different, accept, reject, rename, history, remove)

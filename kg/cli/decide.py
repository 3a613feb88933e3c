"""The command `kg review`: questions about links and claims, each decided with one key."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.judge import judgement_of, with_reason
from kg.cli.options import in_store

if TYPE_CHECKING:
    from kg.build.judgements import Judgement, Side
    from kg.cli.review import Question
    from kg.cli.uncertain_claims import UncertainClaim
    from kg.store.read_build import Store

LINK_KEYS = {"s": "same", "d": "different"}
CLAIM_KEYS = {"a": "accept", "r": "reject"}


@dataclass(frozen=True, slots=True)
class Item:
    """A question to show, what it is about, and the judgement of each key."""

    sides: tuple[Side, ...]
    lines: tuple[str, ...]
    keys: Mapping[str, str]


@click.command()
@in_store
@with_reason
@click.option(
    "--about",
    type=click.Choice(["links", "claims", "identities"]),
    help="Only links, claims or identities; default: all, in this order.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="Maximum number of questions of each kind.",
)
def review(store: Path, why: str, by: str, about: str | None, limit: int) -> None:
    """Decide uncertain links and uncertain claims with one key each.

    Links with the largest effect come first; then claims about named people, organisations and places, those nearest
    the threshold of the build first. An accepted claim is no longer uncertain. Without a terminal, all are listed.

    \b
    kg review --store news
    kg review --about claims --store news
    kg review --about identities --store news
    """
    from kg.build.judgements import read_judgements
    from kg.build.rebuild import decide, judge
    from kg.store.read_build import open_store

    with open_store(store) as graph:
        items = list(_items(graph, store, read_judgements(store), about, limit))
    decided = 0
    for number, item in enumerate(items, 1):
        first, *rest = item.lines
        click.echo("\n".join([f"{number}/{len(items)}  {first}", *rest]))
        verb = _verb(item) if is_terminal() else None
        if verb == "quit":
            break
        if verb is not None:
            decide(store, judgement_of(verb, item.sides, (by, why)))
            decided += 1
    if decided:
        judge(store, [])
    click.echo(f"{decided} decided, {len(items) - decided} open", err=True)


def _items(
    graph: Store, store: Path, judgements: tuple[Judgement, ...], about: str | None, limit: int
) -> Iterator[Item]:
    from kg.cli.identities import identity_questions
    from kg.cli.review import evidence, questions
    from kg.cli.uncertain_claims import uncertain_claims

    for question in islice(questions(graph, judgements), limit) if about in {None, "links"} else ():
        lines = _link_lines(question, list(evidence(question, graph)), graph.base)
        yield Item(question.sides, tuple(lines), LINK_KEYS)
    for claim in islice(uncertain_claims(graph, judgements), limit) if about in {None, "claims"} else ():
        yield Item((claim.side,), tuple(_claim_lines(claim)), CLAIM_KEYS)
    identities = identity_questions(graph, store, judgements) if about in {None, "identities"} else ()
    for sides, shown in islice(identities, limit):
        yield Item(sides, tuple(shown), LINK_KEYS)


def _link_lines(question: Question, both: list[tuple[Side, list[str]]], base: str) -> Iterator[str]:
    from kg.build.judgements import iri

    parts = ", ".join(f"{name} {value:+g}" for name, value in question.parts)
    yield f"{question.sides[0].kind}  score {question.score:g} ({parts}), would merge {question.joined}"
    for side, sentences in both:
        yield f"  {side.label}  {iri(side, base)}"
        yield from (f"      {sentence}" for sentence in sentences)


def _claim_lines(claim: UncertainClaim) -> Iterator[str]:
    yield f"claim  confidence {claim.confidence:g}  {claim.iri}"
    yield f"  {claim.side.label}"
    yield from (f"      {role}" for role in claim.roles)


def is_terminal() -> bool:
    return sys.stdin.isatty()


def _verb(item: Item) -> str | None:
    """The judgement of one key; any other key leaves the question open."""
    choices = "  ".join(f"[{key}]{verb[1:]}" for key, verb in item.keys.items())
    click.echo(f"  {choices}  [n]ext  [q]uit ", nl=False)
    key = click.getchar()
    click.echo(key)
    return "quit" if key == "q" else item.keys.get(key)

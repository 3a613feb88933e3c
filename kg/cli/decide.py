"""The command `kg review`: questions about links and claims, each decided with one key."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.judge import judgement_of, with_reason
from kg.cli.options import in_store
from kg.cli.output.terminal import faint, strong, wrapped

if TYPE_CHECKING:
    from kg.build.judgements import Judgement, Side
    from kg.cli.output.titles import TitleReader
    from kg.cli.review import Question
    from kg.cli.uncertain_claims import UncertainClaim
    from kg.store.read_build import Store

SENTENCES = 2  # per side
LINK_KEYS = {"s": "same", "d": "different"}
CLAIM_KEYS = {"a": "accept", "r": "reject"}


@dataclass(frozen=True, slots=True)
class Item:
    """A question: what it is about, its lines, which are read when it is shown, and the judgement of each key."""

    sides: tuple[Side, ...]
    lines: Callable[[], Iterator[str]]
    keys: Mapping[str, str]


@click.command()
@in_store
@with_reason
@click.option(
    "--about",
    type=click.Choice(["links", "claims", "identities"]),
    help="Only links, claims or identities. Default: all, in this order.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="Maximum number of questions of each kind.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="json: list, decide nothing.",
)
def review(store: Path, why: str, by: str, about: str | None, limit: int, form: str) -> None:
    """Decide uncertain merges and claims, one key each.

    First come pairs that may be the same, those with the largest effect first; then uncertain claims, those about named
    people, organisations and places and nearest the build's threshold first. Without a terminal, all are listed.

    \b
    kg review --store news
    kg review --about claims --store news
    kg review --about identities --store news
    """
    from kg.build.judgements import read_judgements
    from kg.build.rebuild import check_ontology, judge
    from kg.cli.output.titles import title_reader
    from kg.store.read_build import open_store

    with open_store(store) as graph:
        check_ontology(graph.path)
        is_asking = is_terminal() and form == "text"
        titles = title_reader(graph, whole=not is_asking)
        items = list(_items(graph, store, read_judgements(store), about, limit, titles))
        if form == "json":
            click.echo(json.dumps([_as_json(item, graph.base) for item in items], ensure_ascii=False))
            return
        decided = _ask(items, store, (by, why), is_asking=is_asking)
    if decided:
        judge(store, [])
    click.echo(f"{decided} decided, {len(items) - decided} left undecided", err=True)


def _ask(items: list[Item], store: Path, by_why: tuple[str, str], *, is_asking: bool) -> int:
    """Shows questions one after another and records what is decided; returns how many are."""
    from kg.build.rebuild import decide

    decided = 0
    for number, item in enumerate(items, 1):
        first, *rest = item.lines()
        shown = (line for each in rest for line in _wrapped(each))
        click.echo("\n".join([f"{faint(f'{number} of {len(items)}')}  {strong(first)}", *shown, ""]))
        verb = _verb(item) if is_asking else None
        if verb == "quit":
            break
        if verb is not None:
            decide(store, judgement_of(verb, item.sides, by_why))
            decided += 1
    return decided


def _wrapped(line: str) -> Iterator[str]:
    """A line broken between words, all parts as far indented; one with an address stays whole."""
    if "://" in line:
        yield line
    else:
        yield from wrapped(line, indent=len(line) - len(line.lstrip()))


def _as_json(item: Item, base: str) -> dict[str, object]:
    from kg.build.judgements import iri

    sides = [{"kind": side.kind, "iri": iri(side, base), "label": side.label} for side in item.sides]
    lines = [click.unstyle(line) for line in item.lines()]
    return {"verbs": list(item.keys.values()), "sides": sides, "lines": lines}


def _items(
    graph: Store,
    store: Path,
    judgements: tuple[Judgement, ...],
    about: str | None,
    limit: int,
    title: TitleReader,
) -> Iterator[Item]:
    from kg.cli.identities import identity_questions
    from kg.cli.review import questions
    from kg.cli.uncertain_claims import uncertain_claims

    for question in islice(questions(graph, judgements), limit) if about in {None, "links"} else ():
        yield Item(question.sides, partial(_link_lines, question, graph, title), LINK_KEYS)
    for claim in islice(uncertain_claims(graph, judgements), limit) if about in {None, "claims"} else ():
        yield Item((claim.side,), partial(_claim_lines, claim, graph, title), CLAIM_KEYS)
    identities = identity_questions(graph, store, judgements) if about in {None, "identities"} else ()
    for sides, shown in islice(identities, limit):
        yield Item(sides, partial(iter, tuple(shown)), LINK_KEYS)


def _link_lines(question: Question, graph: Store, title: TitleReader) -> Iterator[str]:
    from kg.build.judgements import iri
    from kg.cli.review import evidence
    from kg.link.link_reasons import reasons

    kind = question.sides[0].kind
    yield "Are these two the same event?" if kind == "event" else "Are these two names of the same entity?"
    for letter, (side, sentences) in zip("AB", evidence(question, graph), strict=True):
        label = title(_claims(side, graph)) if kind == "event" else side.label
        yield f"  {letter}  {label}  {faint(iri(side, graph.base))}"
        first = _sentence(side.label) if kind == "event" else ""
        shown = dict.fromkeys(each for each in (first, *sentences) if each)
        for each in list(shown)[:SENTENCES]:
            yield f"     {each}"
    pro, contra = reasons(kind, question.parts)
    for heading, said in (("For: ", pro), ("Against: ", contra)):
        if said:
            yield f"  {heading}{'; '.join(said)}."
    claims = "claim" if kind == "event" else "article"
    yield f"  Merging them affects {question.joined} {claims}{'' if question.joined == 1 else 's'}."


def _claim_lines(claim: UncertainClaim, graph: Store, title: TitleReader) -> Iterator[str]:
    from kg.cli.uncertain_claims import roles_of

    yield "Does the sentence say this?"
    yield f"  {_sentence(claim.side.label)}"
    yield f"  {title([claim.iri])}  {faint(claim.iri)}"
    yield from (f"     {role}" for role in roles_of(graph, claim.iri))
    yield f"  kg is {claim.confidence:.0%} sure that it does.".replace("%", " %")


def _claims(side: Side, graph: Store) -> list[str]:
    """The IRIs of the claims of an event."""
    from kg.rdf.iris import Iris

    return [Iris(graph.base).claim(*member) for member in side.members]


def _sentence(label: str) -> str:
    """The sentence in the label of a claim or event: "Meeting (met): They met."."""
    return label.partition("): ")[2]


def is_terminal() -> bool:
    return sys.stdin.isatty()


def _verb(item: Item) -> str | None:
    """The judgement of one key; any other key leaves the question undecided."""
    choices = "  ".join(f"[{key}]{verb[1:]}" for key, verb in item.keys.items())
    click.echo(f"  {choices}  [n]ext  [q]uit ", nl=False)
    key = click.getchar()
    click.echo(f"{key}\n")
    return "quit" if key == "q" else item.keys.get(key)

"""The command `kg reconcile`, and the questions of `kg review` about what it found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import in_store
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.build.judgements import IdentityCandidate, Judgement, Side
    from kg.endpoint.reconciliation import Candidate
    from kg.store.read_build import Store

AT_ONCE = 20  # names of a request
ENTITIES = """
SELECT ?entity ?label ?type {{ ?entity kg:isNamed true ; rdfs:label ?label ; kg:mentions ?mentions ; a ?type
  FILTER(STRSTARTS(STR(?type), STR(kg:))) }} ORDER BY DESC(?mentions) ?entity ?type
"""
Named = tuple[str, str, frozenset[str]]  # id, label, local names of types


@click.command()
@click.option("--service", metavar="URL", required=True, help="Address of the reconciliation service.")
@in_store
@click.option(
    "--type", "types", multiple=True, metavar="OURS[=THEIRS]",
    help='Only entities of this type, as their type: "Person=Q5"; repeatable.',
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(min=1), default=1000, show_default=True, help="Maximum number of entities."
)
def reconcile(service: str, store: Path, types: tuple[str, ...], limit: int) -> None:
    """Look up entities in Wikidata or another service.

    The names are sent to the service, those with most mentions first. Nothing is decided: `kg review` asks about each
    candidate, and what you confirm becomes owl:sameAs. What you decided before is not asked about again.

    \b
    kg reconcile --service http://127.0.0.1:8001/reconcile --type Person --store news
    kg review --about identities --store news
    """
    from kg.build.judgements import add_candidates
    from kg.endpoint.reconciliation import NameQuery, ReconciliationService
    from kg.store.read_build import open_store

    asked = dict(_type(each) for each in types)
    with open_store(store) as graph:
        named = [each for each in _named(graph) if not asked or each[2] & asked.keys()][:limit]
        base = graph.base
    found: list[IdentityCandidate] = []
    with ReconciliationService(service) as client:
        for start in range(0, len(named), AT_ONCE):
            part = named[start : start + AT_ONCE]
            queries = [NameQuery(label, _theirs(kinds, asked)) for _, label, kinds in part]
            for (id_, _, _), answers in zip(part, client.candidates(queries, 3), strict=True):
                own = f"{base}entity/{id_}"  # another kg under the same address gives it back
                found += (_candidate(id_, each) for each in answers if each.iri != own)
    add_candidates(store, found)
    with_any = len({each.entity for each in found})
    click.echo(
        f"{len(named):,} entities, {with_any:,} with candidates; decide with kg review --about identities",
        err=True,
    )


def _type(given: str) -> tuple[str, str | None]:
    ours, _, theirs = given.partition("=")
    if not ours:
        raise KgError(f"--type: '{given}' names no type: write Person or Person=Q5")
    return ours, theirs or None


def _theirs(kinds: frozenset[str], asked: dict[str, str | None]) -> str | None:
    return next((theirs for ours, theirs in asked.items() if ours in kinds and theirs), None)


def _named(graph: Store) -> list[Named]:
    """The named entities, those with most mentions first."""
    kinds: dict[tuple[str, str], set[str]] = {}
    rows: Any = graph.trusted_query(ENTITIES)
    for entity, label, kind in rows:
        key = entity.value.rpartition("/")[2], label.value
        kinds.setdefault(key, set()).add(kind.value.rpartition("#")[2])
    return [(*key, frozenset(names)) for key, names in kinds.items()]


def _candidate(entity: str, found: Candidate) -> IdentityCandidate:
    from kg.build.judgements import IdentityCandidate

    description = ", ".join(filter(None, (found.description, *found.types[:1])))
    return IdentityCandidate(entity, found.iri, found.name, description, found.score, found.is_match)


def identity_questions(
    graph: Store, store: Path, judgements: Sequence[Judgement]
) -> Iterator[tuple[tuple[Side, Side], list[str]]]:
    """The two sides of each open candidate, and the lines to show."""
    from kg.build.judgements import iri, read_candidates, undecided
    from kg.cli.lookup import Lookup
    from kg.cli.review import sentences_of

    with Lookup(graph.path, judgements) as lookup:
        for candidate in undecided(read_candidates(store), judgements):
            if not lookup.has(candidate.entity):
                continue  # no article has it any more
            side = lookup.side(candidate.entity)
            sure = ", which calls it a match" if candidate.is_match else ""
            lines = [
                f"Are these the same? (score of the service: {candidate.score:g}{sure})",
                f"  {side.label}  {iri(side, graph.base)}",
            ]
            lines += (f"      {sentence}" for sentence in sentences_of(side, graph))
            lines += [f"  {candidate.name}  {candidate.iri}", f"      {candidate.description}"]
            yield (side, candidate.side), [line for line in lines if line.strip()]

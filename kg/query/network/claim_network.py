"""Entities and the claims between them as a network: each edge is one claim about both ends, with its sentence.

Claims that are planned, possible or negated are edges too: `factuality` says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import combinations
from math import cos, sin
from pathlib import Path
from typing import Any, NamedTuple

import networkx as nx
from pyoxigraph import NamedNode

from kg import vocab
from kg.query import rows
from kg.query.facts import (
    ArticleFacts,
    Facts,
    Labels,
    article_facts,
    class_names,
    has_type,
    local_name,
    subproperties,
)
from kg.query.network.analysis import ANALYSIS, NetworkActor, open_analysis
from kg.query.network.layout import TURN
from kg.query.network.write_analysis import write_analysis
from kg.query.phrases.edge_words import class_words, role_rank
from kg.query.row_types import EntityRow
from kg.store.read_build import Store
from kg.store.temporary import LockedDirectory

MOST = 20  # entities of one claim that are paired, as in kg/query/network/co_occurrence.py
SPACING = 0.02  # between entities without a position of their own
ALL_ACTORS = 1_000_000_000
OMITTED = {"event", "trigger", "begin", "end"}  # fields of a claim's row

Network = nx.MultiDiGraph  # of IRIs


def claim_network(store: Store) -> Network[str]:
    """Named entities with positions, and unnamed ones that share a claim with another entity."""
    nodes = {row.entity: row for row in rows.entities(store)}
    found = [edge for edge in edges(store) if edge[0] in nodes and edge[1] in nodes]
    ends = {iri for one, other, _ in found for iri in (one, other)}
    known = {iri: row for iri, row in nodes.items() if row.is_named or iri in ends}
    network: Network[str] = nx.MultiDiGraph(name="News articles as a graph of claims")
    places = positions(store, known, found)
    for iri, row in known.items():
        network.add_node(iri, **_plain({**_node(row), **places[iri]}))
    for one, other, fields in found:
        network.add_edge(one, other, key=f"{fields['claim']}|{one}|{other}", **_plain(fields))
    return network


def edges(store: Store) -> list[tuple[str, str, dict[str, Any]]]:
    """Pairs of entities in roles of a claim of a named class, directed from the one whose role comes first."""
    names, label, roles = class_names(store), Labels(store), subproperties(store, "role")
    found = []
    for article in store.articles():
        facts_of_article = article_facts(store, article)
        for iri, facts in facts_of_article.claims():
            if has_type(facts, vocab.KG + "Event"):
                continue
            for one, other in _pairs(facts, roles, facts_of_article):
                row = rows.claim_row(iri, facts_of_article, names=names, label=label)
                fields = {name: value for name, value in asdict(row).items() if name not in OMITTED}
                words = class_words(row.event_class, one.role, other.role, row.factuality)
                ends = {"source_role": one.role, "target_role": other.role, "label": words}
                basis = {"basis": max(one.basis, other.basis)}  # "inferred" comes after "derived"
                found.append((one.iri, other.iri, {**fields, **ends, **basis}))
    return found


class _End(NamedTuple):
    """A filler with its role; `basis` is "derived" or "inferred" if other words of the article imply it."""

    role: str
    iri: str
    basis: str


def _pairs(facts: Facts, roles: frozenset[str], article: ArticleFacts) -> Iterator[tuple[_End, _End]]:
    """Pairs of fillers; an entity with several roles counts in the first."""
    base = article.article.rpartition("article/")[0] + "entity/"
    implied = {(each.role, each.filler.value): each.kind for each in article.implied(facts)}
    named = {
        (local_name(role), value.value)
        for role in roles & facts.keys()
        for value in facts[role]
        if isinstance(value, NamedNode) and value.value.startswith(base)
    }
    first: dict[str, _End] = {}
    for role, iri in sorted(named | implied.keys(), key=lambda each: (role_rank(each[0]), *each)):
        first.setdefault(iri, _End(role, iri, implied.get((role, iri), "")))
    yield from combinations(list(first.values())[:MOST], 2)


def _node(row: EntityRow) -> dict[str, Any]:
    fields = asdict(row)
    del fields["entity"]
    return fields


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that have a value: formats of networks have no null."""
    return {name: value for name, value in fields.items() if value is not None and value != ""}


# --- where to draw


def positions(
    store: Store, known: Mapping[str, EntityRow], edges: list[tuple[str, str, dict[str, Any]]]
) -> dict[str, dict[str, Any]]:
    """The positions of actors from the build, with importance and community; others lie amid their neighbours."""
    placed = {each.actor: each for each in actors(store)}
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for one, other, _ in edges:
        beside[one].add(other)
        beside[other].add(one)
    found: dict[str, dict[str, Any]] = {}
    for place, iri in enumerate(known):
        actor = placed.get(iri)
        if actor:
            found[iri] = {name: getattr(actor, name) for name in ("x", "y", "importance", "community")}
        else:
            found[iri] = _amid([placed[each] for each in sorted(beside[iri]) if each in placed], place)
    return found


def _amid(near: list[NetworkActor], place: int) -> dict[str, Any]:
    x, y = (
        (sum(each) / len(near) for each in zip(*((one.x, one.y) for one in near), strict=True))
        if near
        else (0, 0)
    )
    return {"x": round(x + SPACING * cos(place * TURN), 4), "y": round(y + SPACING * sin(place * TURN), 4)}


def actors(store: Store) -> list[NetworkActor]:
    """All actors with positions, which are computed if the build has none."""
    with LockedDirectory("network") as folder:
        build = store.path
        if not (build / ANALYSIS).exists():
            build = Path(folder)
            write_analysis(store.graph, build)
        with open_analysis(build) as analysis:
            return analysis.actors(ALL_ACTORS)

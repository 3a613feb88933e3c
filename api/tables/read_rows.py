"""Reads the rows of the server's tables from the graph of a build."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode

from kg import vocab
from kg.api.tables.columns import Columns, claim_id, claim_parts
from kg.api.tables.copies import copies_of
from kg.api.tables.local_rows import local_entities, local_events
from kg.api.tables.ontology import SPEAKER, Ontology
from kg.api.tables.rows import ArticleRow, ClaimRow, EntityRow, EventRow
from kg.query.facts import (
    FACTUALITY,
    facts_of,
    last_part,
    local_name,
    required,
    subjects_with_values,
    value_of,
)
from kg.store.read_build import Store
from kg.vocab import KG

Row = tuple[Any, ...]


def rows_of(store: Store, ontology: Ontology) -> Iterator[tuple[str, Iterable[Row]]]:
    """Tables, in the order in which they must be filled, and their rows."""
    everywhere = Columns(store)
    articles = [last_part(iri) for iri in store.articles()]
    yield "article", _articles(store, everywhere, articles)
    nodes = set(everywhere.of(vocab.MENTIONS))
    local = list(local_entities(store, ontology))
    entities = nodes | {iri for iri, _ in local}
    yield "entity", _entities(store, everywhere, ontology)
    yield "entity", (row for _, row in local)
    yield "event", _events(everywhere, ontology)
    yield "event", local_events(everywhere, ontology)
    yield "part", _parts(store, ontology)
    yield "claim", _claims(everywhere, ontology)
    yield "fills", _fills(store, ontology, entities, nodes)
    yield "inferred", _inferred(store, entities, nodes)
    for kind in ("disputes", "refines"):
        disputes = ((claim_id(a), claim_id(b), kind) for a, b in subjects_with_values(store, KG + kind))
        yield "dispute", disputes


def _articles(store: Store, columns: Columns, articles: list[str]) -> Iterator[ArticleRow]:
    copies = copies_of(store, articles)
    sentences = store.graph.quads_for_pattern(None, NamedNode(vocab.TYPE), NamedNode(vocab.SENTENCE), None)
    numbers = Counter(last_part(str(quad.graph_name.value)) for quad in sentences)  # type: ignore[union-attr]
    published, publishers, headlines, files = (
        {last_part(iri): value for iri, value in columns.of(name).items()}
        for name in (vocab.PUBLISHED, vocab.PUBLISHER, vocab.HEADLINE, vocab.SOURCE)
    )
    for article in articles:
        yield ArticleRow(
            id=article,
            published=published.get(article),
            publisher=publishers.get(article),
            headline=headlines.get(article),
            source=files.get(article),
            copies=copies.get(article, article),
            sentences=numbers[article],
        )


def _entities(store: Store, columns: Columns, ontology: Ontology) -> Iterator[EntityRow]:
    labels, types, named = columns.of(vocab.LABEL), columns.types, columns.of(vocab.IS_NAMED)
    articles, sources = columns.of(vocab.ARTICLES), columns.of(vocab.SOURCES)
    names, same = _several(store, vocab.ALT_LABEL), _several(store, vocab.SAME_AS)
    latitudes, longitudes = columns.of(vocab.GEO + "lat"), columns.of(vocab.GEO + "long")
    countries, sizes = columns.of(vocab.COUNTRY), columns.of(vocab.SIZE)
    for iri, mentions in columns.of(vocab.MENTIONS).items():
        kind = ontology.most_specific(types.get(iri, []))
        above = " ".join(("", kind, *ontology.types.get(kind, ()), ""))
        yield EntityRow(
            id=last_part(iri),
            label=labels.get(iri, ""),
            type=kind,
            types=above,
            named=named.get(iri) == "true",
            mentions=int(mentions),
            articles=int(articles.get(iri, 0)),
            sources=int(sources.get(iri, 0)),
            names=json.dumps(names.get(iri, [])),
            latitude=latitudes.get(iri),
            longitude=longitudes.get(iri),
            country=countries.get(iri),
            same_as=json.dumps(same.get(iri, [])),
            size=float(sizes[iri]) if iri in sizes else None,
        )


def _several(store: Store, name: str) -> dict[str, list[str]]:
    """All values of a property by subject, sorted."""
    values: dict[str, list[str]] = {}
    for iri, value in subjects_with_values(store, name):
        values.setdefault(iri, []).append(value)
    return {iri: sorted(each) for iri, each in values.items()}


def _events(columns: Columns, ontology: Ontology) -> Iterator[EventRow]:
    labels, types, factuality = columns.of(vocab.LABEL), columns.types, columns.of(vocab.HAS_FACTUALITY)
    begins, ends = columns.of(vocab.BEGINS), columns.of(vocab.ENDS)
    articles, sources = columns.of(vocab.ARTICLES), columns.of(vocab.SOURCES)
    titles = columns.of(KG + "title")
    for iri, claims in columns.of(vocab.CLAIMS).items():
        if "/event/" not in iri:
            continue
        kind = main_class(labels.get(iri, ""), types.get(iri, []), ontology)
        yield EventRow(
            id=last_part(iri),
            label=labels.get(iri, ""),
            event_class=kind,
            state=ontology.info(kind).is_state,
            factuality=FACTUALITY[factuality[iri]],
            begins=begins.get(iri),
            ends=ends.get(iri),
            claims=int(claims),
            articles=int(articles.get(iri, 0)),
            sources=int(sources.get(iri, 0)),
            title=titles.get(iri),
        )


def _parts(store: Store, ontology: Ontology) -> Iterator[Row]:
    """Event, role and filler: the fillers that claims agree on."""
    for role in sorted(ontology.roles):
        for iri, value in subjects_with_values(store, KG + role):
            yield last_part(iri), role, last_part(value)


def main_class(label: str, types: list[str], ontology: Ontology) -> str:
    """The class of an event; of several, the one that its label begins with."""
    classes = sorted(name for name in types if name in ontology.classes and name != "Event")
    matching = [name for name in classes if label.startswith(ontology.classes[name].label)]
    return (matching or classes or ["Event"])[0]


def _claims(columns: Columns, ontology: Ontology) -> Iterator[ClaimRow]:
    factuality = columns.of(vocab.HAS_FACTUALITY)
    begins, ends = columns.of(vocab.BEGINS), columns.of(vocab.ENDS)
    published, uncertain = columns.of(vocab.PUBLISHED), columns.of(vocab.UNCERTAIN)
    predicates, triggers = columns.of(vocab.PREDICATE), columns.of(vocab.TRIGGER)
    confidences = columns.of(vocab.CONFIDENCE)
    for iri, event in columns.events.items():
        article, name, begin = claim_parts(iri)
        yield ClaimRow(
            id=claim_id(iri),
            article=last_part(article),
            event_class=ontology.named(name) or name,
            begin=int(begin),
            event=last_part(event),
            factuality=FACTUALITY[factuality[iri]],
            begins=begins.get(iri),
            ends=ends.get(iri),
            published=published.get(article),
            uncertain=iri in uncertain,
            predicate=predicates.get(iri) or triggers.get(iri, ""),
            trigger=triggers.get(iri, "").lower(),
            confidence=float(confidences[iri]),
        )


def _fills(store: Store, ontology: Ontology, entities: set[str], nodes: set[str]) -> Iterator[Row]:
    for role in sorted(ontology.roles | {SPEAKER}):
        for quad in store.graph.quads_for_pattern(None, NamedNode(KG + role), None, None):
            meant = quad.object
            if isinstance(meant, NamedNode) and meant.value in entities and quad.graph_name != DefaultGraph():
                claim = claim_id(value_of(quad.subject))
                yield last_part(meant.value), claim, role, meant.value in nodes


def _inferred(store: Store, entities: set[str], nodes: set[str]) -> Iterator[Row]:
    """The inferred fillers of claims; derived ones are among the others."""
    for quad in store.graph.quads_for_pattern(None, NamedNode(vocab.IMPLIED["inferred"]), None, None):
        if "#claim=" in value_of(quad.subject) and isinstance(quad.graph_name, NamedNode):
            filler = facts_of(store, value_of(quad.object), quad.graph_name.value)
            iri = required(filler, vocab.RDF + "object")
            if iri in entities:
                role = local_name(required(filler, vocab.RDF + "predicate"))
                yield last_part(iri), claim_id(value_of(quad.subject)), role, iri in nodes

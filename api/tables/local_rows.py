"""Rows of what has no node in the default graph: entities and events that only claims of one article are about."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg import vocab
from kg.api.tables.columns import Columns, claim_parts
from kg.api.tables.ontology import Ontology
from kg.api.tables.rows import EntityRow, EventRow
from kg.query.facts import FACTUALITY, last_part, local_name, value_of
from kg.store.read_build import Store


def local_entities(store: Store, ontology: Ontology) -> Iterator[tuple[str, EntityRow]]:
    """Entities without a node in the default graph, by IRI: their articles' graphs have their labels."""
    for quad in store.graph.quads_for_pattern(None, NamedNode(vocab.LABEL), None, None):
        iri = value_of(quad.subject)
        if quad.graph_name != DefaultGraph() and iri.startswith(f"{store.base}entity/"):
            yield iri, _local_entity(store, quad, ontology)


def _local_entity(store: Store, label: Quad, ontology: Ontology) -> EntityRow:
    """The entity of which an article's graph has this label."""
    node, article = label.subject, label.graph_name
    types = store.graph.quads_for_pattern(node, NamedNode(vocab.TYPE), None, article)
    kind = ontology.most_specific([local_name(value_of(quad.object)) for quad in types])
    mentions = store.graph.quads_for_pattern(None, NamedNode(vocab.REFERS_TO), node, article)
    return EntityRow(
        id=last_part(value_of(node)),
        label=value_of(label.object),
        type=kind,
        types=" ".join(("", kind, *ontology.types.get(kind, ()), "")),
        named=False,
        mentions=sum(1 for _ in mentions),
        articles=1,
        sources=1,
        names="[]",
        latitude=None,
        longitude=None,
        country=None,
        same_as="[]",
        node=False,
    )


def local_events(columns: Columns, ontology: Ontology) -> Iterator[EventRow]:
    """Events without a node in the default graph, as their first claims have them; without a label."""
    known, factuality = columns.of(vocab.CLAIMS), columns.of(vocab.HAS_FACTUALITY)
    begins, ends = columns.of(vocab.BEGINS), columns.of(vocab.ENDS)
    claims: dict[str, list[str]] = {}
    for claim, event in columns.events.items():
        if event not in known:
            claims.setdefault(event, []).append(claim)
    for event, iris in claims.items():
        first = min(iris)
        name = claim_parts(first)[1]
        kind = ontology.named(name) or name
        articles = len({claim_parts(claim)[0] for claim in iris})
        yield EventRow(
            id=last_part(event),
            label="",
            event_class=kind,
            state=ontology.info(kind).is_state,
            factuality=FACTUALITY[factuality[first]],
            begins=begins.get(first),
            ends=ends.get(first),
            claims=len(iris),
            articles=articles,
            sources=articles,
            title=None,
            node=False,
        )

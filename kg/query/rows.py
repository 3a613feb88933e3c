"""The graph as plain rows, which formats of tables and networks are written from; each leads to its sentence.

Rows stand in the order of their IRIs; those of claims article by article in the order of the text. Facts are IRIs,
texts and numbers; None is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg import vocab
from kg.query.facts import (
    ArticleFacts,
    Facts,
    Labels,
    Term,
    article_facts,
    class_names,
    facts_of,
    factuality,
    local_name,
    number,
    real,
    required,
    solutions,
    subproperties,
    text,
    value_of,
)
from kg.rdf.sorted_lines import sorted_lines
from kg.store.read_build import Store

SPEAKER = "attributedTo"
DEPTHS = f"""
SELECT ?type (COUNT(*) AS ?depth) WHERE {{
  ?type rdfs:subClassOf+ ?above . ?above rdfs:subClassOf* <{vocab.ENTITY}>
}} GROUP BY ?type
"""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    article: str
    headline: str | None
    publisher: str | None
    published: str | None  # ISO date
    url: str | None
    source: str | None  # the file it was read from
    language: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class SentenceRow:
    sentence: str
    article: str
    begin: int  # characters of the article
    end: int
    section: str | None
    text: str


@dataclass(frozen=True, slots=True)
class EntityRow:
    entity: str
    label: str
    type: str  # the most special
    types: str
    other_names: str
    is_named: bool
    mentions: int
    articles: int
    sources: int  # independent ones
    latitude: float | None
    longitude: float | None
    country: str | None  # ISO 3166 code
    same_as: str | None


@dataclass(frozen=True, slots=True)
class EventRow:
    event: str
    label: str
    classes: str
    is_state: bool
    factuality: str
    begins: str | None
    ends: str | None
    granularity: str | None
    claims: int
    articles: int
    sources: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What one sentence tells, with the sentence, its article and who says so."""

    claim: str
    event: str
    event_class: str
    predicate: str
    factuality: str
    says: str  # labels of the speakers, empty for the article's own voice
    begins: str | None
    ends: str | None
    granularity: str | None
    when: str | None
    confidence: float
    trigger: str
    begin: int
    end: int
    sentence: str
    text: str  # of the sentence
    article: str
    headline: str | None
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class FillerRow:
    """What fills a role of a claim: an entity, an event, or words alone. Speakers are `attributedTo`."""

    claim: str
    role: str
    entity: str | None
    event: str | None
    label: str
    words: str  # as the sentence has them
    sentence: str
    article: str


@dataclass(frozen=True, slots=True)
class QuantityRow:
    claim: str
    quantity: str
    value: float
    modifier: str | None
    unit: str | None
    sentence: str
    article: str


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """A short-cut between two entities that actual claims support."""

    edge: str
    source: str
    property: str
    target: str
    source_label: str
    target_label: str
    claims: int
    articles: int
    sources: int
    derived_from: str  # claims


@dataclass(frozen=True, slots=True)
class DisputeRow:
    claim: str
    kind: str  # disputes: both cannot be right; refines: says more than the other
    other: str


# --- what articles together support


def entities(store: Store) -> Iterator[EntityRow]:
    depths = type_depths(store)
    for iri, facts in _subjects(store, vocab.TYPE, vocab.ENTITY):
        yield entity_row(iri, facts, depths)


def entity_row(iri: str, facts: Facts, depths: Mapping[str, int]) -> EntityRow:
    """An entity of what the default graph says of it."""
    own = [one.value for one in facts[vocab.TYPE] if one.value.startswith(vocab.KG)]
    kinds = [local_name(kind) for kind in sorted(own, key=lambda kind: (-depths.get(kind, 0), kind))]
    return EntityRow(
        entity=iri,
        label=text(facts, vocab.LABEL) or "",
        type=kinds[0],
        types=joined(kinds),
        other_names=joined(name.value for name in facts.get(vocab.ALT_LABEL, [])),
        is_named=text(facts, vocab.IS_NAMED) == "true",
        mentions=number(facts, vocab.MENTIONS),
        articles=number(facts, vocab.ARTICLES),
        sources=number(facts, vocab.SOURCES),
        latitude=real(facts, vocab.GEO + "lat"),
        longitude=real(facts, vocab.GEO + "long"),
        country=text(facts, vocab.COUNTRY),
        same_as=text(facts, vocab.SAME_AS),
    )


def type_depths(store: Store) -> dict[str, int]:
    """How many classes lie above each class of entities."""
    return {row["type"].value: int(row["depth"].value) for row in solutions(store, DEPTHS)}


def events(store: Store) -> Iterator[EventRow]:
    names = class_names(store)
    for iri, facts in _subjects(store, vocab.HAS_FACTUALITY, None):
        yield event_row(iri, facts, names)


def event_row(iri: str, facts: Facts, names: Mapping[str, str]) -> EventRow:
    """An event or state of what the default graph says of it."""
    kinds = [one.value for one in facts[vocab.TYPE]]
    return EventRow(
        event=iri,
        label=text(facts, vocab.LABEL) or "",
        classes=joined(names[kind] for kind in kinds if kind in names) or "Event",
        is_state=vocab.KG + "State" in kinds,
        factuality=factuality(facts),
        begins=text(facts, vocab.BEGINS),
        ends=text(facts, vocab.ENDS),
        granularity=text(facts, vocab.GRANULARITY),
        claims=number(facts, vocab.CLAIMS),
        articles=number(facts, vocab.ARTICLES),
        sources=number(facts, vocab.SOURCES),
    )


def edges(store: Store) -> Iterator[EdgeRow]:
    label = Labels(store)
    for iri, facts in _subjects(store, vocab.TYPE, vocab.EDGE):
        source, name, target = (
            required(facts, vocab.RDF + part) for part in ("subject", "predicate", "object")
        )
        derived = joined(claim.value for claim in facts[vocab.DERIVED_FROM])
        yield EdgeRow(
            edge=iri,
            source=source,
            property=local_name(name),
            target=target,
            source_label=label(source),
            target_label=label(target),
            claims=number(facts, vocab.CLAIMS),
            articles=number(facts, vocab.ARTICLES),
            sources=number(facts, vocab.SOURCES),
            derived_from=derived,
        )


def disputes(store: Store) -> Iterator[DisputeRow]:
    rows = (
        DisputeRow(value_of(quad.subject), kind, value_of(quad.object))
        for kind in ("disputes", "refines")
        for quad in store.graph.quads_for_pattern(None, NamedNode(vocab.KG + kind), None, DefaultGraph())
    )
    yield from sorted(rows, key=lambda row: (row.claim, row.kind, row.other))


# --- what each article says


def articles(store: Store) -> Iterator[ArticleRow]:
    names = (vocab.HEADLINE, vocab.PUBLISHER, vocab.PUBLISHED, vocab.URL)
    more = (vocab.SOURCE, vocab.LANGUAGE, vocab.SHA256)
    for article in store.articles():
        facts = facts_of(store, article, article)
        yield ArticleRow(article, *(text(facts, name) for name in (*names, *more)))


def sentences(store: Store) -> Iterator[SentenceRow]:
    for each in _each_article(store):
        for iri, facts in each.of_type(vocab.SENTENCE):
            begin, end = number(facts, vocab.BEGIN), number(facts, vocab.END)
            section, words = text(facts, vocab.SECTION), text(facts, vocab.ANCHOR) or ""
            yield SentenceRow(iri, each.article, begin, end, section, words)


def claims(store: Store) -> Iterator[ClaimRow]:
    names, label = class_names(store), Labels(store)
    for each in _each_article(store):
        for iri, _ in each.of_type(vocab.CLAIM):
            yield claim_row(iri, each, names=names, label=label)


def claim_row(
    iri: str, each: ArticleFacts, *, names: Mapping[str, str], label: Callable[[str], str]
) -> ClaimRow:
    facts = each.subjects[iri]
    sentence = required(facts, vocab.DERIVED_FROM)
    kinds = [one.value for one in facts[vocab.TYPE] if one.value != vocab.CLAIM]
    speakers = [one.value if isinstance(one, Literal) else label(one.value) for one in _speakers(facts)]
    return ClaimRow(
        claim=iri,
        event=required(facts, vocab.ABOUT_EVENT),
        event_class=names.get(kinds[0], local_name(kinds[0])) if kinds else "Event",
        predicate=text(facts, vocab.PREDICATE) or "",
        factuality=factuality(facts),
        says=joined(speakers),
        begins=text(facts, vocab.BEGINS),
        ends=text(facts, vocab.ENDS),
        granularity=text(facts, vocab.GRANULARITY),
        when=text(facts, vocab.WHEN),
        confidence=float(required(facts, vocab.CONFIDENCE)),
        trigger=text(facts, vocab.TRIGGER) or "",
        begin=number(facts, vocab.BEGIN),
        end=number(facts, vocab.END),
        sentence=sentence,
        text=text(each.subjects[sentence], vocab.ANCHOR) or "",
        article=each.article,
        headline=text(each.metadata, vocab.HEADLINE),
        publisher=text(each.metadata, vocab.PUBLISHER),
        published=text(each.metadata, vocab.PUBLISHED),
    )


def fillers(store: Store) -> Iterator[FillerRow]:
    roles, label = subproperties(store, "role") | {vocab.ATTRIBUTED_TO}, Labels(store)
    for each in _each_article(store):
        for iri, facts in each.of_type(vocab.CLAIM):
            for role in sorted(roles & facts.keys()):
                for value in facts[role]:
                    yield _filler_row(iri, role, value, each, label)


def quantities(store: Store) -> Iterator[QuantityRow]:
    known = subproperties(store, "quantity")
    for each in _each_article(store):
        for iri, facts in each.of_type(vocab.CLAIM):
            sentence = required(facts, vocab.DERIVED_FROM)
            for name in sorted(known & facts.keys()):
                modifier, unit = text(facts, name + "Modifier"), text(facts, name + "Unit")
                value = float(required(facts, name))
                yield QuantityRow(iri, local_name(name), value, modifier, unit, sentence, each.article)


def _filler_row(
    iri: str, role: str, value: Term, each: ArticleFacts, label: Callable[[str], str]
) -> FillerRow:
    facts = each.subjects[iri]
    where = required(facts, vocab.DERIVED_FROM), each.article
    if isinstance(value, Literal):
        return FillerRow(iri, local_name(role), None, None, value.value, value.value, *where)
    is_event = value.value.rpartition("/")[0].endswith("/event")
    entity, event = (None, value.value) if is_event else (value.value, None)
    name = label(value.value)
    return FillerRow(iri, local_name(role), entity, event, name, _words(facts, value, each) or name, *where)


def _words(facts: Facts, meant: Term, each: ArticleFacts) -> str | None:
    """The first words of the claim's evidence that refer to this."""
    phrases = [each.subjects[phrase.value] for phrase in facts.get(vocab.EVIDENCE, [])]
    found = [phrase for phrase in phrases if meant in phrase[vocab.REFERS_TO]]
    first = min(found, key=lambda phrase: number(phrase, vocab.BEGIN), default=None)
    return text(first, vocab.ANCHOR) if first else None


def _speakers(facts: Facts) -> list[Term]:
    return facts.get(vocab.ATTRIBUTED_TO, [])


def joined(values: Iterable[str]) -> str:
    return "; ".join(values)


def _each_article(store: Store) -> Iterator[ArticleFacts]:
    return (article_facts(store, article) for article in store.articles())


def _subjects(store: Store, name: str, value: str | None) -> Iterator[tuple[str, Facts]]:
    node = NamedNode(value) if value else None
    quads = store.graph.quads_for_pattern(None, NamedNode(name), node, DefaultGraph())
    for iri in sorted_lines(value_of(quad.subject) for quad in quads):
        yield iri, facts_of(store, iri)


TABLES: dict[str, tuple[type[Any], Callable[[Store], Iterator[Any]]]] = {
    "articles": (ArticleRow, articles),
    "sentences": (SentenceRow, sentences),
    "entities": (EntityRow, entities),
    "events": (EventRow, events),
    "claims": (ClaimRow, claims),
    "fillers": (FillerRow, fillers),
    "quantities": (QuantityRow, quantities),
    "edges": (EdgeRow, edges),
    "disputes": (DisputeRow, disputes),
}

"""The graph as rows, from which tables and networks are exported.

Rows are in the order of their IRIs; rows of claims and sentences article by article in the order of the text.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg import vocab
from kg.query.facts import (
    IMPLIED_KINDS,
    ArticleFacts,
    Facts,
    ImpliedFacts,
    Labels,
    Term,
    article_facts,
    class_names,
    facts_of,
    factuality,
    is_event,
    is_uncertain,
    local_name,
    number,
    real,
    required,
    subproperties,
    text,
    trigger_offsets,
    types_above,
    value_of,
    with_types_above,
)
from kg.query.row_types import (
    ArticleRow,
    ClaimRow,
    DisputeRow,
    EdgeRow,
    EntityRow,
    EventRow,
    FillerRow,
    QuantityRow,
    SentenceRow,
)
from kg.rdf.sorted_lines import sorted_lines
from kg.store.read_build import Store

SPEAKER = "attributedTo"
PLAIN = "Event"  # the class of events that no class file names
BODY = "body"  # the section of sentences that name none
Reader = Callable[[ArticleFacts], Iterator[Any]]  # the rows of one article


class Table(NamedTuple):
    """A table whose rows can be read several times."""

    kind: type[Any]  # of its rows
    rows: Callable[[], Iterator[Any]]


Tables = Mapping[str, Table]


# --- from the default graph


def entities(store: Store) -> Iterator[EntityRow]:
    above = types_above(store.graph)
    for iri, facts in _subjects(store, vocab.MENTIONS, None):
        yield entity_row(iri, facts, above)


def entity_row(iri: str, facts: Facts, above: Mapping[str, Sequence[str]]) -> EntityRow:
    """The row of an entity from what the default graph says of it; `above` are the `types_above`."""
    own = [one.value for one in facts[vocab.TYPE] if one.value.startswith(vocab.KG)]
    kinds = [local_name(kind) for kind in with_types_above(own, above)]
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
        same_as=joined(one.value for one in facts.get(vocab.SAME_AS, [])),
        identifiers=joined(one.value for one in facts.get(vocab.IDENTIFIER, [])),
    )


def events(store: Store) -> Iterator[EventRow]:
    names = class_names(store)
    for iri, facts in _subjects(store, vocab.HAS_FACTUALITY, None):
        yield event_row(iri, facts, names)


def class_events(store: Store) -> Iterator[EventRow]:
    """The events and states of a named class; others are in the default graph only as participants of these."""
    return (row for row in events(store) if row.classes != PLAIN)


def event_row(iri: str, facts: Facts, names: Mapping[str, str]) -> EventRow:
    """The row of an event or state from what the default graph says of it."""
    kinds = [one.value for one in facts[vocab.TYPE]]
    return EventRow(
        event=iri,
        label=text(facts, vocab.LABEL) or "",
        classes=joined(names[kind] for kind in kinds if kind in names) or PLAIN,
        is_state=vocab.STATE in kinds,
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
        basis = next((kind for kind in IMPLIED_KINDS if vocab.IMPLIED[kind] in facts), "")
        if basis == "inferred" and not store.selection.inferred:
            continue
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
            basis=basis,
        )


def disputes(store: Store) -> Iterator[DisputeRow]:
    rows = (
        DisputeRow(value_of(quad.subject), kind, value_of(quad.object))
        for kind in ("disputes", "refines")
        for quad in store.graph.quads_for_pattern(None, NamedNode(vocab.KG + kind), None, DefaultGraph())
    )
    yield from sorted(rows, key=lambda row: (row.claim, row.kind, row.other))


# --- from the graph of each article


def articles(store: Store) -> Iterator[ArticleRow]:
    for article in store.articles():
        facts = facts_of(store, article, article)
        yield ArticleRow(
            article=article,
            headline=text(facts, vocab.HEADLINE),
            publisher=text(facts, vocab.PUBLISHER),
            published=text(facts, vocab.PUBLISHED),
            url=text(facts, vocab.URL),
            source=text(facts, vocab.SOURCE),
            language=text(facts, vocab.LANGUAGE),
            sha256=text(facts, vocab.SHA256),
        )


def sentences(store: Store) -> Iterator[SentenceRow]:
    return _of_articles(store, "sentences")


def claims(store: Store) -> Iterator[ClaimRow]:
    return _of_articles(store, "claims")


def fillers(store: Store) -> Iterator[FillerRow]:
    return _of_articles(store, "fillers")


def quantities(store: Store) -> Iterator[QuantityRow]:
    read = READERS["quantities"](store)
    articles = _articles_with(store, subproperties(store, "quantity"))
    return (row for each in articles for row in read(each))


def _of_articles(store: Store, name: str) -> Iterator[Any]:
    """The rows of one of the `READERS`, article by article."""
    read = READERS[name](store)
    return (row for article in store.articles() for row in read(article_facts(store, article)))


def _sentence_reader(store: Store) -> Reader:
    def read(each: ArticleFacts) -> Iterator[SentenceRow]:
        for iri, facts in each.of_type(vocab.SENTENCE):
            yield SentenceRow(
                sentence=iri,
                article=each.article,
                begin=number(facts, vocab.BEGIN),
                end=number(facts, vocab.END),
                section=text(facts, vocab.SECTION) or BODY,
                text=text(facts, vocab.ANCHOR) or "",
            )

    return read


def _claim_reader(store: Store) -> Reader:
    names, label = class_names(store), Labels(store)
    return lambda each: (claim_row(iri, each, names=names, label=label) for iri, _ in each.claims())


def claim_row(
    iri: str, each: ArticleFacts, *, names: Mapping[str, str], label: Callable[[str], str]
) -> ClaimRow:
    facts = each.subjects[iri]
    sentence = required(facts, vocab.DERIVED_FROM)
    kinds = [one.value for one in facts[vocab.TYPE] if one.value != vocab.CLAIM]
    speakers = [
        one.value if isinstance(one, Literal) else label(one.value)
        for one in facts.get(vocab.ATTRIBUTED_TO, [])
    ]
    begin, end = trigger_offsets(facts)
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
        uncertain=is_uncertain(facts),
        trigger=text(facts, vocab.TRIGGER) or "",
        begin=begin,
        end=end,
        sentence=sentence,
        text=text(each.subjects[sentence], vocab.ANCHOR) or "",
        article=each.article,
        headline=text(each.metadata, vocab.HEADLINE),
        publisher=text(each.metadata, vocab.PUBLISHER),
        published=text(each.metadata, vocab.PUBLISHED),
    )


def _filler_reader(store: Store) -> Reader:
    roles, label = subproperties(store, "role") | {vocab.ATTRIBUTED_TO}, Labels(store)

    def read(each: ArticleFacts) -> Iterator[FillerRow]:
        for iri, facts in each.claims():
            implied = each.implied(facts)
            for role in sorted(roles & facts.keys()):
                for value in facts[role]:
                    if not any(one.filler == value and vocab.KG + one.role == role for one in implied):
                        yield _filler_row(iri, role, value, each, label)
            yield from (_implied_row(iri, one, each, label) for one in implied)

    return read


def _quantity_reader(store: Store) -> Reader:
    names = subproperties(store, "quantity")

    def read(each: ArticleFacts) -> Iterator[QuantityRow]:
        for iri, facts in each.claims():
            for name in sorted(names & facts.keys()):
                yield QuantityRow(
                    claim=iri,
                    quantity=local_name(name),
                    value=float(required(facts, name)),
                    modifier=text(facts, name + "Modifier"),
                    unit=text(facts, name + "Unit"),
                    sentence=required(facts, vocab.DERIVED_FROM),
                    article=each.article,
                )

    return read


def _filler_row(
    iri: str, role: str, value: Term, each: ArticleFacts, label: Callable[[str], str]
) -> FillerRow:
    facts, node = each.subjects[iri], None if isinstance(value, Literal) else value.value
    is_of_event = node is not None and is_event(node)
    name = value.value if node is None else label(node)
    words = (each.words_for(facts, value) if node else None) or name
    return FillerRow(
        claim=iri,
        role=local_name(role),
        entity=None if is_of_event else node,
        event=node if is_of_event else None,
        label=name or words,
        words=words,
        sentence=required(facts, vocab.DERIVED_FROM),
        article=each.article,
        basis="",
        rule=None,
        implied_by="",
    )


def _implied_row(iri: str, one: ImpliedFacts, each: ArticleFacts, label: Callable[[str], str]) -> FillerRow:
    words = text(each.subjects[one.words], vocab.ANCHOR) or ""
    return FillerRow(
        claim=iri,
        role=one.role,
        entity=one.filler.value,
        event=None,
        label=label(one.filler.value) or words,
        words=words,
        sentence=required(each.subjects[iri], vocab.DERIVED_FROM),
        article=each.article,
        basis=one.kind,
        rule=one.rule,
        implied_by=joined(one.sentences),
    )


def joined(values: Iterable[str]) -> str:
    return "; ".join(values)


def _articles_with(store: Store, names: Iterable[str]) -> Iterator[ArticleFacts]:
    """The articles whose graphs have one of these properties."""
    quads = (
        quad for name in names for quad in store.graph.quads_for_pattern(None, NamedNode(name), None, None)
    )
    having = {value_of(quad.graph_name) for quad in quads if not isinstance(quad.graph_name, DefaultGraph)}
    return (article_facts(store, article) for article in store.articles() if article in having)


def _subjects(store: Store, name: str, value: str | None) -> Iterator[tuple[str, Facts]]:
    node = NamedNode(value) if value else None
    quads = store.graph.quads_for_pattern(None, NamedNode(name), node, DefaultGraph())
    for iri in sorted_lines(value_of(quad.subject) for quad in quads):
        yield iri, facts_of(store, iri)


TABLES: dict[str, tuple[type[Any], Callable[[Store], Iterator[Any]]]] = {
    "articles": (ArticleRow, articles),
    "sentences": (SentenceRow, sentences),
    "entities": (EntityRow, entities),
    "events": (EventRow, class_events),
    "claims": (ClaimRow, claims),
    "fillers": (FillerRow, fillers),
    "quantities": (QuantityRow, quantities),
    "edges": (EdgeRow, edges),
    "disputes": (DisputeRow, disputes),
}
# Those whose rows are read from the graphs of articles.
READERS: dict[str, Callable[[Store], Reader]] = {
    "sentences": _sentence_reader,
    "claims": _claim_reader,
    "fillers": _filler_reader,
    "quantities": _quantity_reader,
}


@contextmanager
def all_tables(store: Store) -> Iterator[Tables]:
    """The tables with their rows. Each article is read once, and its rows wait in temporary files."""
    readers = {name: reader(store) for name, reader in READERS.items()}
    with ExitStack() as opened:
        files = {name: opened.enter_context(TemporaryFile()) for name in readers}
        for article in store.articles():
            facts = article_facts(store, article)
            for name, read in readers.items():
                pickle.dump(list(read(facts)), files[name])
        yield {
            name: Table(
                kind,
                partial(_waiting, files[name], files[name].tell()) if name in files else partial(rows, store),
            )
            for name, (kind, rows) in TABLES.items()
        }


def _waiting(file: IO[bytes], end: int) -> Iterator[Any]:
    """The rows of a temporary file, which others may read in between."""
    at = 0
    while at < end:
        file.seek(at)
        found = pickle.load(file)
        at = file.tell()
        yield from found

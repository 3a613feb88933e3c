"""Records to quads: a named graph per article with what it says, the default graph with what articles support.

Plain RDF 1.1 without blank nodes. The default graph is made of summaries of the extractions, sorted on disk, so
neither graph needs more than one extraction in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg import vocab
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.files import ontology_file
from kg.rdf.iris import Iris, day, decimal, term
from kg.rdf.owl import class_chain, ontology_turtle
from kg.rdf.sorted_lines import sorted_lines
from kg.rdf.summaries import FACTS, Row, edge_row, entity_row, event_row
from kg.records import (
    Article,
    Claim,
    Dispute,
    Extraction,
    Filler,
    Links,
    Mention,
    Quantity,
    Section,
    Sentence,
    article_id,
)

Term = NamedNode | Literal
Pairs = Iterator[tuple[str, Term]]
CUT_KINDS = ("boilerplate", "comments")


@dataclass(frozen=True, slots=True)
class Linked:
    """One article's entities, claims and stretches of text as IRIs of the graph."""

    article: str  # its id
    links: Links
    lexicon: Lexicon
    iris: Iris

    @property
    def iri(self) -> str:
        return self.iris.article(self.article)

    def entity(self, key: str) -> str:
        return self.iris.entity(self.links.entities[self.article, key])

    def event(self, key: str) -> str:
        return self.iris.event(self.links.events[self.article, key])

    def claim(self, key: str) -> str:
        return self.iris.claim(self.article, key)

    def stretch(self, words: Section | Sentence | Mention | Filler) -> str:
        return self.iris.stretch(self.article, words.begin, words.end)

    def filler(self, filler: Filler, claim: Claim) -> str | None:
        """The entity or event that fills a role; None where only words do, or are meant: a title."""
        event_class = self.lexicon.classes.get(claim.event_class)
        role = event_class.role(filler.role) if event_class else None
        if role is not None and role.types == ("Text",):
            return None
        if filler.entity is not None:
            return self.entity(filler.entity)
        return self.event(filler.claim) if filler.claim is not None else None


def article_quads(
    extraction: Extraction, links: Links, lexicon: Lexicon, *, base: str = vocab.BASE
) -> Iterator[Quad]:
    """What one article says: itself, its sentences, mentions and claims, in its own named graph."""
    linked = Linked(article_id(extraction.article), links, lexicon, Iris(base))
    graph = NamedNode(linked.iri)
    for subject, pairs in _subjects(extraction, linked, lexicon):
        node = NamedNode(subject)
        for name, value in pairs:
            yield Quad(node, NamedNode(name), value, graph)


def default_quads(
    extractions: Iterable[Extraction],
    links: Links,
    lexicon: Lexicon,
    *,
    base: str = vocab.BASE,
) -> Iterator[Quad]:
    """What the articles together support: entities, events, short-cuts with their counts, and the ontology.

    The order of the extractions does not matter. What is sorted on disk lies where the system keeps temporary files
    (TMPDIR).
    """
    yield from ontology_quads(lexicon)
    lines = (line for each in extractions for line in summary_lines(each, links, lexicon, base=base))
    yield from summary_quads(sorted_lines(lines), lexicon, links.sources)
    yield from dispute_quads(links.disputes, base=base)


def summary_lines(
    extraction: Extraction, links: Links, lexicon: Lexicon, *, base: str = vocab.BASE
) -> Iterator[str]:
    """What one article adds to entities, events and short-cuts: rows as JSON, to be sorted."""
    rows = _rows(extraction, links, lexicon, Iris(base))
    return (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)


def summary_quads(lines: Iterable[str], lexicon: Lexicon, sources: Mapping[str, str]) -> Iterator[Quad]:
    """What sorted lines, each once, say together of all that they are about. `sources` is of `Links`."""
    sorted_rows: Iterator[Row] = (json.loads(line) for line in lines)
    for (kind, iri), group in groupby(sorted_rows, key=lambda row: (row[0], row[1])):
        facts = FACTS[kind](iri, [row[2:] for row in group], lexicon, sources)
        for subject, name, value in facts:
            yield Quad(NamedNode(subject), NamedNode(name), value, DefaultGraph())


def ontology_quads(lexicon: Lexicon) -> Iterator[Quad]:
    """The upper ontology and the classes, roles, short-cuts and quantities of a lexicon, for the default graph."""
    upper = ontology_file("kg.ttl").read_text(encoding="utf-8")
    for turtle in (upper, ontology_turtle(lexicon)):
        yield from parse(turtle, format=RdfFormat.TURTLE)


def dispute_quads(disputes: Iterable[Dispute], *, base: str = vocab.BASE) -> Iterator[Quad]:
    """Claims that cannot both be right, each with the other, and claims that say more than another."""
    iris = Iris(base)
    for dispute in disputes:
        first, second = (NamedNode(iris.claim(*own)) for own in (dispute.first, dispute.second))
        if dispute.kind == "disputes":
            yield Quad(first, term("disputes"), second, DefaultGraph())
            yield Quad(second, term("disputes"), first, DefaultGraph())
        else:
            yield Quad(second, term("refines"), first, DefaultGraph())


# --- an article's graph


def _subjects(extraction: Extraction, linked: Linked, lexicon: Lexicon) -> Iterator[tuple[str, Pairs]]:
    article = extraction.article
    yield linked.iri, _article(article, linked)
    for section in _cuts(article):
        yield linked.stretch(section), _cut(section)
    for sentence in extraction.sentences:
        yield linked.stretch(sentence), _sentence(sentence, linked)
    for entity in extraction.entities:
        for mention in entity.mentions:
            yield (
                linked.stretch(mention),
                _phrase(mention, mention.sentence, linked.entity(entity.key), linked),
            )
    for claim in extraction.claims:
        yield linked.claim(claim.key), _claim(claim, linked, lexicon)
        for filler, meant in _named(claim, linked):
            yield linked.stretch(filler), _phrase(filler, claim.sentence, meant, linked)


def _article(article: Article, linked: Linked) -> Pairs:
    yield vocab.TYPE, NamedNode(vocab.ARTICLE)
    yield vocab.TYPE, NamedNode(vocab.CONTEXT)
    yield vocab.BEGIN, Literal(0)
    yield vocab.END, Literal(len(article.text))
    yield vocab.SOURCE, Literal(article.source)
    yield vocab.SHA256, Literal(article.sha256)
    texts = {
        vocab.HEADLINE: article.headline,
        vocab.PUBLISHER: article.publisher,
        vocab.LANGUAGE: article.language,
        vocab.DATED_BY: article.published_from,
    }
    yield from ((name, Literal(text)) for name, text in texts.items() if text)
    if article.url:
        yield vocab.URL, Literal(article.url, datatype=NamedNode(vocab.XSD + "anyURI"))
    if article.published:
        yield vocab.PUBLISHED, day(article.published)
    yield from ((vocab.HAS_CUT, NamedNode(linked.stretch(section))) for section in _cuts(article))


def _cuts(article: Article) -> Iterator[Section]:
    return (section for section in article.sections if section.kind in CUT_KINDS)


def _cut(section: Section) -> Pairs:
    yield vocab.TYPE, NamedNode(vocab.CUT)
    yield vocab.BEGIN, Literal(section.begin)
    yield vocab.END, Literal(section.end)
    yield vocab.SECTION, Literal(section.kind)
    if section.reason:
        yield vocab.REASON, Literal(section.reason)


def _sentence(sentence: Sentence, linked: Linked) -> Pairs:
    yield vocab.TYPE, NamedNode(vocab.SENTENCE)
    yield from _words(sentence)
    yield vocab.IN_CONTEXT, NamedNode(linked.iri)
    yield vocab.SECTION, Literal(sentence.section)


def _phrase(words: Mention | Filler, sentence: Sentence, meant: str, linked: Linked) -> Pairs:
    yield vocab.TYPE, NamedNode(vocab.PHRASE)
    yield from _words(words)
    yield vocab.IN_SENTENCE, NamedNode(linked.stretch(sentence))
    yield vocab.REFERS_TO, NamedNode(meant)


def _words(words: Sentence | Mention | Filler) -> Pairs:
    yield vocab.BEGIN, Literal(words.begin)
    yield vocab.END, Literal(words.end)
    yield vocab.ANCHOR, Literal(words.text)


def _named(claim: Claim, linked: Linked) -> Iterator[tuple[Filler, str]]:
    """The fillers of a claim, its sources among them, that are an entity or event."""
    for filler in (*claim.fillers, *claim.attributed_to):
        meant = linked.filler(filler, claim)
        if meant is not None:
            yield filler, meant


def _claim(claim: Claim, linked: Linked, lexicon: Lexicon) -> Pairs:
    yield vocab.TYPE, NamedNode(vocab.CLAIM)
    yield vocab.TYPE, term(class_chain(claim.event_class, lexicon)[0])
    yield vocab.ABOUT_EVENT, NamedNode(linked.event(claim.key))
    yield vocab.DERIVED_FROM, NamedNode(linked.stretch(claim.sentence))
    yield vocab.TRIGGER, Literal(claim.trigger)
    yield vocab.BEGIN, Literal(claim.begin)
    yield vocab.END, Literal(claim.end)
    yield vocab.PREDICATE, Literal(claim.predicate)
    yield vocab.HAS_FACTUALITY, NamedNode(vocab.FACTUALITY[claim.factuality])
    yield vocab.CONFIDENCE, decimal(round(claim.confidence, 4))
    for filler in (*claim.fillers, *claim.attributed_to):
        meant = linked.filler(filler, claim)
        yield vocab.KG + filler.role, Literal(filler.text) if meant is None else NamedNode(meant)
    yield from ((vocab.EVIDENCE, NamedNode(linked.stretch(filler))) for filler, _ in _named(claim, linked))
    yield from _time(claim)
    yield from (pair for quantity in claim.quantities for pair in _quantity(quantity))


def _time(claim: Claim) -> Pairs:
    if claim.time is None:
        return
    if claim.time.begin:
        yield vocab.BEGINS, day(claim.time.begin)
    if claim.time.end:
        yield vocab.ENDS, day(claim.time.end)
    yield vocab.GRANULARITY, Literal(claim.time.granularity)
    yield vocab.WHEN, Literal(claim.time.words)


def _quantity(quantity: Quantity) -> Pairs:
    yield vocab.KG + quantity.name, decimal(quantity.value)
    if quantity.modifier:
        yield f"{vocab.KG}{quantity.name}Modifier", Literal(quantity.modifier)
    if quantity.unit:
        yield f"{vocab.KG}{quantity.name}Unit", Literal(quantity.unit)


# --- rows that the default graph is made of


def _rows(extraction: Extraction, links: Links, lexicon: Lexicon, iris: Iris) -> Iterator[Row]:
    linked = Linked(article_id(extraction.article), links, lexicon, iris)
    for entity in extraction.entities:
        yield entity_row(linked.entity(entity.key), linked.article, entity)
    for claim in extraction.claims:
        own, event = linked.claim(claim.key), linked.event(claim.key)
        meant = tuple(linked.filler(filler, claim) for filler in claim.fillers)
        yield event_row(event, own, (extraction.article, claim), article=linked.article, meant=meant)
        yield from _edge_rows(claim, linked, lexicon)


def _edge_rows(claim: Claim, linked: Linked, lexicon: Lexicon) -> Iterator[Row]:
    """The short-cuts that an actual claim supports, unless a person rejected it; a symmetric one both ways."""
    event_class = lexicon.classes.get(claim.event_class)
    ends = event_class.shortcut if event_class else None
    is_rejected = (linked.article, claim.key) in linked.links.rejected
    if ends is None or claim.factuality != "actual" or is_rejected:
        return
    own = linked.claim(claim.key)
    for source in _entities(claim, ends.source, linked):
        for target in _entities(claim, ends.target, linked):
            both = [(source, target), (target, source)] if ends.symmetric else [(source, target)]
            for begin, end in both if source != target else []:
                iri = linked.iris.edge(begin, ends.property, end)
                yield edge_row(iri, (begin, ends.property, end), claim=own, article=linked.article)


def _entities(claim: Claim, role: str, linked: Linked) -> list[str]:
    return [linked.entity(filler.entity) for filler in claim.fillers_of(role) if filler.entity is not None]

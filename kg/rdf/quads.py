"""Records to quads: a named graph per article with what it says, the default graph with what articles support.

Plain RDF 1.1 without blank nodes. The default graph is made of summaries of the extractions, sorted on disk, so
neither graph needs more than one extraction in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg import vocab
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.files import ontology_file
from kg.rdf.article_iris import ArticleIris
from kg.rdf.evidence import from_line, to_line
from kg.rdf.find_evidence import find_evidence
from kg.rdf.iris import Iris, day, decimal, term
from kg.rdf.owl import class_chain, ontology_turtle
from kg.rdf.sorted_lines import sorted_lines
from kg.rdf.summaries import STATEMENTS
from kg.rdf.support import CERTAIN, Support, find_support, rounded
from kg.records import (
    Article,
    Claim,
    Dispute,
    Entity,
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


def article_quads(
    extraction: Extraction,
    links: Links,
    lexicon: Lexicon,
    *,
    base: str = vocab.BASE,
    certain: float = CERTAIN,
) -> Iterator[Quad]:
    """The named graph of an article: its metadata, sentences, mentions and claims.

    Claims below `certain` are marked; what has no node in the default graph has its type and label here.
    """
    iris = ArticleIris(
        article=article_id(extraction.article), links=links, lexicon=lexicon, scheme=Iris(base)
    )
    graph = NamedNode(iris.iri)
    support = find_support(extraction, links.accepted, certain)
    for subject, pairs in _subjects(extraction, iris, lexicon, support):
        node = NamedNode(subject)
        for name, value in pairs:
            yield Quad(node, NamedNode(name), value, graph)


def default_quads(
    extractions: Iterable[Extraction],
    links: Links,
    lexicon: Lexicon,
    *,
    base: str = vocab.BASE,
    certain: float = CERTAIN,
) -> Iterator[Quad]:
    """The default graph: entities, events and short-cuts that the articles together support, and the ontology.

    The order of the extractions does not matter. Lines are sorted on disk, in the folder for
    temporary files (TMPDIR).
    """
    yield from ontology_quads(lexicon)
    lines = (
        line
        for each in extractions
        for line in summary_lines(each, links, lexicon, base=base, certain=certain)
    )
    yield from summary_quads(sorted_lines(lines), lexicon, links.sources)
    yield from dispute_quads(links.disputes, base=base)


def summary_lines(
    extraction: Extraction,
    links: Links,
    lexicon: Lexicon,
    *,
    base: str = vocab.BASE,
    certain: float = CERTAIN,
) -> Iterator[str]:
    """What one article contributes to entities, events and short-cuts, as lines to be sorted."""
    return map(to_line, find_evidence(extraction, links, lexicon, Iris(base), certain))


def summary_quads(lines: Iterable[str], lexicon: Lexicon, sources: Mapping[str, str]) -> Iterator[Quad]:
    """What sorted lines, each once, together say of their entities, events and short-cuts. `sources`: see `Links`."""
    for (kind, iri), group in groupby(map(from_line, lines), key=lambda each: (each.kind, each.iri)):
        for subject, name, value in STATEMENTS[kind](iri, list(group), lexicon, sources):
            yield Quad(NamedNode(subject), NamedNode(name), value, DefaultGraph())


def ontology_quads(lexicon: Lexicon) -> Iterator[Quad]:
    """The upper ontology and the classes, roles, short-cuts and quantities of a lexicon, for the default graph."""
    upper = ontology_file("kg.ttl").read_text(encoding="utf-8")
    for turtle in (upper, ontology_turtle(lexicon)):
        yield from parse(turtle, format=RdfFormat.TURTLE)


def dispute_quads(disputes: Iterable[Dispute], *, base: str = vocab.BASE) -> Iterator[Quad]:
    """Pairs of claims that dispute each other, and claims that refine another."""
    iris = Iris(base)
    for dispute in disputes:
        first, second = (NamedNode(iris.claim(*own)) for own in (dispute.first, dispute.second))
        if dispute.kind == "disputes":
            yield Quad(first, term("disputes"), second, DefaultGraph())
            yield Quad(second, term("disputes"), first, DefaultGraph())
        else:
            yield Quad(second, term("refines"), first, DefaultGraph())


# --- an article's graph


def _subjects(
    extraction: Extraction, iris: ArticleIris, lexicon: Lexicon, support: Support
) -> Iterator[tuple[str, Pairs]]:
    article = extraction.article
    yield iris.iri, _article(article, iris)
    for section in _cuts(article):
        yield iris.characters(section), _cut(section)
    for sentence in extraction.sentences:
        yield iris.characters(sentence), _sentence(sentence, iris)
    for entity in extraction.entities:
        if entity.key not in support.entities:
            yield iris.entity(entity.key), _local_entity(entity)
        for mention in entity.mentions:
            yield (
                iris.characters(mention),
                _phrase(mention, mention.sentence, iris.entity(entity.key), iris),
            )
    for claim in extraction.claims:
        yield iris.claim(claim.key), _claim(claim, iris, lexicon, support)
        for filler, meant in _named(claim, iris):
            yield iris.characters(filler), _phrase(filler, claim.sentence, meant, iris)


def _article(article: Article, iris: ArticleIris) -> Pairs:
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
    yield from ((vocab.HAS_CUT, NamedNode(iris.characters(section))) for section in _cuts(article))


def _cuts(article: Article) -> Iterator[Section]:
    return (section for section in article.sections if section.kind in CUT_KINDS)


def _cut(section: Section) -> Pairs:
    yield vocab.TYPE, NamedNode(vocab.CUT)
    yield vocab.BEGIN, Literal(section.begin)
    yield vocab.END, Literal(section.end)
    yield vocab.SECTION, Literal(section.kind)
    if section.reason:
        yield vocab.REASON, Literal(section.reason)


def _sentence(sentence: Sentence, iris: ArticleIris) -> Pairs:
    yield vocab.TYPE, NamedNode(vocab.SENTENCE)
    yield from _words(sentence)
    yield vocab.IN_CONTEXT, NamedNode(iris.iri)
    yield vocab.SECTION, Literal(sentence.section)


def _phrase(words: Mention | Filler, sentence: Sentence, meant: str, iris: ArticleIris) -> Pairs:
    yield vocab.TYPE, NamedNode(vocab.PHRASE)
    yield from _words(words)
    yield vocab.IN_SENTENCE, NamedNode(iris.characters(sentence))
    yield vocab.REFERS_TO, NamedNode(meant)


def _words(words: Sentence | Mention | Filler) -> Pairs:
    yield vocab.BEGIN, Literal(words.begin)
    yield vocab.END, Literal(words.end)
    yield vocab.ANCHOR, Literal(words.text)


def _local_entity(entity: Entity) -> Pairs:
    """An entity that has no node in the default graph."""
    yield vocab.TYPE, term(entity.type)
    yield vocab.LABEL, Literal(entity.label)


def _named(claim: Claim, iris: ArticleIris) -> Iterator[tuple[Filler, str]]:
    """The fillers and speakers of a claim that are an entity or event, each with its IRI."""
    for filler in (*claim.fillers, *claim.attributed_to):
        meant = iris.filler(filler, claim)
        if meant is not None:
            yield filler, meant


def _claim(claim: Claim, iris: ArticleIris, lexicon: Lexicon, support: Support) -> Pairs:
    yield vocab.TYPE, NamedNode(vocab.CLAIM)
    yield vocab.TYPE, term(class_chain(claim.event_class, lexicon)[0])
    yield vocab.ABOUT_EVENT, NamedNode(iris.event(claim.key))
    yield vocab.DERIVED_FROM, NamedNode(iris.characters(claim.sentence))
    yield vocab.TRIGGER, Literal(claim.trigger)
    yield vocab.BEGIN, Literal(claim.begin)
    yield vocab.END, Literal(claim.end)
    yield vocab.PREDICATE, Literal(claim.predicate)
    yield vocab.HAS_FACTUALITY, NamedNode(vocab.FACTUALITY[claim.factuality])
    yield vocab.CONFIDENCE, decimal(rounded(claim.confidence))
    if claim.key in support.uncertain:
        yield vocab.UNCERTAIN, Literal(True)
    for filler in (*claim.fillers, *claim.attributed_to):
        meant = iris.filler(filler, claim)
        yield vocab.KG + filler.role, Literal(filler.text) if meant is None else NamedNode(meant)
    yield from ((vocab.EVIDENCE, NamedNode(iris.characters(filler))) for filler, _ in _named(claim, iris))
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

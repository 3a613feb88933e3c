"""The named graph of an article: its metadata, sentences, mentions and claims. Plain RDF 1.1 without blank nodes.

What follows from other quads is not written: `kg.query.facts` adds it for readers. The offsets of mentions are in their
IRIs, their sentence is the one that contains these, and `kg:refersTo` makes them a `nif:Phrase`, its domain. The
context of a sentence is its graph, its end is in its IRI. A claim without `kg:predicate` has its trigger as predicate.
One without `kg:event` is about an event of which the article says nothing else, with the IRI that `Iris.first_event`
computes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

from pyoxigraph import Quad

from kg import vocab
from kg.ontology.classes.lexicon import Lexicon
from kg.rdf.article_iris import ArticleIris
from kg.rdf.iris import Iris
from kg.rdf.owl import class_chain
from kg.rdf.support import CERTAIN, Support, find_support, rounded
from kg.rdf.terms import TRUE, day, decimal, integer, lines_of, node, quads_of, term, text, typed
from kg.records import (
    Article,
    Claim,
    Entity,
    Extraction,
    Filler,
    Implied,
    Links,
    Mention,
    Quantity,
    Section,
    Sentence,
    article_id,
)

# Property and value
Pairs = Iterator[tuple[str, str]]
CUT_KINDS = ("boilerplate", "comments")


def article_quads(
    extraction: Extraction,
    links: Links,
    lexicon: Lexicon,
    *,
    base: str = vocab.BASE,
    certain: float = CERTAIN,
) -> Iterator[Quad]:
    """The quads of `article_lines`."""
    return quads_of(article_lines(extraction, links, lexicon, base=base, certain=certain))


def article_lines(
    extraction: Extraction,
    links: Links,
    lexicon: Lexicon,
    *,
    base: str = vocab.BASE,
    certain: float = CERTAIN,
) -> Iterator[str]:
    """The named graph of an article as N-Quads: its metadata, sentences, mentions and claims.

    Claims below `certain` are marked; what has no node in the default graph has its type and label here.
    """
    support = find_support(extraction, links.accepted, certain)
    iris = ArticleIris(
        article=article_id(extraction.article),
        links=links,
        lexicon=lexicon,
        scheme=Iris(base),
        words=support.words,
    )
    subjects = _subjects(extraction, iris, lexicon, support)
    return lines_of(
        ((subject, name, value) for subject, pairs in subjects for name, value in pairs), iris.iri
    )


def _subjects(
    extraction: Extraction, iris: ArticleIris, lexicon: Lexicon, support: Support
) -> Iterator[tuple[str, Pairs]]:
    article = extraction.article
    yield iris.iri, _article(article, iris)
    for section in _cuts(article):
        yield iris.characters(section), _cut(section)
    for sentence in extraction.sentences:
        yield iris.characters(sentence), _sentence(sentence)
    yield from _entities(extraction, iris, support)
    named = _named_events(extraction, iris, support)
    for claim in extraction.claims:
        yield iris.claim(claim.key), _claim(claim, iris, lexicon, support, named)
        for filler, meant in _named(claim, iris):
            yield iris.characters(filler), _phrase(filler, meant)
        for implied in claim.implied:
            yield from _implied(implied, claim, iris)


def _entities(extraction: Extraction, iris: ArticleIris, support: Support) -> Iterator[tuple[str, Pairs]]:
    """Mentions of the entities of the default graph; type and label of the others, whose phrases are claims' fillers.

    The words of a filler are a phrase already, so a mention within them is none of its own.
    """
    fillers: dict[str, list[Filler]] = {}
    for claim in extraction.claims:
        for filler, _ in _named(claim, iris):
            fillers.setdefault(filler.entity or "", []).append(filler)
    for entity in extraction.entities:
        iri = iris.entity(entity.key)
        if entity.key in support.entities:
            for mention in entity.mentions:
                if not any(_contains(filler, mention) for filler in fillers.get(entity.key, ())):
                    yield iris.characters(mention), _phrase(mention, iri)
        elif entity.key not in support.words:
            yield iri, _local_entity(entity)


def _contains(filler: Filler, mention: Mention) -> bool:
    return filler.begin <= mention.begin and mention.end <= filler.end


def _article(article: Article, iris: ArticleIris) -> Pairs:
    yield vocab.TYPE, node(vocab.ARTICLE)
    yield vocab.TYPE, node(vocab.CONTEXT)
    yield vocab.BEGIN, integer(0)
    yield vocab.END, integer(len(article.text))
    yield vocab.SOURCE, text(article.source)
    yield vocab.SHA256, text(article.sha256)
    texts = {
        vocab.HEADLINE: article.headline,
        vocab.PUBLISHER: article.publisher,
        vocab.LANGUAGE: article.language,
        vocab.DATED_BY: article.published_from,
    }
    yield from ((name, text(value)) for name, value in texts.items() if value)
    if article.url:
        yield vocab.URL, typed(article.url, "anyURI")
    if article.published:
        yield vocab.PUBLISHED, day(article.published)
    yield from ((vocab.HAS_CUT, node(iris.characters(section))) for section in _cuts(article))


def _cuts(article: Article) -> Iterator[Section]:
    return (section for section in article.sections if section.kind in CUT_KINDS)


def _cut(section: Section) -> Pairs:
    yield vocab.TYPE, node(vocab.CUT)
    yield vocab.BEGIN, integer(section.begin)
    yield vocab.END, integer(section.end)
    yield vocab.SECTION, text(section.kind)
    if section.reason:
        yield vocab.REASON, text(section.reason)


def _sentence(sentence: Sentence) -> Pairs:
    yield vocab.TYPE, node(vocab.SENTENCE)
    yield vocab.BEGIN, integer(sentence.begin)
    yield vocab.ANCHOR, text(sentence.text)
    if sentence.section != "body":
        yield vocab.SECTION, text(sentence.section)


def _phrase(words: Mention | Filler, meant: str) -> Pairs:
    yield vocab.ANCHOR, text(words.text)
    yield vocab.REFERS_TO, node(meant)


def _local_entity(entity: Entity) -> Pairs:
    """An entity that has no node in the default graph."""
    yield vocab.TYPE, term(entity.type)
    yield vocab.LABEL, text(entity.label)


def _named(claim: Claim, iris: ArticleIris) -> Iterator[tuple[Filler, str]]:
    """The fillers and speakers of a claim that are an entity or event, each with its IRI."""
    for filler in (*claim.fillers, *claim.attributed_to):
        meant = iris.filler(filler, claim)
        if meant is not None:
            yield filler, meant


def _named_events(extraction: Extraction, iris: ArticleIris, support: Support) -> frozenset[str]:
    """The events to which more than one claim refers, as its own or as a filler, or which have a node."""
    own = Counter(iris.event(claim.key) for claim in extraction.claims)
    fillers = {
        iris.event(filler.claim) for claim in extraction.claims for filler in claim.fillers if filler.claim
    }
    nodes = {iris.event(key) for key in support.claims}
    return frozenset({event for event, claims in own.items() if claims > 1} | fillers | nodes)


def _claim(
    claim: Claim, iris: ArticleIris, lexicon: Lexicon, support: Support, named_events: Container[str]
) -> Pairs:
    event = iris.event(claim.key)
    yield vocab.TYPE, node(vocab.CLAIM)
    yield vocab.TYPE, term(class_chain(claim.event_class, lexicon)[0])
    if event in named_events or event != Iris.first_event(iris.claim(claim.key)):
        yield vocab.ABOUT_EVENT, node(event)
    yield vocab.DERIVED_FROM, node(iris.characters(claim.sentence))
    yield vocab.TRIGGER, text(claim.trigger)  # it begins where the claim's IRI says
    if claim.predicate != claim.trigger:
        yield vocab.PREDICATE, text(claim.predicate)
    yield vocab.HAS_FACTUALITY, node(vocab.FACTUALITY[claim.factuality])
    yield vocab.CONFIDENCE, decimal(rounded(claim.confidence))
    if claim.key in support.uncertain:
        yield vocab.UNCERTAIN, TRUE
    for filler in (*claim.fillers, *claim.attributed_to):
        meant = iris.filler(filler, claim)
        yield vocab.KG + filler.role, text(filler.text) if meant is None else node(meant)
    yield from ((vocab.EVIDENCE, node(iris.characters(filler))) for filler, _ in _named(claim, iris))
    for implied in claim.implied:
        yield vocab.IMPLIED[implied.kind], node(iris.implied(implied, claim))
        if implied.kind == "derived":
            yield vocab.KG + implied.filler.role, node(iris.implied_entity(implied))
    yield from _time(claim)
    yield from (pair for quantity in claim.quantities for pair in _quantity(quantity))


def _implied(implied: Implied, claim: Claim, iris: ArticleIris) -> Iterator[tuple[str, Pairs]]:
    """An implied filler, and the words that name it in a sentence on which it rests."""
    filler, meant = implied.filler, iris.implied_entity(implied)
    yield iris.implied(implied, claim), _implied_filler(implied, claim, iris)
    if any(each.begin <= filler.begin < each.end for each in implied.sentences):
        yield iris.characters(filler), _phrase(filler, meant)


def _implied_filler(implied: Implied, claim: Claim, iris: ArticleIris) -> Pairs:
    yield vocab.TYPE, node(vocab.IMPLIED_FILLER)
    yield vocab.RDF + "subject", node(iris.claim(claim.key))
    yield vocab.RDF + "predicate", term(implied.filler.role)
    yield vocab.RDF + "object", node(iris.implied_entity(implied))
    yield vocab.RULE, text(implied.rule)
    yield vocab.CONFIDENCE, decimal(rounded(implied.confidence))
    yield vocab.EVIDENCE, node(iris.characters(implied.filler))
    yield from ((vocab.DERIVED_FROM, node(iris.characters(each))) for each in implied.sentences)


def _time(claim: Claim) -> Pairs:
    if claim.time is None:
        return
    if claim.time.begin:
        yield vocab.BEGINS, day(claim.time.begin)
    if claim.time.end:
        yield vocab.ENDS, day(claim.time.end)
    yield vocab.GRANULARITY, text(claim.time.granularity)
    yield vocab.WHEN, text(claim.time.words)


def _quantity(quantity: Quantity) -> Pairs:
    yield vocab.KG + quantity.name, decimal(quantity.value)
    if quantity.modifier:
        yield f"{vocab.KG}{quantity.name}Modifier", text(quantity.modifier)
    if quantity.unit:
        yield f"{vocab.KG}{quantity.name}Unit", text(quantity.unit)

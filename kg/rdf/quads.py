"""The default graph: what articles together support, and the ontology. Plain RDF 1.1 without blank nodes.

It is made of summaries of the extractions, sorted on disk, so it needs no more than one extraction in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from kg import vocab
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.files import ontology_file
from kg.rdf.evidence import from_line, to_line
from kg.rdf.find_evidence import find_evidence
from kg.rdf.iris import Iris, term
from kg.rdf.owl import ontology_turtle
from kg.rdf.sorted_lines import sorted_lines
from kg.rdf.summaries import STATEMENTS
from kg.rdf.support import CERTAIN
from kg.records import (
    Dispute,
    Extraction,
    Links,
)


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

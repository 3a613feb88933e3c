"""The default graph: what articles together support, and the ontology. Plain RDF 1.1 without blank nodes.

It is made of summaries of the extractions, sorted on disk, so it needs no more than one extraction in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from pyoxigraph import Quad, RdfFormat, parse

from kg import vocab
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.files import ontology_file
from kg.rdf.evidence import from_line, to_line
from kg.rdf.find_evidence import find_evidence
from kg.rdf.iris import Iris
from kg.rdf.owl import ontology_turtle
from kg.rdf.sorted_lines import sorted_lines
from kg.rdf.summaries import STATEMENTS
from kg.rdf.support import CERTAIN
from kg.rdf.terms import Statement, lines_of, node, quads_of
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
        for _, line in summary_items(each, links, lexicon, base=base, certain=certain)
    )
    yield from quads_of(summary_nquads(sorted_lines(lines), lexicon, links.sources))
    yield from quads_of(dispute_nquads(links.disputes, base=base))


def summary_items(
    extraction: Extraction,
    links: Links,
    lexicon: Lexicon,
    *,
    base: str = vocab.BASE,
    certain: float = CERTAIN,
) -> Iterator[tuple[str, str]]:
    """What one article contributes to entities, events and short-cuts: lines to be sorted, each after its IRI."""
    found = find_evidence(extraction, links, lexicon, Iris(base), certain)
    return ((each.iri, to_line(each)) for each in found)


def summary_nquads(lines: Iterable[str], lexicon: Lexicon, sources: Mapping[str, str]) -> Iterator[str]:
    """What lines together say of their entities, events and short-cuts, as N-Quads. `sources`: see `Links`.

    The lines about one IRI follow each other, sorted, each once.
    """
    for (kind, iri), group in groupby(map(from_line, lines), key=lambda each: (each.kind, each.iri)):
        yield from lines_of(STATEMENTS[kind](iri, list(group), lexicon, sources))


def ontology_quads(lexicon: Lexicon) -> Iterator[Quad]:
    """The upper ontology and the classes, roles, short-cuts and quantities of a lexicon, for the default graph."""
    upper = ontology_file("kg.ttl").read_text(encoding="utf-8")
    for turtle in (upper, ontology_turtle(lexicon)):
        yield from parse(turtle, format=RdfFormat.TURTLE)


def dispute_nquads(disputes: Iterable[Dispute], *, base: str = vocab.BASE) -> Iterator[str]:
    """Pairs of claims that dispute each other, and claims that refine another, as N-Quads."""
    return lines_of(statement for dispute in disputes for statement in _dispute(dispute, Iris(base)))


def _dispute(dispute: Dispute, iris: Iris) -> Iterator[Statement]:
    first, second = (iris.claim(*own) for own in (dispute.first, dispute.second))
    if dispute.kind == "disputes":
        yield first, vocab.KG + "disputes", node(second)
        yield second, vocab.KG + "disputes", node(first)
    else:
        yield second, vocab.KG + "refines", node(first)

"""The evidence of one article for the default graph: its entities, its claims, and the short-cuts that they support."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from kg.ontology.classes.lexicon import Lexicon
from kg.rdf.article_iris import ArticleIris
from kg.rdf.evidence import (
    EdgeEvidence,
    Evidence,
    FillerEvidence,
    ImpliedEvidence,
    entity_evidence,
    event_evidence,
)
from kg.rdf.iris import Iris
from kg.rdf.support import Support, find_support
from kg.records import Claim, Entity, Extraction, Filler, Links, article_id

Span = tuple[int, int]


def find_evidence(
    extraction: Extraction, links: Links, lexicon: Lexicon, scheme: Iris, certain: float
) -> Iterator[Evidence]:
    """What an article contributes to entities, events and short-cuts; a claim below `certain` contributes nothing."""
    iris = ArticleIris(article=article_id(extraction.article), links=links, lexicon=lexicon, scheme=scheme)
    support = find_support(extraction, links.accepted, certain)
    entities = [_renamed(entity, iris) for entity in extraction.entities]
    for entity in entities:
        if entity.key in support.entities:
            yield entity_evidence(iris.entity(entity.key), iris.article, entity)
    labels = _labels_of_pronouns(entities)
    for claim in extraction.claims:
        if claim.key in support.uncertain:
            continue
        evidence = event_evidence(
            iris.event(claim.key),
            iris.claim(claim.key),
            claim,
            article=extraction.article,
            fillers=[
                _filler(filler, iris.filler(filler, claim), support, labels) for filler in claim.fillers
            ],
        )
        implied = list(_implied_evidence(claim, iris, support))
        yield evidence._replace(makes_node=claim.key in support.claims, implied=implied)
        yield from _edge_evidence(claim, iris, lexicon, support)


def _renamed(entity: Entity, iris: ArticleIris) -> Entity:
    """An entity with the label that a person gave it; its own one remains among its names."""
    name = iris.links.names.get(iris.links.entities[iris.article, entity.key])
    return replace(entity, label=name, names=tuple(sorted({*entity.names, entity.label}))) if name else entity


def _labels_of_pronouns(entities: Iterable[Entity]) -> Mapping[Span, str]:
    """What to call those to whom pronouns refer, by the characters of the pronoun; not who has only pronouns."""
    known = (each for each in entities if any(mention.kind != "pronoun" for mention in each.mentions))
    return {
        (mention.begin, mention.end): each.label
        for each in known
        for mention in each.mentions
        if mention.kind == "pronoun"
    }


def _filler(
    filler: Filler, meant: str | None, support: Support, labels: Mapping[Span, str]
) -> FillerEvidence:
    return FillerEvidence(
        role=filler.role,
        iri=meant if support.has_node(filler) else None,
        text=labels.get((filler.begin, filler.end), filler.text),
        is_participant=meant is not None,
    )


def _implied_evidence(claim: Claim, iris: ArticleIris, support: Support) -> Iterator[ImpliedEvidence]:
    for each in claim.implied:
        if support.has_node(each.filler):
            yield ImpliedEvidence(
                kind=each.kind, role=each.filler.role, iri=iris.implied_entity(each), rule=each.rule
            )


def _edge_evidence(
    claim: Claim, iris: ArticleIris, lexicon: Lexicon, support: Support
) -> Iterator[EdgeEvidence]:
    """The short-cuts that an actual claim supports, unless a person rejected it; a symmetric one both ways."""
    event_class = lexicon.classes.get(claim.event_class)
    ends = event_class.shortcut if event_class else None
    is_rejected = (iris.article, claim.key) in iris.links.rejected
    if ends is None or claim.factuality != "actual" or is_rejected:
        return
    for source in _entities(claim, ends.source, iris, support):
        for target in _entities(claim, ends.target, iris, support):
            both = [(source, target), (target, source)] if ends.symmetric else [(source, target)]
            for begin, end in both if source.iri != target.iri else []:
                yield EdgeEvidence(
                    kind="edge",
                    iri=iris.scheme.edge(begin.iri, ends.property, end.iri),
                    source=begin.iri,
                    property=ends.property,
                    target=end.iri,
                    claim=iris.claim(claim.key),
                    article=iris.article,
                    basis=max(begin.basis, end.basis),  # "inferred" comes after "derived"
                    implied=[each.implied for each in (begin, end) if each.implied],
                )


class _End(NamedTuple):
    """An end of a short-cut; of an implied one how it is known, and the IRI of the implied filler."""

    iri: str
    basis: str = ""
    implied: str = ""


def _entities(claim: Claim, role: str, iris: ArticleIris, support: Support) -> list[_End]:
    """The fillers of a role that have a node in the default graph, the implied ones last."""
    named = [
        _End(iris.entity(filler.entity))
        for filler in claim.fillers_of(role)
        if filler.entity is not None and support.has_node(filler)
    ]
    implied = [
        _End(iris.implied_entity(each), each.kind, iris.implied(each, claim))
        for each in claim.implied
        if each.filler.role == role and support.has_node(each.filler)
    ]
    return named + implied

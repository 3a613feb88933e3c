"""What a graph says of a subject, as Python's values: the one module that reads facts from quads.

`text`, `real` and `day` return None for an absent property. `required` and `number` read what every build writes, such
as offsets and counts: an absent one is a StoreError that names the subject and the property, never 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any, get_args

import pyoxigraph
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions

from kg import vocab
from kg.errors import StoreError
from kg.rdf.iris import Iris, offsets_of
from kg.records import Factuality, ImpliedKind
from kg.store.read_build import ClaimSelection, Store

Term = NamedNode | Literal
FACTUALITY: dict[str, Factuality] = {vocab.FACTUALITY[name]: name for name in get_args(Factuality)}
TYPES = f"""
SELECT DISTINCT ?type ?above WHERE {{
  ?type rdfs:subClassOf+ ?above . ?above rdfs:subClassOf* <{vocab.ENTITY}>
}}
"""
ADDRESS = re.compile(r"https?://|www\.")
FIRST = 5  # sentences of which one may be the title
LONGEST_TITLE = 90  # characters of an article's beginning that stand for its headline
IMPLIED_KINDS: tuple[ImpliedKind, ...] = get_args(ImpliedKind)


class Facts(dict[str, list[Term]]):
    """The values of each property of one subject, sorted. To read an absent property raises StoreError."""

    __slots__ = ("subject",)

    def __init__(self, subject: str) -> None:
        super().__init__()
        self.subject = subject

    def __missing__(self, name: str) -> list[Term]:
        raise StoreError(f"{self.subject}: the graph has no <{name}> of it: run kg build again")


@dataclass(frozen=True, slots=True)
class ImpliedFacts:
    """A filler that a claim's own words leave out, with what implies it."""

    kind: ImpliedKind
    role: str  # local name
    filler: NamedNode
    rule: str
    confidence: float
    sentences: tuple[str, ...]  # IRIs
    words: str  # IRI of the phrase that names the filler


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What an article's graph says, by subject."""

    article: str
    subjects: Mapping[str, Facts]
    selection: ClaimSelection

    @property
    def metadata(self) -> Facts:
        """What the graph says of the article itself."""
        return self.subjects[self.article]

    def claims(self) -> list[tuple[str, Facts]]:
        """The selected claims in the order of the text."""
        return [each for each in self.of_type(vocab.CLAIM) if _is_selected(each[1], self.selection)]

    def implied(self, claim: Facts) -> list[ImpliedFacts]:
        """The implied fillers of a claim that the selection includes."""
        found = implied_fillers(claim, self.subjects.__getitem__)
        return [each for each in found if self.selection.inferred or each.kind != "inferred"]

    def of_type(self, iri: str) -> list[tuple[str, Facts]]:
        """Subjects of a class in the order of the text."""
        members = [(subject, facts) for subject, facts in self.subjects.items() if has_type(facts, iri)]
        return sorted(members, key=lambda member: (_begin(*member), member[0]))

    def words_for(self, claim: Facts, filler: Term) -> str | None:
        """The first words among a claim's evidence that refer to a filler."""
        phrases = [self.subjects[phrase.value] for phrase in claim.get(vocab.EVIDENCE, [])]
        referring = [phrase for phrase in phrases if filler in phrase[vocab.REFERS_TO]]
        first = min(referring, key=lambda phrase: number(phrase, vocab.BEGIN), default=None)
        return text(first, vocab.ANCHOR) if first else None


def _begin(subject: str, facts: Facts) -> int:
    return trigger_begin(subject) if vocab.TRIGGER in facts else number(facts, vocab.BEGIN)


def trigger_begin(claim: str) -> int:
    """The first character of a claim's trigger, by its IRI: 51 of "...#claim=Meeting,51"."""
    return int(claim.rpartition(",")[2])


def trigger_offsets(claim: Facts) -> tuple[int, int]:
    """The first character of a claim's trigger, and the one behind it."""
    begin = trigger_begin(claim.subject)
    return begin, begin + len(required(claim, vocab.TRIGGER))


def sentence_offsets(claim: Facts) -> tuple[int, int]:
    """The first character of a claim's sentence, and the one behind it."""
    return offsets_of(required(claim, vocab.DERIVED_FROM))


def implied_fillers(claim: Facts, read: Callable[[str], Facts]) -> list[ImpliedFacts]:
    """The derived fillers of a claim, then the inferred ones; `read` gives the facts of an IRI of its graph."""
    nodes = [
        (kind, read(node.value)) for kind in IMPLIED_KINDS for node in claim.get(vocab.IMPLIED[kind], [])
    ]
    return [
        ImpliedFacts(
            kind=kind,
            role=local_name(required(facts, vocab.RDF + "predicate")),
            filler=NamedNode(required(facts, vocab.RDF + "object")),
            rule=required(facts, vocab.RULE),
            confidence=float(required(facts, vocab.CONFIDENCE)),
            sentences=tuple(sentence.value for sentence in facts[vocab.DERIVED_FROM]),
            words=required(facts, vocab.EVIDENCE),
        )
        for kind, facts in nodes
    ]


def _is_selected(claim: Facts, selection: ClaimSelection) -> bool:
    is_shown = selection.uncertain or not is_uncertain(claim)
    return is_shown and float(required(claim, vocab.CONFIDENCE)) >= selection.certain


# --- facts of a store


def facts_of(store: Store, iri: str, graph: str | None = None) -> Facts:
    """What the default graph, or an article's graph, says of a subject; empty if nothing."""
    name = NamedNode(graph) if graph else DefaultGraph()
    quads = store.graph.quads_for_pattern(NamedNode(iri), None, None, name)
    return facts_by_subject(quads).get(iri) or Facts(iri)


def facts_by_subject(quads: Iterable[Quad]) -> dict[str, Facts]:
    """What quads say of each of their subjects, and what follows from it for mentions and claims."""
    subjects: dict[str, Facts] = {}
    for quad in quads:
        subject, value = value_of(quad.subject), quad.object
        if isinstance(value, NamedNode | Literal):  # a build writes no other terms
            facts = subjects.get(subject)
            if facts is None:
                facts = subjects[subject] = Facts(subject)
            facts.setdefault(quad.predicate.value, []).append(value)
    for facts in subjects.values():
        for values in facts.values():
            if len(values) > 1:
                values.sort(key=str)
        _add_implicit(facts)
    return subjects


def _add_implicit(facts: Facts) -> None:
    """Adds what a build does not write: offsets, the predicate that is the trigger, the event of a lone claim."""
    if "#char=" in facts.subject:
        for name, offset in zip((vocab.BEGIN, vocab.END), offsets_of(facts.subject), strict=True):
            facts.setdefault(name, [Literal(offset)])
    if vocab.TRIGGER in facts:
        facts.setdefault(vocab.PREDICATE, facts[vocab.TRIGGER])
        if vocab.ABOUT_EVENT not in facts and "#claim=" in facts.subject:
            facts[vocab.ABOUT_EVENT] = [NamedNode(implicit_event(facts.subject))]


def implicit_event(claim: str) -> str:
    """The IRI of the event of a claim that names none, by the claim's IRI."""
    return Iris.first_event(claim)


def article_facts(store: Store, article: str) -> ArticleFacts:
    """What the graph of an article says, by the article's IRI."""
    return ArticleFacts(article, facts_by_subject(store.article_quads(article)), store.selection)


def subjects_with_values(store: Store, name: str, *, everywhere: bool = False) -> Iterator[tuple[str, str]]:
    """Each subject and value of a property: in the default graph, or in every graph."""
    where = None if everywhere else DefaultGraph()
    for quad in store.graph.quads_for_pattern(None, NamedNode(name), None, where):
        yield value_of(quad.subject), value_of(quad.object)


def subproperties(store: Store, name: str) -> frozenset[str]:
    """The IRIs of the properties below one of ours, by its local name."""
    parent = NamedNode(vocab.KG + name)
    quads = store.graph.quads_for_pattern(None, NamedNode(vocab.SUBPROPERTY), parent, DefaultGraph())
    return frozenset(value_of(quad.subject) for quad in quads)


def types_above(graph: pyoxigraph.Store) -> dict[str, list[str]]:
    """The classes above each class of entities, by IRI. A build does not write those that hold of most entities."""
    above: dict[str, list[str]] = {}
    answer = graph.query(TYPES, prefixes=vocab.PREFIXES)
    assert isinstance(answer, QuerySolutions)
    for row in answer:
        above.setdefault(value_of(row["type"]), []).append(value_of(row["above"]))
    return above


def with_types_above(types: Iterable[str], above: Mapping[str, Sequence[str]]) -> list[str]:
    """Types of an entity and all those above them, by IRI, the most specific first."""
    every = {kind for own in types for kind in (own, *above.get(own, ()))}
    return sorted(every, key=lambda kind: (-len(above.get(kind, ())), kind))


def class_names(store: Store) -> dict[str, str]:
    """The names of event classes in the ontology's files, by IRI."""
    return dict(subjects_with_values(store, vocab.NOTATION))


def solutions(store: Store, query: str) -> Iterator[Any]:
    """The solutions of a SELECT query."""
    answer = store.trusted_query(query)
    assert isinstance(answer, QuerySolutions)
    yield from answer


class Labels(dict[str, str]):
    """The label of each entity and event, looked up once; an empty one where there is none.

    An entity without a node in the default graph has its label in its article's graph.
    """

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def __call__(self, iri: str) -> str:
        if iri not in self:
            name = NamedNode(vocab.LABEL)
            quads = self._store.graph.quads_for_pattern(NamedNode(iri), name, None, None)
            self[iri] = next((value_of(quad.object) for quad in quads), "")
        return self[iri]


# --- values of facts


def required(facts: Facts, name: str) -> str:
    """The first value of a property that such a subject always has. Raises StoreError if it is absent."""
    return facts[name][0].value


def number(facts: Facts, name: str) -> int:
    """A count or an offset. Raises StoreError if it is absent."""
    return int(required(facts, name))


def article_title(store: Store, article: str, facts: Facts) -> str:
    """The headline of an article; without one, the beginning of its first sentence, or else the name of its file.

    A sentence that begins with a web address counts only if there is no other.
    """
    if headline := text(facts, vocab.HEADLINE):
        return headline
    sentences = store.graph.quads_for_pattern(
        None, NamedNode(vocab.TYPE), NamedNode(vocab.SENTENCE), NamedNode(article)
    )
    in_order = sorted((value_of(quad.subject) for quad in sentences), key=offsets_of)
    texts = [text(facts_of(store, each, article), vocab.ANCHOR) or "" for each in in_order[:FIRST]]
    words = next((each for each in texts if not ADDRESS.match(each)), next(iter(texts), None))
    if words is None:
        words = text(facts, vocab.SOURCE)
    return shorten(words or "", LONGEST_TITLE, placeholder=" …")


def text(facts: Facts, name: str) -> str | None:
    values = facts.get(name)
    return values[0].value if values else None


def real(facts: Facts, name: str) -> float | None:
    value = text(facts, name)
    return None if value is None else float(value)


def day(facts: Facts, name: str) -> date | None:
    value = text(facts, name)
    return None if value is None else date.fromisoformat(value)


def factuality(facts: Facts) -> Factuality:
    """The factuality of a claim or an event."""
    return FACTUALITY[required(facts, vocab.HAS_FACTUALITY)]


def is_uncertain(claim: Facts) -> bool:
    """Whether the confidence of a claim is below the threshold of the build."""
    return text(claim, vocab.UNCERTAIN) == "true"


def has_type(facts: Facts, iri: str) -> bool:
    return any(term.value == iri for term in facts.get(vocab.TYPE, []))


def value_of(term: object) -> str:
    """The IRI of a node, the characters of a literal."""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def local_name(iri: str) -> str:
    """The name of a class or property of ours by its IRI."""
    return iri.removeprefix(vocab.KG)


def is_event(iri: str) -> bool:
    """Whether an IRI is that of an event or state."""
    return iri.rpartition("/")[0].endswith("/event")


def last_part(iri: str) -> str:
    """The id of an entity, event or article by its IRI."""
    return iri.rpartition("/")[2]

"""What all evidence together says of one entity, event or short-cut: the statements of the default graph.

A statement is the subject, property and value of a quad.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from kg import vocab
from kg.ontology.classes.lexicon import Lexicon
from kg.rdf.evidence import Days, EdgeEvidence, EntityEvidence, EventEvidence, ImpliedEvidence
from kg.rdf.independent_sources import Sources, count_sources
from kg.rdf.iris import Iris, address_of
from kg.rdf.owl import class_chain
from kg.rdf.terms import Statement, boolean, day, decimal, integer, node, term, text

Statements = Iterator[Statement]
T = TypeVar("T", bound=Hashable)

# Above every other type of entities: queries ask for people and places, or for all that is named.
GENERAL = frozenset({"Actor", "Entity"})
# A claim that something happened or did not outweighs one that it is planned, and that one that it may happen.
STRENGTH = {"actual": 2, "negated": 2, "planned": 1, "possible": 0}


# --- entities


def entity_statements(
    iri: str, evidence: Sequence[EntityEvidence], lexicon: Lexicon, sources: Sources
) -> Statements:
    """The type and the label that most articles give it, every other name, its place on the map, counts."""
    label = _most(_labels(evidence), rank=lambda name: (len(name), name))
    for kind in _types(evidence, lexicon):
        yield iri, vocab.TYPE, term(kind)
    yield iri, vocab.LABEL, text(label)
    names = {name for each in evidence for name in (*each.names, each.label)}
    for name in sorted(names - {label}):
        yield iri, vocab.ALT_LABEL, text(name)
    yield iri, vocab.IS_NAMED, boolean(any(each.is_named for each in evidence))
    if evidence[0].size is not None:
        yield iri, vocab.SIZE, decimal(evidence[0].size)
    yield iri, vocab.MENTIONS, integer(sum(each.mentions for each in evidence))
    yield iri, vocab.ARTICLES, integer(len({each.article for each in evidence}))
    yield iri, vocab.SOURCES, integer(count_sources({each.article for each in evidence}, sources))
    yield from _where(iri, evidence)
    for id_ in sorted({id_ for each in evidence for id_ in each.ids}):
        address = address_of(id_)
        yield (iri, vocab.SAME_AS, node(address)) if address else (iri, vocab.IDENTIFIER, text(id_))


def _labels(evidence: Sequence[EntityEvidence]) -> list[str]:
    """The label that each article gives; a surname alone is no label of a person whom another one names in full."""
    labels = [each.label for each in evidence]
    full = [each.label for each in evidence if each.type == "Person" and " " in each.label]
    return full or labels


def _types(evidence: Sequence[EntityEvidence], lexicon: Lexicon) -> tuple[str, ...]:
    """The type that most articles give, the more specific one of a tie, and the types above it: City, Place."""
    kind = _most((each.type for each in evidence), rank=lambda name: (len(lexicon.supertypes[name]), name))
    return (kind, *(name for name in lexicon.supertypes[kind] if name not in GENERAL))


def _where(iri: str, evidence: Sequence[EntityEvidence]) -> Statements:
    """The place of GeoNames as the same if all articles agree on it, or else each place that they name as close."""
    places = {each.place.geonames: each.place for each in evidence if each.place}
    numbers = sorted(places)
    name = vocab.SAME_AS if len(numbers) == 1 else vocab.CLOSE_MATCH
    for number in numbers:
        yield iri, name, node(f"{vocab.GEONAMES}{number}/")
    if len(numbers) != 1:
        return
    place = places[numbers[0]]
    if place.latitude is not None and place.longitude is not None:
        yield iri, vocab.GEO + "lat", decimal(place.latitude)
        yield iri, vocab.GEO + "long", decimal(place.longitude)
    if place.country:
        yield iri, vocab.COUNTRY, text(place.country)


# --- events and states


def event_statements(
    iri: str, evidence: Sequence[EventEvidence], lexicon: Lexicon, sources: Sources
) -> Statements:
    """Classes, roles, days and quantities by majority of the claims, factuality of the best claim, counts.

    Its classes are those of claims, without those above them, and `sem:Event` or `kg:State`. Nothing of an event that
    no claim gives a node.
    """
    if not any(each.makes_node for each in evidence):
        return
    best = max(evidence, key=_weight)
    chains = [class_chain(name, lexicon) for name in _classes(evidence, best)]
    for chain in chains:
        yield iri, vocab.TYPE, term(chain[0])
    for kind in sorted({vocab.STATE if "State" in chain else vocab.EVENT for chain in chains}):
        yield iri, vocab.TYPE, node(kind)
    yield iri, vocab.LABEL, text(_label(best, lexicon))
    yield iri, vocab.HAS_FACTUALITY, node(vocab.FACTUALITY[best.factuality])
    yield from _fillers(iri, evidence, best.factuality)
    yield from _implied(iri, evidence)
    yield from _time(iri, evidence)
    yield from _quantities(iri, evidence)
    yield iri, vocab.CLAIMS, integer(len(evidence))
    yield iri, vocab.ARTICLES, integer(len({each.article for each in evidence}))
    yield iri, vocab.SOURCES, integer(count_sources({each.article for each in evidence}, sources))


def _weight(claim: EventEvidence) -> tuple[int, str, bool, bool, float, str]:
    """The greatest is the best claim: the strongest, then the latest, of the article itself, actual, most confident."""
    strength, actual = STRENGTH[claim.factuality], claim.factuality == "actual"
    return strength, claim.published, claim.is_own_voice, actual, claim.confidence, claim.claim


def _classes(evidence: Sequence[EventEvidence], best: EventEvidence) -> list[str]:
    """The classes of the claims, the most frequent first; plain Event only if there is no other."""
    counts = Counter(each.event_class for each in evidence)
    classes = sorted(counts, key=lambda name: (-counts[name], name != best.event_class, name))
    return [name for name in classes if name != "Event"] or classes


def _label(best: EventEvidence, lexicon: Lexicon) -> str:
    """Class and fillers in the words of the best claim: "Meeting: Orla Venn, Estria"."""
    known = lexicon.classes.get(best.event_class)
    words = dict.fromkeys(filler.text for filler in best.fillers if filler.is_participant)
    name = known.label if known else best.predicate
    return f"{name}: {', '.join(words)}" if words else name


def _fillers(iri: str, evidence: Sequence[EventEvidence], factuality: str) -> Statements:
    """The fillers that the claims of the event's factuality agree on; other claims fill only the roles left empty.

    Who was asked to withdraw is not who withdrew. What already fills a role fills no other one by such a claim.
    """
    same = [each for each in evidence if each.factuality == factuality]
    agreed = _agreed(same)
    filling = {filler[1:] for filler in agreed}
    roles = {role for role, _, _ in agreed}
    for filler in _agreed([each for each in evidence if each.factuality != factuality]):
        if filler[0] not in roles and filler[1:] not in filling:
            agreed.append(filler)
    for role, is_node, value in sorted(agreed):
        yield iri, vocab.KG + role, node(value) if is_node else text(value)


def _agreed(evidence: Sequence[EventEvidence]) -> list[tuple[str, bool, str]]:
    """For each role the fillers that at least half of its claims agree on, or else all of them.

    Each is the role, whether it is an IRI, and that IRI or the text.
    """
    claims: dict[str, int] = Counter(
        role for each in evidence for role in {filler.role for filler in each.fillers}
    )
    votes: Counter[tuple[str, bool, str]] = Counter()
    for claim in evidence:
        votes.update({(each.role, each.iri is not None, each.iri or each.text) for each in claim.fillers})
        votes.update({(each.role, True, each.iri) for each in claim.implied if each.kind == "derived"})
    found: list[tuple[str, bool, str]] = []
    for role in claims:
        named = [filler for filler in votes if filler[0] == role]
        found += [filler for filler in named if votes[filler] * 2 >= claims[role]] or named
    return found


def _implied(iri: str, evidence: Sequence[EventEvidence]) -> Statements:
    """Each implied filler that no claim names, with its rule and the claims that it is of."""
    named = {(filler.role, filler.iri) for each in evidence for filler in each.fillers}
    claims: dict[ImpliedEvidence, list[str]] = {}
    for each in evidence:
        for implied in each.implied:
            if (implied.role, implied.iri) not in named:
                claims.setdefault(implied, []).append(each.claim)
    for implied, of in sorted(claims.items()):
        filler = Iris.implied(iri, implied.role, implied.iri)
        yield iri, vocab.IMPLIED[implied.kind], node(filler)
        yield filler, vocab.TYPE, node(vocab.IMPLIED_FILLER)
        yield filler, vocab.RDF + "subject", node(iri)
        yield filler, vocab.RDF + "predicate", term(implied.role)
        yield filler, vocab.RDF + "object", node(implied.iri)
        yield filler, vocab.RULE, text(implied.rule)
        yield from ((filler, vocab.DERIVED_FROM, node(claim)) for claim in sorted(of))


def _time(iri: str, evidence: Sequence[EventEvidence]) -> Statements:
    """The days that most claims allow; of a tie the fewest days."""
    every = [each.days for each in evidence if each.days]
    if not every:
        return
    days = max(
        sorted(set(every)), key=lambda days: (sum(_allows(each, days) for each in every), _briefness(days))
    )
    if days.begin:
        yield iri, vocab.BEGINS, day(days.begin)
    if days.end:
        yield iri, vocab.ENDS, day(days.end)
    yield iri, vocab.GRANULARITY, text(days.granularity)


def _allows(outer: Days, inner: Days) -> bool:
    return outer.begin <= inner.begin and (inner.end or "9999") <= (outer.end or "9999")


def _briefness(days: Days) -> tuple[bool, bool, str, str]:
    """Greater for fewer days: both sides closed, then a later begin and an earlier end."""
    begin, end = days.begin, days.end
    return bool(begin and end), bool(begin or end), begin, _mirrored(end)


def _mirrored(days: str) -> str:
    """Each digit subtracted from 9, so that the earlier of two dates is the greater text."""
    return "".join(str(9 - int(sign)) if sign.isdigit() else sign for sign in days)


def _quantities(iri: str, evidence: Sequence[EventEvidence]) -> Statements:
    """Each quantity as most claims give it; of a tie the best claim's."""
    for name in sorted({name for each in evidence for name, _ in each.quantities}):
        ranked = sorted(evidence, key=_weight)
        values = [value for each in ranked for other, value in each.quantities if other == name]
        place = {value: index for index, value in enumerate(values)}
        yield iri, vocab.KG + name, decimal(_most(values, rank=place.__getitem__))


# --- short-cuts


def edge_statements(
    iri: str, evidence: Sequence[EdgeEvidence], lexicon: Lexicon, sources: Sources
) -> Statements:
    """The short-cut itself, and the node that counts the claims that it is derived from.

    Claims with an inferred end make the node alone, and only where no other claim supports the short-cut.
    """
    source, name, target = evidence[0].source, evidence[0].property, evidence[0].target
    evidence = [each for each in evidence if each.basis != "inferred"] or evidence
    basis = min(each.basis for each in evidence)
    if basis != "inferred":
        yield source, vocab.KG + name, node(target)
    for filler in sorted({filler for each in evidence for filler in each.implied} if basis else ()):
        yield iri, vocab.IMPLIED[basis], node(filler)
    yield iri, vocab.TYPE, node(vocab.EDGE)
    yield iri, vocab.RDF + "subject", node(source)
    yield iri, vocab.RDF + "predicate", term(name)
    yield iri, vocab.RDF + "object", node(target)
    claims, articles = {each.claim for each in evidence}, {each.article for each in evidence}
    for claim in sorted(claims):
        yield iri, vocab.DERIVED_FROM, node(claim)
    yield iri, vocab.CLAIMS, integer(len(claims))
    yield iri, vocab.ARTICLES, integer(len(articles))
    yield iri, vocab.SOURCES, integer(count_sources(articles, sources))


# --- counting


def _most(values: Iterable[T], *, rank: Callable[[T], Any]) -> T:
    """The most frequent value; of a tie the one of the highest rank."""
    counts = Counter(values)
    return max(counts, key=lambda value: (counts[value], rank(value)))


STATEMENTS: dict[str, Callable[[str, Any, Lexicon, Sources], Statements]] = {
    "edge": edge_statements,
    "entity": entity_statements,
    "event": event_statements,
}

"""What claims and mentions of several articles together say of one entity, event or short-cut.

A row is what one article adds: a list fit for JSON, its kind and the IRI that it is about first, so that rows can be
sorted as text. Facts are the subject, property and value of each quad of the default graph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pyoxigraph import Literal, NamedNode

from kg import vocab
from kg.ontology.classes.lexicon import Lexicon
from kg.rdf.iris import day, decimal, term
from kg.rdf.owl import class_chain
from kg.records import Article, Claim, Entity

Row = list[Any]
Fact = tuple[str, str, NamedNode | Literal]
Facts = Iterator[Fact]
Sources = Mapping[str, str]
T = TypeVar("T", bound=Hashable)

# What is told as done or as not done is stronger than what is told as planned, and that than what may be.
STRENGTH = {"actual": 2, "negated": 2, "planned": 1, "possible": 0}


@dataclass(frozen=True, slots=True)
class Told:
    """What one claim adds to its event."""

    claim: str  # IRI
    article: str
    published: str  # ISO date, empty if not known
    event_class: str
    predicate: str
    factuality: str
    is_own_voice: bool
    confidence: float
    # first day, last day, granularity; a day is empty where that side is open
    time: tuple[str, str, str] | None
    fillers: Sequence[tuple[str, str | None, str]]  # role, IRI or None, words
    quantities: Sequence[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Named:
    """What one article adds to an entity."""

    article: str
    type: str
    label: str
    names: Sequence[str]
    is_named: bool
    mentions: int
    # GeoNames number, latitude, longitude, country
    spot: tuple[int, float | None, float | None, str | None] | None


# --- rows


def entity_row(iri: str, article: str, entity: Entity) -> Row:
    spot = entity.coordinates
    where = [spot.geonames, spot.latitude, spot.longitude, spot.country] if spot else None
    names = list(entity.names)
    return [
        "entity",
        iri,
        article,
        entity.type,
        entity.label,
        names,
        entity.is_named,
        len(entity.mentions),
        where,
    ]


def event_row(
    iri: str, own: str, told: tuple[Article, Claim], *, article: str, meant: Sequence[str | None]
) -> Row:
    """What a claim with the IRI `own` adds to its event; `meant` is what each of its fillers is in the graph."""
    where, claim = told
    fillers = [[f.role, filled, f.text] for f, filled in zip(claim.fillers, meant, strict=True)]
    return [
        "event",
        iri,
        own,
        article,
        where.published.isoformat() if where.published else "",
        claim.event_class,
        claim.predicate,
        claim.factuality,
        not claim.attributed_to,
        round(claim.confidence, 4),
        _days(claim),
        fillers,
        [[quantity.name, quantity.value] for quantity in claim.quantities],
    ]


def _days(claim: Claim) -> list[str] | None:
    if claim.time is None or not claim.time.is_known:
        return None
    begin, end = (side.isoformat() if side else "" for side in (claim.time.begin, claim.time.end))
    return [begin, end, claim.time.granularity]


def edge_row(iri: str, ends: tuple[str, str, str], *, claim: str, article: str) -> Row:
    """An actual claim's support of a short-cut: source, property, target."""
    return ["edge", iri, *ends, claim, article]


# --- entities


def entity_facts(iri: str, rows: Iterable[Row], lexicon: Lexicon, sources: Sources) -> Facts:
    """Its type and label as most articles have them, every other name, place on the map, counts."""
    found = [Named(*row) for row in rows]
    label = _most((each.label for each in found), rank=lambda name: (len(name), name))
    for kind in _types(found, lexicon):
        yield iri, vocab.TYPE, term(kind)
    yield iri, vocab.LABEL, Literal(label)
    names = {name for each in found for name in (*each.names, each.label)}
    for name in sorted(names - {label}):
        yield iri, vocab.ALT_LABEL, Literal(name)
    yield iri, vocab.IS_NAMED, Literal(any(each.is_named for each in found))
    yield iri, vocab.MENTIONS, Literal(sum(each.mentions for each in found))
    yield iri, vocab.ARTICLES, Literal(len({each.article for each in found}))
    yield iri, vocab.SOURCES, Literal(_sources((each.article for each in found), sources))
    yield from _where(iri, found)


def _types(found: list[Named], lexicon: Lexicon) -> tuple[str, ...]:
    """The type that most articles have, the more special one of two with as many, and the types above it."""
    kind = _most((each.type for each in found), rank=lambda name: (len(lexicon.supertypes[name]), name))
    return (kind, *lexicon.supertypes[kind])


def _where(iri: str, found: list[Named]) -> Facts:
    """The same place of GeoNames if all agree on it, or else one that is close for each that they name."""
    spots = {each.spot[0]: each.spot for each in found if each.spot}
    numbers = sorted(spots)
    name = vocab.SAME_AS if len(numbers) == 1 else vocab.CLOSE_MATCH
    for number in numbers:
        yield iri, name, NamedNode(f"{vocab.GEONAMES}{number}/")
    if len(numbers) != 1:
        return
    _, latitude, longitude, country = spots[numbers[0]]
    if latitude is not None and longitude is not None:
        yield iri, vocab.GEO + "lat", decimal(latitude)
        yield iri, vocab.GEO + "long", decimal(longitude)
    if country:
        yield iri, vocab.COUNTRY, Literal(country)


# --- events and states


def event_facts(iri: str, rows: Iterable[Row], lexicon: Lexicon, sources: Sources) -> Facts:
    """Its classes, roles, days and numbers as its claims agree, its factuality as the best of them has it, counts."""
    told = [Told(*row) for row in rows]
    best = max(told, key=_weight)
    classes = _classes(told, best)
    chains = [class_chain(name, lexicon) for name in classes]
    for name in dict.fromkeys(name for chain in chains for name in chain):
        yield iri, vocab.TYPE, term(name)
    if any("State" not in chain for chain in chains):
        yield iri, vocab.TYPE, NamedNode(vocab.EVENT)
    yield iri, vocab.LABEL, Literal(_label(best, lexicon))
    yield iri, vocab.HAS_FACTUALITY, NamedNode(vocab.FACTUALITY[best.factuality])
    yield from _fillers(iri, told)
    yield from _time(iri, told)
    yield from _quantities(iri, told)
    yield iri, vocab.CLAIMS, Literal(len(told))
    yield iri, vocab.ARTICLES, Literal(len({each.article for each in told}))
    yield iri, vocab.SOURCES, Literal(_sources((each.article for each in told), sources))


def _weight(told: Told) -> tuple[int, str, bool, bool, float, str]:
    """Strongest first, then latest, then what the article says itself, what is actual, and is surest."""
    strength, actual = STRENGTH[told.factuality], told.factuality == "actual"
    return strength, told.published, told.is_own_voice, actual, told.confidence, told.claim


def _classes(told: list[Told], best: Told) -> list[str]:
    """The classes that claims have, the most frequent first; plain Event only if there is no other."""
    counts = Counter(each.event_class for each in told)
    classes = sorted(counts, key=lambda name: (-counts[name], name != best.event_class, name))
    return [name for name in classes if name != "Event"] or classes


def _label(best: Told, lexicon: Lexicon) -> str:
    """Class and fillers in the words of the best claim: "Meeting: Orla Venn, Estria"."""
    known = lexicon.classes.get(best.event_class)
    words = dict.fromkeys(text for _, meant, text in best.fillers if meant is not None)
    name = known.label if known else best.predicate
    return f"{name}: {', '.join(words)}" if words else name


def _fillers(iri: str, told: list[Told]) -> Facts:
    """For each role what at least half of the claims that fill it agree on, or else all that they name."""
    claims: dict[str, int] = Counter(role for each in told for role in {role for role, _, _ in each.fillers})
    votes: Counter[tuple[str, bool, str]] = Counter()
    for each in told:
        votes.update({(role, meant is not None, meant or text) for role, meant, text in each.fillers})
    for role in sorted(claims):
        named = sorted(filler for filler in votes if filler[0] == role)
        agreed = [filler for filler in named if votes[filler] * 2 >= claims[role]]
        for _, is_meant, value in agreed or named:
            yield iri, vocab.KG + role, NamedNode(value) if is_meant else Literal(value)


def _time(iri: str, told: list[Told]) -> Facts:
    """The days that most claims allow; of as many the fewest days."""
    times = sorted({tuple(each.time) for each in told if each.time})
    if not times:
        return
    begin, end, granularity = max(
        times,
        key=lambda time: (sum(_allows(each.time, time) for each in told if each.time), _briefness(time)),
    )
    if begin:
        yield iri, vocab.BEGINS, day(begin)
    if end:
        yield iri, vocab.ENDS, day(end)
    yield iri, vocab.GRANULARITY, Literal(granularity)


def _allows(outer: Sequence[str], inner: Sequence[str]) -> bool:
    return outer[0] <= (inner[0] or "") and (inner[1] or "9999") <= (outer[1] or "9999")


def _briefness(time: Sequence[str]) -> tuple[bool, bool, str, str]:
    """Greater for fewer days: both sides closed, then a later beginning and an earlier end."""
    begin, end = time[0], time[1]
    return bool(begin and end), bool(begin or end), begin, _mirrored(end)


def _mirrored(days: str) -> str:
    """Digits turned round, so that the earlier of two dates is the greater text."""
    return "".join(str(9 - int(sign)) if sign.isdigit() else sign for sign in days)


def _quantities(iri: str, told: list[Told]) -> Facts:
    """Each number as most claims have it; of as many the best claim's."""
    for name in sorted({name for each in told for name, _ in each.quantities}):
        ranked = sorted(told, key=_weight)
        values = [value for each in ranked for own, value in each.quantities if own == name]
        place = {value: index for index, value in enumerate(values)}
        yield iri, vocab.KG + name, decimal(_most(values, rank=place.__getitem__))


# --- short-cuts


def edge_facts(iri: str, rows: Iterable[Row], lexicon: Lexicon, sources: Sources) -> Facts:
    """The short-cut itself, and a node that counts the claims it is derived from."""
    found = list(rows)
    source, name, target = found[0][:3]
    yield source, vocab.KG + name, NamedNode(target)
    yield iri, vocab.TYPE, NamedNode(vocab.EDGE)
    yield iri, vocab.RDF + "subject", NamedNode(source)
    yield iri, vocab.RDF + "predicate", term(name)
    yield iri, vocab.RDF + "object", NamedNode(target)
    claims, articles = sorted({row[3] for row in found}), {row[4] for row in found}
    for claim in claims:
        yield iri, vocab.DERIVED_FROM, NamedNode(claim)
    yield iri, vocab.CLAIMS, Literal(len(claims))
    yield iri, vocab.ARTICLES, Literal(len(articles))
    yield iri, vocab.SOURCES, Literal(_sources(articles, sources))


# --- counting


def _most(values: Iterable[T], *, rank: Callable[[T], Any]) -> T:
    """The most frequent value; of as many the one of the highest rank."""
    counts = Counter(values)
    return max(counts, key=lambda value: (counts[value], rank(value)))


def _sources(articles: Iterable[str], sources: Sources) -> int:
    """How many of these articles do not copy one another."""
    return len({sources.get(article, article) for article in articles})


FACTS: dict[str, Callable[[str, Iterable[Row], Lexicon, Sources], Facts]] = {
    "edge": edge_facts,
    "entity": entity_facts,
    "event": event_facts,
}

"""Claims as JSON lines: events, relations (the states) and entities, read from the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import IO, Any

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg import vocab
from kg.query.facts import (
    Facts,
    Term,
    article_facts,
    facts_of,
    factuality,
    local_name,
    number,
    required,
    subjects_with_values,
    subproperties,
    text,
    value_of,
)
from kg.rdf.sorted_lines import sorted_lines
from kg.store.read_build import Store

Json = dict[str, Any]
ALWAYS = ("killed", "injured")  # quantities that every event line has, null where none is stated
TYPES = ("Person", "Organization", "Place", "Group", "Product")
SITUATIONS = {"Event", "State"}  # what fills a role and is no entity
CACHE = 20_000  # entities in memory


def write_claims(store: Store, output: IO[bytes]) -> None:
    """Lines of events and relations, article by article in the order of the text, then of all entities."""
    for line in claim_lines(store):
        output.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def claim_lines(store: Store) -> Iterator[Json]:
    """What each line says."""
    known = Known(store, *_classes(store), subproperties(store, "role"), subproperties(store, "quantity"))
    for article in store.articles():
        facts = article_facts(store, article)
        for iri, _ in facts.of_type(vocab.CLAIM):
            yield from _lines(Telling(article, facts.subjects, iri, known))
    for iri in sorted_lines(_subjects(store, vocab.ENTITY)):
        yield {"kind": "entity", **known.entity(iri)}


@dataclass(slots=True)
class Known:
    """What the default graph says of classes, properties and entities."""

    store: Store
    above: Mapping[str, str]  # the class above each
    names: Mapping[str, str]  # of classes, as in the ontology's files
    roles: frozenset[str]
    quantities: frozenset[str]
    entities: dict[str, Json] = field(default_factory=dict)

    def chain(self, classes: Iterable[Term]) -> list[str]:
        """A claim's class and those above it, without that of all situations."""
        iri = next((one.value for one in classes if one.value != vocab.CLAIM), "")
        found = []
        while iri and local_name(iri) != "Situation":
            found.append(self.names.get(iri, local_name(iri)))
            iri = self.above.get(iri, "")
        return found

    def entity(self, iri: str) -> Json:
        """An entity without the words of a sentence."""
        if iri not in self.entities:
            if len(self.entities) >= CACHE:
                self.entities.clear()
            self.entities[iri] = self._read(iri)
        return self.entities[iri]

    def _read(self, iri: str) -> Json:
        values = facts_of(self.store, iri)
        label = text(values, vocab.LABEL)
        names = {term.value for term in values.get(vocab.ALT_LABEL, [])} | {label or ""}
        kinds = {local_name(term.value) for term in values.get(vocab.TYPE, [])}
        other = "Event" if SITUATIONS & kinds else "Thing"
        kind = next((name for name in TYPES if name in kinds), other)
        return {"id": iri, "label": label, "aliases": sorted(names - {""}), "type": kind}


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim with all that its article says, and what is known besides."""

    article: str
    told: Mapping[str, Facts]
    iri: str
    known: Known

    @property
    def own(self) -> Facts:
        return self.told[self.iri]

    def fillers(self, role: str) -> list[Json]:
        """The fillers of a role, in the words of the sentence."""
        return [self._filler(value) for value in self.own.get(vocab.KG + role, [])]

    def _filler(self, value: Term) -> Json:
        if isinstance(value, Literal):
            return {"id": None, "label": value.value, "aliases": [], "type": "Text", "text": value.value}
        words = self._words(value)
        entity = self.known.entity(value.value)
        if entity["type"] == "Event":
            return {**entity, "label": words, "aliases": [], "text": words}
        return {**entity, "text": words or entity["label"]}

    def _words(self, meant: Term) -> str | None:
        """The words among the claim's evidence that refer to this."""
        phrases = [self.told[phrase.value] for phrase in self.own.get(vocab.EVIDENCE, [])]
        found = [phrase for phrase in phrases if meant in phrase[vocab.REFERS_TO]]
        first = min(found, key=lambda phrase: number(phrase, vocab.BEGIN), default=None)
        return text(first, vocab.ANCHOR) if first else None

    def numbers(self) -> Json:
        """Quantities by name."""
        found: Json = dict.fromkeys(ALWAYS)
        for iri in sorted(self.known.quantities & self.own.keys()):
            value = Decimal(required(self.own, iri))
            found[local_name(iri)] = int(value) if value == int(value) else float(value)
        return found

    def where(self) -> Json:
        sentence = required(self.own, vocab.DERIVED_FROM)
        stretch = self.told[sentence]
        begin, end = (number(stretch, name) for name in (vocab.BEGIN, vocab.END))
        return {
            "article": {"id": self.article, "source": text(self.told[self.article], vocab.SOURCE)},
            "sentence": {"id": sentence, "begin": begin, "end": end, "text": text(stretch, vocab.ANCHOR)},
        }

    def stance(self) -> Json:
        """Factuality, sources and confidence."""
        return {
            "factuality": factuality(self.own),
            "attributed_to": self.fillers("attributedTo"),
            "confidence": float(required(self.own, vocab.CONFIDENCE)),
        }


def _lines(telling: Telling) -> Iterator[Json]:
    chain = telling.known.chain(telling.own[vocab.TYPE])
    if "State" in chain:
        yield from _relations(telling, chain[0])
    else:
        yield _event(telling, chain)


def _event(telling: Telling, chain: list[str]) -> Json:
    own = telling.own
    roles = sorted(local_name(iri) for iri in telling.known.roles & own.keys())
    days = {"from": text(own, vocab.BEGINS), "to": text(own, vocab.ENDS)}
    return {
        "kind": "event",
        "event": required(own, vocab.ABOUT_EVENT),
        "claim": telling.iri,
        "class": chain,
        "predicate": text(own, vocab.PREDICATE),
        "roles": {role: telling.fillers(role) for role in roles},
        "date": days if any(days.values()) else None,
        **telling.stance(),
        **telling.numbers(),
        **telling.where(),
    }


def _relations(telling: Telling, name: str) -> Iterator[Json]:
    """A line for each two that a state holds between; of a state of one alone its title or number is the object."""
    title = text(telling.own, vocab.KG + "title")
    objects = telling.fillers("patient") or [{"value": value} for value in _values(telling, title)]
    for subject, other in product(telling.fillers("agent"), objects):
        yield {
            "kind": "relation",
            "claim": telling.iri,
            "subject": subject,
            "relation": name,
            "object": other,
            "title": title,
            **telling.stance(),
            **telling.where(),
        }


def _values(telling: Telling, title: str | None) -> list[str]:
    numbers = [str(value) for value in telling.numbers().values() if value is not None]
    return ([title] if title else numbers) or [text(telling.own, vocab.TRIGGER) or ""]


# --- the store's quads


def _classes(store: Store) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The class above each class, and the names of classes."""
    found = []
    for name in (vocab.SUBCLASS, vocab.NOTATION):
        pairs = subjects_with_values(store, name)
        found.append({iri: other for iri, other in pairs if iri.startswith(vocab.KG)})
    return found[0], found[1]


def _subjects(store: Store, kind: str) -> Iterator[str]:
    quads = store.graph.quads_for_pattern(None, NamedNode(vocab.TYPE), NamedNode(kind), DefaultGraph())
    return (value_of(quad.subject) for quad in quads)

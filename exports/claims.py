"""Claims as JSON lines: events, relations (the states) and entities, read from the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import IO, Any

from pyoxigraph import Literal

from kg import vocab
from kg.query.facts import (
    ArticleFacts,
    Facts,
    ImpliedFacts,
    Term,
    article_facts,
    facts_of,
    factuality,
    is_event,
    is_uncertain,
    local_name,
    number,
    required,
    subjects_with_values,
    subproperties,
    text,
    trigger_offsets,
)
from kg.rdf.sorted_lines import sorted_lines
from kg.store.read_build import Store

Json = dict[str, Any]
ALWAYS = ("killed", "injured")  # quantities that every event line has, null where none is stated
TYPES = ("Person", "Organization", "Place", "Group", "Product")
CACHE = 20_000  # entities in memory


def write_claims(store: Store, output: IO[bytes]) -> None:
    """Lines of events and relations, article by article in the order of the text, then of all entities."""
    for line in claim_lines(store):
        output.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def claim_lines(store: Store) -> Iterator[Json]:
    """Each line as an object of JSON."""
    above, names = _classes(store)
    context = GraphContext(
        store=store,
        above=above,
        names=names,
        roles=subproperties(store, "role"),
        quantities=subproperties(store, "quantity"),
    )
    for article in store.articles():
        facts = article_facts(store, article)
        for iri, _ in facts.claims():
            yield from _lines(ClaimInArticle(iri, facts, context))
    for iri in sorted_lines(iri for iri, _ in subjects_with_values(store, vocab.MENTIONS)):
        yield {"kind": "entity", **context.entity(iri)}


@dataclass(slots=True)
class GraphContext:
    """What the default graph says of classes, properties and entities; entities are cached."""

    store: Store
    above: Mapping[str, str]  # the class above each
    names: Mapping[str, str]  # of classes, as in the ontology's files
    roles: frozenset[str]
    quantities: frozenset[str]
    entities: dict[str, Json] = field(default_factory=dict)

    def chain(self, classes: Iterable[Term]) -> list[str]:
        """The class of a claim and those above it, but not the class of all situations."""
        iri = next((one.value for one in classes if one.value != vocab.CLAIM), "")
        found = []
        while iri and local_name(iri) != "Situation":
            found.append(self.names.get(iri, local_name(iri)))
            iri = self.above.get(iri, "")
        return found

    def _with_above(self, iri: str) -> Iterator[str]:
        while iri:
            yield iri
            iri = self.above.get(iri, "")

    def entity(self, iri: str) -> Json:
        """An entity or event by its label, without the words of a sentence."""
        if iri not in self.entities:
            if len(self.entities) >= CACHE:
                self.entities.clear()
            self.entities[iri] = self._read(iri)
        return self.entities[iri]

    def _read(self, iri: str) -> Json:
        return self.described(iri, facts_of(self.store, iri))

    def described(self, iri: str, values: Facts) -> Json:
        """An entity or event from what a graph says of it."""
        label = text(values, vocab.LABEL)
        names = {term.value for term in values.get(vocab.ALT_LABEL, [])} | {label or ""}
        kinds = {
            local_name(kind) for term in values.get(vocab.TYPE, []) for kind in self._with_above(term.value)
        }
        other = "Event" if is_event(iri) else "Thing"
        kind = next((name for name in TYPES if name in kinds), other)
        return {"id": iri, "label": label, "aliases": sorted(names - {""}), "type": kind}


@dataclass(frozen=True, slots=True)
class ClaimInArticle:
    """A claim with what its article and the default graph say."""

    iri: str
    article: ArticleFacts
    context: GraphContext

    @property
    def facts(self) -> Facts:
        return self.article.subjects[self.iri]

    @property
    def implied(self) -> list[ImpliedFacts]:
        return self.article.implied(self.facts)

    def fillers(self, role: str) -> list[Json]:
        """The fillers of a role, in the words of the sentence; those that other words imply come last, marked."""
        implied = {each.filler: each for each in self.implied if each.role == role}
        named = [each for each in self.facts.get(vocab.KG + role, []) if each not in implied]
        return [self._filler(value) for value in named] + [self._implied(each) for each in implied.values()]

    def _implied(self, each: ImpliedFacts) -> Json:
        """A filler with the rule and the sentences that imply it, under "derived" or "inferred"."""
        words = text(self.article.subjects[each.words], vocab.ANCHOR)
        sentences = [self._sentence(sentence) for sentence in each.sentences]
        why = {"rule": each.rule, "confidence": each.confidence, "sentences": sentences}
        return {**self._entity(each.filler.value), "text": words, each.kind: why}

    def _filler(self, value: Term) -> Json:
        if isinstance(value, Literal):
            return {"id": None, "label": value.value, "aliases": [], "type": "Text", "text": value.value}
        words = self.article.words_for(self.facts, value)
        entity = self._entity(value.value)
        if entity["type"] == "Event":
            return {**entity, "label": words, "aliases": [], "text": words}
        return {**entity, "text": words or entity["label"]}

    def _entity(self, iri: str) -> Json:
        """From the default graph, or from that of the article."""
        local = self.article.subjects.get(iri)
        return self.context.described(iri, local) if local else self.context.entity(iri)

    def numbers(self) -> Json:
        """Quantities by name."""
        found: Json = dict.fromkeys(ALWAYS)
        for iri in sorted(self.context.quantities & self.facts.keys()):
            value = Decimal(required(self.facts, iri))
            found[local_name(iri)] = int(value) if value == int(value) else float(value)
        return found

    def provenance(self) -> Json:
        return {
            "article": {"id": self.article.article, "source": text(self.article.metadata, vocab.SOURCE)},
            "sentence": self._sentence(required(self.facts, vocab.DERIVED_FROM)),
        }

    def _sentence(self, iri: str) -> Json:
        facts = self.article.subjects[iri]
        begin, end = (number(facts, name) for name in (vocab.BEGIN, vocab.END))
        return {"id": iri, "begin": begin, "end": end, "text": text(facts, vocab.ANCHOR)}

    def stance(self) -> Json:
        """Factuality, sources, confidence, and whether that is below the threshold of the build."""
        return {
            "factuality": factuality(self.facts),
            "attributed_to": self.fillers("attributedTo"),
            "confidence": float(required(self.facts, vocab.CONFIDENCE)),
            "uncertain": is_uncertain(self.facts),
        }


def _lines(claim: ClaimInArticle) -> Iterator[Json]:
    chain = claim.context.chain(claim.facts[vocab.TYPE])
    if "State" in chain:
        yield from _relations(claim, chain[0])
    else:
        yield _event(claim, chain)


def _event(claim: ClaimInArticle, chain: list[str]) -> Json:
    facts = claim.facts
    begin, end = trigger_offsets(facts)
    named = {local_name(iri) for iri in claim.context.roles & facts.keys()}
    roles = sorted(named | {each.role for each in claim.implied})
    inferred = next((each.rule for each in claim.implied if each.kind == "inferred"), None)
    days = {"from": text(facts, vocab.BEGINS), "to": text(facts, vocab.ENDS)}
    return {
        "kind": "event",
        "event": required(facts, vocab.ABOUT_EVENT),
        "claim": claim.iri,
        "class": chain,
        "predicate": text(facts, vocab.PREDICATE),
        "trigger": text(facts, vocab.TRIGGER),
        "trigger_begin": begin,
        "trigger_end": end,
        "roles": {role: claim.fillers(role) for role in roles},
        "date": days if any(days.values()) else None,
        "inferred": inferred,
        **claim.stance(),
        **claim.numbers(),
        **claim.provenance(),
    }


def _relations(claim: ClaimInArticle, name: str) -> Iterator[Json]:
    """A line for each pair of agent and patient of a state; without a patient the title or a quantity is the object."""
    title = text(claim.facts, vocab.KG + "title")
    objects = claim.fillers("patient") or [{"value": value} for value in _values(claim, title)]
    for subject, other in product(claim.fillers("agent"), objects):
        yield {
            "kind": "relation",
            "claim": claim.iri,
            "subject": subject,
            "relation": name,
            "object": other,
            "title": title,
            **claim.stance(),
            **claim.provenance(),
        }


def _values(claim: ClaimInArticle, title: str | None) -> list[str]:
    numbers = [str(value) for value in claim.numbers().values() if value is not None]
    return ([title] if title else numbers) or [text(claim.facts, vocab.TRIGGER) or ""]


# --- the store's quads


def _classes(store: Store) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The class above each class, and the names of classes."""
    found = []
    for name in (vocab.SUBCLASS, vocab.NOTATION):
        pairs = subjects_with_values(store, name)
        found.append({iri: other for iri, other in pairs if iri.startswith(vocab.KG)})
    return found[0], found[1]

"""Claims as models of the REST interface: with sentence, words, source and article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg import vocab
from kg.api import models
from kg.api.rest.filters import ORDERS, Condition, Filters, Order, Page, is_in
from kg.api.tables.ontology import OTHER, SPEAKER
from kg.api.tables.open_build import Graph
from kg.query.facts import (
    Facts,
    article_title,
    day,
    facts_of,
    factuality,
    implied_fillers,
    is_uncertain,
    last_part,
    local_name,
    number,
    required,
    text,
    trigger_offsets,
)
from kg.query.phrases.edge_words import pronouns
from kg.vocab import KG

SAFE = ("http://", "https://")  # schemes of links that a browser may open
EARLIEST_FIRST = "c.published IS NULL, c.published, c.article, c.begin, c.id"


@dataclass(slots=True)
class ClaimReader:
    """Reads claims for one response; caches entities, events and articles that several claims refer to."""

    graph: Graph
    _refs: dict[str, models.EntityRef | models.EventRef | None] = field(default_factory=dict)
    _articles: dict[str, models.ArticleRef] = field(default_factory=dict)

    # references

    def entity(self, iri: str) -> models.EntityRef | None:
        ref = self._ref(iri)
        return ref if isinstance(ref, models.EntityRef) else None

    def event(self, iri: str) -> models.EventRef | None:
        ref = self._ref(iri)
        return ref if isinstance(ref, models.EventRef) else None

    def _ref(self, iri: str) -> models.EntityRef | models.EventRef | None:
        if iri not in self._refs:
            is_event = iri.startswith(self.graph.event(""))
            self._refs[iri] = self._read_event(iri) if is_event else self._read_entity(iri)
        return self._refs[iri]

    def _read_entity(self, iri: str) -> models.EntityRef | None:
        rows = self.graph.table.rows("SELECT id, label, type FROM entity WHERE id = ?", [last_part(iri)])
        return next(
            (models.EntityRef(id=id, iri=iri, label=label, type=kind) for id, label, kind in rows), None
        )

    def _read_event(self, iri: str) -> models.EventRef | None:
        rows = self.graph.table.rows("SELECT id, label, class FROM event WHERE id = ?", [last_part(iri)])
        for id, label, kind in rows:
            info = self.graph.ontology.info(kind)
            return models.EventRef(id=id, iri=iri, label=label or self.local_label(id), class_=info.name)
        return None

    def first_claim(self, event: str) -> tuple[str, Facts]:
        """The article and the facts of the first claim about an event that has no node in the default graph."""
        (id,) = self.graph.table.rows("SELECT MIN(id) FROM claim WHERE event = ?", [event])[0]
        article = id.partition(":")[0]
        return article, facts_of(self.graph.store, self.graph.claim(id), self.graph.article(article))

    def local_label(self, event: str) -> str:
        """Class, or predicate of a plain event, and the words of its fillers: "Meeting: Orla Venn, Estria"."""
        article, facts = self.first_claim(event)
        info = self.graph.ontology.info(self._class(facts))
        name = (text(facts, vocab.PREDICATE) or "") if info.family == OTHER else info.label
        spans = (each[0] for each in self._evidence(article, facts).values())
        words = dict.fromkeys(span.text for span in sorted(spans, key=lambda span: span.begin))
        return f"{name}: {', '.join(words)}" if words else name

    def article(self, id: str) -> models.ArticleRef:
        if id not in self._articles:
            iri = self.graph.article(id)
            facts = facts_of(self.graph.store, iri, iri)
            self._articles[id] = models.ArticleRef(**article_fields(self.graph, id, facts))
        return self._articles[id]

    # claims

    def claim(self, id: str) -> models.Claim | None:
        """A claim by its id; None if there is none."""
        iri, article = self.graph.claim(id), id.partition(":")[0]
        facts = facts_of(self.graph.store, iri, self.graph.article(article))
        if vocab.ABOUT_EVENT not in facts:
            return None
        info = self.graph.ontology.info(self._class(facts))
        event = self.event(required(facts, vocab.ABOUT_EVENT))
        if event is None:
            return None
        sentence = self.sentence(required(facts, vocab.DERIVED_FROM), article)
        fillers = sorted(
            self._fillers(article, facts, sentence), key=lambda f: (f.begin is None, f.begin, f.role, f.text)
        )
        begin, end = trigger_offsets(facts)
        return models.Claim(
            id=id,
            iri=iri,
            event=event,
            class_=info.name,
            class_label=info.label,
            family=info.family,
            predicate=text(facts, vocab.PREDICATE) or "",
            trigger=models.TextRange(begin=begin, end=end, text=text(facts, vocab.TRIGGER) or ""),
            factuality=factuality(facts),
            attributed_to=[filler for filler in fillers if filler.role == SPEAKER],
            fillers=[filler for filler in fillers if filler.role != SPEAKER],
            time=time_of(facts),
            quantities=list(quantities(facts, self.graph)),
            confidence=float(required(facts, vocab.CONFIDENCE)),
            uncertain=is_uncertain(facts),
            sentence=sentence,
            article=self.article(article),
            **self._others(id),
        )

    def claims(self, ids: Iterable[str]) -> list[models.Claim]:
        return [claim for claim in map(self.claim, ids) if claim is not None]

    def sentence(self, iri: str, article: str) -> models.Sentence:
        facts = facts_of(self.graph.store, iri, self.graph.article(article))
        return models.Sentence(
            iri=iri,
            begin=number(facts, vocab.BEGIN),
            end=number(facts, vocab.END),
            text=text(facts, vocab.ANCHOR) or "",
            section=text(facts, vocab.SECTION) or "body",
        )

    def _class(self, facts: Facts) -> str:
        names = [local_name(kind.value) for kind in facts[vocab.TYPE] if kind.value != vocab.CLAIM]
        return names[0] if names else "Event"

    def _fillers(self, article: str, facts: Facts, sentence: models.Sentence) -> Iterator[models.Filler]:
        """Each filler with the words that refer to it, from the evidence of the claim, or its own words."""
        words, implied = self._evidence(article, facts), self._implied(article, facts)
        yield from implied.values()
        for role in sorted((self.graph.ontology.roles | {SPEAKER}) & {local_name(name) for name in facts}):
            for value in facts[KG + role]:
                if (role, value.value) in implied:
                    continue
                if isinstance(value, Literal):
                    yield _words_alone(role, value.value, sentence)
                else:
                    yield from self._filler(role, value, words.get(value.value, []))

    def _implied(self, article: str, facts: Facts) -> dict[tuple[str, str], models.Filler]:
        """The derived and inferred fillers of a claim by role and IRI."""

        def read(iri: str) -> Facts:
            return facts_of(self.graph.store, iri, self.graph.article(article))

        return {
            (each.role, each.filler.value): models.Filler(
                role=each.role,
                text=text(words, vocab.ANCHOR) or "",
                begin=number(words, vocab.BEGIN),
                end=number(words, vocab.END),
                entity=self.entity(each.filler.value),
                implied=models.Implied(
                    kind=each.kind,
                    rule=each.rule,
                    confidence=each.confidence,
                    sentences=[self.sentence(iri, article) for iri in each.sentences],
                ),
            )
            for each in implied_fillers(facts, read)
            for words in [read(each.words)]
        }

    def _evidence(self, article: str, facts: Facts) -> dict[str, list[models.TextRange]]:
        words_of: dict[str, list[models.TextRange]] = {}
        for phrase in facts.get(vocab.EVIDENCE, []):
            mention = facts_of(self.graph.store, phrase.value, self.graph.article(article))
            words = models.TextRange(
                begin=number(mention, vocab.BEGIN),
                end=number(mention, vocab.END),
                text=text(mention, vocab.ANCHOR) or "",
            )
            for meant in mention.get(vocab.REFERS_TO, []):
                words_of.setdefault(meant.value, []).append(words)
        return words_of

    def _filler(self, role: str, value: NamedNode, words: list[models.TextRange]) -> Iterator[models.Filler]:
        ref = self._ref(value.value)
        entity = ref if isinstance(ref, models.EntityRef) else None
        event = ref if isinstance(ref, models.EventRef) else None
        label = ref.label if ref else value.value
        is_pronoun = label.lower() in pronouns()
        filler = partial(models.Filler, role=role, entity=entity, event=event, is_pronoun=is_pronoun)
        for range_ in words:
            yield filler(text=range_.text, begin=range_.begin, end=range_.end)
        if not words:
            yield filler(text=label)

    def _others(self, id: str) -> dict[str, list[str]]:
        others: dict[str, list[str]] = {"disputes": [], "refines": []}
        for other, kind in self.graph.table.rows(
            "SELECT second, kind FROM dispute WHERE first = ? ORDER BY second", [id]
        ):
            others[kind].append(other)
        return others


# --- pages


def list_claims(graph: Graph, filters: Filters, entities: Sequence[str], page: Page) -> models.Claims:
    """Claims that have all of these entities as fillers or sources."""
    where, values = _where(graph, filters, entities)
    total = graph.table.value(f"SELECT COUNT(*) FROM claim c WHERE {where}", values)
    ids = claim_ids(graph, filters, entities, page)
    items = ClaimReader(graph).claims(ids)
    return models.Claims(total=total, limit=page.limit, offset=page.offset, items=items)


def claim_ids(graph: Graph, filters: Filters, entities: Sequence[str], page: Page) -> list[str]:
    """The ids of these claims, in order."""
    where, values = _where(graph, filters, entities)
    rows = graph.table.rows(
        f"SELECT c.id FROM claim c WHERE {where} ORDER BY {ORDERS[page.order]} LIMIT ? OFFSET ?",
        (*values, page.limit, page.offset),
    )
    return [id for (id,) in rows]


def _where(graph: Graph, filters: Filters, entities: Sequence[str]) -> Condition:
    """The SQL condition of the filters and of these entities."""
    where, values = filters.where(graph.ontology)
    for id in entities:
        where += f" AND c.id IN (SELECT claim FROM {filters.fills} WHERE entity = ?)"
        values = (*values, id)
    return where, values


def claims_by_id(graph: Graph, ids: Sequence[str], *, order: Order | None = None) -> models.Claims:
    """The claims with these ids, in their order or another; ids that do not exist are skipped."""
    chosen = list(dict.fromkeys(ids))
    if order:
        where, values = is_in("c.id", chosen)
        rows = graph.table.rows(f"SELECT c.id FROM claim c WHERE {where} ORDER BY {ORDERS[order]}", values)
        chosen = [id for (id,) in rows]
    items = ClaimReader(graph).claims(chosen)
    return models.Claims(total=len(items), limit=len(ids), offset=0, items=items)


# --- parts


def _words_alone(role: str, words: str, sentence: models.Sentence) -> models.Filler:
    """A filler that is only words, with their place if the sentence has them once."""
    if sentence.text.count(words) != 1:
        return models.Filler(role=role, text=words, is_pronoun=words.lower() in pronouns())
    begin = sentence.begin + sentence.text.index(words)
    return models.Filler(role=role, text=words, begin=begin, end=begin + len(words))


def article_fields(graph: Graph, id: str, facts: Facts) -> dict[str, Any]:
    """The fields of models.ArticleRef."""
    iri, url = graph.article(id), text(facts, vocab.URL)
    return {
        "id": id,
        "iri": iri,
        "headline": text(facts, vocab.HEADLINE),
        "title": article_title(graph.store, iri, facts),
        "publisher": text(facts, vocab.PUBLISHER),
        "published": day(facts, vocab.PUBLISHED),
        "source": text(facts, vocab.SOURCE) or "",
        "url": url if url and url.lower().startswith(SAFE) else None,
    }


def time_of(facts: Facts) -> models.Time | None:
    begins, ends, words = day(facts, vocab.BEGINS), day(facts, vocab.ENDS), text(facts, vocab.WHEN)
    if begins is None and ends is None and words is None:
        return None
    return models.Time(begins=begins, ends=ends, granularity=text(facts, vocab.GRANULARITY), words=words)


def quantities(facts: Facts, graph: Graph) -> Iterator[models.Quantity]:
    for name in sorted(graph.ontology.quantities & {local_name(name) for name in facts}):
        yield models.Quantity(
            name=name,
            value=float(required(facts, KG + name)),
            unit=text(facts, f"{KG}{name}Unit"),
            modifier=text(facts, f"{KG}{name}Modifier"),
        )

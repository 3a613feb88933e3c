"""The extractions of a build, linked, with judgements applied: all that its graph and its tables are made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.build.apply_judgements import AppliedJudgements
from kg.build.fingerprints import ontology_folders
from kg.build.judgements import Judgement, State, judgement_quads
from kg.link import ArticleChange, Linking, LinkTables, StaleTables, load_weights
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.folding import comparable
from kg.rdf.article_quads import article_lines
from kg.rdf.independent_sources import owner_of, with_owner
from kg.rdf.iris import Iris
from kg.rdf.quads import dispute_nquads, summary_items
from kg.rdf.support import CERTAIN, certain_disputes
from kg.records import ArticleCounts, Dispute, Extraction, Links, article_id
from kg.store.ledger import ArticleRecord, LedgerEntry, MemberRow
from kg.store.packed.extractions import Extractions
from kg.vocab import BASE, SAME_AS

MOST_CHANGED = 0.5  # share of articles; to change more takes as long as to make all anew, and more memory
CACHE = 200  # extractions in memory while articles are linked; 0.5 MB each


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article whose extraction is stored: its id, its file, the key of the extraction, how much it yields."""

    article: str
    file: str
    key: str
    counts: ArticleCounts
    order: tuple[int, ...] = ()  # its place in the input of several machines


def stored_article(article: str, record: ArticleRecord) -> StoredArticle:
    """An article of the current build, as its ledger has it."""
    return StoredArticle(article=article, file=record.file, key=record.extraction, counts=record.counts)


@dataclass(frozen=True, slots=True)
class BuildInput:
    """What a build starts from: the articles by id, their extractions, and how they were made."""

    extractions: Extractions
    articles: Mapping[str, StoredArticle]
    lexicon: Lexicon
    settings: Mapping[str, str]  # a build with other settings than the current one is not incremental
    made_with: Mapping[str, str]
    skipped: int
    cache_share: float = 1.0  # see `LinkTables`

    @property
    def counts(self) -> dict[str, int]:
        """How much all articles yield."""
        counts = [each.counts for each in self.articles.values()]
        sums = {name: sum(getattr(each, name) for each in counts) for name in ArticleCounts._fields}
        return {"articles": len(counts), **sums, "skipped": self.skipped}

    @property
    def iris(self) -> Iris:
        return Iris(self.settings.get("base", BASE))

    @property
    def certain(self) -> float:
        """Least confidence of a claim that supports the default graph."""
        return float(self.settings.get("certain", CERTAIN))

    @property
    def extraction_keys(self) -> frozenset[str]:
        return frozenset(each.key for each in self.articles.values())

    def read(self, article: str) -> Extraction:
        """The extraction of an article, with the file in which it is now."""
        stored = self.articles[article]
        extraction = self.extractions.read(stored.key)
        return replace(extraction, article=replace(extraction.article, source=stored.file))


@dataclass(frozen=True, slots=True)
class LinkedBuild:
    """The input of a build, linked. `linked` is what linking found, `links` the same with judgements applied."""

    input: BuildInput
    tables: LinkTables
    linked: Links
    links: Links
    records: Mapping[str, ArticleRecord]  # by article id
    judgements: tuple[Judgement, ...]
    states: tuple[State, ...]

    def article_lines(self, extraction: Extraction) -> Iterator[str]:
        """The graph of an article as N-Quads."""
        base, certain = self.input.iris.base, self.input.certain
        return article_lines(extraction, self.links, self.input.lexicon, base=base, certain=certain)

    def dispute_lines(self, disputes: Iterable[Dispute]) -> Iterator[str]:
        return dispute_nquads(disputes, base=self.input.iris.base)

    def identity_quads(self) -> Iterator[Quad]:
        """What entities are outside the graph, for the default graph."""
        for id_, iri in sorted(self.links.identities):
            entity = NamedNode(f"{self.input.iris.base}entity/{id_}")
            yield Quad(entity, NamedNode(SAME_AS), NamedNode(iri), DefaultGraph())

    def judgement_quads(self) -> Iterator[Quad]:
        return judgement_quads(self.judgements, self.states, base=self.input.iris.base)

    def texts(self, articles: Iterable[str]) -> Iterator[tuple[str, str]]:
        return ((article, self.input.read(article).article.text) for article in articles)

    def ledger_entry(self, extraction: Extraction) -> LedgerEntry:
        """What the ledger stores of an article, with what it adds to the default graph."""
        article = article_id(extraction.article)
        base, certain = self.input.iris.base, self.input.certain
        items = summary_items(extraction, self.links, self.input.lexicon, base=base, certain=certain)
        return LedgerEntry(
            article=article,
            record=self.records[article],
            members=tuple(self._members(extraction)),
            lines=tuple(items),
        )

    def _members(self, extraction: Extraction) -> Iterator[MemberRow]:
        article = article_id(extraction.article)
        for entity in extraction.entities:
            local_id = article, entity.key
            yield MemberRow(
                kind="entity",
                key=entity.key,
                linked_id=self.linked.entities[local_id],
                id=self.links.entities[local_id],
                label=entity.label,
                names=entity.names,
            )
        for claim in extraction.claims:
            local_id = article, claim.key
            sentence = " ".join(claim.sentence.text.split())
            yield MemberRow(
                kind="event",
                key=claim.key,
                linked_id=self.linked.events[local_id],
                id=self.links.events[local_id],
                label=f"{claim.event_class} ({claim.trigger}): {sentence}",
                names=(),
            )


def link_incrementally(
    build_input: BuildInput,
    current: Path,
    judgements: Sequence[Judgement],
    before: Mapping[str, ArticleRecord],
    stack: ExitStack,
) -> LinkedBuild:
    """Continues from the linking results of the current build, or links anew where most are stale or have changed."""
    if not is_most_changed(build_input, before):
        tables = stack.enter_context(LinkTables(current, cache_share=build_input.cache_share))
        with suppress(StaleTables):
            return link_articles(build_input, tables, judgements, before)
    new = stack.enter_context(LinkTables(cache_share=build_input.cache_share))
    return link_articles(build_input, new, judgements, {})


def link_articles(
    build_input: BuildInput,
    tables: LinkTables,
    judgements: Sequence[Judgement],
    before: Mapping[str, ArticleRecord],
) -> LinkedBuild:
    """Links the articles that have changed since the build with the records `before`, and applies judgements."""
    applied = AppliedJudgements(judgements)
    linking = Linking(tables, load_weights(*ontology_folders(build_input.settings)))
    linking.update(_change(build_input, before), applied.entities if applied.has("entity") else None)
    linked = linking.links()
    links = _with_owners(applied.links(linked, linking.reasons), build_input, before)
    disputes = tuple(certain_disputes(links.disputes, links.accepted, build_input.certain))
    linked, links = replace(linked, disputes=disputes), replace(links, disputes=disputes)
    # a judgement may be about any article
    changed = build_input.articles.keys() if judgements else linking.changed
    return LinkedBuild(
        input=build_input,
        tables=tables,
        linked=linked,
        links=links,
        records=_records(build_input, linked, links, before, changed),
        judgements=tuple(judgements),
        states=applied.states,
    )


def _with_owners(links: Links, build_input: BuildInput, before: Mapping[str, ArticleRecord]) -> Links:
    """Links whose sources have the owners of publishers; that of an unchanged article is in its record."""
    owners: Mapping[str, str] = json.loads(build_input.settings.get("owners", "{}"))
    if not owners:
        return links
    sources = {}
    for article, cluster in links.sources.items():
        old = before.get(article)
        if old and old.extraction == build_input.articles[article].key:
            owner = owner_of(old.source)
        else:
            publisher = build_input.read(article).article.publisher
            owner = owners.get(comparable(publisher or ""))
        sources[article] = with_owner(cluster, owner)
    return replace(links, sources=sources)


def is_most_changed(build_input: BuildInput, before: Mapping[str, ArticleRecord]) -> bool:
    change = _change(build_input, before)
    return len(change.removed) + len(change.added) > MOST_CHANGED * len(build_input.articles)


def _change(build_input: BuildInput, before: Mapping[str, ArticleRecord]) -> ArticleChange:
    """The articles to unlink and to link; one that was extracted anew is both."""
    old = {article: record.extraction for article, record in before.items()}
    new = {article: each.key for article, each in build_input.articles.items()}
    removed = frozenset(article for article, key in old.items() if new.get(article) != key)
    added = tuple(sorted(article for article, key in new.items() if old.get(article) != key))
    return ArticleChange(removed, added, lru_cache(CACHE)(build_input.read))


def _records(
    build_input: BuildInput,
    linked: Links,
    links: Links,
    before: Mapping[str, ArticleRecord],
    changed: Set[str],
) -> dict[str, ArticleRecord]:
    """The record of each article; its digest is computed anew only if something that its quads depend on changed."""
    judged: dict[str, list[tuple[str, ...]]] = {}
    for verb, claims in (("accepted", links.accepted), ("rejected", links.rejected)):
        for article, key in claims:
            judged.setdefault(article, []).append((verb, key))
    records = {}
    for article, stored in build_input.articles.items():
        old, key, file = before.get(article), stored.key, stored.file
        if old and article not in changed and (old.extraction, old.file) == (key, file):
            digest = old.digest
        else:
            ids = sorted([*_ids_of(article, linked, links), *judged.get(article, ())])
            digest = hashlib.sha256(json.dumps([key, file, ids]).encode()).hexdigest()[:32]
        records[article] = ArticleRecord(
            extraction=key,
            digest=digest,
            source=links.sources.get(article, article),
            file=file,
            counts=stored.counts,
        )
    return records


def _ids_of(article: str, linked: Links, links: Links) -> Iterator[tuple[str, ...]]:
    """The ids of an article's entities and events, before and after judgements."""
    for kind, before, after in (
        ("entity", linked.entities, links.entities),
        ("event", linked.events, links.events),
    ):
        for key, id_ in after.of(article).items():
            yield kind, key, before[article, key], id_, *filter(None, [links.names.get(id_)])

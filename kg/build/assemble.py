"""Extractions to a build: linked, judgements applied, graph and tables written, only what changed if possible.

An article's quads follow from its extraction, the ids that linking and judgements gave its own, and what was rejected
of it. A digest of these tells whether they are as they were; the default graph is made anew for what the others add to.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad

from kg.build.apply_judgements import Judging
from kg.build.fingerprints import ontology_folders
from kg.build.judgements import Judgement, State, judgement_quads, read_judgements
from kg.errors import StoreError
from kg.link import ArticleChange, Linking, LinkTables, StaleTables, load_weights
from kg.ontology.classes.lexicon import Lexicon
from kg.query.network_analysis import write_analysis
from kg.query.search_index import write_search
from kg.rdf.iris import Iris
from kg.rdf.quads import article_quads, dispute_quads, ontology_quads, summary_lines, summary_quads
from kg.rdf.sorted_lines import sorted_lines
from kg.records import ArticleCounts, Dispute, Extraction, Links, article_id
from kg.store.change_graph import Change
from kg.store.extractions import Extractions
from kg.store.ledger import Entry, Ledger, Listed, open_ledger, write_ledger
from kg.store.sqlite import Since
from kg.store.write_build import Table, Writer
from kg.vocab import BASE

MOST = 0.5  # share of articles that may change; beyond, all is as quickly written anew
READ = 200  # extractions at hand while articles are linked; 0.5 MB each
TABLES = (write_search, write_analysis)  # what is made of a graph that is whole


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build is made of: which extraction each article has, and what linking found."""

    extractions: Extractions
    keys: Mapping[str, str]  # by article id
    files: Mapping[str, str]  # where each article lies, by its id
    numbers: Mapping[str, ArticleCounts]  # how much each article yields
    lexicon: Lexicon
    settings: Mapping[str, str]  # what the ledger tells the next build: with other ones, all is written anew
    made_with: Mapping[str, str]
    skipped: int

    @property
    def counts(self) -> dict[str, int]:
        """How much all of them yield."""
        named = {
            name: sum(self.numbers[article][place] for article in self.keys)
            for place, name in enumerate(("sentences", "mentions", "entities", "claims"))
        }
        return {"articles": len(self.keys), **named, "skipped": self.skipped}

    @property
    def iris(self) -> Iris:
        return Iris(self.settings.get("base", BASE))

    def read(self, article: str) -> Extraction:
        return self.extractions.read(self.keys[article])


@dataclass(frozen=True, slots=True)
class Result:
    """A plan with what linking found, and its judgements applied."""

    plan: Plan
    tables: LinkTables
    found: Links
    links: Links
    listed: Mapping[str, Listed]
    judgements: tuple[Judgement, ...]
    states: tuple[State, ...]

    def article_quads(self, articles: Iterable[str]) -> Iterator[Quad]:
        for article in articles:
            yield from article_quads(
                self.plan.read(article), self.links, self.plan.lexicon, base=self.plan.iris.base
            )

    def entries(self, articles: Iterable[str]) -> Iterator[Entry]:
        """What the ledger is to keep."""
        for article in articles:
            extraction = self.plan.read(article)
            lines = self.summary_lines(extraction)
            about = tuple((json.loads(line)[1], line) for line in lines)
            yield Entry(article, self.listed[article], tuple(self._members(extraction)), about)

    def decided(self) -> Iterator[Quad]:
        return judgement_quads(self.judgements, self.states, base=self.plan.iris.base)

    def disputes(self, disputes: Iterable[Dispute]) -> Iterator[Quad]:
        return dispute_quads(disputes, base=self.plan.iris.base)

    def summary_lines(self, extraction: Extraction) -> Iterator[str]:
        """What an article adds to the default graph."""
        return summary_lines(extraction, self.links, self.plan.lexicon, base=self.plan.iris.base)

    def texts(self, articles: Iterable[str]) -> Iterator[tuple[str, str]]:
        return ((article, self.plan.read(article).article.text) for article in articles)

    def _members(self, extraction: Extraction) -> Iterator[tuple[str, str, str, str, str, tuple[str, ...]]]:
        found, article = self.found, article_id(extraction.article)
        for entity in extraction.entities:
            own = article, entity.key
            ids = found.entities[own], self.links.entities[own]
            yield "entity", entity.key, *ids, entity.label, entity.names
        for claim in extraction.claims:
            own = article, claim.key
            label = f"{claim.event_class} ({claim.trigger}): {' '.join(claim.sentence.text.split())}"
            yield "event", claim.key, found.events[own], self.links.events[own], label, ()


def assemble(writer: Writer, plan: Plan) -> Path:
    """The build of a plan, which is the current one from now on. Raises StoreError."""
    judgements = read_judgements(writer.path)
    current = _current(writer, plan)
    if current is None:
        with LinkTables() as tables:
            return _write_all(writer, _linked(plan, tables, judgements, {}))
    with closing(open_ledger(current)) as ledger:
        before = ledger.articles()
        with ExitStack() as stack:
            result = _relinked(plan, current, judgements, before, stack)
            gone = sorted(before.keys() - plan.keys.keys())
            new = sorted(each for each in plan.keys if _is_other(result.listed[each], before.get(each)))
            if len(gone) + len(new) > MOST * len(plan.keys):
                return _write_all(writer, result)
            return _write_change(writer, result, current, ledger, Difference(before, gone, new))


def _relinked(
    plan: Plan, current: Path, judgements: Sequence[Judgement], before: Mapping[str, Listed], stack: ExitStack
) -> Result:
    """Linked from where the current build ended, or anew where that cannot be."""
    tables = stack.enter_context(LinkTables(current))
    try:
        return _linked(plan, tables, judgements, before)
    except StaleTables:
        return _linked(plan, stack.enter_context(LinkTables()), judgements, {})


def _linked(
    plan: Plan, tables: LinkTables, judgements: Sequence[Judgement], before: Mapping[str, Listed]
) -> Result:
    known = {article: each.extraction for article, each in before.items()}
    gone = frozenset(article for article, key in known.items() if plan.keys.get(article) != key)
    come = tuple(sorted(article for article, key in plan.keys.items() if known.get(article) != key))
    judging = Judging(judgements)
    linking = Linking(tables, load_weights(*ontology_folders(plan.settings)))
    linking.update(
        ArticleChange(gone, come, lru_cache(READ)(plan.read)),
        judging.entities if judging.has("entity") else None,
    )
    found = linking.links()
    links = judging.links(found, linking.reasons)
    changed = plan.keys.keys() if judgements else linking.changed  # a judgement may be about any
    listed = _listed(plan, found, links, before, changed)
    return Result(plan, tables, found, links, listed, tuple(judgements), judging.states)


def _current(writer: Writer, plan: Plan) -> Path | None:
    """The current build, if what made it is what makes the next one."""
    current = writer.current()
    if current is None:
        return None
    try:
        with closing(open_ledger(current)) as ledger:
            return current if ledger.settings() == plan.settings else None
    except StoreError:
        return None


def _listed(
    plan: Plan, found: Links, links: Links, before: Mapping[str, Listed], changed: Set[str]
) -> dict[str, Listed]:
    """Each article with a hash of what its quads follow from: as before where nothing of this has changed."""
    rejected: dict[str, list[tuple[str, ...]]] = {}
    for article, key in links.rejected:
        rejected.setdefault(article, []).append(("rejected", key))
    listed = {}
    for article, key in plan.keys.items():
        was, file, source = before.get(article), plan.files[article], links.sources.get(article, article)
        if was and article not in changed and (was.extraction, was.file) == (key, file):
            digest = was.digest
        else:
            said = [*_said(article, found, links), *rejected.get(article, ())]
            digest = hashlib.sha256(json.dumps([key, file, sorted(said)]).encode()).hexdigest()[:32]
        listed[article] = Listed(key, digest, source, file, plan.numbers[article])
    return listed


def _said(article: str, found: Links, links: Links) -> Iterator[tuple[str, ...]]:
    """What linking and judgements made of all that an article has."""
    for kind, before, ids in (
        ("entity", found.entities, links.entities),
        ("event", found.events, links.events),
    ):
        for key, id_ in ids.of(article).items():
            yield kind, key, before[article, key], id_


def _is_other(one: Listed, other: Listed | None) -> bool:
    return other is None or one.digest != other.digest


# --- from nothing


def _write_all(writer: Writer, result: Result) -> Path:
    plan, articles = result.plan, sorted(result.plan.keys)
    lines = (line for article in articles for line in result.summary_lines(plan.read(article)))
    quads = chain(
        result.article_quads(articles),
        ontology_quads(plan.lexicon),
        summary_quads(sorted_lines(lines), plan.lexicon, result.links.sources),
        result.disputes(result.links.disputes),
        result.decided(),
    )
    return writer.publish(
        quads,
        texts=result.texts(articles),
        made_with=plan.made_with,
        counts=plan.counts,
        tables=(_ledger_table(result, articles), _memory_table(result), *TABLES),
    )


# --- what changed


@dataclass(frozen=True, slots=True)
class Difference:
    """Articles as they were, those that are gone, and those that are new or whose quads are others."""

    before: Mapping[str, Listed]
    gone: Sequence[str]
    new: Sequence[str]

    @property
    def replaced(self) -> list[str]:
        """Articles whose quads are to be taken out."""
        return [*self.gone, *(article for article in self.new if article in self.before)]


def _write_change(
    writer: Writer, result: Result, current: Path, ledger: Ledger, difference: Difference
) -> Path:
    iris = result.plan.iris
    removed, added, about = _summaries(result, ledger, difference)
    articles = frozenset(iris.article(article) for article in (*difference.gone, *difference.new))
    since = Since(current, articles, about, forgets=bool(difference.gone))
    disputes = set(result.disputes(ledger.disputes())), set(result.disputes(result.links.disputes))
    change = Change(
        graphs=[*map(iris.article, difference.replaced), iris.judgements],
        removed=sorted((removed - added) | (disputes[0] - disputes[1]), key=str),
        added=chain(
            result.article_quads(difference.new),
            sorted((added - removed) | (disputes[1] - disputes[0]), key=str),
            result.decided(),
        ),
        forgets=since.forgets,
    )
    return writer.publish_change(
        change,
        texts=result.texts(difference.new),
        made_with=result.plan.made_with,
        counts=result.plan.counts,
        tables=(
            _ledger_table(result, difference.new, (current, difference.replaced)),
            _memory_table(result),
            *(partial(write, since=since) for write in TABLES),
        ),
    )


def _summaries(
    result: Result, ledger: Ledger, difference: Difference
) -> tuple[set[Quad], set[Quad], frozenset[str]]:
    """The quads of the default graph that were about what changed articles add to, and those that are to be.

    And the IRIs of what they are about.
    """
    lexicon, sources = result.plan.lexicon, result.links.sources
    old_sources = {article: listed.source for article, listed in difference.before.items()}
    moved = [article for article, source in old_sources.items() if sources.get(article, source) != source]
    lines: dict[str, list[str]] = {}
    for entry in result.entries(difference.new):
        for about, line in entry.lines:
            lines.setdefault(about, []).append(line)
    replaced = frozenset(difference.replaced)
    removed: set[Quad] = set()
    added: set[Quad] = set()
    touched = lines.keys() | ledger.about((*difference.replaced, *moved))
    for about in sorted(touched):
        removed.update(summary_quads(sorted(set(ledger.lines(about))), lexicon, old_sources))
        now = {*ledger.lines(about, replaced), *lines.get(about, ())}
        added.update(summary_quads(sorted(now), lexicon, sources))
    return removed, added, frozenset(touched)


def _ledger_table(
    result: Result, articles: Sequence[str], before: tuple[Path, Sequence[str]] | None = None
) -> Table:
    def write(_: object, build: Path) -> None:
        entries = result.entries(articles)
        write_ledger(build, entries, result.links, result.plan.settings, before=before)

    return write


def _memory_table(result: Result) -> Table:
    return lambda _, build: result.tables.write(build)

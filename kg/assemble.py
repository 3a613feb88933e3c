"""Extractions and their links to a build: judgements applied, graph and tables written, only what changed if possible.

An article's quads follow from its extraction, the ids that linking and judgements gave its own, and what was rejected
of it. A digest of these tells whether they are as they were; the default graph is made anew for what the others add to.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pyoxigraph import Quad

from kg.analysis import write_analysis
from kg.errors import StoreError
from kg.extractions import Extractions
from kg.judgements import Judgement, State, judgement_quads, read_judgements
from kg.ledger import Entry, Ledger, Listed, open_ledger, write_ledger
from kg.lexicon import Lexicon
from kg.overrides import judged
from kg.quads import article_quads, dispute_quads, ontology_quads, summary_lines, summary_quads
from kg.records import Extraction, Links, article_id
from kg.search_index import write_search
from kg.sorting import sorted_lines
from kg.store import Change, Table, Writer
from kg.vocab import BASE, JUDGEMENTS

MOST = 0.5  # share of articles that may change; beyond, all is as quickly written anew
TABLES: tuple[Table, ...] = (write_search, write_analysis)  # what is made of a graph that is whole


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build is made of: which extraction each article has, and what linking found."""

    extractions: Extractions
    keys: Mapping[str, str]  # by article id
    files: Mapping[str, str]  # where each article lies, by its id
    found: Links
    lexicon: Lexicon
    settings: Mapping[str, str]  # what the ledger tells the next build: with other ones, all is written anew
    made_with: Mapping[str, str]
    counts: Mapping[str, int]

    def read(self, article: str) -> Extraction:
        return self.extractions.read(self.keys[article])


@dataclass(frozen=True, slots=True)
class Result:
    """A plan with its judgements applied."""

    plan: Plan
    links: Links
    listed: Mapping[str, Listed]
    judgements: tuple[Judgement, ...]
    states: tuple[State, ...]

    def article_quads(self, articles: Iterable[str]) -> Iterator[Quad]:
        for article in articles:
            yield from article_quads(self.plan.read(article), self.links, self.plan.lexicon)

    def entries(self, articles: Iterable[str]) -> Iterator[Entry]:
        """What the ledger is to keep."""
        for article in articles:
            extraction = self.plan.read(article)
            lines = summary_lines(extraction, self.links, self.plan.lexicon)
            about = tuple((json.loads(line)[1], line) for line in lines)
            yield Entry(article, self.listed[article], tuple(self._members(extraction)), about)

    def decided(self) -> Iterator[Quad]:
        return judgement_quads(self.judgements, self.states)

    def texts(self, articles: Iterable[str]) -> Iterator[tuple[str, str]]:
        return ((article, self.plan.read(article).article.text) for article in articles)

    def _members(self, extraction: Extraction) -> Iterator[tuple[str, str, str, str, str, tuple[str, ...]]]:
        found, article = self.plan.found, article_id(extraction.article)
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
    links, states = judged(plan.found, judgements)
    result = Result(plan, links, _listed(plan, links), judgements, states)
    current = _current(writer, plan)
    if current is None:
        return _write_all(writer, result)
    with closing(open_ledger(current)) as ledger:
        before = ledger.articles()
        gone = sorted(before.keys() - plan.keys.keys())
        new = sorted(
            each for each in plan.keys if each not in before or _is_other(result.listed[each], before[each])
        )
        if len(gone) + len(new) > MOST * len(plan.keys):
            return _write_all(writer, result)
        return _write_change(writer, result, current, ledger, Difference(before, gone, new))


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


def _listed(plan: Plan, links: Links) -> dict[str, Listed]:
    """Each article with a hash of what its quads follow from."""
    said: dict[str, list[tuple[str, ...]]] = {article: [] for article in plan.keys}
    for kind, found, ids in (
        ("entity", plan.found.entities, links.entities),
        ("event", plan.found.events, links.events),
    ):
        for own, id_ in ids.items():
            said[own[0]].append((kind, own[1], found[own], id_))
    for article, key in links.rejected:
        said[article].append(("rejected", key))
    listed = {}
    for article, key in plan.keys.items():
        file = plan.files[article]
        digest = hashlib.sha256(json.dumps([key, file, sorted(said[article])]).encode()).hexdigest()[:32]
        listed[article] = Listed(key, digest, links.sources.get(article, article), file)
    return listed


def _is_other(one: Listed, other: Listed) -> bool:
    return one.digest != other.digest


# --- from nothing


def _write_all(writer: Writer, result: Result) -> Path:
    plan, articles = result.plan, sorted(result.plan.keys)
    lines = (
        line for article in articles for line in summary_lines(plan.read(article), result.links, plan.lexicon)
    )
    quads = chain(
        result.article_quads(articles),
        ontology_quads(plan.lexicon),
        summary_quads(sorted_lines(lines), plan.lexicon, result.links.sources),
        dispute_quads(result.links.disputes),
        result.decided(),
    )
    return writer.publish(
        quads,
        texts=result.texts(articles),
        made_with=plan.made_with,
        counts=plan.counts,
        tables=(_ledger_table(result, articles), *TABLES),
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
    removed, added = _summaries(result, ledger, difference)
    disputes = set(dispute_quads(ledger.disputes())), set(dispute_quads(result.links.disputes))
    change = Change(
        graphs=[*(f"{BASE}article/{article}" for article in difference.replaced), JUDGEMENTS],
        removed=sorted((removed - added) | (disputes[0] - disputes[1]), key=str),
        added=chain(
            result.article_quads(difference.new),
            sorted((added - removed) | (disputes[1] - disputes[0]), key=str),
            result.decided(),
        ),
        forgets=bool(difference.gone),
    )
    return writer.publish_change(
        change,
        texts=result.texts(difference.new),
        made_with=result.plan.made_with,
        counts=result.plan.counts,
        tables=(_ledger_table(result, difference.new, (current, difference.replaced)), *TABLES),
    )


def _summaries(result: Result, ledger: Ledger, difference: Difference) -> tuple[set[Quad], set[Quad]]:
    """The quads of the default graph that were about what changed articles add to, and those that are to be."""
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
    for about in sorted(lines.keys() | ledger.about((*difference.replaced, *moved))):
        removed.update(summary_quads(sorted(set(ledger.lines(about))), lexicon, old_sources))
        now = {*ledger.lines(about, replaced), *lines.get(about, ())}
        added.update(summary_quads(sorted(now), lexicon, sources))
    return removed, added


def _ledger_table(
    result: Result, articles: Sequence[str], before: tuple[Path, Sequence[str]] | None = None
) -> Table:
    def write(_: object, build: Path) -> None:
        entries = result.entries(articles)
        write_ledger(build, entries, result.links, result.plan.settings, before=before)

    return write

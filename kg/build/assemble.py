"""Extractions to the next build: linked, judged, and written, only what has changed where that is possible.

The quads of an article depend on its extraction, on the ids of its entities and events, and on what a person rejected
of it. The digest of these in the ledger tells whether they have changed. Of the default graph, only the subjects that
changed articles add to are computed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg.build.extraction.garbage import rare_collections
from kg.build.judgements import Judgement, judgement_lines, judgements_file, read_judgements
from kg.build.linked_build import (
    MOST_CHANGED,
    BuildInput,
    LinkedBuild,
    link_articles,
    link_incrementally,
)
from kg.errors import StoreError
from kg.link import LinkTables
from kg.query.network.write_analysis import write_analysis
from kg.query.news.history import write_history
from kg.query.search_index import write_search
from kg.rdf.quads import ontology_quads, summary_nquads
from kg.rdf.terms import quads_of
from kg.store.change_graph import Change
from kg.store.ledger import ArticleRecord, Ledger, PreviousLedger, new_ledger, open_ledger
from kg.store.sqlite import Increment
from kg.store.write_build import Table, Writer, write_texts
from kg.vocab import SAME_AS

TABLES = (write_search, write_analysis, write_history)  # made from the finished graph


@dataclass(frozen=True, slots=True)
class ArticleChanges:
    """The records of the previous build, the articles to remove, and those to write: new ones and changed ones."""

    before: Mapping[str, ArticleRecord]
    removed: Sequence[str]
    written: Sequence[str]

    @property
    def outdated(self) -> list[str]:
        """Articles whose quads in the previous build are removed."""
        return [*self.removed, *(article for article in self.written if article in self.before)]


@rare_collections()
def assemble(
    writer: Writer, build_input: BuildInput, new_judgements: Sequence[Judgement] | None = None
) -> Path:
    """Writes a build and makes it the current one, at the same time with judgements that replace those of the store.

    Raises StoreError.
    """
    judgements = read_judgements(writer.path)
    if new_judgements is not None:
        judgements = tuple(new_judgements)
        writer.beside[judgements_file(writer.path)] = judgement_lines(judgements)
    current = _compatible_build(writer, build_input)
    if current is None:
        with LinkTables(cache_share=build_input.cache_share) as tables:
            return _write_all(writer, link_articles(build_input, tables, judgements, {}))
    with closing(open_ledger(current)) as ledger, ExitStack() as stack:
        before = ledger.articles()
        linked = link_incrementally(build_input, current, judgements, before, stack)
        changes = _changes(linked, before)
        if len(changes.removed) + len(changes.written) > MOST_CHANGED * len(build_input.articles):
            return _write_all(writer, linked)
        return _write_changes(writer, linked, current, ledger, changes)


def is_current(writer: Writer, build_input: BuildInput) -> bool:
    """Whether the current build was made of the same extractions of the same files, and with the same settings."""
    current = _compatible_build(writer, build_input)
    if current is None:
        return False
    with closing(open_ledger(current)) as ledger:
        known = {article: (each.extraction, each.file) for article, each in ledger.articles().items()}
    return known == {article: (each.key, each.file) for article, each in build_input.articles.items()}


def _compatible_build(writer: Writer, build_input: BuildInput) -> Path | None:
    """The current build, if the next one has the same settings and can reuse its results."""
    current = writer.current()
    if current is None:
        return None
    try:
        with closing(open_ledger(current)) as ledger:
            return current if ledger.settings() == build_input.settings else None
    except StoreError:
        return None


def _changes(linked: LinkedBuild, before: Mapping[str, ArticleRecord]) -> ArticleChanges:
    written = [
        article
        for article, record in sorted(linked.records.items())
        if article not in before or before[article].digest != record.digest
    ]
    return ArticleChanges(before, sorted(before.keys() - linked.records.keys()), written)


# --- a whole build


def _write_all(writer: Writer, linked: LinkedBuild) -> Path:
    return writer.publish(
        chain(ontology_quads(linked.input.lexicon), linked.judgement_quads(), linked.identity_quads()),
        lines=partial(_whole_graph, linked),
        made_with=linked.input.made_with,
        counts=linked.input.counts,
        tables=(_link_tables(linked, erase=True), *TABLES),
    )


def _whole_graph(linked: LinkedBuild, build: Path) -> Iterator[str]:
    """The graph as N-Quads. Each extraction is read once, so its text and the ledger are written on the way."""
    with new_ledger(build, linked.links, linked.input.settings) as ledger:
        for article in sorted(linked.input.articles):
            extraction = linked.input.read(article)
            write_texts(build, [(article, extraction.article.text)])
            ledger.add(linked.ledger_entry(extraction))
            yield from linked.article_lines(extraction)
        yield from summary_nquads(ledger.lines(), linked.input.lexicon, linked.links.sources)
        yield from linked.dispute_lines(linked.links.disputes)


# --- the changes of a build


def _write_changes(
    writer: Writer, linked: LinkedBuild, current: Path, ledger: Ledger, changes: ArticleChanges
) -> Path:
    iris = linked.input.iris
    removed, added, subjects = _summary_changes(linked, ledger, changes)
    articles = frozenset(iris.article(article) for article in (*changes.removed, *changes.written))
    increment = Increment(current, articles, subjects, erase=bool(changes.removed))
    old_disputes = set(linked.dispute_lines(ledger.disputes()))
    new_disputes = set(linked.dispute_lines(linked.links.disputes))
    old_identities, new_identities = _identities(linked, current), set(linked.identity_quads())
    change = Change(
        graphs=[*map(iris.article, changes.outdated), iris.judgements],
        removed=chain(
            quads_of(sorted((removed - added) | (old_disputes - new_disputes))),
            sorted(old_identities - new_identities, key=str),
        ),
        added=chain(
            _article_quads(linked, changes.written),
            quads_of(sorted((added - removed) | (new_disputes - old_disputes))),
            linked.judgement_quads(),
            sorted(new_identities - old_identities, key=str),
        ),
        erase=increment.erase,
    )
    return writer.publish_change(
        change,
        texts=linked.texts(changes.written),
        made_with=linked.input.made_with,
        counts=linked.input.counts,
        tables=(
            partial(
                _write_ledger,
                linked,
                changes.written,
                PreviousLedger(current, changes.outdated, increment.erase),
            ),
            _link_tables(linked, erase=increment.erase),
            *(partial(write, increment=increment) for write in TABLES),
        ),
    )


def _identities(linked: LinkedBuild, current: Path) -> set[Quad]:
    """What entities of the current build are outside the graph, by judgements."""
    graph = pyoxigraph.Store.read_only(str(current / "graph"))
    iris = {each.sides[1].id for each in linked.judgements if each.sides[-1].kind == "external"}
    patterns = ((None, NamedNode(SAME_AS), NamedNode(iri), DefaultGraph()) for iri in sorted(iris))
    return {quad for pattern in patterns for quad in graph.quads_for_pattern(*pattern)}


def _article_quads(linked: LinkedBuild, articles: Sequence[str]) -> Iterator[Quad]:
    for article in articles:
        yield from quads_of(linked.article_lines(linked.input.read(article)))


def _summary_changes(
    linked: LinkedBuild, ledger: Ledger, changes: ArticleChanges
) -> tuple[set[str], set[str], frozenset[str]]:
    """The old and the new N-Quads of the default graph about what changed articles add to; and the IRIs of that."""
    lexicon, sources = linked.input.lexicon, linked.links.sources
    old_sources = {article: record.source for article, record in changes.before.items()}
    recounted = [article for article, source in old_sources.items() if sources.get(article, source) != source]
    lines: dict[str, list[str]] = {}
    for article in changes.written:
        for iri, line in linked.ledger_entry(linked.input.read(article)).lines:
            lines.setdefault(iri, []).append(line)
    outdated = frozenset(changes.outdated)
    old: set[str] = set()
    new: set[str] = set()
    iris = lines.keys() | ledger.about((*changes.outdated, *recounted))
    for iri in sorted(iris):
        old.update(summary_nquads(sorted(set(ledger.lines(iri))), lexicon, old_sources))
        new_lines = {*ledger.lines(iri, outdated), *lines.get(iri, ())}
        new.update(summary_nquads(sorted(new_lines), lexicon, sources))
    return old, new, frozenset(iris)


# --- tables


def _write_ledger(
    linked: LinkedBuild, articles: Sequence[str], previous: PreviousLedger, _: object, build: Path
) -> None:
    with new_ledger(build, linked.links, linked.input.settings, previous) as ledger:
        for article in articles:
            ledger.add(linked.ledger_entry(linked.input.read(article)))


def _link_tables(linked: LinkedBuild, *, erase: bool = False) -> Table:
    return lambda _, build: linked.tables.write(build, erase=erase)

"""Articles, sentences, and statistics of the whole graph, as models of the REST interface."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kg import vocab
from kg.api import models
from kg.api.rest.claims import ClaimReader, article_fields
from kg.api.rest.filters import Condition, Filters, joined
from kg.api.tables.columns import claim_id
from kg.api.tables.ontology import PLAIN
from kg.api.tables.open_build import Graph, count
from kg.query.facts import ArticleFacts, article_facts, facts_of, last_part, number, text

MAX_RESULTS = 1000  # sentences of a search


def list_articles(graph: Graph, query: str, filters: Filters, *, limit: int, offset: int) -> models.Articles:
    """A page of articles, the latest first."""
    where, values = joined(list(_conditions(query, filters)))
    total = graph.table.value(f"SELECT COUNT(*) FROM article a WHERE {where}", values)
    rows = graph.table.rows(
        f"SELECT a.id FROM article a WHERE {where} "
        "ORDER BY a.published IS NULL, a.published DESC, a.id LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    items = [models.ArticleSummary(**_summary(graph, id)) for (id,) in rows]
    return models.Articles(total=total, limit=limit, offset=offset, items=items)


def _conditions(query: str, filters: Filters) -> Iterator[Condition]:
    for word in query.lower().split():
        yield "INSTR(LOWER(COALESCE(a.headline, '') || ' ' || a.source), ?)", (word,)
    for name in filters.source:
        yield "(a.publisher = ? OR a.id = ?)", (name, name)
    if filters.begin:
        yield "a.published >= ?", (filters.begin.isoformat(),)
    if filters.end:
        yield "a.published <= ?", (filters.end.isoformat(),)


def _summary(graph: Graph, id: str) -> dict[str, Any]:
    iri = graph.article(id)
    facts = facts_of(graph.store, iri, iri)
    return {
        **article_fields(graph, id, facts),
        "characters": number(facts, vocab.END),
        "sentences": graph.table.value("SELECT sentences FROM article WHERE id = ?", [id]),
        "claims": graph.table.value("SELECT COUNT(*) FROM claim WHERE article = ?", [id]),
    }


def is_article(graph: Graph, id: str) -> bool:
    return graph.table.value("SELECT 1 FROM article WHERE id = ?", [id]) is not None


def article_detail(graph: Graph, id: str) -> models.ArticleDetail:
    """The page of an article, which must exist."""
    article = article_facts(graph.store, graph.article(id))
    facts = article.metadata
    reader = ClaimReader(graph)
    return models.ArticleDetail(
        **_summary(graph, id),
        text=graph.store.text(graph.article(id)),
        language=text(facts, vocab.LANGUAGE),
        dated_by=text(facts, vocab.DATED_BY),
        sha256=text(facts, vocab.SHA256) or "",
        parts=_parts(article),
        cuts=_cuts(article),
        spans=_spans(reader, article),
        told=reader.claims(claim_id(iri) for iri, _ in article.of_type(vocab.CLAIM)),
    )


def _parts(article: ArticleFacts) -> list[models.Sentence]:
    sentences = [
        models.Sentence(
            iri=iri,
            begin=number(facts, vocab.BEGIN),
            end=number(facts, vocab.END),
            text=text(facts, vocab.ANCHOR) or "",
            section=text(facts, vocab.SECTION) or "body",
        )
        for iri, facts in article.of_type(vocab.SENTENCE)
    ]
    return sorted(sentences, key=lambda part: part.begin)


def _cuts(article: ArticleFacts) -> list[models.Cut]:
    cuts = [
        models.Cut(
            begin=number(facts, vocab.BEGIN),
            end=number(facts, vocab.END),
            section=text(facts, vocab.SECTION) or "",
            reason=text(facts, vocab.REASON),
        )
        for _, facts in article.of_type(vocab.CUT)
    ]
    return sorted(cuts, key=lambda cut: cut.begin)


def _spans(reader: ClaimReader, article: ArticleFacts) -> list[models.MentionSpan]:
    mentions = [
        models.MentionSpan(
            begin=number(facts, vocab.BEGIN),
            end=number(facts, vocab.END),
            text=text(facts, vocab.ANCHOR) or "",
            entity=reader.entity(meant.value),
            event=reader.event(meant.value),
        )
        for facts in article.subjects.values()
        for meant in facts.get(vocab.REFERS_TO, [])
    ]
    return sorted(mentions, key=lambda span: (span.begin, -span.end, span.entity is None))


# --- sentences


def list_sentences(
    graph: Graph, query: str, filters: Filters, *, limit: int, offset: int
) -> models.Sentences:
    """Sentences that match the words, or similar ones; with filters, only those with a matching claim."""
    results = graph.search.sentences(query, MAX_RESULTS)
    found = replace(filters, plain=True)
    hits = [(hit, _claims_of(graph, last_part(hit.article), (hit.begin, hit.end), found)) for hit in results]
    if filters != Filters():
        hits = [(hit, claims) for hit, claims in hits if claims]
    reader = ClaimReader(graph)
    items = [
        models.SentenceHit(
            iri=hit.sentence,
            begin=hit.begin,
            end=hit.end,
            text=hit.text,
            section=hit.section,
            article=reader.article(last_part(hit.article)),
            claim_ids=claims,
        )
        for hit, claims in hits[offset : offset + limit]
    ]
    return models.Sentences(total=len(hits), limit=limit, offset=offset, items=items)


def _claims_of(graph: Graph, article: str, offsets: tuple[int, int], filters: Filters) -> list[str]:
    where, values = filters.where(graph.ontology)
    rows = graph.table.rows(
        f"SELECT c.id FROM claim c WHERE c.article = ? AND c.begin >= ? AND c.begin < ? AND {where} ORDER BY c.begin",
        (article, *offsets, *values),
    )
    return [id for (id,) in rows]


# --- the whole graph


def stats(graph: Graph) -> models.Stats:
    """Counts of what the graph holds."""

    def counted(column: str, table: str, where: str = "1") -> dict[str, int]:
        sql = f"SELECT {column}, COUNT(*) FROM {table} WHERE {column} IS NOT NULL AND {where}"
        return dict(graph.table.rows(f"{sql} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 100"))

    first, last = graph.table.rows("SELECT MIN(published), MAX(published) FROM article")[0]
    counts = dict(graph.store.counts)
    listed = f"node AND class != '{PLAIN}'"
    counts |= {"events": int(graph.table.value(f"SELECT COUNT(*) FROM event WHERE {listed} AND NOT state"))}
    counts |= {"states": int(graph.table.value(f"SELECT COUNT(*) FROM event WHERE {listed} AND state"))}
    counts |= {
        "entities": int(graph.table.value("SELECT COUNT(*) FROM entity WHERE node")),
        "claims": count(graph, "claim"),
        "uncertain claims": int(graph.table.value("SELECT COUNT(*) FROM claim WHERE uncertain")),
        "inferred doers": int(graph.table.value("SELECT COUNT(*) FROM inferred")),
        "articles": count(graph, "article"),
    }
    return models.Stats(
        build=graph.etag,
        base=graph.base,
        counts=counts,
        types=counted("type", "entity", "node"),
        factuality=counted("factuality", "claim", "NOT uncertain"),  # type: ignore[arg-type]  # the table has no others
        publishers=counted("publisher", "article"),
        first=first,
        last=last,
        made_with=dict(graph.store.made_with),
    )


def classes(graph: Graph) -> models.Classes:
    """All classes and families with the number of their claims."""
    counts: dict[str, int] = dict(
        graph.table.rows("SELECT class, COUNT(*) FROM claim WHERE NOT uncertain GROUP BY 1")
    )
    known = graph.ontology.classes
    families = [
        models.Family(
            name=family.name,
            comment=family.comment,
            color=family.color[0],
            dark_color=family.color[1],
            classes=[info.name for info in known.values() if info.family == family.name],
            claims=sum(
                counts.get(local_name, 0) for local_name, info in known.items() if info.family == family.name
            ),
        )
        for family in graph.ontology.families.values()
    ]
    listed = [
        models.EventClass(
            name=info.name,
            iri=info.iri,
            label=info.label,
            family=info.family,
            comment=info.comment,
            is_state=info.is_state,
            shortcut=info.shortcut,
            shortcut_label=info.shortcut_label,
            symmetric=info.symmetric,
            claims=counts.get(local_name, 0),
            examples=list(info.examples),
        )
        for local_name, info in known.items()
    ]
    return models.Classes(families=families, classes=listed)

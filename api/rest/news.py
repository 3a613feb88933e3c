"""The front page: the weightiest events of the latest articles, who is new in them; and events with contradictions."""

from __future__ import annotations

from datetime import date, timedelta

from kg.api import models
from kg.api.rest.claims import ClaimReader
from kg.api.rest.events import event_detail, summary
from kg.api.rest.filters import Filters
from kg.api.rest.network import refs_of
from kg.api.rest.titles.title_parts import SPEECH
from kg.api.tables.ontology import PLAIN, SPEAKER
from kg.api.tables.open_build import Graph
from kg.records import PLACE_ROLES

WINDOWS = (3, 7, 30, 365)  # days before the last article; the first that has enough articles counts
ENOUGH = 20  # articles of a window
DISPUTED = (
    """c.event IN (SELECT o.event FROM dispute d JOIN claim o ON o.id = d.first WHERE d.kind = 'disputes')"""
)
# Characters of headline and first sentences, which hold an article's own news; what follows is often background.
LEAD = 400
# Events, no states, of claims of these articles. Named participants count half a source each; what stands at the top of
# an article, or happened in these days, one; what happened before is background and counts two less.
WEIGHTIEST = f"""
SELECT e.id, e.sources + 0.5 * MIN(3, (SELECT COUNT(DISTINCT f.entity) FROM fills f JOIN claim k ON k.id = f.claim
        JOIN entity n ON n.id = f.entity WHERE k.event = e.id AND n.named AND f.role != '{SPEAKER}'))
    + EXISTS (SELECT 1 FROM claim t WHERE t.event = e.id AND NOT t.uncertain AND t.begin < {LEAD})
    + CASE WHEN :day IS NULL OR e.begins IS NULL THEN 0 WHEN e.begins >= :day THEN 1 ELSE -2 END AS weight
FROM event e WHERE e.node AND NOT e.state AND e.class != '{PLAIN}' AND e.factuality != 'negated' AND EXISTS (
    SELECT 1 FROM claim c WHERE c.event = e.id AND NOT c.uncertain AND (:day IS NULL OR c.published >= :day))
ORDER BY weight DESC, e.claims DESC, e.begins DESC, e.id LIMIT :limit
"""
# Named entities of which no claim, certain or not, is from an earlier article or one without a date.
NEW = """
SELECT t.entity FROM claim_totals t JOIN entity n ON n.id = t.entity WHERE n.named AND NOT EXISTS (
    SELECT 1 FROM fills f JOIN claim c ON c.id = f.claim
    WHERE f.entity = n.id AND (c.published IS NULL OR c.published < ?))
GROUP BY t.entity ORDER BY n.mentions DESC, n.id LIMIT ?
"""


def news(graph: Graph, *, limit: int) -> models.News:
    """The events and the new entities of the latest articles."""
    since, until = _latest(graph)
    reader = ClaimReader(graph)
    day = since.isoformat() if since else None
    events = [summary(reader, id) for id, _ in graph.table.rows(WEIGHTIEST, {"day": day, "limit": 3 * limit})]
    known = [event for event in events if _is_news(event)]
    return models.News(
        since=_first_since(graph, day),
        until=until,
        articles=int(
            graph.table.value("SELECT COUNT(*) FROM article WHERE ? IS NULL OR published >= ?", (day, day))
        ),
        events=known[:limit],
        new=_new(graph, day, limit),
    )


def _is_news(event: models.EventSummary) -> bool:
    """Whether an event names somebody or something; what is said names more than the place."""
    roles = {each.role for each in event.participants if each.entity}
    return bool(roles.difference(PLACE_ROLES) if event.family == SPEECH else roles)


def _latest(graph: Graph) -> tuple[date | None, date | None]:
    """The first and last day of the latest articles."""
    last = graph.table.value("SELECT MAX(published) FROM article")
    if last is None:
        return None, None
    until = date.fromisoformat(last)
    for days in WINDOWS:
        since = until - timedelta(days=days)
        if _articles_since(graph, since) >= ENOUGH:
            return since, until
    return None, until


def _first_since(graph: Graph, day: str | None) -> date | None:
    """The day of the first article from a day on."""
    first = graph.table.value("SELECT MIN(published) FROM article WHERE published >= ?", [day])
    return date.fromisoformat(first) if first else None


def _articles_since(graph: Graph, day: date) -> int:
    return int(graph.table.value("SELECT COUNT(*) FROM article WHERE published >= ?", [day.isoformat()]))


def _new(graph: Graph, day: str | None, limit: int) -> list[models.EntityRef]:
    if day is None or not graph.table.value("SELECT 1 FROM article WHERE published < ?", [day]):
        return []
    ids = [id for (id,) in graph.table.rows(NEW, (day, limit))]
    refs = {ref.id: ref for ref in refs_of(graph, ids)}
    return [refs[id] for id in ids]


def disputed(graph: Graph, filters: Filters, *, limit: int, offset: int) -> models.Disputed:
    """Events whose claims contradict each other; those with a claim that passes the filters."""
    where, values = filters.where(graph.ontology)
    chosen = f"e.id IN (SELECT c.event FROM claim c WHERE {where} AND {DISPUTED})"
    total = graph.table.value(f"SELECT COUNT(*) FROM event e WHERE {chosen}", values)
    rows = graph.table.rows(
        f"SELECT e.id FROM event e WHERE {chosen} ORDER BY e.sources DESC, e.claims DESC, e.id LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    items = [event_detail(graph, id, uncertain=filters.uncertain) for (id,) in rows]
    return models.Disputed(total=total, limit=limit, offset=offset, items=items)

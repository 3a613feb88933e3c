"""On which days events are: what a timeline draws, without telling of each event."""

from __future__ import annotations

from kg.api import models
from kg.api.rest.filters import Filters
from kg.api.tables.open_build import Graph


def days(graph: Graph, filters: Filters, entity: str | None) -> models.Days:
    """How many events begin on each day: those with a claim that the filters leave, and of an entity if one is given.

    An event without a time of its own counts on the first day that an article tells of it.
    """
    where, values = filters.where(graph.ontology)
    if entity is not None:
        where, values = f"{where} AND c.id IN (SELECT claim FROM fills WHERE entity = ?)", (*values, entity)
    rows = graph.table.rows(
        "SELECT day, COUNT(*) FROM (SELECT COALESCE(e.begins, e.ends, MIN(c.published)) AS day "
        f"FROM claim c JOIN event e ON e.id = c.event WHERE {where} GROUP BY c.event) "
        "WHERE day IS NOT NULL GROUP BY day ORDER BY day",
        values,
    )
    return models.Days(events=dict(rows))

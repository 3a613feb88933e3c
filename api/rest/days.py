"""Counts of events per day, to draw a timeline."""

from __future__ import annotations

from kg.api import models
from kg.api.rest.filters import Filters
from kg.api.tables.open_build import Graph


def days(graph: Graph, filters: Filters, entity: str | None) -> models.Days:
    """How many events begin on each day: those with a claim that passes the filters, optionally of one entity.

    An event without a time counts on the day of its first article.
    """
    where, values = filters.where(graph.ontology)
    if entity is not None:
        where, values = (
            f"{where} AND c.id IN (SELECT claim FROM {filters.fills} WHERE entity = ?)",
            (*values, entity),
        )
    rows = graph.table.rows(
        "SELECT day, COUNT(*) FROM (SELECT COALESCE(e.begins, e.ends, MIN(c.published)) AS day "
        f"FROM claim c JOIN event e ON e.id = c.event WHERE {where} GROUP BY c.event) "
        "WHERE day IS NOT NULL GROUP BY day ORDER BY day",
        values,
    )
    return models.Days(events=dict(rows))

"""Places on the map, with the number of events at each."""

from __future__ import annotations

from kg.api import models
from kg.api.rest.events import filtered
from kg.api.rest.filters import Filters
from kg.api.tables.open_build import Graph
from kg.api.tables.totals import LOCATING

AT = ", ".join(f"'{role}'" for role in LOCATING)


def event_map(graph: Graph, filters: Filters) -> models.EventMap:
    """All places at which an event is that passes the filters, those with most events first.

    States, such as a post in a country, are no events, unless the filters name their classes.
    """
    where, values = filtered(graph, filters)
    if not (filters.classes or filters.families):
        where = f"{where} AND NOT e.state"
    rows = graph.table.rows(
        f"SELECT n.id, n.label, l.latitude, l.longitude, COUNT(*) AS events, SUM(l.role IN ({AT})) "
        "FROM located l JOIN event e ON e.id = l.event JOIN entity n ON n.id = l.entity "
        f"WHERE {where} GROUP BY n.id ORDER BY events DESC, n.id",
        values,
    )
    places = [
        models.MapPlace(id=id, label=label, latitude=latitude, longitude=longitude, events=events, at=at)
        for id, label, latitude, longitude, events, at in rows
    ]
    total = int(graph.table.value(f"SELECT COUNT(*) FROM event e WHERE {where}", values))
    return models.EventMap(places=places, total=total)

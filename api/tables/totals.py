"""Totals of the claims of each entity, computed once, so that the page of an entity needs no counting.

Without uncertain claims, claims of no named class, and inferred fillers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby

from kg.api.tables.edges import LATEST_FIRST, PAIRS, by_key, edge_row
from kg.api.tables.ontology import PLAIN, SPEAKER, Ontology
from kg.api.tables.rows import EdgeRow, EntityPair
from kg.query.phrases.edge_words import read_verb

SCHEMA = """
CREATE TABLE claim_totals (entity TEXT, class TEXT, factuality TEXT, claims INT, said INT, first TEXT, last TEXT,
    PRIMARY KEY (entity, class, factuality)) WITHOUT ROWID;
CREATE TABLE position (entity TEXT, event TEXT, PRIMARY KEY (entity, event)) WITHOUT ROWID;
CREATE TABLE edge (id TEXT, source TEXT, target TEXT, class TEXT, relation TEXT, factuality TEXT, inferred INT,
    uncertain INT, claims INT, articles INT, sources INT, first TEXT, last TEXT, claim_ids TEXT);
CREATE TABLE verb (class TEXT, predicate TEXT, past TEXT, participle TEXT, PRIMARY KEY (class, predicate))
    WITHOUT ROWID;
CREATE TABLE located (event TEXT PRIMARY KEY, entity TEXT, role TEXT, latitude REAL, longitude REAL) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX edge_source ON edge (source, sources DESC, claims DESC, id);
CREATE INDEX edge_target ON edge (target, sources DESC, claims DESC, id);
CREATE INDEX located_entity ON located (entity);
"""
# Claims of each entity by class and factuality: with the entity in a role, and with the entity as source.
CLAIM_TOTALS = f"""
INSERT INTO claim_totals
SELECT entity, class, factuality, SUM(has_role), SUM(says), MIN(published), MAX(published) FROM (
    SELECT f.entity, c.class, c.factuality, c.published, MAX(f.role != '{SPEAKER}') AS has_role,
        MAX(f.role = '{SPEAKER}') AS says
    FROM fills f JOIN claim c ON c.id = f.claim WHERE NOT c.uncertain AND c.class != '{PLAIN}'
    GROUP BY f.entity, f.claim)
GROUP BY entity, class, factuality
"""
# The states with an entity as agent.
POSITIONS = """
INSERT INTO position SELECT DISTINCT f.entity, e.id FROM fills f JOIN claim c ON c.id = f.claim
JOIN event e ON e.id = c.event WHERE f.role = 'agent' AND e.state AND NOT c.uncertain
"""
LOCATING = ("place", "destination", "origin")  # roles that say where an event is, the most exact first
# The place of each event on a map: one that says where it is, or else a participant that is a place. Events that only
# an article knows have the participants of their first claim.
LOCATED = f"""
INSERT INTO located SELECT event, entity, role, latitude, longitude FROM (
    SELECT p.event, p.entity, p.role, n.latitude, n.longitude, ROW_NUMBER() OVER (
        PARTITION BY p.event ORDER BY INSTR(' {" ".join(LOCATING)} ', ' ' || p.role || ' ') = 0,
        INSTR(' {" ".join(LOCATING)} ', ' ' || p.role || ' '), p.role, p.entity) AS rank
    FROM (SELECT event, role, entity FROM part UNION ALL
        SELECT c.event, f.role, f.entity FROM event e JOIN claim c ON c.event = e.id JOIN fills f ON f.claim = c.id
        WHERE NOT e.node AND f.role != '{SPEAKER}' AND c.id = (SELECT MIN(id) FROM claim WHERE event = e.id)) p
    JOIN entity n ON n.id = p.entity
    WHERE n.type IN ('Place', 'City', 'Country') AND n.latitude IS NOT NULL AND n.longitude IS NOT NULL)
WHERE rank = 1
"""


def write_totals(tables: sqlite3.Connection, ontology: Ontology) -> None:
    """Fills these tables from those of claims, events and fillers."""
    tables.execute(CLAIM_TOTALS)
    tables.execute(POSITIONS)
    tables.execute(LOCATED)
    tables.executemany("INSERT INTO verb VALUES (?, ?, ?, ?)", _verbs(tables))
    places = ",".join("?" * len(EdgeRow._fields))
    tables.executemany(f"INSERT INTO edge VALUES ({places})", _edges(tables, ontology))
    tables.executescript(INDEXES)


def _verbs(tables: sqlite3.Connection) -> Iterator[tuple[str, str, str, str]]:
    """The predicates of the claims of each class that are verbs: one class may have a verb, another the noun."""
    rows = tables.execute('SELECT DISTINCT class, predicate, "trigger" FROM claim ORDER BY class, predicate')
    for (event_class, predicate), group in groupby(rows, lambda row: (str(row[0]), str(row[1]))):
        triggers = frozenset(trigger for *_, trigger in group)
        verb = read_verb(event_class, predicate, triggers)
        if verb:
            yield event_class, *verb


def _edges(tables: sqlite3.Connection, ontology: Ontology) -> Iterator[EdgeRow]:
    """All edges, two entities at a time."""
    rows = tables.execute(
        f"{PAIRS} AND NOT c.uncertain AND c.class != '{PLAIN}' AND f.entity < g.entity "
        f"ORDER BY f.entity, g.entity, {LATEST_FIRST}"
    )
    for _, pairs in groupby(map(EntityPair._make, rows), lambda pair: (pair.entity, pair.other)):
        for key, claims in by_key(ontology, pairs).items():
            yield edge_row(ontology, key, claims)

"""FollowTheMoney: entities as JSON lines, for Aleph, OpenAleph and yente.

FollowTheMoney has no factuality. Names and roles of planned, possible and negated events begin with it in brackets, and
`status` or `keywords` repeat it, so that none is mistaken for a fact. `proof` leads to the articles, `summary`
has the sentences, `description` says who says so.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import IO, Any

from kg import vocab
from kg.query import rows
from kg.query.facts import last_part, solutions
from kg.query.row_types import ClaimRow, EntityRow, EventRow, FillerRow
from kg.store.read_build import Store

Properties = dict[str, Sequence[str | None]]
SCHEMATA = {"Person": "Person", "Organization": "Organization", "Group": "LegalEntity", "Place": "Address"}
LEGAL = {"Person", "Organization", "LegalEntity"}
WEB = re.compile(r"https?://[\w.-]+\.\w+(?::\d+)?(?:/[^\s<>\"']*)?")
MOST = 50  # sentences of an event


def write_ftm(store: Store, output: IO[bytes]) -> None:
    """Articles, entities, then events and states with those in their roles."""
    for line in ftm_entities(store):
        output.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def ftm_entities(store: Store) -> Iterator[dict[str, Any]]:
    for article in rows.articles(store):
        yield _entity(
            _article(article.article),
            "Article",
            title=[article.headline or article.source],
            publisher=[article.publisher],
            publishedAt=[article.published],
            sourceUrl=[web_address(article.url)],
            fileName=[article.source],
            language=["eng"],
        )
    schemata, proofs = {}, _proofs(store)
    for row in rows.entities(store):
        schemata[row.entity] = schema_of(row)
        yield _thing(row, proofs[row.entity])
    with rows.all_tables(store) as tables:
        yield from _situations(store, tables, schemata)


def schema_of(row: EntityRow) -> str:
    """The schema of the first type that has one; things and products are assets."""
    kinds = row.types.split("; ")
    return next((SCHEMATA[kind] for kind in kinds if kind in SCHEMATA), "Asset")


def _thing(row: EntityRow, articles: set[str]) -> dict[str, Any]:
    where: Properties = {}
    same_as = row.same_as.split("; ") if row.same_as else []
    if schema_of(row) == "Address":
        spot = [None if each is None else f"{each:g}" for each in (row.latitude, row.longitude)]
        where = _known(full=[row.label], latitude=spot[:1], longitude=spot[1:])
    return _entity(
        _thing_id(row.entity),
        schema_of(row),
        name=[row.label],
        alias=row.other_names.split("; "),
        country=[row.country.lower() if row.country else None],
        sourceUrl=[*map(web_address, same_as)],
        wikidataId=[iri.removeprefix(vocab.WIKIDATA) for iri in same_as if iri.startswith(vocab.WIKIDATA)][
            :1
        ],
        description=[
            f"{row.mentions} mentions in {row.articles} articles, {row.sources} independent sources"
        ],
        proof=sorted(articles),
        **where,
    )


def _proofs(store: Store) -> defaultdict[str, set[str]]:
    """The articles with mentions of each entity."""
    query = "SELECT DISTINCT ?entity ?article { GRAPH ?article { ?phrase kg:refersTo ?entity } }"
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in solutions(store, query):
        found[row["entity"].value].add(_article(row["article"].value))
    return found


# --- events and states


def _situations(store: Store, tables: rows.Tables, schemata: dict[str, str]) -> Iterator[dict[str, Any]]:
    claims_of: defaultdict[str, list[ClaimRow]] = defaultdict(list)
    for claim in tables["claims"].rows():
        claims_of[claim.event].append(claim)
    filled: defaultdict[str, list[FillerRow]] = defaultdict(list)
    for filler in tables["fillers"].rows():
        filled[filler.claim].append(filler)
    for row in rows.events(store):
        claims = claims_of[row.event]
        fillers = [filler for claim in claims for filler in filled[claim.claim]]
        write = _state if row.is_state else _event
        yield from write(row, claims, fillers, schemata)


def _event(
    row: EventRow, claims: list[ClaimRow], fillers: list[FillerRow], schemata: dict[str, str]
) -> Iterator[dict[str, Any]]:
    def filled(roles: set[str] | None, kinds: set[str]) -> list[str]:
        return sorted(
            {
                _thing_id(each.entity)
                for each in fillers
                if each.entity
                and schemata.get(each.entity) in kinds
                and (each.role != rows.SPEAKER if roles is None else each.role in roles)
            }
        )

    yield _entity(
        last_part(row.event),
        "Event",
        name=[f"{_mark(row)}{row.label}"],
        organizer=filled({"agent"}, LEGAL),
        involved=filled(None, LEGAL),
        addressEntity=filled(None, {"Address"}),
        keywords=[*row.classes.split("; "), row.factuality],
        **_provenance(row, claims),
    )


def _state(
    row: EventRow, claims: list[ClaimRow], fillers: list[FillerRow], schemata: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """A link from each agent of a state to each of its patients."""
    subjects, others = (
        sorted({each.entity for each in fillers if each.role == role and each.entity})
        for role in ("agent", "patient")
    )
    titles = sorted({each.words for each in fillers if each.role == "title"})
    for one in subjects:
        for other in others:
            if one in schemata and other in schemata and one != other:
                own = hashlib.sha256(f"{row.event}\n{one}\n{other}".encode()).hexdigest()[:16]
                yield _entity(
                    own,
                    "UnknownLink",
                    subject=[_thing_id(one)],
                    object=[_thing_id(other)],
                    role=[f"{_mark(row)}{role}" for role in titles or row.classes.split("; ")],
                    status=[row.factuality],
                    **_provenance(row, claims),
                )


def _provenance(row: EventRow, claims: list[ClaimRow]) -> Properties:
    """Days, articles, sentences and speakers."""
    says = sorted({f"According to {claim.says}" for claim in claims if claim.says})
    return _known(
        startDate=[row.begins],
        endDate=[row.ends],
        proof=sorted({_article(claim.article) for claim in claims}),
        summary=list(dict.fromkeys(claim.text for claim in claims))[:MOST],
        description=says,
        recordId=[row.event],
    )


def _mark(row: EventRow) -> str:
    return "" if row.factuality == "actual" else f"[{row.factuality}] "


# --- FollowTheMoney's JSON


def _entity(id: str, schema: str, **properties: Sequence[str | None]) -> dict[str, Any]:
    return {"id": id, "schema": schema, "properties": _known(**properties)}


def _known(**properties: Sequence[str | None]) -> Properties:
    """The properties that have values, each value once, without characters that FollowTheMoney drops."""
    cleaned = {
        name: list(dict.fromkeys(_clean(value) for value in values if value))
        for name, values in properties.items()
    }
    present = {name: [value for value in values if value] for name, values in cleaned.items()}
    return {name: values for name, values in present.items() if values}


def _clean(text: str) -> str:
    """On one line, without control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def web_address(address: str | None) -> str | None:
    return address if address and WEB.fullmatch(address) else None


def _thing_id(iri: str) -> str:
    return last_part(iri)


def _article(iri: str) -> str:
    return f"article-{last_part(iri)}"

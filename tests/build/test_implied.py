"""Implied fillers in the graph and the exports: derived ones take part, inferred ones stay apart and marked."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from kg.exports.claims import claim_lines
from kg.exports.tables import write_csv
from kg.query import rows
from kg.query.check import check
from kg.query.network.claim_network import claim_network
from kg.records import Extraction, Implied, ImpliedKind
from kg.store.read_build import ClaimSelection, Store, open_store
from tests.extractions import article, claim, entity, filler, mention, sentence
from tests.serving import client
from tests.stores import build, lexicon

LED = "Ada Lunt led the mission."
MET = "The mission met Tom Arley."
LEFT = "The mission left."
TEXT = f"Mission\n\n{LED} {MET} {LEFT}"


def extraction(kind: ImpliedKind) -> Extraction:
    """Ada Lunt leads a mission, which meets Tom Arley; that she meets him is derived, or inferred."""
    led, met, left = (sentence(TEXT, each) for each in (LED, MET, LEFT))
    ada = filler("agent", led, "Ada Lunt", entity="ada")
    implied = Implied(kind=kind, rule="leads the group", filler=ada, sentences=(led,), confidence=0.8)
    fillers = [
        filler("agent", met, "The mission", entity="mission"),
        filler("patient", met, "Tom Arley", entity="tom"),
    ]
    entities = (
        entity("ada", [mention(led, "Ada Lunt", "Person")]),
        entity("tom", [mention(met, "Tom Arley", "Person")]),
        entity(
            "mission",
            [
                mention(each, words, "Group", is_name=False)
                for each, words in ((led, "the mission"), (met, "The mission"), (left, "The mission"))
            ],
        ),
    )
    meeting = replace(claim("Meeting", met, "met", fillers), implied=(implied,))
    return Extraction(article=article(TEXT), sentences=(led, met, left), entities=entities, claims=(meeting,))


@pytest.fixture(params=["derived", "inferred"])
def kind(request: pytest.FixtureRequest) -> ImpliedKind:
    found: ImpliedKind = request.param
    return found


@pytest.fixture
def store(tmp_path: Path, kind: ImpliedKind) -> Iterator[Store]:
    build(tmp_path / "store", [extraction(kind)])
    with open_store(tmp_path / "store") as found:
        yield found


def asked(store: Store, query: str) -> list[str]:
    solutions: Any = store.query(query)
    return sorted(row[0].value for row in solutions)


def test_only_a_derived_filler_has_the_role_and_the_short_cut(store: Store, kind: ImpliedKind) -> None:
    is_derived = kind == "derived"
    claims = asked(store, "SELECT ?name { ?who rdfs:label ?name . GRAPH ?g { ?claim kg:agent ?who } }")
    events = asked(store, "SELECT ?name { ?event kg:agent ?who . ?who rdfs:label ?name }")
    met = asked(store, 'SELECT ?name { ?who rdfs:label ?name ; kg:met/rdfs:label "Tom Arley" }')
    assert [("Ada Lunt" in found) for found in (claims, events, met)] == [is_derived] * 3


def test_rule_and_sentence_are_in_the_graph(store: Store, kind: ImpliedKind) -> None:
    node = f"?claim kg:{kind} ?node . ?node rdf:object/rdfs:label 'Ada Lunt' ; rdf:predicate kg:agent"
    facts = f"GRAPH ?g {{ ?claim kg:{kind} ?node . ?node kg:rule 'leads the group' ; rdf:object ?who ;"
    query = (
        f"SELECT ?text {{ ?who rdfs:label 'Ada Lunt' . {facts} prov:wasDerivedFrom/nif:anchorOf ?text }} }}"
    )
    assert asked(store, query) == [LED]
    assert len(asked(store, f"SELECT ?event {{ {node.replace('?claim', '?event')} }}")) == 1
    assert not list(check(store, lexicon()))


def test_short_cuts_say_on_what_they_rest(store: Store, kind: ImpliedKind) -> None:
    edges = {(row.source_label, row.target_label): row.basis for row in rows.edges(store)}
    assert edges["Ada Lunt", "Tom Arley"] == kind
    assert edges["the mission", "Tom Arley"] == ""


def test_a_claim_line_marks_the_filler(store: Store, kind: ImpliedKind) -> None:
    event = next(line for line in claim_lines(store) if line["kind"] == "event")
    mission, ada = event["roles"]["agent"]
    assert mission["text"] == "The mission" and kind not in mission
    assert (ada["text"], ada[kind]["rule"], ada[kind]["sentences"][0]["text"]) == (
        "Ada Lunt",
        "leads the group",
        LED,
    )
    assert event["inferred"] == ("leads the group" if kind == "inferred" else None)


def test_tables_and_networks_mark_the_filler(store: Store, kind: ImpliedKind) -> None:
    fillers = {row.label: (row.basis, row.rule) for row in rows.fillers(store)}
    assert fillers["Ada Lunt"] == (kind, "leads the group")
    assert fillers["Tom Arley"] == ("", None)
    bases = {fields.get("basis", "") for *_, fields in claim_network(store).edges(data=True)}
    assert bases == {"", kind}


def test_exports_leave_inferred_fillers_out_on_request(store: Store, kind: ImpliedKind) -> None:
    strict = store.selecting(ClaimSelection(inferred=False))
    event = next(line for line in claim_lines(strict) if line["kind"] == "event")
    agents = {filler["text"] for filler in event["roles"]["agent"]}
    kept = {"Ada Lunt"} if kind == "derived" else set()
    assert agents == {"The mission"} | kept
    assert {row.label for row in rows.fillers(strict)} == {"the mission", "Tom Arley"} | kept
    assert {row.source_label for row in rows.edges(strict)} == {"the mission", "Tom Arley"} | kept
    write_csv(strict, BytesIO())


# --- the server


def neighbours(http: TestClient, name: str, **filters: str) -> dict[str, bool]:
    """The neighbours of an entity by label, and whether only an inferred filler joins them to it."""
    found = http.get("/entities", params={"q": name}).json()["items"][0]["id"]
    answer = http.get(f"/entities/{found}/neighbourhood", params=filters).json()
    labels = {node["id"]: node["label"] for node in answer["nodes"]}
    ends = {labels[edge[end]]: edge["inferred"] for edge in answer["edges"] for end in ("source", "target")}
    return {label: inferred for label, inferred in ends.items() if label != name}


def test_inferred_neighbours_come_on_request(store: Store, kind: ImpliedKind) -> None:
    with client(store.path.parent) as http:
        near = {"Tom Arley": False, "the mission": False} if kind == "derived" else {}
        assert neighbours(http, "Ada Lunt") == near
        asked_for = neighbours(http, "Ada Lunt", inferred="true")
        assert asked_for == {"Tom Arley": kind == "inferred", "the mission": kind == "inferred"}


def test_claims_of_an_inferred_doer_come_on_request(store: Store, kind: ImpliedKind) -> None:
    with client(store.path.parent) as http:
        ada = http.get("/entities", params={"q": "Ada Lunt"}).json()["items"][0]["id"]
        counts = [
            http.get(f"/entities/{ada}/claims", params=filters).json()["total"]
            for filters in ({}, {"inferred": "true"})
        ]
        assert counts == ([1, 1] if kind == "derived" else [0, 1])
        assert http.get("/stats").json()["counts"]["inferred doers"] == (kind == "inferred")
        page = http.get(f"/entities/{ada}").json()
        assert page["claims"] == (kind == "derived")


def test_a_claim_says_what_implies_its_filler(store: Store, kind: ImpliedKind) -> None:
    with client(store.path.parent) as http:
        fillers = http.get("/claims").json()["items"][0]["fillers"]
        found = {filler["text"]: filler["implied"] for filler in fillers}
        assert found["The mission"] is None
        why = found["Ada Lunt"]
        assert (why["kind"], why["rule"], why["sentences"][0]["text"]) == (kind, "leads the group", LED)

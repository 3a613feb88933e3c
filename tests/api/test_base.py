"""A server under a base: the data's IRIs begin with it, and each opens at the server's own address."""

import io
from time import monotonic, sleep

import pytest
from pyoxigraph import RdfFormat, parse

from kg.query.news.history import FILE, SCHEMA
from kg.store.directory import current_build
from kg.store.read_build import open_store
from kg.store.sqlite import new_tables
from kg.vocab import BASE
from tests.extractions import small
from tests.serving import build, client, extractions

pytestmark = pytest.mark.slow

ANA = "https://ana.example/news/"


@pytest.fixture
def store(tmp_path):
    return build(tmp_path / "store", *extractions())


def iris(http, path: str) -> set[str]:
    answer = http.get(path, headers={"accept": "application/n-quads"})
    assert answer.status_code == 200, path
    return {str(quad.subject.value) for quad in parse(io.BytesIO(answer.content), format=RdfFormat.N_QUADS)}


def test_every_thing_opens_under_the_servers_address(store):
    with open_store(store) as graph:
        subjects = {str(quad.subject.value).partition("#")[0] for quad in graph.graph}
    paths = sorted(iri.removeprefix(BASE) for iri in subjects if iri.startswith(BASE))
    with client(store, base=ANA) as http:
        for path in paths:
            assert ANA + path in iris(http, f"/{path}")


def test_all_answers_are_under_the_base(store):
    with client(store, base=ANA) as http:
        assert http.get("/stats").json()["base"] == ANA
        for path in (
            "/entities?q=Venn",
            "/entities/venn",
            "/entities/venn/claims",
            "/articles",
            "/network",
            "/overview",
        ):
            assert BASE not in http.get(path).text
        asked = http.get("/sparql", params={"query": "SELECT ?g { GRAPH ?g { ?c a kg:Claim } }"}).json()
        assert all(row["g"]["value"].startswith(ANA) for row in asked["results"]["bindings"])
        assert ANA.encode() in http.get("/exports/nq").content
        assert http.get("/reconcile").json()["identifierSpace"] == f"{ANA}entity/"


def test_a_feed_since_a_build_is_under_the_base(store):
    with client(store) as http:
        (claim,) = http.get("/claims?limit=1").json()["items"]
    article, _, key = claim["id"].partition(":")
    with new_tables(current_build(store) / FILE, SCHEMA) as tables:
        tables.executemany("INSERT INTO build VALUES (?)", [(1,), (2,)])
        tables.execute(
            "INSERT INTO change VALUES (2, 1, 'claim', ?, ?, '')", (article, key.replace(",", "@"))
        )
    with client(store, base=ANA) as http:
        (item,) = http.get("/feed.json?since=1").json()["items"]
    assert item["_kg"]["id"] == claim["id"] and item["id"].startswith(ANA)


def test_new_build_is_served_under_the_base(tmp_path):
    store = build(tmp_path / "store", small())
    with client(store, base=ANA) as http:
        before = http.get("/health").json()["build"]
        build(store, *extractions())
        end = monotonic() + 20
        while http.get("/health").json()["build"] == before:
            assert monotonic() < end
            sleep(0.05)
        assert http.get("/stats").json()["counts"]["articles"] == 4
        assert f"{ANA}entity/evil" in iris(http, "/entity/evil")

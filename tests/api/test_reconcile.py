"""The reconciliation service matches names of a table with entities and returns their properties."""

import json
from types import SimpleNamespace

import pytest

from kg.api import reconcile
from tests.serving import SCRIPT, client


def reconciled(http, **query):
    answer = http.post("/reconcile", data={"queries": json.dumps({"q0": query})})
    assert answer.status_code == 200, answer.text
    return answer.json()["q0"]["result"]


def test_manifest_tells_where_everything_is(http):
    found = http.get("/reconcile").json()
    assert (found["versions"], found["identifierSpace"]) == (["0.2"], "http://127.0.0.1:8000/entity/")
    for part in found["suggest"].values():
        assert http.get(part["service_path"], params={"prefix": "a"}).status_code == 200
    assert http.get(found["extend"]["propose_properties"]["service_path"]).json()["properties"]


@pytest.mark.parametrize("origin", ["http://127.0.0.1:3333", "http://localhost:3333"])
def test_openrefine_on_this_machine_may_read_the_service_and_nothing_else(http, origin):
    headers = {"Origin": origin, "Access-Control-Request-Method": "GET"}
    for path in ("/reconcile", "/reconcile/suggest/entity?prefix=a", "/reconcile/properties?type=Person"):
        assert http.get(path, headers=headers).headers["access-control-allow-origin"] == origin
        assert http.options(path, headers=headers).status_code == 200
    assert "access-control-allow-origin" not in http.get("/entities", headers=headers).headers
    assert http.options("/entities", headers=headers).status_code == 405


def test_pages_of_other_origins_may_not_read_the_service(http):
    answer = http.get("/reconcile", headers={"Origin": "https://example.org"})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", ["/reconcile", "/entities"])
def test_pages_of_a_named_origin_may_read_everything(served_store, path):
    origin = "http://refine.example.org:3333"
    with client(served_store, cors_origins=(origin,)) as http:
        assert http.get(path, headers={"Origin": origin}).headers["access-control-allow-origin"] == origin


def test_a_title_of_several_positions_is_one_value(http, monkeypatch):
    given = ["President", "president", "General", "President", None, "Envoy"]
    kinds = ["actual"] * 5 + ["negated"]
    states = [
        SimpleNamespace(title=title, words=None, factuality=kind)
        for title, kind in zip(given, kinds, strict=True)
    ]
    states.append(SimpleNamespace(title="mayor", words="formerly mayor", factuality="actual"))
    monkeypatch.setattr(reconcile, "positions", lambda graph, id: states)
    extend = {"ids": ["venn"], "properties": [{"id": "titles"}]}
    rows = http.post("/reconcile", data={"extend": json.dumps(extend)}).json()["rows"]
    assert rows["venn"]["titles"] == [{"str": "President"}, {"str": "General"}, {"str": "formerly mayor"}]


def test_exact_name_is_a_match(http):
    (found,) = reconciled(http, query="Tom Arley")
    assert (found["id"], found["match"], found["type"][0]["id"]) == ("arley", True, "Person")


def test_misspelt_name_is_a_candidate(http):
    (found,) = reconciled(http, query="Tom Arly")
    assert (found["id"], found["match"]) == ("arley", False)


@pytest.mark.parametrize("query", ["President Tom Arley", "Mr. Tom Arley", "Tom Arley, Vessa"])
def test_name_with_a_word_more_is_a_candidate_with_a_lower_score(http, query):
    (found,) = reconciled(http, query=query)
    assert (found["id"], found["match"]) == ("arley", False)
    assert 30 < found["score"] < reconciled(http, query="Tom Arley")[0]["score"] == 100


def test_type_narrows(http):
    assert reconciled(http, query="Tom Arley", type="Place") == []
    assert [each["id"] for each in reconciled(http, query="Tom Arley", type=["Place", "Person"])] == ["arley"]


def test_queries_come_by_get_too(http):
    queries = {"a": {"query": "Quito"}, "b": {"query": "nobody of this name"}}
    found = http.get("/reconcile", params={"queries": json.dumps(queries)}).json()
    assert ([each["id"] for each in found["a"]["result"]], found["b"]["result"]) == (["quito"], [])


def test_table_is_extended(http):
    wanted = {
        "ids": ["venn", "quito", "nobody"],
        "properties": [{"id": "titles"}, {"id": "latitude"}, {"id": "met"}],
    }
    found = http.post("/reconcile", data={"extend": json.dumps(wanted)}).json()
    assert [each["id"] for each in found["meta"]] == ["titles", "latitude", "met"]
    assert found["rows"] == {
        "venn": {
            "titles": [{"str": "President"}],
            "latitude": [],
            "met": [{"id": "arley", "name": "Tom Arley"}],
        },
        "quito": {"titles": [], "latitude": [{"float": -0.22985}], "met": []},
        "nobody": {"titles": [], "latitude": [], "met": []},
    }


@pytest.mark.parametrize(
    "form",
    [
        {"queries": "no json"},
        {"queries": "[]"},
        {"queries": json.dumps({"q": {"query": "a" * 301}})},
        {"queries": json.dumps({"q": {"query": "a", "limit": 1000}})},
        {"queries": json.dumps({str(number): {"query": "a"} for number in range(101)})},
        {"extend": json.dumps({"ids": ["venn"], "properties": [{"id": "shoe size"}]})},
        {"extend": json.dumps({"ids": ["x"] * 1001, "properties": []})},
    ],
    ids=lambda form: str(form)[:40],
)
def test_bad_input_is_a_problem(http, form):
    answer = http.post("/reconcile", data=form)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_preview_runs_nothing(http):
    answer = http.get("/reconcile/preview", params={"id": "evil"})
    assert answer.headers["content-type"].startswith("text/html")
    assert SCRIPT not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert answer.headers["content-security-policy"] == "default-src 'none'; style-src 'none'; sandbox"
    assert "x-frame-options" not in answer.headers

"""The API over a SPARQL server answers as it does over the store that was loaded into the server."""

from contextlib import contextmanager
from time import monotonic, sleep

import pytest
from fastapi.testclient import TestClient

from kg.api.app import Settings, make_app
from kg.api.tables import remote_build
from kg.api.tables.remote_build import Remote
from kg.endpoint.client import Endpoint, address_of
from kg.endpoint.login import Credentials
from kg.errors import EndpointError
from kg.store.read_build import open_store
from tests.endpoints import PASSWORD, load, oxigraph, virtuoso
from tests.extractions import small
from tests.serving import VENN, build, client, extractions, later

QUERY = "SELECT ?name { ?who a kg:Person ; rdfs:label ?name } ORDER BY ?name"
IN_GRAPHS = "SELECT (COUNT(*) AS ?n) { GRAPH ?article { ?claim a kg:Claim } ?claim kg:disputes ?other }"
PATHS = [
    *("/stats", "/classes", "/overview", "/days", "/events", "/articles", "/claims", "/claims?plain=true"),
    *("/sentences?q=court", "/entities?q=ven", "/claims.csv", "/queries", "/ontology/Meeting"),
    *(f"/entities/{VENN}", f"/entities/{VENN}/neighbourhood", f"/entities/{VENN}/timeline"),
    *(f"/entity/{VENN}.nt", f"/paths?from={VENN}&to=dahl"),
    *(f"/sparql?query={QUERY}", f"/sparql?query={IN_GRAPHS}", "/events/event-Meeting", "/event/event-Meeting.nt"),
]  # fmt: skip
KINDS = {"/sparql": "text/csv", "/ontology/Meeting": "application/n-triples"}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return build(tmp_path_factory.mktemp("remote") / "store", *extractions())


@contextmanager
def over(address, tmp_path, login=None):
    """A client of the application over a SPARQL server; there is no store."""
    remote = Remote(address_of(address), login or Credentials())
    app = make_app(Settings(tmp_path / "none", remote=remote))
    with TestClient(app, raise_server_exceptions=False) as found:
        yield found


def same(found, expected, path):
    """Whether two servers answer alike; triples have no order, and another server writes rows in its own way."""
    kind = KINDS.get(path.split("?")[0], "*/*")
    ours, theirs = (each.get(path, headers={"Accept": kind}) for each in (found, expected))
    assert ours.status_code == theirs.status_code == 200, path
    if path.startswith("/sparql"):
        return ours.text.replace('"', "").split() == theirs.text.split()
    if path.endswith((".nt", "/Meeting")):
        return sorted(ours.text.splitlines()) == sorted(theirs.text.splitlines())
    if path == "/stats":
        return {**ours.json(), "build": ""} == {**theirs.json(), "build": ""}
    return ours.content == theirs.content


def test_answers_are_those_of_the_store(store, tmp_path):
    with oxigraph() as server:
        load(store, server)
        with over(f"{server}/query", tmp_path) as found, client(store) as expected:
            assert [path for path in PATHS if not same(found, expected, path)] == []


@pytest.mark.slow
def test_virtuoso_answers_as_the_store(store, tmp_path):
    login = Credentials("dba", PASSWORD)
    with virtuoso(tmp_path) as server:
        load(store, address_of(f"{server}/sparql-auth", default_graph="http://example.org/default"), login)
        with over(f"{server}/sparql", tmp_path) as found, client(store) as expected:
            assert [path for path in PATHS if not same(found, expected, path)] == []


def test_pages_have_sentences_and_mark_what_the_graph_has_not(store, tmp_path):
    with open_store(store) as graph:
        article = next(graph.articles()).rpartition("/")[2]
    with oxigraph() as server:
        load(store, server)
        with over(f"{server}/query", tmp_path) as found:
            page = found.get(f"/articles/{article}").json()
            assert page["parts"]
            for part in page["parts"]:
                assert page["text"][part["begin"] : part["end"]] == part["text"]


def test_what_only_a_store_has_is_refused_in_words(store, tmp_path):
    with oxigraph() as server:
        load(store, server)
        with over(f"{server}/query", tmp_path) as found:
            assert found.get("/exports").json() == []
            answer = found.get("/exports/claims")
            assert answer.status_code == 501
            assert "use kg export with a store" in answer.json()["detail"]
            answer = found.get("/feed?since=1")
            assert answer.status_code == 400
            assert "has no history: run kg serve with its store" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", 400, "SERVICE is not allowed"),
        ("DROP ALL", 400, "only read"),
        ("SELECT * FROM <http://example.org/> { ?s ?p ?o }", 400, "there is no graph"),
    ],
)
def test_queries_are_checked_before_they_are_forwarded(store, tmp_path, query, status, words):
    with oxigraph() as server:
        load(store, server)
        with over(f"{server}/query", tmp_path) as found:
            answer = found.post("/sparql", data={"query": query})
            assert (answer.status_code, words in answer.json()["detail"]) == (status, True)


def test_a_new_load_is_served(tmp_path, monkeypatch):
    monkeypatch.setattr(remote_build, "POLL_INTERVAL", 0.2)
    store = build(tmp_path / "store", small())
    with oxigraph() as server:
        load(store, server)
        with over(f"{server}/query", tmp_path) as found:
            assert found.get("/articles").json()["total"] == 1
            build(store, small(), later())
            load(store, server)
            end = monotonic() + 20
            while found.get("/articles").json()["total"] == 1 and monotonic() < end:
                sleep(0.1)
            assert found.get("/articles").json()["total"] == 2


def test_a_server_that_stops_is_an_error_of_the_server(store, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.endpoint.client.PAUSES", ())
    with oxigraph() as server:
        load(store, server)
        with over(f"{server}/query", tmp_path) as found:
            with Endpoint(address_of(f"{server}/query")) as endpoint:
                endpoint.update("DROP ALL")
            assert found.get("/sparql", params={"query": QUERY}).status_code == 200
    with pytest.raises(EndpointError, match="no server answers"), over(f"{server}/query", tmp_path):
        pass


def test_an_empty_server_is_an_error_in_words(tmp_path):
    with (
        oxigraph() as server,
        pytest.raises(EndpointError, match="has no articles: run kg load"),
        over(f"{server}/query", tmp_path),
    ):
        pass


def test_an_interrupted_load_is_not_served(store, tmp_path, monkeypatch):
    with oxigraph() as server:
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr("kg.endpoint.load.Load._send_changed", _stop)
            load(store, server)
        with (
            pytest.raises(EndpointError, match="a load is under way or was interrupted"),
            over(f"{server}/query", tmp_path),
        ):
            pass


def _stop(self):
    self._send(list(self._changed())[:1])
    raise KeyboardInterrupt


def test_a_default_graph_that_is_the_union_is_refused(store, tmp_path):
    with oxigraph("--union-default-graph") as server:
        load(store, server)
        with (
            pytest.raises(
                EndpointError, match="is the union of all graphs: run kg load with --default-graph"
            ),
            over(f"{server}/query", tmp_path),
        ):
            pass

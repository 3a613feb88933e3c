"""A build in a SPARQL server: what is sent, what is sent again, and what is refused."""

import pytest
from pyoxigraph import DefaultGraph

from kg.endpoint.client import Endpoint, RejectedError, address_of
from kg.endpoint.fetch import fetch_article_names, fetch_articles, fetch_default_graph
from kg.endpoint.login import Credentials
from kg.errors import EndpointError
from kg.store.read_build import open_store
from tests.endpoints import PASSWORD, load, oxigraph, virtuoso
from tests.extractions import small
from tests.serving import build, extractions, later


@pytest.fixture
def server():
    with oxigraph() as address:
        yield address


@pytest.fixture
def store(tmp_path):
    return build(tmp_path / "store", *extractions())


def quads(store):
    with open_store(store) as graph:
        named = [quad for name in graph.articles() for quad in graph.article_quads(name)]
        return {*named, *graph.default_quads()}


def loaded(address, credentials=None):
    with Endpoint(address, credentials) as endpoint:
        return {*fetch_default_graph(endpoint), *fetch_articles(endpoint, fetch_article_names(endpoint))}


def at(server):
    return address_of(f"{server}/query")


def test_a_server_has_what_the_build_has(server, store):
    counts = load(store, server)
    assert counts.sent["graph"] == 4
    assert loaded(at(server)) == quads(store)


def test_an_unchanged_build_is_not_sent_again(server, store):
    load(store, server)
    counts = load(store, server)
    assert (counts.sent, counts.quads) == ({}, 0)


def test_only_changes_are_sent(server, tmp_path):
    store = build(tmp_path / "store", small())
    load(store, server)
    build(store, *extractions()[:1], later())
    counts = load(store, server)
    assert counts.sent["graph"] == 1
    assert counts.unchanged["graph"] == 1
    assert counts.unchanged["subject"] > counts.sent["subject"]
    assert loaded(at(server)) == quads(store)


def test_what_the_build_no_longer_has_is_removed(server, store):
    load(store, server)
    build(store, small())
    assert load(store, server).removed["graph"] == 3
    assert loaded(at(server)) == quads(store)


def test_graphs_are_sent_by_the_graph_store_protocol(server, store):
    address = address_of(f"{server}/query", graph_store=f"{server}/store")
    load(store, address)
    assert loaded(address) == quads(store)
    build(store, small(), later())
    assert load(store, address).removed["graph"] == 2
    assert loaded(address) == quads(store)


def interrupted(monkeypatch, after):
    """Lets updates stop after a number of them, as Ctrl-C does: the last one reaches the server without an answer."""
    update, updates = Endpoint.update, []

    def stopping(self, text):
        updates.append(text)
        update(self, text)
        if len(updates) == after:
            raise KeyboardInterrupt

    monkeypatch.setattr(Endpoint, "update", stopping)
    return updates


@pytest.mark.parametrize("after", [1, 4, 6])
def test_an_interrupted_load_resumes(server, store, monkeypatch, after):
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        interrupted(patch, after)
        load(store, server, batch=100)
    counts = load(store, server, batch=100)
    assert loaded(at(server)) == quads(store)
    if after > 4:
        assert counts.unchanged["graph"] > 0


def test_a_load_that_stopped_resumes_with_the_next_build(server, store, monkeypatch):
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        interrupted(patch, 6)
        load(store, server, batch=100)
    build(store, small(), later())
    load(store, server)
    assert loaded(at(server)) == quads(store)


def test_a_batch_that_the_server_refuses_is_halved(server, store, monkeypatch):
    update = Endpoint.update

    def refusing(self, text):
        if len(text) > 8000:
            raise RejectedError("too long")
        update(self, text)

    monkeypatch.setattr(Endpoint, "update", refusing)
    load(store, server)
    assert loaded(at(server)) == quads(store)


def test_a_graph_of_another_store_is_not_overwritten(server, store, tmp_path):
    load(build(tmp_path / "other", small()), server)
    with pytest.raises(EndpointError, match="graph of another store: use --replace"):
        load(store, server)
    load(store, server, replace=True)
    assert loaded(at(server)) == quads(store)


def test_a_server_that_was_emptied_is_loaded_again(server, store):
    load(store, server)
    with Endpoint(at(server)) as endpoint:
        endpoint.update("DROP ALL")
    load(store, server)
    assert loaded(at(server)) == quads(store)


def test_graphs_of_others_stay(server, store):
    other = "GRAPH <http://example.org/other> { <http://example.org/a> a <http://example.org/B> }"
    with Endpoint(at(server)) as endpoint:
        endpoint.update(f"INSERT DATA {{ {other} }}")
        load(store, server)
        load(store, server, replace=True)
        assert len(list(endpoint.select("SELECT * { GRAPH ?g { ?s a <http://example.org/B> } }"))) == 1


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://127.0.0.1:9/query", "no server answers there"),
        ("localhost:7878", "is not an address: write it as http://host:port/path"),
    ],
)
def test_an_address_without_a_server_is_an_error_in_words(store, url, message, monkeypatch):
    monkeypatch.setattr("kg.endpoint.client.PAUSES", ())
    with pytest.raises(EndpointError, match=message):
        load(store, address_of(url))


def test_a_page_that_is_no_service_is_an_error_in_words(server, store):
    with pytest.raises(EndpointError, match="there is no SPARQL service at this address"):
        load(store, address_of(f"{server}/nothing"))


@pytest.mark.slow
def test_virtuoso_is_loaded(store, tmp_path):
    """It needs Digest, a named graph for the default graph, and pages of rows; it reads 5.0 as the integer 5."""
    login = Credentials("dba", PASSWORD)
    with virtuoso(tmp_path) as server:
        with pytest.raises(
            EndpointError, match=r"has no default graph of its own, name one: --default-graph http"
        ):
            load(store, address_of(f"{server}/sparql-auth"), login)
        with pytest.raises(EndpointError, match="set KG_SPARQL_USER and KG_SPARQL_PASSWORD"):
            load(store, address_of(f"{server}/sparql-auth"))
        address = address_of(f"{server}/sparql-auth", default_graph="http://127.0.0.1:8000/default")
        load(store, address, login)
        assert values(loaded(address, login)) == values(quads(store))
        build(store, small(), later())
        assert load(store, address, login).removed["graph"] == 2
        assert values(loaded(address, login)) == values(quads(store))


def values(quads):
    """Quads without the types of numbers."""
    return {
        (quad.subject.value, quad.predicate.value, _number(quad.object.value), _name(quad.graph_name))
        for quad in quads
    }


def _number(text):
    try:
        return float(text)
    except ValueError:
        return text


def _name(graph):
    return "" if graph == DefaultGraph() else graph.value

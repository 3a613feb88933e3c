"""A server switches to a new build without a restart or a failed request."""

import threading
from time import monotonic, sleep

import httpx
import pytest

import kg.api.tables.table
from kg.api.tables.open_build import CurrentBuild, StoredBuilds, open_graph
from kg.errors import StoreError
from kg.store.checksums import damages
from tests.extractions import small
from tests.serving import build, client, extractions, later, server


@pytest.fixture
def store(tmp_path):
    return build(tmp_path / "store", small())


def until(condition, seconds=60):
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "it did not come to be"
        sleep(0.05)


def test_new_build_is_served(store):
    with client(store) as found:
        before = found.get("/stats")
        build(store, *extractions())
        until(lambda: found.get("/health").json()["build"] != before.json()["build"])
        assert found.get("/stats").json()["counts"]["articles"] == 4
        assert found.get("/stats").headers["etag"] != before.headers["etag"]
        answer = found.get("/sparql", params={"query": "SELECT (COUNT(?a) AS ?n) { ?a kg:isNamed true }"})
        assert answer.json()["results"]["bindings"][0]["n"]["value"] == "5"


@pytest.mark.slow
def test_no_request_fails_while_builds_change(store):
    """Eight clients without a pause, and three builds."""
    statuses, stop = [], threading.Event()

    def ask(address):
        with httpx.Client(base_url=address) as http:
            while not stop.is_set():
                for path in ("/entities", "/entities/venn", "/articles", "/sparql?query=ASK%20%7B%7D"):
                    statuses.append(http.get(path, timeout=30).status_code)

    with server(store) as address:
        threads = [threading.Thread(target=ask, args=(address,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for found in (extractions(), (small(), later()), extractions()):
            build(store, *found)
            sleep(1.2)
        stop.set()
        for thread in threads:
            thread.join()
    assert len(statuses) > 50
    assert set(statuses) == {200}


def test_replaced_build_is_let_go_when_its_last_answer_is_made(store):
    current = CurrentBuild(StoredBuilds(store))
    with current.use() as old:
        build(store, *extractions())
        until(lambda: moved(current, old))
        assert old.table.value("SELECT COUNT(*) FROM article") == 1
        assert old.store.path.exists()
    folder = old.table.folder
    assert not folder.exists()
    build(store, small())
    assert not old.store.path.exists()
    current.close()


def moved(current, old):
    with current.use() as graph:
        return graph is not old


def test_damaged_build_leaves_the_old_one_served(store):
    current = CurrentBuild(StoredBuilds(store))
    (store / "current").write_text("build-99\n", encoding="utf-8")
    sleep(0.6)
    with current.use() as graph:
        assert graph.store.path.name == "build-1"
    current.close()


def test_no_store_is_an_error_in_words(tmp_path):
    with pytest.raises(StoreError, match="does not exist"):
        CurrentBuild(StoredBuilds(tmp_path / "none"))


def test_tables_are_kept_for_the_next_server(store, monkeypatch):
    with open_graph(store) as graph:
        articles = graph.table.value("SELECT COUNT(*) FROM article")
    monkeypatch.setattr(kg.api.tables.table, "rows_of", refused)
    with open_graph(store) as graph:
        assert graph.table.value("SELECT COUNT(*) FROM article") == articles > 0
        assert list(damages(graph.store.path)) == []


def test_tables_of_a_large_build_are_made_while_the_server_starts(store, monkeypatch):
    monkeypatch.setattr(kg.api.tables.table, "LARGE", 0)
    with open_graph(store, wait=False) as graph:
        assert graph.table.value("SELECT COUNT(*) FROM article") > 0


def test_tables_that_cannot_be_made_fail_the_requests_that_need_them(store, monkeypatch):
    monkeypatch.setattr(kg.api.tables.table, "LARGE", 0)
    monkeypatch.setattr(kg.api.tables.table, "command", lambda *_: ["false"])
    with open_graph(store, wait=False) as graph, pytest.raises(StoreError, match="cannot be computed"):
        graph.table.value("SELECT COUNT(*) FROM article")


def test_tables_of_a_folder_that_cannot_be_written_are_temporary(store, monkeypatch):
    monkeypatch.setattr(kg.api.tables.table.os, "access", lambda *_: False)
    with open_graph(store) as graph:
        assert graph.table.file.result().parent == graph.table.folder
        assert not list(graph.store.path.glob("server-*"))


def refused(*_: object) -> None:
    raise AssertionError("tables are made again")

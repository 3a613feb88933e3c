"""A server switches to a new build without a restart or a failed request."""

import threading
from time import monotonic, sleep

import httpx
import pytest

from kg.api.tables.open_build import CurrentBuild, StoredBuilds
from kg.errors import StoreError
from tests.extractions import small
from tests.serving import build, client, extractions, later, server


@pytest.fixture
def store(tmp_path):
    return build(tmp_path / "store", small())


def until(condition, seconds=10):
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

"""A build that the disk has damaged is noticed, and the next build makes it whole from the extractions."""

import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

import kg.store.directory
import kg.store.write_build
from kg.build.build import kept
from kg.cli.main import main
from kg.errors import StoreError
from kg.store.read_build import open_store
from kg.store.write_build import writing
from tests.extractions import meetings
from tests.stores import build, nquads

pytestmark = pytest.mark.slow

ARTICLES = [meetings(number, sentences=2) for number in range(1, 6)]
FILES = {
    "manifest of the graph": "graph/MANIFEST-*",
    "table of the graph": "graph/*.sst",
    "current of the graph": "graph/CURRENT",
    "search": "search.sqlite",
    "analysis": "analysis.sqlite",
    "ledger": "ledger.sqlite",
    "links": "links.sqlite",
    "text": "texts/*/*.txt",
    "checksums of the texts": "texts.json",
    "manifest": "manifest.json",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    store = tmp_path_factory.mktemp("damage") / "store"
    build(store, ARTICLES)
    return store


@pytest.fixture
def store(whole, tmp_path):
    shutil.copytree(whole, tmp_path / "store")
    return tmp_path / "store"


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size * 99 // 100)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 8
    path.write_bytes(data)


def checked(store: Path) -> str:
    done = CliRunner().invoke(main, ["check", "--store", str(store)])
    assert done.exit_code == 1 and not isinstance(done.exception, StoreError)
    return done.output


@pytest.mark.parametrize("harm", [cut, flip, Path.unlink], ids=["cut", "flipped", "gone"])
@pytest.mark.parametrize("pattern", FILES.values(), ids=FILES)
def test_damage_is_reported_and_the_next_build_is_whole(store, whole, pattern, harm):
    before = nquads(whole)
    harm(next((store / "build-1").glob(pattern)))
    assert "build-1" in checked(store)
    build(store, ARTICLES)
    assert nquads(store) == before
    done = CliRunner().invoke(main, ["check", "--store", str(store)])
    assert done.exit_code == 0, done.output


def test_an_empty_graph_with_a_whole_manifest_is_reported(store):
    manifest = store / "build-1" / "manifest.json"
    written = json.loads(manifest.read_text(encoding="utf-8"))
    written["counts"]["quads"] += 1
    manifest.write_text(json.dumps(written), encoding="utf-8")
    assert "quads instead of" in checked(store)


def test_judgements_are_not_added_to_a_damaged_build(store):
    cut(store / "build-1" / "links.sqlite")
    done = CliRunner().invoke(main, ["remove", "meetings 1", "--by", "ana", "--store", str(store)])
    assert done.exit_code and not (store / "judgements" / "judgements.jsonl").exists()


@pytest.mark.parametrize("name", ["build-1/ledger.sqlite", "current"])
def test_articles_are_not_added_to_a_damaged_build_whose_others_would_be_lost(store, name):
    (store / name).write_text("{", encoding="utf-8")
    with writing(store) as writer, pytest.raises(StoreError, match="its articles cannot be kept"):
        kept(SimpleNamespace(writer=writer), [])


@pytest.mark.parametrize("name", ["manifest.json", "current"])
@pytest.mark.parametrize("text", ["", "{", "build-", "[1]", "\x00\x00\x00"], ids=range(5))
def test_damaged_files_of_the_store_do_not_stop_the_next_build(store, whole, name, text):
    before = nquads(whole)
    (store / name).write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match="run kg build again"):
        open_store(store)
    build(store, ARTICLES)
    assert nquads(store) == before


def test_files_are_on_the_disk_before_they_are_current_and_the_old_build_goes_last(store, monkeypatch):
    order = []
    synced, written = kg.store.write_build.sync, kg.store.write_build.write_whole

    def sync(folder):
        order.append(("synced", folder.name, (folder / "manifest.json").exists()))
        synced(folder)

    def write_whole(path, text):
        written(path, text)
        order.append(("written", path.name, (store / "build-1").exists()))

    monkeypatch.setattr(kg.store.write_build, "sync", sync)
    monkeypatch.setattr(kg.store.write_build, "write_whole", write_whole)
    build(store, ARTICLES[1:])
    assert order[-3:] == [
        ("written", "manifest.json", True),
        ("synced", "build-2", True),
        ("written", "current", True),
    ]
    assert not (store / "build-1").exists()


def test_a_disk_that_cannot_store_the_build_leaves_the_old_one(store, whole, monkeypatch):
    def fails(_: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(kg.store.write_build, "sync", fails)
    with pytest.raises(StoreError, match="Input/output error"):
        build(store, ARTICLES[1:])
    monkeypatch.undo()
    assert nquads(store) == nquads(whole)


def test_what_an_unchanged_build_reuses_is_the_same_as_before(store):
    build(store, ARTICLES)
    with writing(store) as writer:
        assert writer.current() is not None and not writer.damage

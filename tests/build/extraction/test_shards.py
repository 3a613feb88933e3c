"""Shards that are extracted apart and linked give the bytes of one build on one machine."""

import json
import os

import fsspec
import pytest
from click.testing import CliRunner

from kg.build.extraction.shard_files import ShardFolder
from kg.cli.main import main
from kg.errors import ReadError
from kg.read.sources.shards import Shard
from tests.stores import nquads

pytestmark = pytest.mark.model

NEWS = [
    "Lena Sorb, the mayor of Vessa, met Karl Tann in Vessa on Monday.",
    "Police in Vessa arrested Karl Tann on Tuesday, the mayor said.",
    "A court in Vessa convicted Karl Tann of fraud on Friday.",
    "Mayor Lena Sorb resigned on Thursday, her office said.",
    "Tann Holding bought the Vessa shipyard for 12 million euros.",
]


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """Three files with five articles, one of them twice, and one that is skipped."""
    folder = tmp_path_factory.mktemp("news")
    lines = [json.dumps({"text": text, "title": f"Vessa news {number}"}) for number, text in enumerate(NEWS)]
    (folder / "a.jsonl").write_text("\n".join(lines[:3]), encoding="utf-8")
    (folder / "b.jsonl").write_text("\n".join([lines[0], "{", *lines[3:]]), encoding="utf-8")
    (folder / "c.txt").write_text(
        "Vessa flooded\n\nTwo people were killed in a flood in Vessa.\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def whole(news, tmp_path_factory):
    store = tmp_path_factory.mktemp("whole") / "store"
    run("build", news, "--store", store)
    return store


def run(*arguments, status=0):
    done = CliRunner().invoke(main, [str(each) for each in arguments])
    assert done.exit_code == status, done.output
    return done.stderr


def last(text):
    """The counts of the last line, without the time."""
    return text.strip().splitlines()[-1].rpartition(", ")[0]


@pytest.mark.parametrize("shards", [2, 5], ids=["whole files", "articles of each file"])
def test_shards_give_the_bytes_of_one_build(news, whole, tmp_path, shards):
    for number in range(shards, 0, -1):
        run("extract", news, "--to", tmp_path / "out", "--shard", f"{number}/{shards}")
    said = run("build", "--extractions", tmp_path / "out", "--store", tmp_path / "store")
    assert nquads(tmp_path / "store") == nquads(whole)
    assert last(said) == last(run("build", news, "--store", whole))
    assert "skipped b.jsonl#line=1: has the same bytes as a.jsonl#line=1" in said
    assert "skipped b.jsonl#line=2: is not JSON" in said
    run("build", news, "--store", tmp_path / "store")
    assert nquads(tmp_path / "store") == nquads(whole)


def test_a_step_that_is_repeated_changes_nothing_and_its_folder_needs_no_option(news, whole, tmp_path):
    contents = []
    for _ in range(2):
        run("extract", news, "--to", tmp_path / "out")
        contents.append({path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()})
    assert contents[0] == contents[1] and len(contents[0]) == 2
    run("build", tmp_path / "out", "--store", tmp_path / "store")
    assert nquads(tmp_path / "store") == nquads(whole)


def test_an_object_store_takes_and_gives_what_a_folder_does(news, whole, tmp_path):
    """The file system in memory has no folders and no renames that are atomic, as object stores."""
    memory = fsspec.filesystem("memory")
    for path in news.iterdir():
        memory.pipe_file(f"/wire/{path.name}", path.read_bytes())
    run("extract", "memory://wire", "--to", "memory://out", "--shard", "1/1")
    run("build", "--extractions", "memory://out", "--store", tmp_path / "store")
    assert nquads(tmp_path / "store") == nquads(whole)
    run("build", "memory://wire/*", "--store", tmp_path / "other")
    assert nquads(tmp_path / "other") == nquads(whole)


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "1/2/3"])
def test_what_is_no_shard_is_refused_in_a_line(shard, tmp_path):
    said = run("extract", tmp_path, "--to", tmp_path / "out", "--shard", shard, status=1)
    assert said == f"kg: --shard: '{shard}' is no part of a whole: write 3/10 for the third of ten\n"


def test_a_folder_that_cannot_be_listed_is_named(tmp_path, monkeypatch):
    list_folder = os.scandir

    def refuse(path):
        if os.fspath(path) == str(tmp_path):
            raise PermissionError(13, "Permission denied", str(path))
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", refuse)  # chmod does not stop root
    said = run("build", tmp_path, "--store", tmp_path / "store", status=1)
    assert said.startswith(f"skipped {tmp_path}: is a folder that cannot be listed: permission denied\n")


def test_shards_are_added_as_their_articles_would_be(news, tmp_path):
    for store in ("one", "other"):
        run("build", news / "a.jsonl", "--store", tmp_path / store)
    run("build", "--add", news / "b.jsonl", news / "c.txt", "--store", tmp_path / "one")
    run("extract", news / "b.jsonl", news / "c.txt", "--to", tmp_path / "out")
    run("build", "--add", tmp_path / "out", "--store", tmp_path / "other")
    assert nquads(tmp_path / "other") == nquads(tmp_path / "one")


def manifest(folder, shard):
    """A shard of nothing."""
    (folder / f"shard-{shard}.json").write_text(
        json.dumps({"made_with": {}, "packs": [], "articles": 0, "skipped": []}), encoding="utf-8"
    )


@pytest.mark.parametrize(
    "shards, words",
    [
        ([], "has no extractions: run kg extract"),
        (["1-of-3", "3-of-3"], "lacks 1 shards: run kg extract with --shard 2/3"),
        (["1-of-1", "1-of-2"], "has shards of 1 and 2"),
        (["1-of-1"], "was extracted with another extraction code, model"),
    ],
    ids=["none", "one is missing", "two divisions", "another version"],
)
def test_what_cannot_be_linked_is_refused_in_a_line(shards, words, tmp_path):
    (tmp_path / "out").mkdir()
    for shard in shards:
        manifest(tmp_path / "out", shard)
    said = run("build", "--extractions", tmp_path / "out", "--store", tmp_path / "store", status=1)
    assert len(said.splitlines()) == 1 and words.replace("extraction code, model", "") in said


def test_a_damaged_pack_is_refused_in_a_line(news, tmp_path):
    run("extract", news / "c.txt", "--to", tmp_path / "out")
    (pack,) = (tmp_path / "out").glob("*.zst")
    pack.write_bytes(pack.read_bytes()[:-1])
    with pytest.raises(ReadError, match="is damaged: run kg extract again"):
        ShardFolder(str(tmp_path / "out")).fetch(pack.name, tmp_path)
    pack.unlink()
    said = run("build", tmp_path / "out", "--store", tmp_path / "store", status=1)
    assert f"lacks {pack.name}" in said


@pytest.mark.parametrize("files, shards", [(1, 4), (4, 4), (9, 4), (5, 1)])
def test_each_article_is_in_one_shard(files, shards):
    every = [(file, number) for file in range(files) for number in range(10)]
    parts = [Shard(number, shards) for number in range(1, shards + 1)]
    for file, number in every:
        having = [part for part in parts if part.has_file(file, files) and part.has_article(number, files)]
        assert len(having) == 1
    assert all(any(part.has_file(file, files) for file in range(files)) for part in parts)
